"""Softmax, softmin, log-softmax and log-sum-exp: extremes, temperature, the digits of their Jacobians."""

import mpmath as mp
import numpy as np
import pytest

import actlib as act
from tests.simplex.definitions import exact


def test_logsumexp_is_the_largest_score_plus_entropy():
    z = np.array([0.3, -1.2, 2.0])
    p = act.softmax(z)
    assert act.logsumexp(z) == pytest.approx(p @ z - p @ np.log(p), rel=1e-15)


def test_temperature_divides_the_scores():
    z = np.array([1.0, 2.0, 4.0])
    np.testing.assert_allclose(act.softmax(z, temperature=0.5), act.softmax(2 * z), rtol=1e-15)
    np.testing.assert_allclose(act.softmax(z, temperature=3), exact("softmax", z, temperature=3), rtol=1e-15)
    with pytest.raises(ValueError, match="temperature is 0; it must be a finite number > 0"):
        act.softmax(z, temperature=0)
    with pytest.raises(TypeError, match="'temprature' is unknown"):
        act.softmax(z, temprature=1)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64], ids=lambda d: d.__name__)
def test_temperatures_that_the_dtype_cannot_hold_give_the_limits(dtype):
    z = np.array([3.0, 3.0, 1.0, -np.inf], dtype)
    np.testing.assert_array_equal(act.softmax(z, temperature=1e-300), [0.5, 0.5, 0, 0])
    np.testing.assert_array_equal(act.softmax(z, temperature=1e300), np.array([1 / 3] * 3 + [0], dtype))
    np.testing.assert_allclose(act.softmax.jvp(z, [1, 2, 4, 0], temperature=1e300), np.zeros(4), atol=1e-30)


def test_extremes_neither_overflow_nor_lose_digits():
    np.testing.assert_array_equal(act.softmax([1e308, -1e308]), [1, 0])
    np.testing.assert_array_equal(act.softmin([1e308, -1e308]), [0, 1])
    np.testing.assert_array_equal(act.log_softmax([0.0, 1000.0]), [-1000, 0])
    assert act.log_softmax([0.0, -50.0])[0] == pytest.approx(-np.exp(-50), rel=1e-15)
    assert act.logsumexp([-1000.0, -1000.0]) == pytest.approx(-1000 + np.log(2), rel=1e-15)


def test_infinite_scores_in_logarithms():
    np.testing.assert_array_equal(act.log_softmax([np.inf, 0.0]), [0, -np.inf])
    np.testing.assert_allclose(act.log_softmax([np.inf, 0.0, np.inf]), [-np.log(2), -np.inf, -np.log(2)], rtol=1e-15)
    assert act.logsumexp([-np.inf, -np.inf]) == -np.inf
    assert act.logsumexp([np.inf, -np.inf]) == np.inf


def test_softmin_is_the_softmax_of_costs():
    z = np.random.default_rng(0).normal(0, 3, (4, 5))
    np.testing.assert_array_equal(act.softmin(z, axis=0), act.softmax(-z, axis=0))
    np.testing.assert_allclose(act.softmin([0.0, np.log(3)]), [0.75, 0.25], rtol=1e-15)
    np.testing.assert_array_equal(act.softmin.jacobian(z[0]), -act.softmax.jacobian(-z[0]))


def test_jvp_of_softmax_knows_the_temperature():
    z, v, step = np.array([0.1, 0.7, -0.4]), np.array([1.0, -2.0, 0.5]), 1e-6
    forward, backward = (act.softmax(z + s * v, temperature=0.3) for s in (step, -step))
    np.testing.assert_allclose(act.softmax.jvp(z, v, temperature=0.3), (forward - backward) / (2 * step), rtol=1e-7)


def test_softmax_jacobian_is_diag_p_minus_pp():
    z = np.array([0.2, 1.0, -0.7])
    p = np.exp(z) / np.exp(z).sum()
    np.testing.assert_allclose(act.softmax.jacobian(z), np.diag(p) - np.outer(p, p), atol=1e-16)


@pytest.mark.parametrize("lead", [1, 30, 50, 600])
def test_jacobians_keep_their_digits_where_one_takes_nearly_all(lead):
    with mp.workdps(600):
        small = 1 / (1 + mp.exp(lead))
        slope, others = float(small * (1 - small)), float(small)
    np.testing.assert_allclose(act.softmax.jacobian([float(lead), 0.0]), slope * np.array([[1, -1], [-1, 1]]), 4e-15)
    np.testing.assert_allclose(act.log_softmax.jacobian([float(lead), 0.0])[0], [others, -others], 4e-15)
