"""The scene of the chapter on SELU: what a layer does to mean and variance, as a map with arrows."""

from functools import lru_cache

import numpy as np

from actlib.explorables import _selu
from actlib.widgets import Axis, Choice, Explorable, Line, Panel, Points, Rule, Slider

MEANS, VARIANCES = np.meshgrid(np.linspace(-0.8, 0.8, 5), np.linspace(0.25, 2.5, 6))
TAILS = MEANS.ravel(), VARIANCES.ravel()
DEPTH = 50
STARTS = {"wide": (-0.5, 2.2), "narrow": (0.3, 0.3)}


def contraction() -> Explorable:
    """Discover that SELU pulls mean and variance to one place, and that the weights say whether and where."""
    map_axes = Axis("mean of the outputs", -1, 1), Axis("variance", 0, 3)
    paths, layers = [], []
    for color, name in enumerate(STARTS, 1):
        paths.append(Points(f"{name}_mean", f"{name}_variance", label=f"{name} start", color=color))
        layers.append(Line("layers", f"{name}_variance", label=f"{name} start", color=color))
    return Explorable(
        _contraction,
        controls=[
            Choice("omega", ["random", "0", "0.5", "1"], label="sum of a unit's weights, ω"),
            Slider("tau", 0.5, 2.0, default=1.0, step=0.05, label="sum of their squares, τ"),
        ],
        panels=[
            Panel(
                *map_axes, title="One layer, from everywhere",
                marks=[
                    Line("arrow_mean", "arrow_variance", label="arrows end at the dots", color=6),
                    Points("head_mean", "head_variance", color=0), *paths,
                ],
            ),
            Panel(
                Axis("layer", 0, DEPTH), Axis("variance", 0.001, 1000, scale="log"), title="Layer by layer",
                marks=[*layers, Rule(y="one", color=6)],
            ),
        ],
        name="selu/contraction",
        title="Mean and variance on their way",
        question="Guess first: one signal is spread too wide, another one too narrow. Do layers of SELU bring them "
        "together? What if the squares of the weights are twice as large, as is right for ReLU?",
        describe="With ω {omega_told} and τ = {tau:.2f} {told} A small difference from mean 0 and variance 1 is "
        "multiplied by {stretch:.3f} at most in a layer. After {depth} layers the wide start is at mean "
        "{wide_end_mean:.2f}, variance {wide_end:.3g}, the narrow one at {narrow_end_mean:.2f}, {narrow_end:.3g}.",
    )  # fmt: skip


@lru_cache
def _path(start, omega, tau):
    path = [start]
    for _ in range(DEPTH):
        path.append(_selu.layer(*path[-1], omega, tau))
    return np.transpose(path)


def _contraction(omega, tau):
    heads = _selu.layer(*TAILS, omega, tau)
    gap = np.full_like(heads[0], np.nan)
    arrows = [np.column_stack([tail, head, gap]).ravel() for tail, head in zip(TAILS, heads, strict=True)]
    result = {
        "arrow_mean": arrows[0], "arrow_variance": arrows[1], "head_mean": heads[0], "head_variance": heads[1],
        "layers": np.arange(DEPTH + 1), "one": 1.0, "depth": DEPTH, "stretch": _selu.stretch(omega, tau),
    }  # fmt: skip
    for name, start in STARTS.items():
        mean, variance = _path(start, omega, tau)
        result |= {f"{name}_mean": mean, f"{name}_variance": variance}
        result |= {f"{name}_end_mean": mean[-1], f"{name}_end": variance[-1]}
    result["omega_told"] = "random" if omega == "random" else f"= {omega}"
    result["told"] = _told(*(np.transpose([result[f"{name}_mean"], result[f"{name}_variance"]]) for name in STARTS))
    return result


def _told(wide, narrow):
    """Say where two paths of mean and variance go, by their last two layers."""
    ends = np.array([wide[-2:], narrow[-2:]])
    growth = ends[:, 1, 1] / np.maximum(ends[:, 0, 1], 1e-12)
    if growth.min() > 1.01:
        return "both are still growing wider."
    if growth.max() < 0.99:
        return "both are still growing narrower."
    if np.allclose(wide[-1], narrow[-1], rtol=0.02, atol=0.01):
        there = np.allclose(wide[-1], [0, 1], atol=0.01)
        return "the two paths meet" + (" at mean 0 and variance 1." if there else ", elsewhere.")
    return "the two paths do not meet."
