"""The scene of the chapter on non-linearity: which activations get anywhere as a layer grows wider."""

from functools import lru_cache

import numpy as np

import actlib as act
from actlib import _one_layer
from actlib.widgets import Axis, Choice, Explorable, Line, Panel, Points, Rule, Slider

FUNCTIONS = {"x": act.identity, "x²": np.square, "x³": lambda z: z**3, "tanh": act.tanh, "ReLU": act.relu}
DEGREES = {"x": 1, "x²": 2, "x³": 3}
X = np.linspace(-1, 1, 61)
UNITS = np.arange(1, 33)


def universality() -> Explorable:
    """Discover that a polynomial is non-linear and stuck."""
    functions = [Line("x", "target", label="target", color=6, dash=True), Line("x", "fit", label="net")]
    errors = [
        Line("units", "errors", label="rms error", color=0),
        Points("units_now", "error_now", label="this width", color=2),
        Rule(y="floor", label="best polynomial", color=1),
    ]
    return Explorable(
        _universality,
        controls=[
            Choice("f", list(FUNCTIONS), default="x²", label="activation"),
            Slider("width", 1, 32, default=32, step=1, label="hidden units"),
        ],
        panels=[
            Panel(Axis("x", -1, 1), Axis("output", -1.5, 1.5), functions, title="The best output layer"),
            Panel(Axis("hidden units", 0, 33), Axis("rms error", 1e-5, 1, scale="log"), errors, title="Every width"),
        ],
        name="non_linearity/universality",
        title="The universality dial",
        question="Guess first: squares are not linear. With more and more of them, how close does the net come?",
        describe="{width:.0f} units of {f}: the rms error is {error:.2g}. {verdict}",
    )


@lru_cache
def _fits(f):
    """Return the rms error and the fitted graph of every width."""
    fits = [_one_layer.fit(FUNCTIONS[f], int(n), seed=1) for n in UNITS]
    return np.array([rms for rms, _ in fits]), [net(X) for _, net in fits]


def _universality(f, width):
    (errors, graphs), now = _fits(f), int(width) - 1
    floor = _one_layer.rms_beyond(DEGREES[f]) if f in DEGREES else np.nan
    stuck = f"No polynomial of degree {DEGREES.get(f)} gets below {floor:.2g}, so no width does."
    return {
        "x": X, "target": _one_layer.target(X), "fit": graphs[now], "units": UNITS, "errors": np.maximum(errors, 1e-5),
        "units_now": np.array([width]), "error_now": np.maximum(errors[now : now + 1], 1e-5), "floor": floor,
        "error": errors[now], "verdict": stuck if f in DEGREES else "No floor is in sight: more units come closer.",
    }  # fmt: skip
