"""Maps to the simplex against independent oracles: definitions in mpmath, a constrained maximum, differences."""

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import optimize

import actlib as act
from actlib.simplex import MAPS

EVERY = pytest.mark.parametrize("f", MAPS, ids=lambda f: f.name)
SCORES = arrays.arrays(np.float64, st.integers(1, 6), elements=st.floats(-700, 700))


def _exact(name, z):
    with mp.workdps(350):
        terms = [mp.exp(mp.mpf(float(v))) for v in z]
        total = sum(terms)
        plain = [mp.mpf(float(v)) for v in z]
        return {
            "softmax": lambda: [t / total for t in terms],
            "log_softmax": lambda: [mp.log(t / total) for t in terms],
            "logsumexp": lambda: [mp.log(total)],
            "standard_normalization": lambda: [v / sum(plain) for v in plain],
        }[name]()


@EVERY
@settings(max_examples=60, deadline=None)
@given(z=SCORES)
def test_values_are_those_of_the_definition(f, z):
    if f.name == "standard_normalization" and abs(z.sum()) <= 1e-3 * np.abs(z).sum():
        return  # the sum cancels: ill-conditioned, see the test of a zero sum
    exact = [float(v) for v in _exact(f.name, z)]
    scale = np.finfo(float).eps * np.abs(z).max()  # one rounding of the largest score
    rel = 1e-12 if f.name == "standard_normalization" else 1e-14 + 4 * scale
    np.testing.assert_allclose(np.ravel(f(z)), exact, rtol=rel, atol=2 * scale if "log" in f.name else 1e-300)


@EVERY
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64], ids=lambda d: d.__name__)
def test_dtypes_are_kept_and_axes_are_equivalent(f, dtype):
    z = np.random.default_rng(0).uniform(0.5, 3, (3, 4, 5)).astype(dtype)
    for axis in (-1, 0, 1):
        moved = f(np.moveaxis(z, axis, -1))
        expected = moved if f.reduces else np.moveaxis(moved, -1, axis)
        np.testing.assert_allclose(f(z, axis=axis), expected, rtol=4 * float(np.finfo(dtype).eps))
        assert f(z, axis).dtype == dtype


def test_softmax_maximises_score_plus_entropy():
    z = np.array([0.3, -1.2, 2.0])

    def negative(p):
        return -(p @ z) + p @ np.log(p)

    simplex = {"type": "eq", "fun": lambda p: p.sum() - 1}
    found = optimize.minimize(
        negative, np.full(3, 1 / 3), bounds=[(1e-9, 1)] * 3, constraints=simplex, options={"ftol": 1e-14}
    )
    np.testing.assert_allclose(found.x, act.softmax(z), atol=1e-6)
    assert -found.fun == pytest.approx(act.logsumexp(z), abs=1e-12)


def test_temperature_divides_the_scores():
    z = np.array([1.0, 2.0, 4.0])
    np.testing.assert_allclose(act.softmax(z, temperature=0.5), act.softmax(2 * z), rtol=1e-15)
    np.testing.assert_array_equal(act.softmax([3.0, 3.0, 1.0], temperature=1e-300), [0.5, 0.5, 0])
    with pytest.raises(ValueError, match="temperature is 0; it must be a finite number > 0"):
        act.softmax(z, temperature=0)
    with pytest.raises(TypeError, match="'temprature' is unknown"):
        act.softmax(z, temprature=1)


def test_extremes_neither_overflow_nor_lose_digits():
    np.testing.assert_array_equal(act.softmax([1e308, -1e308]), [1, 0])
    np.testing.assert_array_equal(act.log_softmax([0.0, 1000.0]), [-1000, 0])
    assert act.log_softmax([0.0, -50.0])[0] == pytest.approx(-np.exp(-50), rel=1e-15)
    assert act.logsumexp([-1000.0, -1000.0]) == pytest.approx(-1000 + np.log(2), rel=1e-15)


def test_infinite_scores_mask_or_take_all():
    inf = np.inf
    np.testing.assert_array_equal(act.softmax([-inf, 0.0, 0.0]), [0, 0.5, 0.5])
    np.testing.assert_array_equal(act.softmax([inf, 0.0, inf]), [0.5, 0, 0.5])
    np.testing.assert_array_equal(act.softmax([-inf, -inf]), [0.5, 0.5])
    np.testing.assert_array_equal(act.log_softmax([inf, 0.0]), [0, -inf])
    assert act.logsumexp([-inf, -inf]) == -inf
    assert np.isnan(act.softmax([np.nan, 0.0])).all()


def test_standard_normalization_of_a_zero_sum_is_nan():
    assert np.isnan(act.standard_normalization([1.0, -1.0])).all()


@EVERY
def test_jvp_is_the_directional_derivative(f):
    rng = np.random.default_rng(1)
    z, v = rng.uniform(0.5, 2, (2, 3, 4))
    step = 1e-6
    numerical = (f(z + step * v, axis=0) - f(z - step * v, axis=0)) / (2 * step)
    np.testing.assert_allclose(f.jvp(z, v, axis=0), numerical, rtol=1e-7, atol=1e-9)


def test_jvp_of_softmax_knows_the_temperature():
    z, v, step = np.array([0.1, 0.7, -0.4]), np.array([1.0, -2.0, 0.5]), 1e-6
    forward, backward = (act.softmax(z + s * v, temperature=0.3) for s in (step, -step))
    np.testing.assert_allclose(act.softmax.jvp(z, v, temperature=0.3), (forward - backward) / (2 * step), rtol=1e-7)


@EVERY
def test_jacobian_has_the_jvps_as_columns(f):
    z = np.array([0.2, 1.0, 0.7])
    columns = [f.jvp(z, column) for column in np.eye(3)]
    np.testing.assert_allclose(f.jacobian(z), np.stack(columns, axis=-1), rtol=1e-15)
    with pytest.raises(ValueError, match="use jvp"):
        f.jacobian(z[None])


def test_softmax_jacobian_is_diag_p_minus_pp():
    z = np.array([0.2, 1.0, -0.7])
    p = np.exp(z) / np.exp(z).sum()
    np.testing.assert_allclose(act.softmax.jacobian(z), np.diag(p) - np.outer(p, p), atol=1e-16)


@EVERY
@pytest.mark.parametrize(
    ("z", "axis", "error", "words"),
    [
        ([], -1, ValueError, r"shape \(0,\): nothing along axis -1"),
        (np.zeros((2, 0)), 1, ValueError, "nothing along axis 1"),
        (1.0, -1, ValueError, "0 dimensions"),
        ([1.0], 1, ValueError, "axis is 1"),
        ([1.0], 0.5, TypeError, "axis is 0.5"),
        ([1j], -1, TypeError, "complex128"),
    ],
)
def test_bad_input_is_named(f, z, axis, error, words):
    with pytest.raises(error, match=words):
        f(z, axis=axis)


def test_an_empty_batch_is_no_empty_axis():
    assert act.softmax(np.zeros((0, 3))).shape == (0, 3)
