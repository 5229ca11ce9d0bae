"""Scenes of the chapter ELU: the kink and the mean; ELU beside CELU."""

import math

import numpy as np

import actlib as act
from actlib.widgets import Axis, Explorable, Line, Panel, Points, Rule, Slider

LEFT = -4 * np.linspace(1, 0, 61) ** 2  # closer together where the graphs bend
RIGHT = np.linspace(0, 4, 13)
Z = np.concatenate([LEFT, RIGHT])
SLOPE_Z = np.concatenate([LEFT, [0.0], RIGHT])
ALPHAS = np.linspace(0, 3, 31)[1:]
MEANS = np.array([act.elu.with_parameters(alpha=alpha).facts.gaussian_mean for alpha in ALPHAS])


def kink() -> Explorable:
    """Discover that the α without a kink and the α without a mean are two."""
    slope_axis = Axis("ELU(z) and its slope", -3, 4)
    mean_axis = Axis("mean of ELU(z)", -0.4, 0.4)
    graph = [
        Line("z", "y", label="ELU"),
        Line("slope_z", "slope", label="its slope", dash=True),
        Points("at_zero", "slopes_at_zero", label="slopes at 0", color=1, dash=True),
    ]
    means = [Line("alphas", "means"), Points("alpha_now", "mean", label="this α", color=2), Rule(y="zero", color=6)]
    return Explorable(
        _kink,
        controls=[Slider("alpha", 0.1, 3.0, default=1.0, step=0.01, label="α")],
        panels=[Panel(Axis("z", -4, 4), slope_axis, graph), Panel(Axis("α", 0, 3), mean_axis, means)],
        name="elu/kink",
        title="Where ELU bends, and where its mean is zero",
        question="Guess first: which α has no kink at zero? Which has mean zero, for standard normal z? Are they one?",
        describe="At α = {alpha:.2f} the slope at zero is {left:.2f} on the left and 1 on the right: the graph "
        "{verdict}. For standard normal z the mean output is {mean:.4f}.",
    )


def _kink(alpha):
    f = act.elu.with_parameters(alpha=alpha)
    return {
        "z": Z,
        "y": f(Z),
        "slope_z": SLOPE_Z,
        "slope": _slope(f),
        "at_zero": np.zeros(2),
        "slopes_at_zero": np.array([alpha, 1.0]),
        "alphas": ALPHAS,
        "means": MEANS,
        "alpha_now": np.array([alpha]),
        "mean": f.facts.gaussian_mean,
        "zero": 0.0,
        "left": alpha,
        "verdict": "has no kink" if alpha == 1 else "has a kink",
    }


def _slope(f):
    """The slope along SLOPE_Z, interrupted at zero: a line must not join the two sides of a jump."""
    return np.concatenate([f.derivative(LEFT), [math.nan], np.ones(RIGHT.size)])


def celu() -> Explorable:
    """Discover what CELU changes, and what it cannot have."""
    functions = [Line("z", "elu", label="ELU"), Line("z", "celu", label="CELU", dash=True), Rule(y="floor", label="−α")]
    slopes = [Line("slope_z", "elu_slope", label="ELU"), Line("slope_z", "celu_slope", label="CELU", dash=True)]
    return Explorable(
        _celu,
        controls=[Slider("alpha", 0.1, 3.0, default=2.0, step=0.1, label="α")],
        panels=[
            Panel(Axis("z", -4, 4), Axis("f(z)", -3, 4), functions),
            Panel(Axis("z", -4, 4), Axis("slope of f", 0, 3), slopes),
        ],
        name="elu/celu",
        title="ELU and CELU",
        question="Guess first: CELU never has a kink. Can its mean be zero, for standard normal z?",
        describe="At α = {alpha:.1f} both end at −{alpha:.1f}. ELU reaches zero with slope {alpha:.1f}, CELU with "
        "slope 1. Mean outputs for standard normal z: ELU {elu_mean:.3f}, CELU {celu_mean:.3f}.",
    )


def _celu(alpha):
    pair = {"elu": act.elu.with_parameters(alpha=alpha), "celu": act.celu.with_parameters(alpha=alpha)}
    result = {"z": Z, "slope_z": SLOPE_Z, "floor": -alpha}
    for name, f in pair.items():
        result[name] = f(Z)
        result[f"{name}_slope"] = _slope(f)
        result[f"{name}_mean"] = f.facts.gaussian_mean
    return result
