"""The scene of the derivatives' reference: any function of the catalogue, its derivatives, and the residual."""

import math

import numpy as np

import actlib as act
from actlib import _differences as differences
from actlib.widgets import Axis, Choice, Explorable, Line, Panel, Points

_FUNCTIONS = {f.name: f for f in sorted(act.catalogue(), key=lambda f: f.name)}
_X = np.linspace(-40, 40, 81) / 10
_RESOLVED = 0.025  # how far a line between two points may be from the graph: a pixel


def any() -> Explorable:
    """See any function of the catalogue with its derivatives, and how well they agree with differences."""
    graphs = [Line("x", "value", label="f"), Line("x", "slope", label="f'"), Line("x", "curvature", label="f''")]
    leftovers = [
        Points("at", "slope_residual", label="f' against differences of f", color=1),
        Points("at", "curvature_residual", label="f'' by two ways", color=2, dash=True),
    ]
    return Explorable(
        _any,
        controls=[Choice("f", list(_FUNCTIONS), default="silu", label="function")],
        panels=[
            Panel(Axis("x", -4, 4), Axis("f, f' and f''", -3, 3), graphs),
            Panel(Axis("x", -4, 4), Axis("residual", 1e-18, 1e-4, scale="log"), leftovers),
        ],
        name="derivatives/any",
        title="A function, its derivatives, and the residual",
        question="Guess first: where is the second derivative of your function largest, and where has it none?",
        describe="{f} is {smoothness}; {gaps}. In sight, f' runs from {low:.2f} to {high:.2f}, and f'' from "
        "{least:.2f} to {most:.2f}. Largest residual from x = −8 to 8: {first} for f', {second} for f''.{window}",
    )


def _any(f):
    function = _FUNCTIONS[f]
    x = _X * _zoom(function)
    value, slope, curvature = differences.graphs(function, x)
    at = differences.grid(function)
    residuals = differences.residuals(function, at)
    shown = np.arange(-16, 16) / 4 + 0.15625  # every fourth point of the grid, in sight
    picked = [np.where(np.isin(shown, at), np.interp(shown, at, r), math.nan) for r in residuals]
    return {
        "x": x, "value": value, "slope": slope, "curvature": curvature,
        "at": shown, "slope_residual": picked[0], "curvature_residual": picked[1],
        "smoothness": _SMOOTHNESS.get(function.facts.smoothness, "differentiable twice or more"),
        "gaps": _gaps(x[np.isnan(slope)], x[np.isnan(curvature)]),
        "low": np.nanmin(slope), "high": np.nanmax(slope), "least": np.nanmin(curvature), "most": np.nanmax(curvature),
        "first": differences.magnitude(residuals[0].max()), "second": differences.magnitude(residuals[1].max()),
        "window": "" if x[-1] == _X[-1] else f" Drawn up to |x| = {x[-1]:g}: further out the graphs are a band.",
    }  # fmt: skip


_SMOOTHNESS = {
    "discontinuous": "discontinuous",
    "C0": "continuous, but not differentiable everywhere",
    "C1": "differentiable once, but not twice everywhere",
}


def _zoom(f):
    """Return the largest of 1, 1/2, 1/4, … by which the points must be drawn together to follow the graph of f."""
    zoom = 1.0
    while True:
        x = _X * zoom
        middle = (x[1:] + x[:-1]) / 2
        chord = (f(x[1:]) + f(x[:-1])) / 2
        smooth = (np.abs(middle[:, np.newaxis] - np.array(f.facts.kinks, float)) > 0.1).all(axis=1)
        seen = smooth & (np.abs(chord) < 3)
        if np.abs(f(middle) - chord)[seen].max(initial=0.0) < _RESOLVED:
            return zoom
        zoom /= 2


def _gaps(kinks, jumps):
    """Say where there is no f' and no f''."""
    if jumps.size == 0:
        return "both derivatives exist everywhere in sight"
    if kinks.size == jumps.size:
        return f"neither derivative exists at {_listed(kinks)}"
    also = f"f' has no value at {_listed(kinks)}, " if kinks.size else ""
    return f"{also}f'' has none at {_listed(jumps)}"


def _listed(places):
    *most, last = (f"x = {place:.2g}".replace("-", "−") for place in places + 0.0)
    return f"{', '.join(most)} and {last}" if most else last
