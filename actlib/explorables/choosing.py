"""The scene of the chapter on choosing: requirements, and the activations that meet them."""

from functools import lru_cache

import numpy as np

import actlib as act
from actlib.widgets import Axis, Choice, Explorable, Panel, Points, Rule

CANDIDATES = (
    "sigmoid", "tanh", "softsign", "hard_tanh", "relu", "leaky_relu", "elu", "selu", "softplus", "gelu", "silu", "mish",
    "hard_swish", "sine",
)  # fmt: skip
SPECIAL = ("exp", "e^", "tanh", "erf", "Phi", "ln", "log", "sin", "sigma")  # in a formula: more than + × ÷ max abs
REQUIREMENTS = {
    "bounded": lambda f: np.isfinite([f.facts.infimum, f.facts.supremum]).all(),
    "smooth": lambda f: f.facts.smoothness not in ("discontinuous", "C0"),
    "alive": lambda f: bool((f.derivative(np.linspace(-4, 4, 33)) != 0).all()),
    "centred": lambda f: abs(f.facts.gaussian_mean * f.facts.gain) < 0.25,
    "cheap": lambda f: not any(name in f.formula for name in SPECIAL),
    "deep": lambda f: abs(f.facts.chi_1 - 1) < 0.1,
}
"""What may be asked of an activation, as a question to its facts."""


LABELS = {
    "bounded": "bounded",
    "smooth": "continuous slope",
    "alive": "no flat piece within ±4",
    "centred": "mean within ±0.25",
    "cheap": "no exp or the like",
    "deep": "χ₁ within 0.1 of 1",
}
"""What the reader sees of a requirement."""


def shortlist() -> Explorable:
    """Discover that a few requirements leave few functions, and that some pairs of requirements leave none."""
    return Explorable(
        _shortlist,
        controls=[
            Choice(name, ["any", "required"], default="required" if name == "deep" else "any", label=LABELS[name])
            for name in REQUIREMENTS
        ],
        panels=[
            Panel(
                Axis("mean of the output, at the matched gain", -0.2, 1.05),
                Axis("χ₁ at the matched gain", 0.1, 1.4),
                [
                    Points("all_means", "all_chis", label="all candidates"),
                    Points("means", "chis", label="shortlist"),
                    Rule(y="one", label="gradients keep their size"),
                ],
            )
        ],
        name="choosing/shortlist",
        title="Requirements, and who meets them",
        question="Guess first: require a continuous slope and no exponential. Who is left? Then require a bounded "
        "output and χ₁ near 1: is there anybody?",
        describe="Required: {required}; {count} of 14 remain: {names}.",
    )


@lru_cache
def facts():
    """Return for each candidate the mean and χ₁ at its matched gain, and which requirements it meets."""
    functions = [act.get(name) for name in CANDIDATES]
    means = np.array([f.facts.gaussian_mean * f.facts.gain for f in functions])
    chis = np.array([f.facts.chi_1 for f in functions])
    meets = {name: np.array([bool(asks(f)) for f in functions]) for name, asks in REQUIREMENTS.items()}
    return means, chis, meets


def _shortlist(**wanted):
    means, chis, meets = facts()
    required = [name for name, word in wanted.items() if word == "required"]
    left = np.all([meets[name] for name in required], axis=0) if required else np.ones(len(CANDIDATES), bool)
    names = [name for name, stays in zip(CANDIDATES, left, strict=True) if stays]
    asked = ", ".join(LABELS[name] for name in required)
    return {
        "all_means": means, "all_chis": chis, "one": 1.0,
        "means": np.where(left, means, np.nan), "chis": np.where(left, chis, np.nan),
        "count": str(len(names)), "names": ", ".join(names) or "none", "required": asked or "nothing",
    }  # fmt: skip
