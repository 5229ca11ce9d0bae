"""The scene of the chapter on the range: what sets the largest rate at which a layer on top learns."""

from functools import cache

import numpy as np

import actlib as act
from actlib import _curvature
from actlib.widgets import Axis, Choice, Explorable, Line, Panel, Points, Rule, Slider

BOUNDED = ["sigmoid", "tanh", "hard_tanh", "sine", "gaussian"]
UNBOUNDED = ["relu", "softplus", "elu", "gelu", "arsinh", "identity"]
UNITS = 10 ** np.linspace(0, 3, 61)
FEW = 2 ** np.arange(1, 5)
SHARES = np.linspace(0, 1, 201)
COMPARED = 16
"""As many units are compared in the second panel."""


def rates() -> Explorable:
    """Bounded or not, at equal second moment all functions lie on one curve, and their mean tells where."""
    return Explorable(
        _rates,
        controls=[
            Choice("f", [*BOUNDED, *UNBOUNDED], label="f"),
            Slider("spread", 0.1, 10.0, default=1.0, step=0.1, scale="log", label="spread of z"),
        ],
        panels=[
            Panel(
                Axis("units", 1, 1000, scale="log"), Axis("largest stable rate", 1e-4, 1e5, scale="log"),
                title="f as it is, and centred",
                marks=[
                    Line("units", "plain", label="2/λ as it is"),
                    Line("units", "centred", label="mean subtracted", dash=True),
                    Points("few", "simulated", label="measured in a layer", color=2),
                ],
            ),
            Panel(
                Axis("share of the mean in E[f²]", 0, 1), Axis("largest stable rate", 0.1, 3, scale="log"),
                title="All at E[f²] = 1, 16 units",
                marks=[
                    Line("share", "curve", label="theory", color=6),
                    Points("bounded_share", "bounded_rate", label="bounded", color=0),
                    Points("unbounded_share", "unbounded_rate", label="not bounded", color=1),
                    Rule(x="share_now", label="this f", color=2),
                ],
            ),
        ],
        name="range/rates",
        title="Range or mean",
        question="Guess first: sigmoid and ReLU, inputs of unit variance. Which of the two lets a layer on top learn "
        "at the larger rate? And which function suffers when the spread of z grows?",
        describe="{f} is {range}. With z of spread {spread:.2g}, its mean is {mean:.3f} and E[f²] is {square:.3g}: the "
        "mean's share is {share_now:.0%}. With 16 units a layer on top is stable below a rate of {rate:.3g}, measured "
        "{measured:.3g}; with the mean subtracted below {rate_centred:.3g}.",
    )  # fmt: skip


@cache
def _moments(name, spread):
    return _curvature.moments(act.get(name), spread)


@cache
def _simulated(name, spread):
    """Rates by the eigenvalues of second moments in a sample, for the first few units of one layer."""
    a = act.get(name)(spread * np.random.default_rng(0).standard_normal((8192, COMPARED)))
    return np.array([2 / _curvature.sampled(a[:, :n])[-1] for n in FEW])


def _share(name, spread):
    mean, square = _moments(name, spread)
    return mean**2 / square


def _rates(f, spread):
    mean, square = _moments(f, spread)
    variance = square - mean**2
    shares = {
        kind: np.array([_share(n, spread) for n in names])
        for kind, names in (("bounded", BOUNDED), ("unbounded", UNBOUNDED))
    }
    measured = _simulated(f, spread)
    return {
        "units": UNITS, "plain": 2 / _curvature.largest(mean, square, UNITS),
        "centred": np.full(len(UNITS), 2 / variance), "few": FEW, "simulated": measured,
        "share": SHARES, "curve": _at_unit_moment(SHARES),
        "bounded_share": shares["bounded"], "bounded_rate": _at_unit_moment(shares["bounded"]),
        "unbounded_share": shares["unbounded"], "unbounded_rate": _at_unit_moment(shares["unbounded"]),
        "share_now": float(mean**2 / square), "mean": float(mean), "square": float(square),
        "rate": float(2 / _curvature.largest(mean, square, COMPARED)), "measured": float(measured[-1]),
        "rate_centred": float(2 / variance), "range": "bounded" if f in BOUNDED else "not bounded",
    }  # fmt: skip


def _at_unit_moment(share):
    return 2 / _curvature.largest(np.sqrt(share), 1.0, COMPARED)
