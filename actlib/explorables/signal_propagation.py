"""Scenes of the chapter on signal propagation: the correlation map, and what depth makes of it."""

from functools import lru_cache

import numpy as np
import scipy  # imports its parts when they are used

import actlib as act
from actlib.widgets import Axis, Choice, Explorable, Line, Panel, Points, Slider

C = np.linspace(-1, 1, 41)
LAYERS = np.arange(31)
STARTS = (0.2, 0.9)  # the correlations of two pairs of inputs
DEEP = 100  # layers after which the variance is taken to be at its fixed point
_Z = 0.02 * (np.arange(800) - 399.5)  # no point at 0, where there may be a kink
_WEIGHTS = np.exp(-(_Z**2) / 2) / np.sqrt(2 * np.pi) * (_Z[1] - _Z[0])
_TERMS = 128
LARGE = 1e6  # variances beyond stand for infinity


def correlation() -> Explorable:
    """Discover order, chaos and the line between in one curve: is it flatter than the diagonal at (1, 1)?"""
    mapped = [
        Line("c", "mapped", label="one layer on"),
        Line("c", "c", label="unchanged", dash=True),
        Points("stays", "stays", label="fixed point"),
    ]
    paths = [Line("layer", "low", label="started at 0.2"), Line("layer", "high", label="started at 0.9")]
    return Explorable(
        _correlation,
        controls=[
            Choice("f", ["tanh", "relu", "sigmoid", "sine"], default="tanh", label="f"),
            Slider("sigma_w", 0.6, 3.0, default=2.4, step=0.1, label="weights σ_w"),
            Choice("sigma_b", [0.1, 0.3, 1], default=0.3, label="biases σ_b"),
        ],
        panels=[
            Panel(Axis("correlation in a layer", -1, 1), Axis("in the next", -1.05, 1.05), mapped),
            Panel(Axis("layer", 0, LAYERS[-1]), Axis("correlation of two inputs", -0.05, 1.05), paths),
        ],
        name="signal_propagation/correlation",
        title="Two inputs on their way through a deep network",
        question="Guess first: two inputs are nearly alike, correlation 0.9. After thirty layers of tanh with large "
        "weights, are they more alike, or less? And which weights would keep them as they are?",
        describe="{f}, σ_w = {sigma_w:.1f}, σ_b = {sigma_b}: after a hundred layers the variance is {variance:.3g}. "
        "The curve arrives at (1, 1) with slope {chi:.2f}, so that {verdict}. The fixed point is at correlation "
        "{star:.2f}. After thirty layers 0.2 has become {low_end:.2f}, and 0.9 has become {high_end:.2f}.",
    )


def _correlation(f, sigma_w, sigma_b):
    q = _variance(f, sigma_w, sigma_b)
    powers, total, slope = _expansion(f, q)
    sizes = sigma_w**2 * total + sigma_b**2

    def step(c):
        return (sigma_w**2 * np.polynomial.polynomial.polyval(c, powers) + sigma_b**2) / sizes

    paths = [np.array(STARTS)]
    for _ in LAYERS[1:]:
        paths.append(step(paths[-1]))
    low, high = np.transpose(paths)
    chi = slope * sigma_w**2 * q / sizes  # beside the sizes: these run off where the variance does
    star = _fixed_point(step, chi)
    return {
        "c": C, "mapped": step(C), "stays": star, "star": star, "chi": chi,
        "layer": LAYERS, "low": low, "high": high, "low_end": low[-1], "high_end": high[-1],
        "variance": q,
        "verdict": "inputs become alike: order" if chi < 0.99
        else "small differences grow: chaos" if chi > 1.01
        else "differences fade slowly or not at all: the line between",
    }  # fmt: skip


def _fixed_point(step, chi):
    """Where correlations from 0 up to 1 go in the end; the map is convex there."""
    if chi < 1.005:
        return 1.0
    return 0.0 if step(0.0) < 1e-9 else scipy.optimize.brentq(lambda c: step(c) - c, 0, 0.9999)


def _squared_mean(f, q):
    return float(getattr(act, f)(q**0.5 * _Z) ** 2 @ _WEIGHTS)


def _variance(f, sigma_w, sigma_b):
    """The variance after many layers, from an input of variance 1; at most `LARGE`."""
    q = 1.0
    for _ in range(DEEP):
        q = min(sigma_w**2 * _squared_mean(f, q) + sigma_b**2, LARGE)
    return q


def _expansion(f, q):
    """The powers of c in E[f(u) f(v)], which are squared Hermite coefficients of f, E[f(u)²], and E[f'(u)²].

    What the first terms leave of E[f(u)²] is put on one more power.
    """
    value, slope = getattr(act, f).value_and_derivative(q**0.5 * _Z)
    coefficients = _hermite() @ (value * _WEIGHTS)
    total = float(value**2 @ _WEIGHTS)
    powers = np.append(coefficients**2, 0.0)
    powers[-1] = max(total - powers.sum(), 0.0)
    return powers, total, float(slope**2 @ _WEIGHTS)


@lru_cache
def _hermite():
    """Orthonormal Hermite polynomials at the points of the grid, a row each."""
    rows = [np.ones_like(_Z), _Z]
    for n in range(1, _TERMS - 1):
        rows.append((_Z * rows[n] - n**0.5 * rows[n - 1]) / (n + 1) ** 0.5)
    return np.array(rows)
