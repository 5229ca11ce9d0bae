"""The scene of the chapter on smoothness with monotonic derivatives: f, f' and f'', and where f' turns."""

import numpy as np

import actlib as act
from actlib import _differences as differences
from actlib import _turns
from actlib.widgets import Axis, Choice, Explorable, Line, Panel, Points, Rule

NAMES = [
    "sigmoid", "tanh", "softsign", "relu", "squared_relu", "elu", "softplus", "squareplus", "bent_identity", "gelu",
    "silu", "mish", "sine", "log_sigmoid",
]  # fmt: skip
Z = np.linspace(-5, 5, 161)
FINE = np.linspace(-5, 5, 10001)
SMOOTHNESS = {"C0": "continuous with a kink", "C1": "once continuously differentiable"}


def turns() -> Explorable:
    """Almost nothing popular has a monotonic derivative: where f' turns, f'' changes sign and f bends the other way."""
    zero = Rule(y="zero", color=6)
    return Explorable(
        _turns_of,
        controls=[Choice("f", NAMES, default="gelu", label="f")],
        panels=[
            Panel(
                Axis("z", -5, 5), Axis("f(z)", -2, 4), title="The function",
                marks=[Line("z", "value", color=0), Points("at", "value_at", label="where f' turns", color=2)],
            ),
            Panel(
                Axis("z", -5, 5), Axis("f'(z)", -1.2, 2.2), title="Its slope",
                marks=[
                    Line("z", "rising", label="rises", color=0), Line("z", "falling", label="falls", color=1),
                    Line("z", "level", label="is level", color=6), Points("at", "slope_at", label="turns", color=2),
                ],
            ),
            Panel(
                Axis("z", -5, 5), Axis("f''(z)", -1.2, 2.2), title="Its bend",
                marks=[Line("z", "bend", color=0), zero],
            ),
        ],
        name="smoothness/turns",
        title="Where a slope turns",
        question="Guess first: which of these slopes only rise, or only fall, all the way from left to right?",
        describe="{f} is {smoothness}. In sight its slope {course}. It is {convexity}, and bends through {bends:.2f} "
        "in all, while its slope goes from {left:.2f} to {right:.2f}.",
    )  # fmt: skip


def _turns_of(f):
    function = act.get(f)
    value, slope, bend = differences.graphs(function, Z)
    at, _ = _turns.turns(function, FINE)
    fine = function.derivative(FINE)
    shown = np.concatenate([at, np.full(3 - at.size, np.nan)])  # at most three, of sine
    return {
        "z": Z, "value": value, "bend": bend, "zero": 0.0, **_parts(slope),
        "at": shown, "value_at": function(shown), "slope_at": function.derivative(shown),
        "smoothness": SMOOTHNESS.get(function.facts.smoothness, "smooth"),
        "course": _course(at, fine), "convexity": _word(function.facts.convexity),
        "bends": np.abs(np.diff(fine)).sum(), "left": fine[0], "right": fine[-1],
    }  # fmt: skip


def _parts(slope):
    """Return three copies of a slope, each nan but where it rises, falls, or is level; neighbours share their ends."""
    step = np.diff(slope)
    parts = {}
    for name, here in (("rising", step > 1e-12), ("falling", step < -1e-12), ("level", np.abs(step) <= 1e-12)):
        ends = np.append(here, False) | np.append(False, here)
        parts[name] = np.where(ends, slope, np.nan)
    return parts


def _course(at, slope):
    if at.size:
        places = [f"{place:.1f}".replace("-0.0", "0.0").replace("-", "−") for place in at]
        return f"turns at z = {', '.join(places)}"
    return "never falls" if slope[-1] >= slope[0] else "never rises"


def _word(convexity):
    return "neither convex nor concave" if convexity == "neither" else convexity
