"""The contract of every activation: dtypes, shapes, out, limits, errors, names."""

import inspect
import pickle
import warnings

import numpy as np
import pytest

import actlib as act
from tests import oracle

FUNCTIONS = pytest.mark.parametrize("f", act.catalogue(), ids=lambda f: f.name)
FLOATS = pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64], ids=lambda d: d.__name__)
EVERYWHERE = [-np.inf, -1e4, -1.5, -0.0, 0.0, 1.5, 1e4, np.inf, np.nan]


@FUNCTIONS
@FLOATS
def test_floating_dtypes_are_kept_by_all_three_ways_of_calling(f, dtype):
    x = np.array(EVERYWHERE, dtype)
    value, slope = f.value_and_derivative(x)
    for result in (value, slope, f(x), f.derivative(x)):
        assert (result.dtype, result.shape) == (dtype, x.shape)


@FUNCTIONS
@pytest.mark.parametrize("x", [3, True, [1, -2], np.array([1, -2], np.int8), np.array([True, False])], ids=repr)
def test_integers_and_booleans_become_float64(f, x):
    np.testing.assert_array_equal(f(x), f(np.asarray(x, np.float64)))
    assert f(x).dtype == np.float64


@FUNCTIONS
@pytest.mark.parametrize(
    ("x", "dtype"),
    [(1j, "complex128"), ("a", "<U1"), (None, "object"), (np.longdouble(1), "float128"), (np.datetime64(0, "s"), "M8")],
)
def test_other_dtypes_are_refused_by_name(f, x, dtype):
    name = dtype if dtype != "M8" else "datetime64"
    with pytest.raises(TypeError, match=name):
        f(x)


@FUNCTIONS
def test_a_scalar_gives_a_numpy_scalar(f):
    for x, kind in ((0.5, np.float64), (np.float32(0.5), np.float32), (np.array(0.5, np.float16), np.float16)):
        assert type(f(x)) is kind


@FUNCTIONS
def test_value_and_derivative_agrees_with_the_two_alone(f):
    x = np.linspace(-40, 40, 3001)
    value, slope = f.value_and_derivative(x)
    np.testing.assert_allclose(value, f(x), rtol=1e-15, atol=0)
    np.testing.assert_allclose(slope, f.derivative(x), rtol=1e-14, atol=1e-16)


@FUNCTIONS
def test_nan_stays_nan_and_nothing_warns(f):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        value, slope = f.value_and_derivative(np.array([np.nan, np.finfo(float).max, -np.finfo(float).max, 5e-324]))
    assert np.isnan([value[0], slope[0]]).all()
    assert not np.isnan([value[1:], slope[1:]]).any()


@FUNCTIONS
@FLOATS
def test_infinities_give_the_declared_limits(f, dtype):
    np.testing.assert_allclose(f(np.array([-np.inf, np.inf], dtype)), f.facts.limits, rtol=float(np.finfo(dtype).eps))


@FUNCTIONS
def test_odd_functions_respect_the_sign_of_zero(f):
    if f.facts.parity == "odd":
        assert np.signbit(f(-0.0))
        assert not np.signbit(f(0.0))


@FUNCTIONS
def test_out_is_filled_and_returned(f):
    x = np.linspace(-2, 2, 7)
    out = np.empty_like(x)
    assert f(x, out=out) is out
    np.testing.assert_array_equal(out, f(x))
    assert f.derivative(x, out=out) is out
    np.testing.assert_array_equal(out, f.derivative(x))


@FUNCTIONS
@pytest.mark.parametrize("size", [5, 50_000])
def test_out_may_be_the_input_or_overlap_it(f, size):
    x = np.linspace(-3, 3, size + 1)
    expected = f(x[:-1])
    f(x[:-1], out=x[1:])
    np.testing.assert_array_equal(x[1:], expected)
    f(x, out=x)
    np.testing.assert_array_equal(x[1:], f(expected))


@pytest.mark.parametrize(
    ("out", "error", "words"),
    [
        (np.empty(3, np.float32), TypeError, "float32"),
        (np.empty(4), ValueError, r"\(4,\)"),
        ([0, 0, 0], TypeError, "list"),
        (np.broadcast_to(0.0, 3), ValueError, "read-only"),
    ],
)
def test_a_wrong_out_is_refused(out, error, words):
    with pytest.raises(error, match=words):
        act.relu(np.zeros(3), out=out)


# Parameters that another one bounds from above, at its default: other values are tried.
BOUNDED = {("hard_tanh", "min_val"), ("piecewise_linear_clip", "xmin"), ("srelu", "t_l")}
PARAMETERS = [(f, name) for f in act.catalogue() for name, p in f.parameters.items() if not p.choices]


@pytest.mark.parametrize(("f", "name"), PARAMETERS, ids=lambda v: getattr(v, "name", v))
@pytest.mark.parametrize(
    ("value", "error"),
    [
        (np.nan, ValueError),
        (np.inf, ValueError),
        ("1", TypeError),
        (None, TypeError),
        (True, TypeError),
        (1j, TypeError),
    ],
    ids=repr,
)
def test_wrong_parameters_are_named_with_value_and_domain(f, name, value, error):
    with pytest.raises(error, match=f"{name} is .*must be a finite number"):
        f(0.0, **{name: value})


@pytest.mark.parametrize(("f", "name"), PARAMETERS, ids=lambda v: getattr(v, "name", v))
def test_parameters_change_value_and_derivative_as_the_definition_says(f, name):
    before = [p.default for p in f.parameters.values()][: list(f.parameters).index(name)]
    for parameter in (0.3, -2.5 if (f.name, name) in BOUNDED else 2.5):
        changed = f.with_parameters(**{name: parameter})
        for x in (-1.75, -0.5, 0.25, 3.0):
            for program, table in ((changed, oracle.VALUE), (changed.derivative, oracle.DERIVATIVE)):
                truth = float(oracle.exact(table, f.name, x, **{name: parameter}))
                assert program(x) == pytest.approx(truth, rel=1e-14)
            assert f(x, *before, parameter) == f(x, **{name: parameter}) == changed(x)


def test_calls_with_too_much_are_refused():
    with pytest.raises(TypeError, match="takes 1 parameters"):
        act.elu(0.0, 1.0, 2.0)
    with pytest.raises(TypeError, match="'alhpa' is unknown"):
        act.elu(0.0, alhpa=1.0)
    with pytest.raises(TypeError, match="'alpha' is given twice"):
        act.elu(0.0, 1.0, alpha=1.0)
    with pytest.raises(ValueError, match="approximate is 'erf'; it must be one of 'none', 'tanh'"):
        act.gelu(0.0, approximate="erf")


def test_gelu_tanh_is_gelu_with_that_parameter():
    x = np.linspace(-5, 5, 101)
    np.testing.assert_array_equal(act.gelu_tanh(x), act.gelu(x, "tanh"))


@FUNCTIONS
def test_records_are_complete(f):
    assert f.formula
    assert f.derivative_formula
    assert f.derivative_kernel
    assert f.declared
    assert list(inspect.signature(f).parameters) == ["x", *f.parameters, "out"]


@FUNCTIONS
def test_activations_survive_pickling(f):
    copy = pickle.loads(pickle.dumps(f.with_parameters()))
    assert repr(copy) == repr(f)
    assert copy(0.7) == f(0.7)
