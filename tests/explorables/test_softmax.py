"""The softmax scenes against exact fractions, SciPy, and a net evaluated unit by unit."""

import math
from fractions import Fraction

import numpy as np
import pytest
from scipy import special

from actlib.explorables import _softmax
from actlib.explorables import softmax as scenes


def _heights(state, name):
    """What the eye reads off the bars: the tops of the outlines."""
    return state[f"{name}_bars"].reshape(-1, 5)[:, 1:3].tolist()


@pytest.mark.parametrize(("scale", "offset"), [(1.0, 0.0), (10.0, 0.0), (1.0, 10.0), (0.1, -5.0), (10.0, -4.5)])
def test_blur_and_shift_shows_a_sigmoid_of_the_difference_and_a_ratio(scale, offset):
    state = scenes.blur_and_shift().scene.compute(scale=scale, offset=offset)
    second = 1 / (1 + math.exp(-scale))
    exact = (2 * Fraction(scale) + Fraction(offset)) / (3 * Fraction(scale) + 2 * Fraction(offset))
    np.testing.assert_allclose(_heights(state, "softmax"), [[1 - second] * 2, [second] * 2], rtol=1e-11)
    np.testing.assert_allclose(_heights(state, "standard"), [[float(1 - exact)] * 2, [float(exact)] * 2], rtol=1e-12)
    np.testing.assert_allclose(state["softmax_curve"], second, rtol=1e-14)
    here = np.flatnonzero(state["offsets"] == offset)
    np.testing.assert_allclose(state["standard_curve"][here], float(exact), rtol=1e-12)


@pytest.mark.parametrize(
    ("scale", "offset", "words"),
    [
        (1.0, 0.0, "0.667: probabilities."),
        (1.0, -1.5, "nan: undefined"),
        (3.16227766017, -5.0, "no probabilities"),
        (1.0, -5.0, "for the lower score"),
    ],
)
def test_blur_and_shift_says_when_shares_are_no_probabilities(scale, offset, words):
    assert words in scenes.blur_and_shift().description(scale=scale, offset=offset)


@pytest.mark.parametrize(("t", "gap"), [(0.01, 0.0), (0.1, 0.3), (1.0, 1.0), (100.0, 0.5)])
def test_temperature_shows_scaled_exponentials(t, gap):
    state = scenes.temperature().scene.compute(temperature=t, gap=gap)
    weights = [math.exp(s / t) for s in (0, -gap, -1, -2)]
    expected = np.array(weights) / math.fsum(weights)
    np.testing.assert_allclose([state[f"p{i}"] for i in (1, 2, 3, 4)], expected, rtol=1e-12)
    np.testing.assert_allclose(state["bar_y"].reshape(4, 5)[:, 1], expected, rtol=1e-12)
    curve = [state[name][state["temperatures"].searchsorted(t * 0.999)] for name in ("first", "second")]
    assert curve == pytest.approx(expected[:2].tolist(), rel=0.1)


def test_a_tie_is_shared_in_the_cold_and_everything_is_shared_in_the_heat():
    scene = scenes.temperature()
    assert "gives 0.500, 0.500, 0.000 and 0.000" in scene.description(temperature=0.01, gap=0.0)
    assert "gives 1.000, 0.000, 0.000 and 0.000" in scene.description(temperature=0.01, gap=0.1)
    hot = scene.scene.compute(temperature=100.0, gap=1.0)
    assert [hot[f"p{i}"] for i in (1, 2, 3, 4)] == pytest.approx([0.25] * 4, abs=0.01)


def _unit_by_unit(x):
    w1, b1, w2, b2 = _softmax.trained_net()
    hidden = [max(0.0, x[0] * w1[0, j] + x[1] * w1[1, j] + b1[j]) for j in range(len(b1))]
    return [math.fsum([b2[k], *(h * w for h, w in zip(hidden, w2[:, k], strict=True))]) for k in range(3)]


@pytest.mark.parametrize(("angle", "temperature"), [(30.0, 1), (90.0, 2), (270.0, 10)])
def test_ray_shows_the_net_evaluated_unit_by_unit(angle, temperature):
    state = scenes.ray().scene.compute(angle=angle, temperature=temperature)
    towards = np.array([math.cos(math.radians(angle)), math.sin(math.radians(angle))])
    logits = np.array([_unit_by_unit(r * towards) for r in state["near"]])
    np.testing.assert_allclose([state[f"logit_{k}"] for k in (1, 2, 3)], logits.T, rtol=1e-10, atol=1e-10)
    far = special.softmax([_unit_by_unit(r * towards) for r in state["far"]] / np.float64(temperature), axis=1)
    np.testing.assert_allclose(state["confidence"], far.max(axis=1), rtol=1e-10)
    there = special.softmax(np.array(_unit_by_unit(2.5 * towards)) / temperature).max()
    assert state["at_data"] == pytest.approx(there, rel=1e-10)


def test_the_net_has_learnt_its_three_clouds():
    x, y = _softmax.clouds(np.random.default_rng(1), size=1000)
    assert np.mean(_softmax.logits(x).argmax(axis=1) == y.argmax(axis=1)) > 0.97


def test_far_away_every_direction_of_the_slider_is_certain_at_every_temperature():
    scene = scenes.ray().scene
    angles, temperatures = (control.values for control in scene.controls)
    least = min(scene.compute(angle=a, temperature=t)["at_1000"] for a in angles for t in temperatures)
    assert least > 0.99


def test_bars_are_as_wide_as_asked_and_apart():
    x, _ = _softmax.bars([1, 2], [0.3, 0.7], width=0.5)
    np.testing.assert_array_equal(x.reshape(2, 5)[:, :4], [[0.75, 0.75, 1.25, 1.25], [1.75, 1.75, 2.25, 2.25]])
