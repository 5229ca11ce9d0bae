"""Any array, any layout, any parameters, any out: what comes is what the elements give, one by one."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import actlib as act
from tests import oracle

FUNCTIONS = pytest.mark.parametrize("f", act.catalogue(), ids=lambda f: f.name)
DTYPES = st.sampled_from([np.float16, np.float32, np.float64])


def _read_only(x):
    x.flags.writeable = False
    return x


def _stretched(x):
    """The same numbers with room between them in memory."""
    room = np.full([2 * n for n in x.shape], np.nan, x.dtype)[(..., *(slice(None, None, 2) for _ in x.shape))]
    room[...] = x
    return room


LAYOUTS = {
    "plain": lambda x: x,
    "Fortran": np.asfortranarray,
    "backwards": lambda x: np.flip(np.flip(x).copy()),
    "stretched": _stretched,
    "read-only": _read_only,
    "byte-swapped": lambda x: x.astype(x.dtype.newbyteorder()),
    "broadcast": lambda x: np.broadcast_to(x, (2, *x.shape)),
}


@st.composite
def inputs(draw):
    """An array of any dtype and layout, and the plain array of the same numbers."""
    dtype, width = draw(st.sampled_from([(np.float16, 16), (np.float32, 32), (np.float64, 64)]))
    shape = draw(arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))
    elements = st.floats(-60, 60, width=width) | st.sampled_from([0.0, -0.0, np.inf, -np.inf, np.nan, 1.0, -1.0, 6.0])
    x = draw(arrays.arrays(dtype, shape, elements=elements))
    laid = LAYOUTS[draw(st.sampled_from(sorted(LAYOUTS)))](x.copy())
    return laid, np.array(laid, dtype, order="C")


@st.composite
def settings_of(draw, f, least=0.0):
    """Parameters of f, each its default or anywhere in its domain; of a size of at least `least`, or 0."""
    values = {}
    for name, p in f.parameters.items():
        number = st.floats(max(p.low, -4), min(p.high, 4), exclude_min=not p.closed)
        number = number.filter(lambda value: value == 0 or abs(value) >= least)
        values[name] = draw(st.sampled_from(p.choices) if p.choices else st.just(p.default) | number)
    try:
        f(0.0, **values)
    except ValueError:  # one bounds another, and this pair is the wrong way round
        assume(False)
    return values


@FUNCTIONS
@settings(max_examples=20)
@given(data=st.data())
def test_an_array_gives_what_its_elements_give(f, data):
    x, plain = data.draw(inputs())
    values = data.draw(settings_of(f))
    way = data.draw(st.sampled_from([f, f.derivative]))
    before = x.tobytes()
    alone = np.array([way(element, **values) for element in plain.ravel()], plain.dtype).reshape(plain.shape)
    got = way(x, **values)
    np.testing.assert_array_equal(got, alone)
    assert (got.dtype, got.shape) == (plain.dtype, plain.shape)
    assert np.ndim(got) > 0 or isinstance(got, plain.dtype.type)
    assert x.tobytes() == before
    value, slope = f.value_and_derivative(x, **values)
    assert (value.dtype, value.shape, slope.shape) == (plain.dtype, plain.shape, plain.shape)
    np.testing.assert_array_equal(np.isnan(value), np.isnan(f(plain, **values)))


@pytest.mark.parametrize(
    "f",
    [f for f in act.catalogue() if f.parameters and not f.parameters.keys() & {"approximate"}],
    ids=lambda f: f.name,
)
@settings(max_examples=40)
@given(data=st.data(), x=st.floats(-10, 10))
def test_any_parameters_give_what_the_definition_gives(f, data, x):
    values = data.draw(settings_of(f, least=1e-3))
    assume(f is not act.soft_exponential or values["alpha"] >= 0)  # else not on the whole line: see test_parametric
    slopes = [oracle.exact(oracle.DERIVATIVE, f.name, x + step, **values) for step in (-1e-9, 0.0, 1e-9)]
    value, slope = float(oracle.exact(oracle.VALUE, f.name, x, **values)), float(slopes[1])
    assert f(x, **values) == pytest.approx(value, rel=1e-12, abs=1e-13 * max(1, abs(slope)))
    if max(slopes) - min(slopes) < 1e-6 * max(1, abs(slope)):  # no kink here, where conventions rule
        assert f.derivative(x, **values) == pytest.approx(slope, rel=1e-12, abs=1e-12)


@FUNCTIONS
@settings(max_examples=20)
@given(data=st.data())
def test_out_gets_the_same_wherever_it_lies(f, data):
    dtype = data.draw(DTYPES)
    n, gap = data.draw(st.integers(0, 9)), data.draw(st.integers(0, 4))
    memory = np.linspace(-3, 3, 2 * (n + gap)).astype(dtype)
    step = data.draw(st.sampled_from([1, 2, -1]))
    x = memory[: 2 * n : 2] if step == 2 else memory[:n][::step]
    expected = f.value_and_derivative(x.copy())
    out = memory[gap : gap + n]  # may be x, overlap it, lie backwards over it or beside it
    way, result = data.draw(st.sampled_from([(f, f(x.copy())), (f.derivative, f.derivative(x.copy()))]))
    assert way(x, out=out) is out
    np.testing.assert_array_equal(out, result)
    memory[...] = np.linspace(-3, 3, 2 * (n + gap)).astype(dtype)
    second = np.empty(n, dtype)
    both = f.value_and_derivative(x, out=(out, second))
    assert (both[0] is out, both[1] is second) == (True, True)
    np.testing.assert_array_equal(out, expected[0])
    np.testing.assert_array_equal(second, expected[1])
