"""Parameters that are arrays, against one call for each number."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import actlib as act

X = np.linspace(-3, 3, 24).reshape(2, 3, 4)
NUMERIC = [(f, n) for f in act.catalogue() for n, p in f.parameters.items() if not p.choices]
EACH = pytest.mark.parametrize(("f", "name"), NUMERIC, ids=lambda v: getattr(v, "name", v))


def values_of(f, name):
    """Three values that the parameter may have, its default among them."""
    default = f.parameters[name].default
    return [default, *(sign * default + 0.25 for sign in (1, -1) if f.parameters[name].low == -np.inf or sign > 0)]


def fits(f, name, value):
    try:
        f(0.0, **{name: value})
    except ValueError:  # one that another parameter bounds
        return False
    return True


@EACH
def test_each_channel_gets_its_own_number(f, name):
    numbers = [value for value in values_of(f, name) if fits(f, name, value)]
    x = np.linspace(-3, 3, 5 * len(numbers)).reshape(5, len(numbers))
    for way in (f, f.derivative, f.value_and_derivative):
        alone = [way(x[:, i], **{name: number}) for i, number in enumerate(numbers)]
        np.testing.assert_array_equal(way(x, **{name: np.array(numbers)}), np.stack(alone, axis=-1))


@given(data=st.data())
def test_shapes_go_together_as_numpys_do(data):
    shapes = data.draw(arrays.mutually_broadcastable_shapes(num_shapes=3, min_dims=0, max_dims=3, max_side=3))
    x, low, high = (np.random.default_rng(i).uniform(-2, 2, shape) for i, shape in enumerate(shapes.input_shapes))
    got = act.hard_tanh(x, low - 5, high)
    assert got.shape == shapes.result_shape
    np.testing.assert_array_equal(got, np.clip(x, low - 5, high))


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_dtype_is_that_of_x(dtype):
    x = X.astype(dtype)
    value, slope = act.prelu.value_and_derivative(x, np.array([0.1, 0.2, 0.3, 0.4]))
    assert value.dtype == slope.dtype == dtype
    np.testing.assert_array_equal(value[..., 1], act.prelu(x[..., 1], 0.2))


def test_channels_may_be_any_axis_and_numbers_may_be_whole_or_in_lists():
    weight = [1, 2, 3]
    got = act.prelu(X, np.array(weight)[:, np.newaxis])
    np.testing.assert_array_equal(got, np.where(X > 0, X, np.array([[1.0], [2.0], [3.0]]) * X))
    np.testing.assert_array_equal(act.prelu(X[:, :, 0], weight), got[:, :, 0])


def test_x_is_broadcast_too():
    assert act.elu(-1.0, [0.5, 1.0]).tolist() == [act.elu(-1.0, 0.5), act.elu(-1.0, 1.0)]
    assert act.elu(np.zeros((0, 2)), [0.5, 1.0]).shape == (0, 2)
    assert act.elu(X, np.array(0.5)) == pytest.approx(act.elu(X, 0.5), rel=0)


def test_out_may_overlap_the_input():
    weight, flat = np.array([0.1, 0.2, 0.3, 0.4]), X.ravel().copy()
    expected = act.prelu(X, weight)
    x = flat[:-4].reshape(5, 4)
    whole = act.prelu(x, weight)
    assert act.prelu(x, weight, out=flat[4:].reshape(5, 4)).base is not None
    np.testing.assert_array_equal(flat[4:].reshape(5, 4), whole)
    out = X.copy()
    assert act.prelu(out, weight, out=out) is out
    np.testing.assert_array_equal(out, expected)


@pytest.mark.parametrize(
    ("weight", "error", "words"),
    [
        ([0.1, 0.2, 0.3], ValueError, r"x has shape \(2, 3, 4\), which does not go with weight \(3,\): insert axes"),
        ([0.1, np.nan, 0.3, 0.4], ValueError, "weight has the element nan; each must be a finite number"),
        ([True, False, True, True], TypeError, "weight is an array of dtype bool"),
        ([1j] * 4, TypeError, "weight is an array of dtype complex128"),
        (["a"] * 4, TypeError, "weight is an array of dtype <U1"),
        ([[0.1], [0.2, 0.3]], TypeError, r"weight is \[\[0.1\], \[0.2, 0.3\]\]; it must be a finite number"),
    ],
)
def test_wrong_arrays_are_named(weight, error, words):
    with pytest.raises(error, match=words):
        act.prelu(X, weight)


def test_bounds_hold_for_every_element():
    with pytest.raises(ValueError, match=r"alpha has the element -1\.0; each must be a finite number > 0"):
        act.celu(X, [1.0, 2.0, -1.0, 3.0])
    with pytest.raises(ValueError, match=r"min_val"):
        act.hard_tanh(X, [-1.0, -1.0, -1.0, 2.0], 1.0)


def test_out_has_the_common_shape():
    with pytest.raises(ValueError, match=r"out has shape \(3,\); the result has shape \(2, 3\)"):
        act.prelu(np.zeros(3), [[0.1], [0.2]], out=np.empty(3))


def test_defaults_and_facts_are_of_numbers():
    with pytest.raises(TypeError, match=r"weight is \[0.1, 0.2\]; it must be a finite number"):
        act.prelu.with_parameters([0.1, 0.2])
    with pytest.raises(ValueError, match="approximate is"):
        act.gelu(X, ["none", "tanh"])


@pytest.mark.parametrize("value", [10**400, -(10**400)])
def test_a_number_too_large_for_a_float_is_outside_the_domain(value):
    with pytest.raises(ValueError, match=r"weight is .*must be a finite number"):
        act.prelu(1.0, value)
