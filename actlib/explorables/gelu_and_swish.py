"""Scenes of the chapter on GELU and Swish: one gate at every steepness, and two approximations of GELU."""

import math

import numpy as np

import actlib as act
from actlib.widgets import Axis, Choice, Explorable, Line, Panel, Points, Rule, Slider

S = np.linspace(-1, 1, 121)
Z = 5 * S * np.abs(S)  # closer together where the graphs bend
GATES = {"sigmoid: SiLU": act.silu, "Φ: GELU": act.gelu}
STEEPEST_AT = {"sigmoid: SiLU": 2 * 1.1996786402577338, "Φ: GELU": math.sqrt(2)}  # y tanh y = 1; x² = 2


def gate() -> Explorable:
    """Discover that β moves the graph from a line to ReLU and leaves the largest slope where it is."""
    return Explorable(
        _gate,
        controls=[
            Choice("name", list(GATES), label="gate"),
            Slider("beta", 0.0, 10.0, default=1.0, step=0.1, label="steepness of the gate, β"),
        ],
        panels=[
            Panel(
                Axis("z", -5, 5), Axis("z times its gate", -1, 5), title="The function",
                marks=[
                    Line("z", "relu", label="ReLU", color=6, dash=True),
                    Line("z", "half", label="z/2", color=5, dash=True),
                    Line("z", "value", label="f", color=0), Points("lowest_at", "lowest", label="minimum", color=1),
                ],
            ),
            Panel(
                Axis("z", -5, 5), Axis("slope", -0.25, 1.25), title="Its slope",
                marks=[
                    Line("z", "slope", label="slope of f", color=0), Rule(y="one", label="1", color=6),
                    Points("extreme_at", "extremes", label="steepest and flattest", color=1),
                ],
            ),
        ],
        name="gelu_and_swish/gate",
        title="A number times its own gate",
        question="Guess first: the gate lies between 0 and 1. Can the slope of z times the gate be larger than 1? And "
        "what will a steeper gate do to the largest slope?",
        describe="Gate {name}, β = {beta:.1f}: {told}",
    )  # fmt: skip


def _gate(name, beta):
    f, place = GATES[name], STEEPEST_AT[name]
    steepest = f.derivative(place)
    value, slope = (f(beta * Z) / beta, f.derivative(beta * Z)) if beta > 0 else (Z / 2, np.full_like(Z, 0.5))
    away, lowest = (place / beta, f.facts.minimum / beta) if beta > 0 else (math.inf, -math.inf)
    told = "half the input, and a slope of ½ everywhere."
    if beta > 0:
        told = (
            f"the minimum is {lowest:.4f} at z = {f.facts.argmin / beta:.3f}. The slope lies between "
            f"{1 - steepest:.4f} and {steepest:.4f}, reached at z = ∓{away:.3f}."
        ).replace("-", "−")
    return {
        "z": Z, "relu": np.maximum(Z, 0), "half": Z / 2, "value": value, "slope": slope, "one": 1.0,
        "lowest_at": f.facts.argmin / beta if beta > 0 else -math.inf, "lowest": lowest,
        "extreme_at": np.array([-away, away]), "extremes": np.array([1 - steepest, steepest]), "told": told,
    }  # fmt: skip


STRIP = np.linspace(-8, 4, 241)
EXACT = act.gelu(STRIP)
FORMS = {"tanh": act.gelu_tanh, "quick": act.quick_gelu}


def approximations() -> Explorable:
    """Discover two measures of one error: small everywhere in the absolute, without a right digit in the tail."""
    axis = Axis("z", -8, 4)
    labels = {"tanh": "tanh form", "quick": "quick GELU"}

    def both(what, color=0):
        lines = [Line("strip", f"{form}_{what}", label=labels[form], color=color + i) for i, form in enumerate(FORMS)]
        return [*lines, *(Points("z", f"{form}_{what}_here", color=i) for i, form in enumerate(FORMS))]

    return Explorable(
        _approximations,
        controls=[Slider("z", -8.0, 4.0, default=-5.0, step=0.1, label="look at z")],
        panels=[
            Panel(axis, Axis("absolute error", 1e-9, 0.1, scale="log"), both("error"), title="How far off"),
            Panel(
                axis, Axis("approximation / GELU", 1e-6, 1e6, scale="log"), title="Too large or too small",
                marks=[*both("ratio"), Rule(y="one", label="exact", color=6)],
            ),
        ],
        name="gelu_and_swish/approximations",
        title="Two stand-ins for GELU",
        question="Guess first: the tanh form is never off by more than 0.0005. How many of its digits are right at "
        "z = −5?",
        describe="At z = {z:.1f} GELU is {exact:.3g}, the tanh form {tanh_here:.3g}, that is {tanh_ratio_here:.3g} "
        "times as much, and quick GELU {quick_here:.3g}, {quick_ratio_here:.3g} times as much. The largest errors "
        "anywhere are {tanh_most:.6f} and {quick_most:.4f}.",
    )  # fmt: skip


def _compared(form, z, exact):
    value = FORMS[form](z)
    return value, np.abs(value - exact), np.divide(value, exact, out=np.ones_like(exact), where=exact != 0)


def _approximations(z):
    here = np.array([z])
    exact = act.gelu(here)
    result = {"z": z, "strip": STRIP, "exact": float(exact[0]), "one": 1.0}
    for form in FORMS:
        _, errors, ratios = _compared(form, STRIP, EXACT)
        value, error, ratio = (float(part[0]) for part in _compared(form, here, exact))
        result |= {
            f"{form}_error": errors, f"{form}_ratio": ratios, f"{form}_most": errors.max(),
            f"{form}_here": value, f"{form}_error_here": error, f"{form}_ratio_here": ratio,
        }  # fmt: skip
    return result
