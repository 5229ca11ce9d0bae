"""Scenes of the chapter on leaky ReLU: what a slope does to gain and paths, and how a dead unit learns again."""

from functools import cache

import numpy as np

from actlib import _leaky
from actlib.widgets import Axis, Choice, Explorable, Line, Panel, Points, Rule, Slider

SLOPES = 10 ** np.linspace(-3, 0, 61)
KNOWN = np.array(list(_leaky.DEFAULTS.values()))
Z = np.array([-3.0, 0.0, 3.0])


def slope() -> Explorable:
    """Defaults differ thirtyfold: one leaves the gain alone and closes most paths, another does the opposite."""
    axis = Axis("slope α", 0.001, 1, scale="log")
    here = Rule(x="here", label="this slope", color=2)
    return Explorable(
        _slope,
        controls=[
            Slider("alpha", 0.001, 1.0, default=0.01, step=0.05, scale="log", label="slope α"),
            Choice("depth", [5, 10, 20, 50], default=20, label="layers"),
        ],
        panels=[
            Panel(Axis("z", -3, 3), Axis("R(z)", -3, 3), title="The unit", marks=[Line("z", "unit", label="R")]),
            Panel(
                axis, Axis("gain", 0.9, 1.5), title="The gain that keeps the mean square",
                marks=[
                    Line("slopes", "gains", label="√(2/(1 + α²))", color=0),
                    Points("known", "known_gains", label="defaults in use", color=1), here,
                ],
            ),
            Panel(
                axis, Axis("factor on a gradient", 1e-30, 1e6, scale="log"), title="Through all the layers",
                marks=[
                    Line("slopes", "typical", label="rms, weights at gain √2", color=0),
                    Line("slopes", "least", label="path with all units below 0", color=1),
                    here, Rule(y="one", color=6),
                ],
            ),
        ],
        name="leaky_relu/slope",
        title="A slope, and what it lets through",
        question="Guess first: defaults in use are 0.01, 0.2, 0.23, 0.25 and 0.3. Does it matter which one you have?",
        describe="At α = {alpha:.3g} the gain is {gain:.4f}, ReLU's being 1.4142. With weights at ReLU's gain, χ₁ is "
        "{chi:.4f}, and over {depth} layers gradients change by a factor of {total:.3g} (rms). A path on which all "
        "{depth} units are below 0 has slopes of {path:.1e} in all; on the path above 0 it is 1.",
    )  # fmt: skip


def _slope(alpha, depth):
    return {
        "z": Z, "unit": _leaky.leaky(alpha)(Z),
        "slopes": SLOPES, "gains": np.sqrt(2 / (1 + SLOPES**2)),
        "known": KNOWN, "known_gains": np.array([_leaky.gain(a) for a in KNOWN]),
        "typical": (1 + SLOPES**2) ** (depth / 2), "least": SLOPES ** float(depth), "here": alpha, "one": 1.0,
        "gain": _leaky.gain(alpha), "chi": 1 + alpha**2, "total": (1 + alpha**2) ** (depth / 2), "path": alpha**depth,
    }  # fmt: skip


STEPS = 3000
SEEN = np.unique(np.round(10 ** np.linspace(0, np.log10(STEPS), 81)).astype(int))


def revival() -> Explorable:
    """A dead unit comes back in a time of 1/α; with a small outgoing weight it turns around instead."""
    time = Axis("step", 1, STEPS, scale="log")
    return Explorable(
        _revival,
        controls=[
            Slider("alpha", 0.01, 1.0, default=0.01, step=0.1, scale="log", label="slope α"),
            Slider("outgoing", 0.2, 1.6, default=1.4, step=0.2, label="outgoing weight v at the start"),
        ],
        panels=[
            Panel(
                time, Axis("b and v", -2, 2), title="The unit, v R(b)",
                marks=[
                    Line("steps", "b", label="pre-activation b", color=0),
                    Line("steps", "v", label="outgoing weight v", color=1), Rule(y="zero", color=6),
                ],
            ),
            Panel(
                time, Axis("output", -0.5, 1.1), title="What it sends on",
                marks=[Line("steps", "output", label="v R(b)"), Rule(y="target", label="target", color=2)],
            ),
        ],
        name="leaky_relu/revival",
        title="A dead unit learns again",
        question="Guess first: the unit stands at b = −0.8 and its output should be 1. Will it fire? What if its "
        "outgoing weight is small?",
        describe="With slope {alpha:.3g} and v = {outgoing:.1f} at the start, the unit {fate}. After {last:d} steps b "
        "is {b_now:.2f}, v is {v_now:.2f} and the output {output_now:.2f}.",
    )  # fmt: skip


@cache
def _revival(alpha, outgoing):
    b, v = _leaky.revival(alpha, outgoing, steps=STEPS)
    output = v * np.where(b > 0, b, alpha * b)
    fires, turns = np.argmax(b > 0), np.argmax(v < 0)
    fate = f"fires after {fires} steps" if fires else f"turns around after {turns} steps" if turns else "is on its way"
    return {
        "steps": SEEN, "b": b[SEEN], "v": v[SEEN], "output": output[SEEN], "zero": 0.0, "target": 1.0,
        "fate": fate, "last": STEPS, "b_now": float(b[-1]), "v_now": float(v[-1]), "output_now": float(output[-1]),
    }  # fmt: skip
