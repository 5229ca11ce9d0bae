"""The scenes on off-centre ranges against plain loops, orthant probabilities, and eigenvalues of samples."""

import math

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from actlib import _off_centre
from actlib.explorables import range_not_zero_centered as scenes


def computed(scene, **values):
    return scene().scene.compute(**values)


def loss(w, x):
    return np.mean((x @ (np.asarray(w) - scenes.GOAL)) ** 2) / 2


@pytest.mark.parametrize("mean", [0.0, 0.5, 1.5])
def test_contours_are_lines_of_equal_loss_around_the_goal(mean):
    frame, x = computed(scenes.zigzag, mean=mean, batch=1), scenes.DATA + mean
    for k in range(3):
        ring = np.stack([frame[f"first_{k}"], frame[f"second_{k}"]], axis=1)
        assert [loss(w, x) for w in ring] == pytest.approx([loss(scenes.START, x) / 4**k] * len(ring))
    assert frame["kappa"] == pytest.approx(np.linalg.cond(x) ** 2)


@pytest.mark.parametrize("mean", [0.0, 1.0])
def test_the_full_batch_goes_down_the_gradient_of_the_loss(mean):
    frame, x = computed(scenes.zigzag, mean=mean, batch=64), scenes.DATA + mean
    rate, w = len(x) / np.linalg.norm(x, 2) ** 2, scenes.START
    for place in zip(frame["first"], frame["second"], strict=True):
        assert place == pytest.approx(w, abs=1e-9)
        slope = [(loss(w + h, x) - loss(w - h, x)) / 2e-5 for h in 1e-5 * np.eye(2)]
        w = w - rate * np.array(slope)
    assert frame["distance"] == pytest.approx(frame["pace"])


def test_single_examples_move_along_one_example_at_a_time():
    frame, x = computed(scenes.zigzag, mean=1.0, batch=1), scenes.DATA + 1.0
    moves = np.diff(np.stack([frame["first"], frame["second"]], axis=1), axis=0)
    sines = (
        moves
        @ np.array([[0.0, -1.0], [1.0, 0.0]])
        @ x.T
        / np.outer(np.linalg.norm(moves, axis=1), np.linalg.norm(x, axis=1))
    )
    assert np.abs(sines).min(axis=1).max() < 1e-6
    assert (moves[:, 0] * moves[:, 1] > 0).all()
    assert frame["one_sign"] == 30
    length = sum(math.hypot(*move) for move in moves)
    assert frame["detour"] == pytest.approx(length / math.hypot(*moves.sum(0)))
    assert frame["left"] == pytest.approx(math.dist((frame["first"][-1], frame["second"][-1]), scenes.GOAL))


def test_the_batch_cures_the_zigzag_and_not_the_slowness():
    one, whole = (computed(scenes.zigzag, mean=1.0, batch=b) for b in (1, 64))
    centred = computed(scenes.zigzag, mean=0.0, batch=1)
    assert one["detour"] > 3 > 1.5 > whole["detour"]
    assert whole["left"] > 0.5
    assert centred["left"] < 0.1


@pytest.mark.parametrize("mean", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("d", [2, 5])
def test_the_limit_is_the_normal_orthant_probability(mean, d):
    covariance = np.eye(d) / 12 + mean**2
    orthant = multivariate_normal(np.zeros(d), covariance).cdf(np.zeros(d))
    frame = computed(scenes.one_sign, mean=mean, d=d)
    assert frame["limit"] == pytest.approx(2 * orthant, abs=2e-4)
    assert frame["shares"][-1] == pytest.approx(2 * orthant, abs=4 * 0.5 / math.sqrt(1000))
    assert frame["kappa"] == pytest.approx(np.linalg.cond(covariance))


def test_shares_start_at_one_for_positive_inputs_and_end_above_the_floor():
    frame = computed(scenes.one_sign, mean=0.5, d=20)
    assert frame["first"] == 1
    assert 0.25 < frame["last"] < 0.37
    assert computed(scenes.one_sign, mean=0.0, d=20)["shares"].max() < 0.01


def test_batch_sums_are_those_of_the_inputs():
    e, eu = _off_centre.batch_sums(3, 4, 5, seed=7, error_mean=1.0)
    rng = np.random.default_rng(7)
    errors, u = 1 + rng.standard_normal((5, 4, 1)), rng.uniform(-0.5, 0.5, (5, 4, 3))
    assert 0.3 * e + eu == pytest.approx((errors * (0.3 + u)).sum(axis=1))


def test_steps_are_those_of_a_loop():
    moments, w, steps = _off_centre.second_moments(3, 0.5, bias=True), np.array([1.0, -2.0, 0.5, 1.0]), 0
    rate, goal = 1 / np.linalg.norm(moments, 2), 0.01 * np.linalg.norm(w)
    expected = _off_centre.descent_steps(moments, w, 0.01)
    while np.linalg.norm(w) > goal:
        w, steps = w - rate * moments @ w, steps + 1
    assert steps == expected
    sample = np.random.default_rng(0).uniform(size=(200_000, 3))
    sample = np.column_stack([sample, np.ones(len(sample))])
    assert sample.T @ sample / len(sample) == pytest.approx(moments, abs=0.01)
