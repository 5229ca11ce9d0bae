"""The scene of the chapter on monotonicity: the loss of one weight on two examples, for two losses."""

import numpy as np
from scipy.special import spence

import actlib as act
from actlib.widgets import Axis, Choice, Explorable, Line, Panel, Rule, Slider

W = np.linspace(-30, 30, 361)
INTEGRALS = {
    "sigmoid": act.softplus,
    "tanh": lambda z: np.logaddexp(z, -z) - np.log(2),
    "silu": lambda z: z * act.softplus(z) + spence(1 + np.exp(z)) + np.pi**2 / 12,  # 0 at 0
    "sine": lambda z: 1 - np.cos(z),
}
LOSSES = ["squared error", "matching loss"]


def _landscape(f, loss, second):
    function, inputs, target = act.get(f), np.array([1.0, second]), 0.9
    z = W[:, None] * inputs
    if loss == LOSSES[0]:
        losses, slopes = (function(z) - target) ** 2, 2 * (function(z) - target) * function.derivative(z) * inputs
    else:
        losses, slopes = INTEGRALS[f](z) - target * z, (function(z) - target) * inputs
    height, slope = losses.sum(1), slopes.sum(1)
    minima = W[1:][(slope[:-1] < 0) & (slope[1:] >= 0)]
    falls = np.diff(slope).min() < -1e-12 * np.abs(slope).max()
    return {
        "w": W, "height": (height - height.min()) / np.ptp(height), "slope": slope / np.abs(slope).max(), "zero": 0.0,
        "count": len(minima), "noun": "minimum" if len(minima) == 1 else "minima",
        "shape": "falls in places: the loss is not convex" if falls else "never falls: the loss is convex",
    }  # fmt: skip


def landscape() -> Explorable:
    """The same sigmoid on the same two examples has two minima with squared error and one with cross-entropy."""
    weight = Axis("weight w", -30, 30)
    return Explorable(
        _landscape,
        controls=[
            Choice("f", list(INTEGRALS), label="activation"),
            Choice("loss", LOSSES, label="loss"),
            Slider("second", -0.5, 0.5, default=-0.1, step=0.1, label="input of the second example"),
        ],
        panels=[
            Panel(
                x=weight, y=Axis("loss, lowest 0, highest 1", 0, 1), title="Loss",
                marks=[Line("w", "height", label="loss", color=0)],
            ),
            Panel(
                x=weight, y=Axis("slope, steepest 1", -1, 1), title="Its slope",
                marks=[Line("w", "slope", label="slope", color=1), Rule(y="zero", color=6)],
            ),
        ],
        name="monotonicity/landscape",
        title="The loss makes the minima",
        question="Guess first: one sigmoid, one weight, two examples. How many minima can the loss have?",
        describe="{f} with {loss}; inputs 1 and {second:.2f}, targets 0.9: {count:d} {noun} in view. "
        "The slope {shape}.",
    )  # fmt: skip
