"""Scenes of the chapter identity_mappings: layers that should change nothing, and losses of deep nets."""

import numpy as np

import actlib as act
from actlib import _deepening
from actlib.widgets import Axis, Choice, Explorable, Line, Panel, Points, Rule, Slider

X = np.linspace(-3, 3, 61)
LAYERS = np.arange(1, 31)
FUNCTIONS = {"ReLU": act.relu, "tanh": act.tanh, "GELU": act.gelu}
BEST = {"ReLU": (1.0, 4.0), "tanh": (0.1, 0.0), "GELU": (1.0, 6.0)}  # scale and shift of the input
WAYS = ("one unit, weight 1", "one unit, scaled and shifted", "two units")
DEPTHS = (5, 9, 17, 33)


def inserted() -> Explorable:
    """Discover which activation passes a number on unchanged, and by which weights."""
    return Explorable(
        _inserted,
        controls=[
            Choice("f", list(FUNCTIONS), label="activation"),
            Choice("way", list(WAYS), label="layer"),
            Slider("layers", 1, 30, default=10, step=1, label="layers"),
        ],
        panels=[
            Panel(
                Axis("x", -3, 3),
                Axis("after the layers", -3, 3),
                [Line("x", "x_itself", label="x", color=6, dash=True), Line("x", "y", label="what is left", color=0)],
            ),
            Panel(
                Axis("layers", 0, 31),
                Axis("largest error", 1e-10, 10, "log"),
                [
                    Points("counts", "errors", label="1 to 30 layers", color=0),
                    Rule(x="layers_now", label="now", color=6),
                ],
            ),
        ],
        name="identity_mappings/inserted",
        title="Layers that are meant to change nothing",
        question="Guess first: of ReLU, tanh and GELU, which can be the identity exactly, and with how many units?",
        describe="After {layers} layers of {f}, {way}, the largest error on [−3, 3] is {error:.2g}; a −2 has become "
        "{minus_two:.4f}.",
    )


def _layer(f, way, x):
    g, (scale, shift) = FUNCTIONS[f], BEST[f]
    if way == WAYS[0]:
        return g(x)
    if way == WAYS[2] and f != "tanh":
        return g(x) - g(-x)
    # two units of tanh are no better than one: it is odd
    return (g(scale * x + shift) - g(shift)) / (scale * g.derivative(shift))


def _inserted(f, way, layers):
    y, states = X, []
    for _ in LAYERS:
        y = _layer(f, way, y)
        states.append(y)
    errors = np.abs(np.array(states) - X).max(axis=1)
    y = states[layers - 1]
    return {
        **{"x": X, "x_itself": X, "y": y, "counts": LAYERS, "errors": errors, "layers_now": float(layers)},
        **{"error": errors[layers - 1], "minus_two": y[np.argmin(np.abs(X + 2))]},
    }


def depth() -> Explorable:
    """Discover that a deeper net ends with a higher loss on its own training data, unless something passes it by."""
    panels = [
        Panel(
            Axis("hidden layers", 0, 36),
            Axis("training loss", 0, 1.2),
            [
                Line("depths", f"{name}_median", label="median", color=i),
                Points("all", f"{name}_loss", label="one of 20 nets", color=i),
            ],
            title=title,
        )
        for i, (name, title) in enumerate((("plain", "Plain"), ("residual", "With connections past every two layers")))
    ]
    return Explorable(
        _depth,
        controls=[Slider("step", 0, _deepening.STEPS, default=_deepening.STEPS, step=_deepening.EVERY, label="step")],
        panels=panels,
        name="identity_mappings/depth",
        title="Twenty ReLU nets of each depth learn two spirals",
        question="Guess first: five layers can fit these points. Will 33 layers fit them better, as well, or worse?",
        describe="After {step} steps the median training loss of plain nets is {plain_5:.2f} with 5 layers and "
        "{plain_33:.2f} with 33; with connections it is {residual_5:.2f} and {residual_33:.2f}.",
    )


def _depth(step):
    result = {"depths": np.array(DEPTHS), "all": np.repeat(DEPTHS, _deepening.RUNS)}
    for name, residual in (("plain", None), ("residual", "preactivation")):
        losses = [_deepening.trained(act.relu, d, residual)[1][step // _deepening.EVERY] for d in DEPTHS]
        medians = np.median(losses, axis=1)
        result |= {f"{name}_loss": np.concatenate(losses), f"{name}_median": medians}
        result |= {f"{name}_5": medians[0], f"{name}_33": medians[-1]}
    return result
