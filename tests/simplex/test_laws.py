"""Laws that whole groups of the maps obey, and the problems that they solve."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import optimize

import actlib as act

TWELFTH_BIT = 4096.0  # scores are multiples of 1/4096: sums with large integers are exact
GRID = arrays.arrays(np.float64, st.integers(1, 9), elements=st.integers(-20000, 20000).map(lambda k: k / TWELFTH_BIT))
ANY = arrays.arrays(np.float64, st.integers(1, 9), elements=st.floats(allow_nan=False))
NONNEGATIVE = arrays.arrays(np.float64, st.integers(1, 9), elements=st.floats(0, allow_infinity=False))

GRADIENTS = (act.softmax, act.sparsemax, act.entmax15)
BY_DIFFERENCES = (*GRADIENTS, act.softmin)
BY_SQUARES = (act.taylor_softmax, act.spherical_softmax)
ON_THE_SIMPLEX = (*BY_DIFFERENCES, *BY_SQUARES)


def _each(*maps):
    return pytest.mark.parametrize("f", maps, ids=lambda f: f.name)


def _defined(f, z):
    return z.any() or f is not act.spherical_softmax


@_each(*ON_THE_SIMPLEX)
@settings(max_examples=100, deadline=None)
@given(z=ANY)
def test_results_are_probabilities(f, z):
    if _defined(f, z):
        p = f(z)
        assert (p >= 0).all()
        assert p.sum() == pytest.approx(1, abs=1e-14)


@_each(act.standard_normalization)
@given(z=NONNEGATIVE)
def test_shares_of_nonnegative_scores_are_probabilities(f, z):
    if z.any():
        assert (f(z) >= 0).all()
        assert f(z).sum() == pytest.approx(1, abs=1e-14)


@_each(*ON_THE_SIMPLEX)
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64], ids=lambda d: d.__name__)
def test_long_rows_sum_to_1(f, dtype):
    rng, n = np.random.default_rng(0), 10**4 if dtype == np.float16 else 10**5
    normal, lone = rng.standard_normal(n), np.r_[1.0, np.zeros(n)] - np.finfo(dtype).eps
    info = np.finfo(dtype)
    tolerance = 4 * float(info.eps) + n * float(info.smallest_subnormal) / 2
    for z in (normal, 1e-5 * normal + 1, lone, 2 * lone, np.ones(n)):
        p = f(z.astype(dtype)).astype(float)
        assert p.sum() == pytest.approx(1, abs=tolerance)


@_each(*GRADIENTS, act.log_softmax)
@given(z=ANY)
def test_order_is_kept(f, z):
    p = f(np.sort(z))
    assert (p[1:] >= p[:-1]).all()


@_each(*BY_SQUARES, act.standard_normalization)
@given(z=NONNEGATIVE)
def test_order_of_nonnegative_scores_is_kept(f, z):
    if z.any():
        assert (np.diff(f(np.sort(z))) >= 0).all()


@given(z=ANY)
def test_softmin_reverses_the_order(z):
    assert (np.diff(act.softmin(np.sort(z))) <= 0).all()


@given(z=ANY, data=st.data())
def test_permuted_scores_get_permuted_probabilities_exactly(z, data):
    order = np.array(data.draw(st.permutations(range(z.size))))
    np.testing.assert_array_equal(act.sparsemax(z[order]), act.sparsemax(z)[order])  # it sorts before it sums


@_each(*ON_THE_SIMPLEX, act.log_softmax)
@given(z=GRID, data=st.data())
def test_permuted_scores_get_permuted_results(f, z, data):
    order = np.array(data.draw(st.permutations(range(z.size))))
    np.testing.assert_allclose(f(z[order]), f(z)[order], rtol=1e-14)


@_each(*ON_THE_SIMPLEX)
@given(z=ANY)
def test_ties_are_exact(f, z):
    if _defined(f, z):
        p = f(np.concatenate([z, z]))
        np.testing.assert_array_equal(p[: z.size], p[z.size :])


@_each(*BY_DIFFERENCES, act.log_softmax)
@given(z=GRID, shift=st.integers(-(2**38), 2**38))
def test_a_shift_changes_nothing_at_all(f, z, shift):
    np.testing.assert_array_equal(f(z + shift), f(z))


@_each(*BY_SQUARES, act.standard_normalization)
def test_a_shift_changes_maps_of_ratios(f):
    assert abs(f([11.0, 12.0]) - f([1.0, 2.0])).max() > 0.05


@_each(act.spherical_softmax, act.standard_normalization)
@given(z=GRID, exponent=st.integers(-900, 900))
def test_a_power_of_two_changes_maps_of_ratios_not_at_all(f, z, exponent):
    np.testing.assert_array_equal(f(np.ldexp(z, exponent)), f(z))


@_each(*BY_DIFFERENCES, act.log_softmax)
@given(z=GRID, shift=st.floats(-1e6, 1e6))
def test_rows_of_the_jacobian_sum_to_0_where_shifts_change_nothing(f, z, shift):
    np.testing.assert_array_equal(f.jvp(z, shift), np.zeros(z.size))
    np.testing.assert_allclose(f.jacobian(z).sum(axis=1), 0, atol=1e-14)


@_each(*ON_THE_SIMPLEX, act.standard_normalization)
@given(z=GRID)
def test_columns_of_the_jacobian_sum_to_0_where_the_sum_is_always_1(f, z):
    if _defined(f, z) and abs(z.sum()) >= 0.5 * np.abs(z).sum() > 0:
        jacobian = f.jacobian(z)
        np.testing.assert_allclose(jacobian.sum(axis=0), 0, atol=1e-14 * max(1, np.abs(jacobian).max()))


@_each(act.spherical_softmax, act.standard_normalization)
@given(z=GRID)
def test_the_jacobian_vanishes_along_the_scores_where_factors_change_nothing(f, z):
    if abs(z.sum()) > 0.1 * np.abs(z).sum():
        np.testing.assert_allclose(f.jvp(z, z), 0, atol=1e-13)


@_each(*BY_DIFFERENCES)
@given(z=GRID)
def test_jacobians_of_gradients_are_symmetric_and_of_one_sign(f, z):
    jacobian = f.jacobian(z)
    np.testing.assert_allclose(jacobian, jacobian.T, atol=1e-15)
    sign = -1 if f is act.softmin else 1
    assert np.linalg.eigvalsh(sign * jacobian).min() >= -1e-14


@_each(*BY_SQUARES, act.standard_normalization)
def test_jacobians_of_other_maps_are_not_symmetric(f):
    jacobian = f.jacobian([1.0, 2.0, 4.0])
    assert abs(jacobian - jacobian.T).max() > 0.01


REWARDS = {
    act.softmax: lambda p, z: p @ z - p @ np.log(p),
    act.softmin: lambda p, z: -p @ z - p @ np.log(p),
    act.sparsemax: lambda p, z: p @ z - p @ p / 2,
    act.entmax15: lambda p, z: p @ z + 4 / 3 * (p - p**1.5).sum(),
    act.standard_normalization: lambda p, z: np.abs(z) @ np.log(p),
}


@_each(*REWARDS)
@pytest.mark.parametrize("seed", range(4))
def test_the_problem_of_the_docstring_is_solved(f, seed):
    z = np.random.default_rng(seed).normal(0, 1, 5)
    z = np.abs(z) if f is act.standard_normalization else z
    found = optimize.minimize(
        lambda p: -REWARDS[f](p, z),
        np.full(5, 0.2),
        method="SLSQP",
        bounds=[(1e-12, 1)] * 5,
        constraints={"type": "eq", "fun": lambda p: p.sum() - 1},
        options={"ftol": 1e-14, "maxiter": 500},
    )
    np.testing.assert_allclose(f(z), found.x, atol=2e-5)
    assert REWARDS[f](np.maximum(f(z), 1e-300), z) == pytest.approx(-found.fun, abs=1e-9)


@_each(*GRADIENTS)
def test_the_map_is_the_gradient_of_its_largest_reward(f):
    z, step = np.array([0.3, -0.2, 0.9, -3.0]), 1e-5

    def largest(z):
        return REWARDS[f](np.maximum(f(z), 1e-300), z)

    slopes = [(largest(z + step * e) - largest(z - step * e)) / (2 * step) for e in np.eye(4)]
    np.testing.assert_allclose(f(z), slopes, atol=1e-9)


@pytest.mark.parametrize(
    ("f", "most"), [(act.softmax, 1 / 2), (act.entmax15, 1 / np.sqrt(2)), (act.sparsemax, 1)], ids=lambda v: str(v)
)
@given(z=GRID)
def test_probabilities_differ_by_a_bounded_part_of_the_difference_of_scores(f, most, z):
    # Martins & Astudillo state the first and last; for entmax15, p - q = (√p - √q)(√p + √q) and √p + √q <= √2
    p, differences = f(z), np.subtract.outer(z, z)
    assert (np.abs(np.subtract.outer(p, p)) <= most * np.abs(differences) + 1e-15).all()


@_each(*GRADIENTS)
def test_that_bound_is_reached_by_two_equal_scores(f):
    most = {act.softmax: 1 / 2, act.entmax15: 1 / np.sqrt(2), act.sparsemax: 1}[f]
    np.testing.assert_allclose(np.diff(f([0.0, 1e-4]))[0], most * 1e-4, rtol=1e-8)
    assert f.jacobian([0.0, 0.0])[0, 0] == pytest.approx(most / 2, rel=1e-15)


@_each(*GRADIENTS)
def test_equal_scores_share_equally_and_one_takes_all(f):
    for n in (1, 2, 3, 7, 1000):
        np.testing.assert_allclose(f(np.full(n, 3.3)), 1 / n, rtol=1e-15)
        np.testing.assert_array_equal(f(np.eye(n)[0] * 1e4), np.eye(n)[0])


INF = np.inf
TAKE_ALL = [
    ([INF, 0.0], [1, 0]),
    ([INF, 1e308], [1, 0]),
    ([INF, 0.0, INF], [0.5, 0, 0.5]),
    ([INF, INF, INF, INF], [0.25] * 4),
]
MASKS = [
    ([-INF, 0.0, 0.0], [0, 0.5, 0.5]),
    ([-INF, -1e308], [0, 1]),
    ([INF, -INF], [1, 0]),
    ([-INF, -INF], [0.5, 0.5]),
    ([-INF], [1]),
]


@_each(*BY_DIFFERENCES)
@pytest.mark.parametrize(("z", "p"), TAKE_ALL + MASKS, ids=str)
def test_infinite_scores_take_all_or_mask(f, z, p):
    z = np.negative(z) if f is act.softmin else z
    np.testing.assert_array_equal(f(z), p)
    assert np.isfinite(f.jacobian(z)).all()


@_each(*BY_SQUARES, act.standard_normalization)
@pytest.mark.parametrize(("z", "p"), [*TAKE_ALL, ([-INF, 0.0], [1, 0]), ([-INF, -INF, 1e308], [0.5, 0.5, 0])], ids=str)
def test_infinite_scores_of_either_sign_share_everything(f, z, p):
    np.testing.assert_array_equal(f(z), p)
    np.testing.assert_array_equal(f.jacobian(z), np.zeros((len(z), len(z))))


@_each(act.softmax, act.sparsemax, act.entmax15)
def test_a_mask_leaves_what_the_others_get(f):
    z = np.random.default_rng(4).normal(0, 1, (50, 6))
    mask = np.random.default_rng(5).random(z.shape) < 0.4
    mask[:, 2] = False
    p = f(np.where(mask, -np.inf, z))
    for row, hidden, shares in zip(z, mask, p, strict=True):
        np.testing.assert_allclose(shares[~hidden], f(row[~hidden]), rtol=0, atol=2e-16)
        assert (shares[hidden] == 0).all()
