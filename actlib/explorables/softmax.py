"""Scenes of the chapter softmax: what it reacts to, its temperature, and its certainty far from the data."""

import math

import numpy as np

import actlib as act
from actlib.explorables import _softmax
from actlib.widgets import Area, Axis, Choice, Explorable, Line, Panel, Points, Rule, Slider

OFFSETS = np.linspace(-5, 10, 121)
TEMPERATURES = np.logspace(-2, 2, 61)
NEAR, FAR = np.linspace(0, 20, 61), np.logspace(-1, 3, 61)


def blur_and_shift() -> Explorable:
    """Discover which of the two maps sees a shift, and which a scale."""
    shares = [
        Area("bar_x", "softmax_bars", label="softmax"),
        Area("next_x", "standard_bars", label="standard normalisation"),
    ]
    larger = [
        Line("offsets", "softmax_curve", label="softmax"),
        Line("offsets", "standard_curve", label="standard normalisation", dash=True),
        Rule(x="offset_now", label="this offset", color=6),
    ]
    return Explorable(
        _blur_and_shift,
        controls=[
            Slider("scale", 0.1, 10, default=1.0, step=0.1, label="scale", scale="log"),
            Slider("offset", -5, 10, default=10, step=0.5, label="offset"),
        ],
        panels=[
            Panel(Axis("score", 0.5, 2.5), Axis("share", -1, 2), shares),
            Panel(Axis("offset", -5, 10), Axis("share of score 2", -1, 2), larger),
        ],
        name="softmax/blur_and_shift",
        title="The scores 1 and 2, scaled and shifted",
        question="Guess first: ten is added to both scores. Which map takes notice? And if both are multiplied by ten?",
        describe="The scores are {first:.2f} and {second:.2f}, {gap:.2f} apart. Softmax gives {soft_1:.4f} and "
        "{soft_2:.4f}; standard normalisation gives {standard_1:.3f} and {standard_2:.3f}, {verdict}.",
    )


def _blur_and_shift(scale, offset):
    z = scale * np.array([1.0, 2.0]) + offset
    soft, standard = act.softmax(z), act.standard_normalization(z)
    curve = scale * np.array([1.0, 2.0]) + OFFSETS[:, np.newaxis]
    pole = OFFSETS[:-1][np.diff(np.sign(curve.sum(axis=1))) != 0]
    return {
        "bar_x": _bars([0.85, 1.85], [1, 1])[0],
        "softmax_bars": _bars([0.85, 1.85], soft)[1],
        "next_x": _bars([1.15, 2.15], [1, 1])[0],
        "standard_bars": _bars([1.15, 2.15], standard)[1],
        "offsets": OFFSETS,
        "softmax_curve": act.softmax(curve)[:, 1],
        "standard_curve": act.standard_normalization(curve)[:, 1],
        "offset_now": offset,
        "first": z[0],
        "second": z[1],
        "gap": scale,
        "soft_1": soft[0],
        "soft_2": soft[1],
        "standard_1": standard[0],
        "standard_2": standard[1],
        "verdict": _verdict(z, standard),
        "pole": pole,
    }
