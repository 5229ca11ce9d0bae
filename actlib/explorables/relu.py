"""The scenes of the chapter on ReLU: where units die, which nets are born dead, and what batch norm centres."""

import math
from functools import lru_cache

import numpy as np
from scipy.special import ndtr

from actlib import _relu_nets
from actlib.networks import MLP
from actlib.widgets import Area, Axis, Choice, Explorable, Line, Panel, Points, Rule, Slider

X = np.linspace(-1, 1, 41)[:, None]
Y = np.sin(3 * X)
UNITS, SEEDS, STEPS = 40, 10, 20
RATES = 0.02 * 10 ** (np.arange(21) / 10)


@lru_cache
def _burials():
    """Return the critical rate, and for each step hinges, dead units and fit of seed 0, and the dead share of all."""
    seeds, first, frames = np.repeat(np.arange(SEEDS), len(RATES)), slice(len(RATES)), []
    net = MLP([1, UNITS, 1], "relu", seeds=seeds, dtype=np.float64)
    critical = 2 / _relu_nets.tangent_eigenvalue(net, X)[0]
    for step in _relu_nets.descent(net, X, Y, np.tile(RATES, SEEDS), STEPS):
        gone = _relu_nets.dead(net.hidden[0])
        hinges, shares = -net.biases[0][:, 0] / net.weights[0][:, 0], gone.mean(-1).reshape(SEEDS, -1).mean(0)
        frames.append((hinges[first], gone[first], step.logits[first, :, 0], shares))
    return critical, frames


def _graveyard(rate, step):
    critical, frames = _burials()
    run = int(np.argmin(np.abs(np.log(RATES / rate))))
    hinges, gone, fit, shares = (part for part in frames[int(step)])
    place = np.clip(hinges[run], -2, 2)
    return {
        "x": X[:, 0], "target": Y[:, 0], "fit": fit[run], "place": place,
        "living": np.where(gone[run], np.nan, -1.4), "dead": np.where(gone[run], -1.7, np.nan),
        "rates": RATES, "shares": shares, "rate_now": rate, "critical": critical,
        "count": int(gone[run].sum()), "share": 100 * shares[run],
        "side": "below" if rate < critical else "above",
    }  # fmt: skip


def graveyard() -> Explorable:
    """Hinges over the data: small rates bury nobody, and a rate two or three times as large buries nearly all."""
    return Explorable(
        _graveyard,
        controls=[
            Slider("rate", 0.02, 2.0, default=0.632455532034, step=0.1, scale="log", label="learning rate"),
            Slider("step", 0, STEPS, default=STEPS, step=1, label="after step"),
        ],
        panels=[
            Panel(
                x=Axis("x", -2, 2), y=Axis("y", -2, 2), title="One net: data, fit, and the hinges −b/w",
                marks=[
                    Points("x", "target", label="data", color=6), Line("x", "fit", label="fit", color=0),
                    Points("place", "living", label="living hinges", color=2),
                    Points("place", "dead", label="dead hinges", color=1, dash=True),
                ],
            ),
            Panel(
                x=Axis("learning rate", 0.02, 2.0, scale="log"), y=Axis("share of dead units", 0, 1), title="Ten nets",
                marks=[
                    Line("rates", "shares", label="dead after this step", color=1),
                    Rule(x="rate_now", label="chosen rate", color=0), Rule(x="critical", label="2/λ", color=2),
                ],
            ),
        ],
        name="relu/graveyard",
        title="The graveyard",
        question="Guess first: as the learning rate grows a hundredfold, does the share of the dead creep up or jump?",
        describe="At rate {rate:.3g}, {side} 2/λ = {critical:.2f}, after step {step:.0f}: {count:d} of the 40 units "
        "are dead in the net shown, and {share:.0f} % of the units in all ten nets.",
    )  # fmt: skip


WIDTHS, DEPTHS = np.arange(1, 11), np.arange(1, 61)


def _born_dead(width, depth):
    one, line = _relu_nets.silenced(int(width), DEPTHS[-1])
    theory = 1 - (1 - 0.5 ** WIDTHS[:, None]) ** DEPTHS
    across = [_relu_nets.silenced(int(n), DEPTHS[-1])[0][int(depth) - 1] for n in WIDTHS]
    return {
        "depths": DEPTHS, "theory": theory[int(width) - 1], "one": one, "line": line,
        "widths": WIDTHS, "theory_across": theory[:, int(depth) - 1], "across": np.array(across),
        "depth_now": depth, "width_now": width, "now": 100 * theory[int(width) - 1, int(depth) - 1],
        "seen": 100 * one[int(depth) - 1], "whole": 100 * line[int(depth) - 1],
    }  # fmt: skip


def born_dead() -> Explorable:
    """Depth kills narrow nets before training begins; a few more units a layer save them."""
    probability = Axis("probability", 0, 1)
    return Explorable(
        _born_dead,
        controls=[
            Slider("width", 1, 10, default=4, step=1, label="units a layer"),
            Slider("depth", 1, 60, default=30, step=1, label="hidden layers"),
        ],
        panels=[
            Panel(
                x=Axis("hidden layers", 0, 60), y=probability, title="This width, every depth",
                marks=[
                    Line("depths", "theory", label="one input, theory", color=0),
                    Points("depths", "one", label="one input, 400 nets", color=0),
                    Points("depths", "line", label="the whole line, 400 nets", color=1, dash=True),
                    Rule(x="depth_now", label="this depth", color=2),
                ],
            ),
            Panel(
                x=Axis("units a layer", 0, 11), y=probability, title="This depth, every width",
                marks=[
                    Line("widths", "theory_across", label="one input, theory", color=0),
                    Points("widths", "across", label="one input, 400 nets", color=0),
                    Rule(x="width_now", label="this width", color=2),
                ],
            ),
        ],
        name="relu/born_dead",
        title="Born dead",
        question="Guess first: thirty layers of four units each. How many such nets are silent before training begins?",
        describe="With {width:.0f} units in each of {depth:.0f} hidden layers, one input is silenced with probability "
        "{now:.0f} %; in the simulation it was {seen:.0f} %. On the whole line {whole:.0f} % of the nets are silent.",
    )  # fmt: skip


Z = np.linspace(-6, 6, 121)
POSITIVE = np.linspace(0, 14, 121)
ORDERS = ["no batch norm", "batch norm, then ReLU", "ReLU, then batch norm"]


def _density(z, mean, spread):
    return np.exp(-(((z - mean) / spread) ** 2) / 2) / (spread * math.sqrt(2 * math.pi))


def _rectified_moments(mean, spread):
    """Mean and variance of max(0, z), z ~ N(mean, spread²)."""
    fires, bend = ndtr(mean / spread), spread**2 * _density(0.0, mean, spread)  # P(z > 0), and spread·φ(mean/spread)
    first = mean * fires + bend
    return first, (mean**2 + spread**2) * fires + mean * bend - first**2


def _batch_norm(mean, spread, order):
    inside = (0.0, 1.0) if order == ORDERS[1] else (mean, spread)
    first, variance = _rectified_moments(*inside)
    shift, scale = (first, math.sqrt(variance)) if order == ORDERS[2] else (0.0, 1.0)
    zeros = float(ndtr(-inside[0] / inside[1]))
    floor = -shift / scale
    return {
        "z": Z, "raw": _density(Z, mean, spread), "entering": _density(Z, *inside), "mean_in": inside[0],
        "out": (POSITIVE - shift) / scale, "density": scale * _density(POSITIVE, *inside),
        "stem": np.array([floor, floor]), "height": np.array([0.0, zeros]),
        "mean_out": (first - shift) / scale, "variance_out": variance / scale**2, "zeros": 100 * zeros,
    }  # fmt: skip


def batch_norm() -> Explorable:
    """Whatever comes in, batch norm before ReLU sends out mean 0.40 and half zeros: its input is what is centred."""
    return Explorable(
        _batch_norm,
        controls=[
            Slider("mean", -2.0, 2.0, default=1.5, step=0.5, label="mean of Wu"),
            Slider("spread", 1.0, 3.0, default=2.0, step=0.5, label="spread of Wu"),
            Choice("order", ORDERS, default=ORDERS[1], label="order"),
        ],
        panels=[
            Panel(
                x=Axis("pre-activation", -6, 6), y=Axis("density", 0, 0.8), title="Into ReLU",
                marks=[
                    Area("z", "entering", label="what enters", color=0),
                    Line("z", "raw", label="Wu", color=6, dash=True),
                    Rule(x="mean_in", label="mean", color=2),
                ],
            ),
            Panel(
                x=Axis("output", -3, 6), y=Axis("density; share at the floor", 0, 1), title="Sent on",
                marks=[
                    Area("out", "density", label="units above the floor", color=0),
                    Line("stem", "height", label="share at the floor", color=1),
                    Rule(x="mean_out", label="mean", color=2),
                ],
            ),
        ],
        name="relu/batch_norm",
        title="What batch norm centres",
        question="Guess first: batch norm stands right before ReLU. What is the mean of what ReLU sends on?",
        describe="Wu has mean {mean:.1f} and spread {spread:.1f}. With {order}, what enters ReLU has mean "
        "{mean_in:.2f}, and what is sent on has mean {mean_out:.2f} and variance {variance_out:.2f}; {zeros:.0f} % "
        "of the units sit at the floor.",
    )  # fmt: skip
