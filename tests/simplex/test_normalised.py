"""Taylor, spherical and standard normalisation: exact fractions, squares that must not overflow, zero sums."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import actlib as act
from tests.simplex.definitions import exact, numerical_jacobian


def _exactly(p, *fractions):
    np.testing.assert_allclose(p, [float(f) for f in fractions], rtol=2e-16)


def test_the_family_on_1_and_2():
    third, fifth = Fraction(1, 3), Fraction(1, 5)
    _exactly(act.standard_normalization([1.0, 2.0]), third, 2 * third)
    _exactly(act.taylor_softmax([1.0, 2.0]), third, 2 * third)
    _exactly(act.spherical_softmax([1.0, 2.0]), fifth, 4 * fifth)
    _exactly(act.spherical_softmax([1.0, 2.0], eps=0.5), Fraction(1, 4), Fraction(3, 4))


def test_the_family_on_10_and_20():
    _exactly(act.standard_normalization([10.0, 20.0]), Fraction(1, 3), Fraction(2, 3))
    _exactly(act.taylor_softmax([10.0, 20.0]), Fraction(61, 282), Fraction(221, 282))
    _exactly(act.spherical_softmax([10.0, 20.0]), Fraction(1, 5), Fraction(4, 5))


@given(a=st.floats(0.01, 100), b=st.floats(0.01, 100))
def test_taylor_and_standard_shares_agree_where_the_product_is_2(a, b):
    # a(1 + b + b²/2) = b(1 + a + a²/2) means (a - b)(2 - ab) = 0
    np.testing.assert_allclose(act.taylor_softmax([a, 2 / a]), act.standard_normalization([a, 2 / a]), rtol=1e-14)
    if abs(a - b) > 0.1 and abs(a * b - 2) > 0.1:
        assert np.abs(act.taylor_softmax([a, b]) - act.standard_normalization([a, b])).max() > 1e-6


def test_taylor_is_softmax_to_second_order_at_0():
    z = np.array([0.3, -0.8, 0.5])
    errors = [np.abs(act.taylor_softmax(h * z) - act.softmax(h * z)).max() for h in (1e-2, 1e-3)]
    assert errors[0] / errors[1] == pytest.approx(1000, rel=0.05)


def test_taylor_is_least_at_minus_1():
    z = np.linspace(-4, 2, 601)
    assert z[act.taylor_softmax(z).argmin()] == pytest.approx(-1, abs=1e-12)
    np.testing.assert_array_equal(act.taylor_softmax([-3.0, 1.0]), [0.5, 0.5])


@given(z=st.lists(st.integers(-1000, 1000), min_size=1, max_size=6))
def test_taylor_is_spherical_one_further_on(z):
    z = np.array(z, float)
    np.testing.assert_array_equal(act.taylor_softmax(z), act.spherical_softmax(z + 1, eps=1))


def test_spherical_loses_the_sign():
    np.testing.assert_array_equal(act.spherical_softmax([-3.0, 3.0, 0.0]), [0.5, 0.5, 0])


@pytest.mark.parametrize("eps", [1e-300, 1e-8, 1, 1e300])
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64], ids=lambda d: d.__name__)
def test_eps_keeps_zeros_defined(eps, dtype):
    np.testing.assert_array_equal(act.spherical_softmax(np.zeros(4, dtype), eps=eps), [0.25] * 4)
    z = np.array([0.5, -2, 0, 3], dtype)
    correct = np.array(exact("spherical_softmax", z, eps=eps)).astype(dtype)
    np.testing.assert_allclose(act.spherical_softmax(z, eps=eps), correct, rtol=2 * float(np.finfo(dtype).eps), atol=0)


def test_eps_may_be_huge_beside_the_scores():
    np.testing.assert_array_equal(act.spherical_softmax([1e-320, 0.0], eps=1e300), [0.5, 0.5])


def test_eps_counts_in_the_jacobian():
    z = np.array([0.5, -2, 0, 3])
    numerical = numerical_jacobian(lambda z: act.spherical_softmax(z, eps=0.7), z)
    np.testing.assert_allclose(act.spherical_softmax.jacobian(z, eps=0.7), numerical, rtol=0, atol=1e-9)


@pytest.mark.parametrize(
    ("eps", "error"), [(-1e-300, ValueError), (np.inf, ValueError), (np.nan, ValueError), ("1", TypeError)]
)
def test_a_wrong_eps_is_named(eps, error):
    with pytest.raises(error, match=r"eps is .*; it must be a finite number >= 0"):
        act.spherical_softmax([1.0], eps=eps)


@pytest.mark.parametrize("size", [1e-320, 1e-200, 1e200, 8e307])
def test_squares_and_sums_neither_overflow_nor_vanish(size):
    z = np.array([size, 2 * size])
    _exactly(act.spherical_softmax(z), Fraction(1, 5), Fraction(4, 5))
    _exactly(act.standard_normalization(z), Fraction(1, 3), Fraction(2, 3))
    _exactly(act.taylor_softmax(z), *((0.5, 0.5) if size < 1 else (Fraction(1, 5), Fraction(4, 5))))


def test_beside_huge_scores_small_ones_keep_what_a_float_holds():
    assert act.spherical_softmax([1e-100, 1e50])[0] == pytest.approx(1e-300, rel=1e-14)
    assert act.taylor_softmax([0.0, 1e150])[0] == pytest.approx(2e-300, rel=1e-14)
    assert act.standard_normalization([1e-100, 1e200])[0] == pytest.approx(1e-300, rel=1e-14)


@pytest.mark.parametrize("size", [1e-150, 1e150, 1e300])
def test_jacobians_at_any_scale(size):
    slopes = np.array([[1, -1], [-1, 1]])
    equal = np.array([size, size])
    np.testing.assert_allclose(act.spherical_softmax.jacobian(equal), slopes / (2 * size), rtol=1e-14)
    np.testing.assert_allclose(act.standard_normalization.jacobian(equal), slopes / (4 * size), rtol=1e-14)
    taylor = slopes / (2 * size) if size > 1 else slopes / 4
    np.testing.assert_allclose(act.taylor_softmax.jacobian(equal), taylor, rtol=1e-14)


def test_a_zero_sum_is_nan():
    assert np.isnan(act.standard_normalization([1.0, -1.0])).all()
    assert np.isnan(act.standard_normalization([np.inf, -np.inf])).all()
    assert np.isnan(act.standard_normalization.jvp([1.0, -1.0], [1.0, 0.0])).all()
    assert np.isnan(act.spherical_softmax([0.0, 0.0])).all()
    assert np.isnan(act.spherical_softmax.jacobian([0.0, 0.0])).all()
