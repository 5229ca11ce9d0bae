"""What every map does: its definition, its dtypes and axes, its Jacobian, its errors."""

import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import actlib as act
from actlib.simplex import MAPS
from tests.simplex.definitions import exact, numerical_jacobian

EVERY = pytest.mark.parametrize("f", MAPS, ids=lambda f: f.name)
SCORES = arrays.arrays(np.float64, st.integers(1, 6), elements=st.floats(-700, 700))
NEAR = arrays.arrays(np.float64, st.integers(1, 6), elements=st.floats(-2, 2))
EPS = np.finfo(float).eps


def _close(f, z, expected):
    size = np.abs(z).max()
    if "log" in f.name:
        tolerance = {"rtol": 1e-14 + 4 * EPS * size, "atol": 2 * EPS * size}
    elif f.name in ("softmax", "softmin"):
        tolerance = {"rtol": 1e-14 + 4 * EPS * size, "atol": 1e-300}  # one rounding of the largest score
    elif f.name in ("sparsemax", "entmax15"):
        tolerance = {"rtol": 0, "atol": 2 * EPS}
    else:
        tolerance = {"rtol": 8 * EPS, "atol": 1e-300}
    np.testing.assert_allclose(np.ravel(f(z)), expected, **tolerance)


def _ill_conditioned(f, z):
    """Whether the sum cancels, or is 0."""
    by_sum = f.name == "standard_normalization" and not abs(z.sum()) > 0.5 * np.abs(z).sum()
    return by_sum or (f.name == "spherical_softmax" and not z.any())


@EVERY
@pytest.mark.parametrize("scores", [SCORES, NEAR], ids=["wide", "near"])
def test_values_are_those_of_the_definition(f, scores):
    @settings(max_examples=60, deadline=None)
    @given(z=scores)
    def check(z):
        if not _ill_conditioned(f, z):
            _close(f, z, exact(f.name, z))

    check()


@pytest.mark.parametrize("f", [f for f in MAPS if f.wide], ids=lambda f: f.name)
@pytest.mark.parametrize("dtype", [np.float16, np.float32], ids=lambda d: d.__name__)
def test_short_floats_are_rounded_once(f, dtype):
    z = np.random.default_rng(2).uniform(-0.2, 3, (100, 5)).astype(dtype)
    correct = np.array([exact(f.name, row) for row in z])
    unit = np.spacing(np.abs(correct.astype(dtype))).astype(float)
    assert (np.abs(f(z).astype(float) - correct) <= 0.51 * unit).all()


@EVERY
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64], ids=lambda d: d.__name__)
def test_dtypes_are_kept_and_axes_are_equivalent(f, dtype):
    z = np.random.default_rng(0).uniform(0.5, 3, (3, 4, 5)).astype(dtype)
    for axis in (-1, 0, 1):
        moved = f(np.moveaxis(z, axis, -1))
        expected = moved if f.reduces else np.moveaxis(moved, -1, axis)
        np.testing.assert_allclose(f(z, axis=axis), expected, rtol=4 * float(np.finfo(dtype).eps))
        assert f(z, axis).dtype == f.jvp(z, z, axis).dtype == dtype
    np.testing.assert_allclose(f(z)[1, 2], f(z[1, 2]), rtol=4 * float(np.finfo(dtype).eps))


@EVERY
def test_integers_become_float64_and_the_input_stays(f):
    z = np.array([1, 3, 2])
    assert f(z).dtype == f(z > 1).dtype == np.float64
    scores = z.astype(float)
    f(scores), f.jvp(scores, scores), f.jacobian(scores)
    np.testing.assert_array_equal(scores, z)


@EVERY
def test_jvp_is_the_directional_derivative(f):
    rng = np.random.default_rng(1)
    z, v = rng.uniform(0.5, 2, (2, 3, 4))
    step = 1e-6
    numerical = (f(z + step * v, axis=0) - f(z - step * v, axis=0)) / (2 * step)
    np.testing.assert_allclose(f.jvp(z, v, axis=0), numerical, rtol=1e-7, atol=1e-9)


@EVERY
def test_jvp_brings_the_direction_to_the_scores(f):
    z = np.random.default_rng(3).uniform(0.5, 2, (2, 3))
    np.testing.assert_array_equal(f.jvp(z, [1.0, 0, 2]), f.jvp(z, np.array([[1.0, 0, 2]] * 2)))
    with pytest.raises(ValueError, match="broadcast"):
        f.jvp(z, [1.0, 2.0])


@EVERY
def test_jacobian_is_that_of_differences(f):
    z = np.array([0.2, 1.0, 0.7, 0.4])
    np.testing.assert_allclose(f.jacobian(z), numerical_jacobian(f, z), rtol=1e-8, atol=1e-9)


@EVERY
def test_jacobian_has_the_jvps_as_columns(f):
    z = np.array([0.2, 1.0, 0.7])
    columns = [f.jvp(z, column) for column in np.eye(3)]
    np.testing.assert_allclose(f.jacobian(z), np.stack(columns, axis=-1), rtol=1e-15)
    with pytest.raises(ValueError, match="use jvp"):
        f.jacobian(z[None])


@EVERY
def test_one_nan_spoils_its_row_only(f):
    values = f([[np.nan, 1.0], [np.nan, np.inf], [1.0, 1.0]])
    np.testing.assert_array_equal(np.isnan(values).all(axis=tuple(range(1, values.ndim))), [True, True, False])
    assert np.isfinite(values[2]).all()


@EVERY
@pytest.mark.parametrize(
    ("z", "axis", "error", "words"),
    [
        ([], -1, ValueError, r"shape \(0,\): nothing along axis -1"),
        (np.zeros((2, 0)), 1, ValueError, "nothing along axis 1"),
        (1.0, -1, ValueError, "0 dimensions"),
        ([1.0], 1, ValueError, "axis is 1"),
        ([1.0], 0.5, TypeError, "axis is 0.5"),
        ([1.0], True, TypeError, "axis is True"),
        ([1j], -1, TypeError, "complex128"),
    ],
)
def test_bad_input_is_named(f, z, axis, error, words):
    with pytest.raises(error, match=words):
        f(z, axis=axis)
    with pytest.raises(error, match=words):
        f.jvp(z, z, axis=axis)


@EVERY
def test_unknown_parameters_are_named(f):
    with pytest.raises(TypeError, match=f"'temprature' is unknown; {f.name} takes z, axis"):
        f([1.0], temprature=1)


@EVERY
def test_an_empty_batch_is_no_empty_axis(f):
    empty = np.zeros((0, 3))
    assert f(empty).shape == f.jvp(empty, empty).shape == ((0,) if f.reduces else (0, 3))


@EVERY
def test_docstring_has_its_sections_and_its_examples_run(f):
    for section in ("Parameters", "Returns", "Raises", "Examples", ".. math::"):
        assert section in f.__doc__
    example = doctest.DocTestParser().get_doctest(f.__doc__, {}, f.name, None, 0)
    assert doctest.DocTestRunner(verbose=False).run(example).failed == 0


@EVERY
def test_the_package_exports_it(f):
    assert getattr(act, f.name) is f
    assert f.name in act.__all__


def test_parameters_may_be_given_by_position():
    z, v = np.array([[1.0, 2.0, 4.0]]), np.array([[1.0, 0.0, -1.0]])
    np.testing.assert_array_equal(act.softmax(z, -1, 2.0), act.softmax(z, temperature=2.0))
    np.testing.assert_array_equal(act.softmax.jvp(z, v, -1, 2.0), act.softmax.jvp(z, v, temperature=2.0))
    np.testing.assert_array_equal(act.spherical_softmax(z, 1, 0.5), act.spherical_softmax(z, eps=0.5))
    with pytest.raises(TypeError, match="'temperature' is given twice; softmax takes z, axis, temperature"):
        act.softmax(z, -1, 2.0, temperature=2.0)
    with pytest.raises(TypeError, match="2 parameters after axis were given; softmax takes z, axis, temperature"):
        act.softmax(z, -1, 2.0, 3.0)
    with pytest.raises(ValueError, match="temperature is 0; it must be a finite number > 0"):
        act.softmax(z, -1, 0)
    with pytest.raises(ValueError, match="eps is -1; it must be a finite number >= 0"):
        act.spherical_softmax(z, eps=-1)


@EVERY
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_axis_of_any_layout_is_the_last_axis_of_rows(f, data):
    dtype = data.draw(st.sampled_from([np.float16, np.float32, np.float64]))
    shape = data.draw(arrays.array_shapes(min_dims=1, max_dims=4, min_side=1, max_side=4))
    axis = data.draw(st.integers(-len(shape), len(shape) - 1))
    seed = data.draw(st.integers(0, 99))
    z, v = np.random.default_rng(seed).uniform(0.25, 3, (2, *shape)).astype(dtype)
    lay = data.draw(st.sampled_from([np.copy, np.asfortranarray, lambda a: np.flip(np.flip(a).copy())]))
    rows, directions = (np.moveaxis(a, axis, -1).reshape(-1, shape[axis]) for a in (z, v))
    for got, row_wise in (
        (f(lay(z), axis), [f(row) for row in rows]),
        (f.jvp(lay(z), lay(v), axis), [f.jvp(row, direction) for row, direction in zip(rows, directions, strict=True)]),
    ):
        wanted = np.array(row_wise).reshape(np.moveaxis(z, axis, -1).shape[: -1 if f.reduces else None])
        eps = float(np.finfo(dtype).eps)
        assert np.shape(got) == np.shape(wanted if f.reduces else np.moveaxis(wanted, -1, axis))
        np.testing.assert_allclose(got, wanted if f.reduces else np.moveaxis(wanted, -1, axis), rtol=8 * eps, atol=eps)


@EVERY
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64], ids=lambda d: d.__name__)
def test_the_largest_scores_a_dtype_has_give_no_nan(f, dtype):
    most = np.finfo(dtype).max
    for z in ([most, most / 2, 1], [most, 0, most], [1, most / 4, 0]):
        z = np.array(z, dtype)
        with np.errstate(all="raise"):
            assert not np.isnan(f(z)).any()
            assert not np.isnan(f.jvp(z, np.ones_like(z))).any()
