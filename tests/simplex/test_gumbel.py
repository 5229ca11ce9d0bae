"""Gumbel-softmax: the law of its samples, its limit, its noise, its errors."""

import numpy as np
import pytest
from scipy import stats

import actlib as act


def _rng(seed=0):
    return np.random.default_rng(seed)


def test_given_the_noise_it_is_a_softmax():
    z = np.array([[0.3, -1.0, 2.0], [5.0, 5.0, 4.0]])
    uniform = np.exp(-np.exp(-_rng().gumbel(size=z.shape)))
    terms = (np.exp(z) / -np.log(uniform)) ** (1 / 0.7)
    expected = terms / terms.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(act.gumbel_softmax(z, _rng(), tau=0.7), expected, rtol=1e-9)


@pytest.mark.parametrize("tau", [0.1, 1.0, 1e300])
def test_the_largest_entry_follows_the_softmax_at_any_temperature(tau):
    z, n = np.array([0.0, 1.0, -1.0, 2.0]), 20_000
    sample = act.gumbel_softmax(np.tile(z, (n, 1)), _rng(1), tau=tau)
    winners = act.gumbel_softmax(np.tile(z, (n, 1)), _rng(1), tau=tau, hard=True)
    counts = winners.sum(axis=0)
    assert stats.chisquare(counts, n * act.softmax(z)).pvalue > 1e-3
    assert stats.chisquare(counts, n * act.softmax(1.2 * z)).pvalue < 1e-6
    assert (sample[winners == 1] >= sample.max(axis=1) - 1e-15).all()


def test_two_scores_give_a_logistic_law():
    z = np.tile([0.4, 0.0], (20_000, 1))
    log_odds = np.log(act.gumbel_softmax(z, _rng(2), tau=2.0))
    assert stats.kstest(2 * (log_odds[:, 0] - log_odds[:, 1]), stats.logistic(loc=0.4).cdf).pvalue > 1e-3


def test_towards_temperature_0_a_sample_becomes_hard():
    z = _rng(3).normal(0, 1, (100, 5))
    hard = act.gumbel_softmax(z, _rng(4), hard=True)
    np.testing.assert_array_equal(np.sort(hard, axis=1), np.tile([0, 0, 0, 0, 1.0], (100, 1)))
    np.testing.assert_allclose(act.gumbel_softmax(z, _rng(4), tau=1e-6), hard, atol=1e-12)


@pytest.mark.parametrize("hard", [False, True])
def test_offsets_do_not_swallow_the_noise(hard):
    z = np.array([[0.0, 1.0, 0.0]] * 50)
    np.testing.assert_array_equal(
        act.gumbel_softmax(z + 2.0**50, _rng(5), hard=hard), act.gumbel_softmax(z, _rng(5), hard=hard)
    )


@pytest.mark.parametrize("hard", [False, True])
def test_infinite_scores_share_the_chances_or_have_none(hard):
    p = act.gumbel_softmax(np.tile([np.inf, 0.0, np.inf, -np.inf], (4000, 1)), _rng(6), hard=hard)
    np.testing.assert_allclose(p.mean(axis=0), [0.5, 0, 0.5, 0], atol=0.03)
    assert (p[:, 1::2] == 0).all()
    assert p[:, 0].std() > 0.2
    assert np.isnan(act.gumbel_softmax([np.nan, 0.0], _rng(), hard=hard)).all()


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64], ids=lambda d: d.__name__)
@pytest.mark.parametrize("axis", [0, 1, -1])
def test_dtype_axis_and_seed(dtype, axis):
    z = np.zeros((3, 4, 5), dtype)
    p = act.gumbel_softmax(z, _rng(7), axis=axis)
    assert p.dtype == dtype
    np.testing.assert_allclose(p.sum(axis=axis, dtype=float), 1, atol=3 * float(np.finfo(dtype).eps))
    np.testing.assert_array_equal(p, act.gumbel_softmax(z, _rng(7), axis=axis))
    assert (act.gumbel_softmax(z, _rng(7), axis=axis, hard=True).sum(axis=axis) == 1).all()


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"rng": 0}, TypeError, "rng is of type int; use a numpy.random.Generator"),
        ({"rng": np.random}, TypeError, "rng is of type module"),
        ({"z": []}, ValueError, "nothing along axis -1"),
        ({"z": ["a"]}, TypeError, "z has dtype"),
        ({"axis": 1}, ValueError, "axis is 1"),
        ({"tau": 0}, ValueError, "tau is 0; it must be a finite number > 0"),
        ({"tau": "1"}, TypeError, "tau is '1'"),
        ({"hard": "no"}, TypeError, "hard is 'no'; use True or False"),
    ],
)
def test_bad_arguments_are_named(arguments, error, words):
    with pytest.raises(error, match=words):
        act.gumbel_softmax(**{"z": [1.0], "rng": _rng(), **arguments})
