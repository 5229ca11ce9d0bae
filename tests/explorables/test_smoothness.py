"""The scene of smoothness and what stands behind it, against closed forms, SciPy's roots and chords."""

import math

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import expit

import actlib as act
from actlib import _turns
from actlib.explorables import smoothness as scenes


def computed(name):
    return scenes.turns().scene.compute(f=name)


CURVATURES = {  # written out here, not taken from the library
    "sigmoid": lambda z: expit(z) * expit(-z) * (1 - 2 * expit(z)),
    "tanh": lambda z: -2 * np.tanh(z) / np.cosh(z) ** 2,
    "gelu": lambda z: (2 - z * z) * np.exp(-z * z / 2) / math.sqrt(2 * math.pi),
    "silu": lambda z: expit(z) * expit(-z) * (2 + z * (1 - 2 * expit(z))),
    "softplus": lambda z: expit(z) * expit(-z),
    "squareplus": lambda z: 2 / (z * z + 4) ** 1.5,
    "sine": lambda z: -np.sin(z),
}


@pytest.mark.parametrize("name", CURVATURES)
def test_slopes_turn_at_the_roots_of_the_second_derivative(name):
    frame, curvature = computed(name), CURVATURES[name]
    z = np.linspace(-5.0003, 5, 400)
    signs = np.sign(curvature(z))
    roots = [brentq(curvature, *z[i : i + 2]) for i in np.flatnonzero(np.diff(signs))]
    turning = frame["at"][~np.isnan(frame["at"])]
    assert turning == pytest.approx(roots, abs=2e-3)
    assert frame["bend"] == pytest.approx(curvature(frame["z"]), abs=1e-8)


@pytest.mark.parametrize("name", scenes.NAMES)
def test_each_part_of_a_slope_goes_its_way_and_together_they_are_the_slope(name):
    frame, f = computed(name), act.get(name)
    parts = np.array([frame["rising"], frame["falling"], frame["level"]])
    seen = ~np.isnan(parts).all(axis=0)
    assert np.nanmax(parts[:, seen], axis=0) == pytest.approx(f.derivative(frame["z"])[seen])
    assert seen.sum() >= seen.size - 1  # ReLU has no slope at 0
    monotonic = not ({"rising", "falling"} <= {n for n in ("rising", "falling") if not np.isnan(frame[n]).all()})
    assert monotonic == np.isnan(frame["at"]).all() == (f.facts.convexity != "neither")


def test_a_slope_that_never_turns_bends_no_more_than_from_end_to_end():
    for name in scenes.NAMES:
        frame = computed(name)
        least = abs(frame["right"] - frame["left"])
        assert (frame["bends"] < least + 1e-9) == (act.get(name).facts.convexity != "neither")
    assert computed("sine")["bends"] == pytest.approx(6 + 2 * math.cos(5), abs=1e-4)  # from cos 5 to −1, 1, −1, cos 5


def test_the_words_say_what_the_slope_does():
    told = {name: scenes.turns().description(f=name) for name in scenes.NAMES}
    assert "its slope turns at z = −1.4, 1.4" in told["gelu"]
    assert "softplus is smooth. In sight its slope never falls" in told["softplus"]
    assert "its slope never rises. It is concave" in told["log_sigmoid"]
    assert "relu is continuous with a kink" in told["relu"]


@pytest.mark.parametrize(
    ("f", "one_way"), [(act.softplus, True), (act.log_sigmoid, True), (act.tanh, False), (act.silu, False)]
)
def test_values_alone_tell_who_bends_one_way(f, one_way):
    assert _turns.bends_one_way(f) == _turns.never_turns(f) == one_way


def test_features_with_the_target_among_them_make_no_error_to_speak_of():
    assert _turns.error_beyond("identity", lambda x: 3 * x, seeds=2) < 1e-3
    assert _turns.error_beyond("identity", np.square, seeds=2) > 1
