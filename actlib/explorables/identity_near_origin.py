"""The scene of the chapter on the identity near the origin: the signal by depth and initial scale."""

from functools import cache

import numpy as np

import actlib as act
from actlib.widgets import Axis, Choice, Explorable, Line, Panel, Points, Rule, Slider

DEPTH = 20
LAYERS = np.arange(1, DEPTH + 1)
SPREADS = 10 ** np.linspace(-3, 0, 31)
IDENTITY = {"tanh": True, "softsign": True, "bent_identity": True, "relu": False, "abs": False}
FUNCTIONS = {name: act.get(name) for name in IDENTITY}
SAMPLES = 8
_Z = 0.02 * (np.arange(800) - 399.5)  # no point at 0, where there may be a kink
_WEIGHTS = np.exp(-(_Z**2) / 2) / np.sqrt(2 * np.pi) * (_Z[1] - _Z[0])


def scale() -> Explorable:
    """A spread of 0.01 is small, and wrong at every width but one; and the function hardly matters."""
    size = Axis("rms of the signal", 1e-9, 1e6, scale="log")
    return Explorable(
        _scale,
        controls=[
            Choice("f", list(IDENTITY), label="f"),
            Choice("width", [16, 64, 144], default=64, label="units in a layer, n"),
            Slider("spread", 0.001, 1.0, default=0.01, step=0.1, scale="log", label="spread of a weight"),
        ],
        panels=[
            Panel(
                Axis("layer", 1, DEPTH), size, title="Layer by layer",
                marks=[
                    Line("layer", "theory", label="infinite width", color=0),
                    Points("layer", "trial", label="a network of width n", color=0),
                    Line("layer", "root", label="the same for spread 1/√n", color=1, dash=True),
                ],
            ),
            Panel(
                Axis("spread of a weight", 0.001, 1, scale="log"), size, title="What is left in layer 20",
                marks=[
                    Line("spreads", "last", label="infinite width"), Rule(x="here", label="this spread", color=2),
                    Rule(x="scale", label="1/√n", color=1),
                ],
            ),
        ],
        name="identity_near_origin/scale",
        title="How small is small?",
        question="Guess first: weights of spread 0.01 are small. With tanh, which is the identity near 0, how much of "
        "the signal reaches layer 20 if a layer has 64 units?",
        describe="{f} {has} the identity near 0. With n = {width} and a spread of {spread:.3g}, σ_w, which is √n times "
        "the spread, is {sigma_w:.3g}. From layer 19 to layer 20 the signal is multiplied by {factor:.3g}, and there "
        "its rms is {end:.2g}. With a spread of 1/√n = {scale:.3g} it would be {root_end:.2g}.",
    )  # fmt: skip


def _sizes(f, sigma_w):
    """Root mean squares of the pre-activations by layer, a column for each σ_w, for inputs of variance 1."""
    function, rms = FUNCTIONS[f], [np.atleast_1d(sigma_w).astype(float)]
    for _ in LAYERS[1:]:
        rms.append(sigma_w * np.sqrt(function(rms[-1][:, None] * _Z) ** 2 @ _WEIGHTS))
    return np.array(rms)


@cache
def _curve(f, width):
    """What is left in the last layer, for every spread; and all layers for σ_w = 1."""
    return _sizes(f, SPREADS * width**0.5)[-1], _sizes(f, np.array([1.0]))[:, 0]


@cache
def _draws(width):
    rng = np.random.default_rng(0)
    return rng.standard_normal((SAMPLES, width)), rng.standard_normal((DEPTH, width, width))


def _trial(f, width, spread):
    a, weights = _draws(width)
    function, rms = FUNCTIONS[f], []
    for w in weights:
        z = spread * (a @ w)
        rms.append(np.sqrt(np.mean(z**2)))
        a = function(z)
    return np.array(rms)


def _scale(f, width, spread):
    sigma_w = spread * width**0.5
    last, root = _curve(f, width)
    theory = _sizes(f, np.array([sigma_w]))[:, 0]
    return {
        "layer": LAYERS, "theory": theory, "trial": _trial(f, width, spread), "root": root,
        "spreads": SPREADS, "last": last, "here": spread, "scale": width**-0.5,
        "has": "is" if IDENTITY[f] else "is not", "sigma_w": sigma_w, "factor": float(theory[-1] / theory[-2]),
        "end": float(theory[-1]), "root_end": float(root[-1]),
    }  # fmt: skip
