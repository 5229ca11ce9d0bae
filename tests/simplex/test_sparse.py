"""Sparsemax and 1.5-entmax: the papers' formulas for two scores, thresholds, kinks, extremes."""

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import actlib as act
from tests.simplex.definitions import exact, numerical_jacobian

EACH = pytest.mark.parametrize("f", [act.sparsemax, act.entmax15], ids=lambda f: f.name)
T = np.linspace(-3, 3, 1201)
WITH_ZERO = np.stack([T, np.zeros_like(T)], axis=-1)
ROWS = arrays.arrays(np.float64, st.integers(1, 40), elements=st.floats(-3, 3))


def test_sparsemax_of_two_scores_is_a_ramp():
    ramp = np.clip((T + 1) / 2, 0, 1)  # Martins & Astudillo's two-dimensional case
    np.testing.assert_allclose(act.sparsemax(WITH_ZERO), np.stack([ramp, 1 - ramp], axis=-1), rtol=0, atol=2e-16)


def test_entmax15_of_two_scores_in_closed_form():
    # with a = √p, b = √q: a² + b² = 1 and a - b = t/2, so p - q = (a - b)(a + b) = t/2 · √(2 - t²/4)
    t = np.clip(T, -2, 2)
    p = 0.5 + t * np.sqrt(8 - t**2) / 8
    np.testing.assert_allclose(act.entmax15(WITH_ZERO), np.stack([p, 1 - p], axis=-1), rtol=0, atol=4e-16)


def test_two_scores_saturate_at_1_and_at_2():
    # as Peters, Niculae & Martins draw it: a probability is 0 from t = 1/(α - 1) on
    for f, edge in ((act.sparsemax, 1.0), (act.entmax15, 2.0)):
        np.testing.assert_array_equal(f([edge, 0.0]), [1, 0])
        assert f([edge - 1e-3, 0.0])[1] > 0
    assert act.softmax([30.0, 0.0])[1] > 0


def test_entmax15_lies_between_softmax_and_sparsemax_for_two_scores():
    t = T[(T > 0.01) & (T < 1.99)]
    z = np.stack([t, np.zeros_like(t)], axis=-1)
    soft, middle, sparse = (f(z)[:, 0] for f in (act.softmax, act.entmax15, act.sparsemax))
    assert ((soft < middle) & (middle < sparse)).all()


@EACH
def test_the_plane_of_three_scores(f):
    t = np.linspace(-3, 3, 13)
    z = np.stack([*np.meshgrid(t, t), np.zeros((13, 13))], axis=-1)
    expected = np.array([[exact(f.name, scores) for scores in row] for row in z])
    np.testing.assert_allclose(f(z), expected, rtol=0, atol=4e-16)
    np.testing.assert_array_equal(f(z) > 0, expected > 0)


def test_known_points():
    np.testing.assert_array_equal(act.sparsemax([0.5, 0.0, -1.0]), [0.75, 0.25, 0])
    np.testing.assert_array_equal(act.sparsemax([1.0, 2.0]), [0, 1])
    np.testing.assert_allclose(act.entmax15([1.0, 2.0]), [0.5 - np.sqrt(7) / 8, 0.5 + np.sqrt(7) / 8], rtol=1e-15)


@given(p=arrays.arrays(np.float64, st.integers(1, 20), elements=st.floats(0, 1)))
def test_sparsemax_leaves_the_simplex_as_it_is(p):
    if p.sum() > 1e-3:
        p = p / p.sum()
        np.testing.assert_allclose(act.sparsemax(p), p, rtol=0, atol=1e-15)


@given(z=ROWS)
def test_no_vertex_lies_beyond_the_projection(z):
    p = act.sparsemax(z)  # nearest, as (z - p)·(q - p) <= 0 for every q of the simplex, that is for its vertices
    assert ((z - p) - (z - p) @ p <= 1e-14).all()


@given(z=ROWS, move=st.floats(-2, 2))
def test_sparsemax_brings_no_two_points_further_apart(z, move):
    other = z + move * np.cos(np.arange(z.size))
    assert np.linalg.norm(act.sparsemax(z) - act.sparsemax(other)) <= np.linalg.norm(z - other) + 1e-15


@EACH
@given(z=ROWS)
def test_one_threshold_separates_zeros_from_the_rest(f, z):
    p = f(z)
    levels = z - p if f is act.sparsemax else z / 2 - np.sqrt(p)
    tau = levels[p > 1e-6]
    assert np.ptp(tau) <= 1e-9  # √ of the smallest p kept doubles its digits' loss
    assert (levels[p == 0] <= tau.mean() + 1e-9).all()


@EACH
@pytest.mark.parametrize("n", [10, 1000, 10**5])
def test_long_rows_against_bisection(f, n):
    z = np.random.default_rng(n).normal(0, 5 / np.log(n), n)
    low, high = z.max() - 2, z.max()
    for _ in range(80):
        middle = (low + high) / 2
        p = np.maximum(z - middle, 0) if f is act.sparsemax else np.maximum(z - middle, 0) ** 2 / 4
        low, high = (middle, high) if p.sum() > 1 else (low, middle)
    np.testing.assert_allclose(f(z), p, rtol=0, atol=2e-15)


@pytest.mark.parametrize("drop", [1.5, 1.9999])
def test_many_small_probabilities_beside_a_large_one(drop):
    n = 10**5
    with mp.workdps(40):  # a² + n(a - d/2)² = 1, a quadratic equation for the root of the largest probability
        half = mp.mpf(drop) / 2
        a = (n * half + mp.sqrt(n + 1 - n * half**2)) / (n + 1)
        largest, other = float(a**2), float((a - half) ** 2)
    p = act.entmax15(np.r_[0.0, np.full(n, -drop)])
    assert p[0] == pytest.approx(largest, rel=1e-14)
    np.testing.assert_allclose(p[1:], other, rtol=1e-11)


@EACH
def test_huge_and_tiny_differences(f):
    np.testing.assert_array_equal(f([1e308, -1e308, 1e308]), [0.5, 0, 0.5])
    np.testing.assert_array_equal(f([1e-320, 0.0]), [0.5, 0.5])
    np.testing.assert_array_equal(f([1e16, 1e16 - 2, -1e300, 3.0]), [1, 0, 0, 0])
    np.testing.assert_allclose(f([1.0, 1 - 1e-9]), 0.5, rtol=2e-9)


@EACH
@pytest.mark.parametrize("offset", [0, 2.0**10, -(2.0**20)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=lambda d: d.__name__)
def test_large_offsets_change_nothing(f, offset, dtype):
    z = np.array([0.5, 0.25, -0.125, 0.375], dtype)
    np.testing.assert_array_equal(f(z + dtype(offset)), f(z))


@EACH
def test_jacobians_away_from_kinks(f):
    rng, checked = np.random.default_rng(6), 0
    for z in rng.normal(0, 1, (60, 5)):
        p = f(z)
        tau = (z - p)[p.argmax()] if f is act.sparsemax else (z / 2 - np.sqrt(p))[p.argmax()] * 2
        if np.abs(z - tau).min() > 1e-2:
            np.testing.assert_allclose(f.jacobian(z), numerical_jacobian(f, z), rtol=0, atol=1e-9)
            checked += 1
    assert checked > 50


def test_the_jacobian_of_sparsemax_centres_the_support():
    np.testing.assert_allclose(
        act.sparsemax.jacobian([0.3, 0.1, -2.0, 0.2]),
        np.array([[2, -1, 0, -1], [-1, 2, 0, -1], [0, 0, 0, 0], [-1, -1, 0, 2]]) / 3,
        rtol=0,
        atol=1e-15,
    )


def test_at_a_kink_sparsemax_has_the_slope_of_the_score_left_out():
    np.testing.assert_array_equal(act.sparsemax.jacobian([1.0, 0.0]), np.zeros((2, 2)))
    np.testing.assert_array_equal(act.sparsemax.jacobian([1 - 1e-9, 0.0]), [[0.5, -0.5], [-0.5, 0.5]])


def test_the_jacobian_of_entmax15_has_no_jump():
    np.testing.assert_array_equal(act.entmax15.jacobian([2.0, 0.0]), np.zeros((2, 2)))
    before = act.entmax15.jacobian([2 - 1e-6, 0.0])
    assert 0 < before[0, 0] < 1e-6


def test_the_jacobian_of_entmax15_for_two_scores_in_closed_form():
    t = T[np.abs(T) < 1.99]
    slope = (4 - t**2) / (4 * np.sqrt(8 - t**2))
    z = np.stack([t, np.zeros_like(t)], axis=-1)
    np.testing.assert_allclose(act.entmax15.jvp(z, [1.0, 0.0])[:, 0], slope, rtol=0, atol=1e-15)
