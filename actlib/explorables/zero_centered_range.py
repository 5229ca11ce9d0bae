"""The scene of the chapter on zero-centred ranges: the mean of the output against the mean of the input."""

from functools import cache

import numpy as np

import actlib as act
from actlib import _curvature
from actlib.widgets import Axis, Choice, Explorable, Line, Panel, Points, Rule, Slider

FUNCTIONS = ("tanh", "sigmoid", "relu", "selu", "gelu", "star_relu", "sine")
MEANS = np.round(np.linspace(-2, 2, 41), 10)
UNITS = 100


def means() -> Explorable:
    """Discover that a zero-centred range is not a zero mean, and that a range with no centre can have one."""
    here, there = Axis("mean of the inputs z", -2, 2), Axis("mean of f(z)", -2, 2.5)
    return Explorable(
        _means,
        controls=[
            Choice("f", list(FUNCTIONS), default="tanh"),
            Slider("mean", -2.0, 2.0, default=1.0, step=0.1, label="mean of the inputs"),
            Choice("sigma", [0.5, 1, 2], default=1, label="spread σ of the inputs"),
        ],
        panels=[
            Panel(
                here, there, title="Mean of the output",
                marks=[
                    Line("means", "outputs", label="mean of f(z)", color=0), Rule(y="zero", color=6),
                    Points("mean_now", "output", label="here", color=1),
                ],
            ),
            Panel(
                here, Axis("condition number", 1, 1e5, scale="log"), title="A hundred such units, for the layer behind",
                marks=[
                    Line("means", "conditions", label="1 + 100 μ²/σ²", color=0),
                    Points("mean_now", "condition", label="here", color=1),
                ],
            ),
        ],
        name="zero_centered_range/means",
        title="A range has a middle, outputs have a mean",
        question="Guess first: tanh's range is centred on 0, SELU's is not. Whose outputs have mean 0, and for which "
        "inputs?",
        describe="For z ~ N({mean:.1f}, {sigma}²), {f}, whose range is {range}, has outputs of mean {output:.2f} and "
        "standard deviation {spread:.2f}. A hundred such units have the condition number {condition:.3g}.",
    )  # fmt: skip


def _means(f, mean, sigma):
    outputs, squares = _moments(f, sigma)
    at = int(np.argmin(np.abs(MEANS - mean)))
    conditions = _curvature.condition(outputs, squares, UNITS)
    return {
        "means": MEANS, "outputs": outputs, "conditions": conditions, "zero": 0.0,
        "mean_now": MEANS[at], "output": outputs[at], "condition": conditions[at],
        "spread": float(np.sqrt(squares[at] - outputs[at] ** 2)), "range": _range(act.get(f).facts),
    }  # fmt: skip


@cache
def _moments(f, sigma):
    """E[f] and E[f²], one for each mean of the inputs."""
    return np.array([_curvature.moments(act.get(f), float(sigma), float(m)) for m in MEANS]).T


def _range(facts):
    low = f"{facts.infimum:.2f}".replace("-", "−") if np.isfinite(facts.infimum) else "without end below"
    high = f"{facts.supremum:.2f}" if np.isfinite(facts.supremum) else "without end above"
    return f"from {low} to {high}" if np.isfinite(facts.supremum) else f"from {low}, {high}"
