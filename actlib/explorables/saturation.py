"""Scenes of the chapter on saturation: a microscope over floats, and how fast slopes fall."""

from functools import cache

import numpy as np

import actlib as act
from actlib import floats
from actlib.widgets import Axis, Choice, Explorable, Line, Panel, Points, Rule, Slider

DTYPES = {f"float{np.dtype(t).itemsize * 8}": t for t in floats.DTYPES}
NEAR = np.linspace(-3, 1, 401)
FAR = 10 ** np.linspace(0, 3, 301)
LOWEST = 1e-300


def microscope() -> Explorable:
    """Between 1 and its neighbour there is no float: S snaps to 1, and 1 − S to 0; on the left nothing of the kind."""
    slopes = Axis("slope", LOWEST, 1, scale="log")
    marks = [
        Line("z", "true", label="true slope", color=6, dash=True),
        Line("z", "right", label="at z", color=0),
        Line("z", "left", label="at −z", color=1),
        Rule(x="here", label="this z", color=2),
    ]
    return Explorable(
        _microscope,
        controls=[
            Choice("dtype", list(DTYPES), default="float32", label="float type"),
            Choice("formula", list(floats.FORMULAS), label="slope written as"),
            Slider("magnitude", 1.0, 1000.0, default=10**1.2, step=0.04, scale="log", label="z"),
        ],
        panels=[
            Panel(
                Axis("z, counted from where 1 is stored", -3, 1), Axis("distance from 1, in spacings", 0, 10),
                title="S(z), or tanh z, among the floats below 1",
                marks=[
                    Line("near", "exact", label="exact", color=6, dash=True), Line("near", "stairs", label="stored"),
                    Points("near_now", "exact_now", label="this z", color=2),
                ],
            ),
            Panel(Axis("z", 1, 1000, scale="log"), slopes, title="Slopes, as computed", marks=marks),
        ],
        name="saturation/microscope",
        title="A microscope over floats",
        question="Guess first: in float32, from which z on is S(1 − S) exactly 0? And on the other side, at −z?",
        describe="In {dtype}, {formula} is exactly 0 from z = {zero_right:.1f} on, and from {zero_left:.1f} down. At "
        "z = {magnitude:.4g} the function is {spacings:.2g} spacings below 1, and stored {stored:.0f} below. The slope "
        "comes out as {now_right:.3g} at z and {now_left:.3g} at −z; in truth it is {now_true:.3g}.",
    )  # fmt: skip


@cache
def _zeros(dtype, formula):
    return [floats.first_zero(formula, DTYPES[dtype], side) for side in (-1, 1)]


@cache
def _curves(dtype, formula):
    with np.errstate(under="ignore"):
        sides = [floats.coded(formula, side * FAR, DTYPES[dtype]).astype(float) for side in (-1, 1)]
        true = np.exp(floats.log_slope(formula, FAR))
    return [np.where(slopes > LOWEST, slopes, np.nan) for slopes in (*sides, true)]


def _microscope(dtype, formula, magnitude):
    kind, of_sigmoid = DTYPES[dtype], "S" in formula
    left, right, true = _curves(dtype, formula)
    scale = 1 if of_sigmoid else 2
    with np.errstate(under="ignore"):
        e = float(np.exp(-scale * magnitude))
        gap = scale * e / (1 + e) * 2.0 ** floats.precision(kind)  # 1 − S or 1 − tanh, in spacings
        now = [float(floats.coded(formula, side * magnitude, kind)) for side in (-1, 1)]
        now_true = float(np.exp(floats.log_slope(formula, magnitude)))
    snap = (floats.precision(kind) + scale) * np.log(2) / scale  # half a spacing from 1
    exact = np.exp(-scale * NEAR) / 2
    zero_left, zero_right = _zeros(dtype, formula)
    return {
        "near": NEAR, "exact": exact, "stairs": np.round(exact),
        "near_now": magnitude - snap, "exact_now": gap,
        "z": FAR, "true": true, "right": right, "left": left, "here": magnitude,
        "zero_left": zero_left, "zero_right": zero_right, "spacings": gap, "stored": float(np.round(gap)),
        "now_left": now[0], "now_right": now[1], "now_true": now_true,
    }  # fmt: skip


NAMES = ["sigmoid", "tanh", "softsign", "hard_tanh", "sine", "relu", "softplus", "gelu", "silu", "arsinh", "identity"]
SIDES = {(True, True): "on both sides", (True, False): "on the left", (False, True): "on the right"}
Z = np.linspace(-6, 6, 241)
DISTANCE = 10 ** np.linspace(-1, 2, 241)


def tails() -> Explorable:
    """Slopes fall at once, exponentially, like a power, or not at all, and the range has little to say about it."""
    slopes = [Line("distance", "right", label="on the right"), Line("distance", "left", label="on the left", dash=True)]
    return Explorable(
        _tails,
        controls=[Choice("f", NAMES, default="softsign", label="f")],
        panels=[
            Panel(Axis("z", -6, 6), Axis("f(z)", -2, 4), [Line("z", "value")], title="The function"),
            Panel(
                Axis("distance from 0", 0.1, 100, scale="log"),
                Axis("size of the slope", 1e-12, 2, scale="log"), slopes,
                title="Its slope, far out",
            ),
        ],
        name="saturation/tails",
        title="How a slope goes to zero",
        question="Guess first: which of these are bounded and do not saturate? Which saturate and are not bounded? "
        "Which slope falls slowest?",
        describe="{f} is {range}, and saturates {where}. Its slope is {left_10:.2g} at −10 and {right_10:.2g} at 10, "
        "{left_100:.2g} at −100 and {right_100:.2g} at 100.",
    )  # fmt: skip


def _tails(f):
    function = act.get(f)
    finite = np.isfinite([function.facts.infimum, function.facts.supremum])
    words = {2: "bounded", 1: "bounded on one side", 0: "unbounded"}
    at = {
        f"{side}_{d}": float(function.derivative(s * d))
        for side, s in (("left", -1.0), ("right", 1.0))
        for d in (10, 100)
    }
    return {
        "z": Z, "value": function(Z), "distance": DISTANCE,
        "right": _visible(function.derivative(DISTANCE)), "left": _visible(function.derivative(-DISTANCE)),
        "range": words[int(finite.sum())], "where": SIDES.get(function.facts.saturates, "nowhere"), **at,
    }  # fmt: skip


def _visible(slopes):
    """Return the size of slopes, nan where they are 0: a line that ends says more than one along the axis."""
    return np.where(slopes == 0, np.nan, np.abs(slopes))
