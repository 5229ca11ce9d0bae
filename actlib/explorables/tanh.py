"""Scenes of the chapter on tanh: a sigmoid net turned into the same tanh net, two slopes, and what no gain keeps."""

from functools import cache

import numpy as np
from scipy.special import erfc

import actlib as act
from actlib import _relu_nets, _tanh_nets, meanfield
from actlib.gaussian import expectation
from actlib.networks import random_networks, simulated_profile
from actlib.widgets import Area, Axis, Choice, Explorable, Line, Panel, Points, Rule, Slider

X = np.linspace(-2, 2, 41)[:, None]
Y = np.sin(2 * X)
T = np.arange(21) / 20
STEPS, EVERY = 400, 10
WEIGHTS = ["carried over", "left as they are"]
RATES = ["0.1 for all", "1/λ, each its own"]
Z = np.linspace(-5, 5, 101)


@cache
def _descents(weights, rates):
    """Return for every t the outputs at the start, the rate, and the error at every tenth step."""
    given = T if weights == WEIGHTS[0] else 1.0
    net = _tanh_nets.carried(_tanh_nets.one_layer([0] * len(T)), given, _tanh_nets.Bridge(T))
    start, rate = net(X)[..., 0], np.full(len(T), 0.1)
    if rates != RATES[0]:
        rate = 1 / _relu_nets.tangent_eigenvalue(net, X)
    errors = [2 * step.loss for step in _relu_nets.descent(net, X, Y, rate, STEPS) if step.number % EVERY == 0]
    return start, rate, np.array(errors).T


def morph() -> Explorable:
    """Between the sigmoid and tanh all nets compute the same functions; descent sees other coordinates."""
    return Explorable(
        _morph,
        controls=[
            Slider("t", 0.0, 1.0, default=0.0, step=0.05, label="t: sigmoid at 0, tanh at 1"),
            Choice("weights", WEIGHTS, default=WEIGHTS[0], label="weights of the tanh net"),
            Choice("rates", RATES, default=RATES[0], label="learning rate"),
        ],
        panels=[
            Panel(
                Axis("z", -5, 5), Axis("output", -1.05, 1.05), title="The unit, (1 + t) S((1 + t) z) − t",
                marks=[Line("z", "unit", label="unit"), Line("z", "tanh", label="tanh", color=6, dash=True)],
            ),
            Panel(
                Axis("x", -2, 2), Axis("y", -3, 3), title="The net before training",
                marks=[
                    Line("x", "start", label="with this unit", color=0),
                    Line("x", "start_tanh", label="with tanh", color=6, dash=True),
                    Points("x", "target", label="data", color=2),
                ],
            ),
            Panel(
                Axis("step", 0, STEPS), Axis("mean squared error", 1e-3, 10, scale="log"), title="And while it trains",
                marks=[
                    Line("step", "error", label="with this unit", color=0),
                    Line("step", "error_tanh", label="with tanh", color=6, dash=True),
                ],
            ),
        ],
        name="tanh/morph",
        title="From a sigmoid net to the same tanh net",
        question="Guess first: a tanh net is rebuilt with sigmoids. Can it compute the same function? Will it learn it "
        "as fast?",
        describe="At t = {t:.2f} the unit runs from {floor:.2f} to 1, with the slope {slope:.2f} at 0. With weights "
        "{weights}, the net differs from the tanh net by at most {gap:.2f}. After 400 steps at the rate {rate:.2f} its "
        "error is {last:.3f}; the tanh net's is {last_tanh:.3f} at {rate_tanh:.2f}.",
    )  # fmt: skip


def _morph(t, weights, rates):
    start, rate, errors = _descents(weights, rates)
    i = round(t * (len(T) - 1))
    return {
        "z": Z, "unit": _tanh_nets.Bridge(t)(Z).ravel(), "tanh": act.tanh(Z),
        "x": X[:, 0], "target": Y[:, 0], "start": start[i], "start_tanh": start[-1],
        "step": np.arange(0, STEPS + 1, EVERY), "error": errors[i], "error_tanh": errors[-1],
        "floor": -t, "slope": (1 + t) ** 2 / 4, "gap": float(np.abs(start[i] - start[-1]).max()),
        "rate": float(rate[i]), "rate_tanh": float(rate[-1]),
        "last": float(errors[i, -1]), "last_tanh": float(errors[-1, -1]),
    }  # fmt: skip


CROSSING = 2 * np.arccosh((1 + np.sqrt(3)) / 2)
SPREADS = 10 ** np.linspace(-1, 1, 41)
_PAIR = (act.tanh, act.sigmoid)


@cache
def _mean_squares():
    """Return E[tanh'(z)²] and E[S'(z)²] at the spreads."""
    return np.array([[expectation(lambda z, f=f: f.derivative(z) ** 2, q=s * s) for s in SPREADS] for f in _PAIR])


def slopes() -> Explorable:
    """tanh is steeper only near 0; its mean square slope is 8 to 16 times the sigmoid's at any spread all the same."""
    return Explorable(
        _slopes,
        controls=[Slider("spread", 0.1, 10.0, default=1.0, step=0.05, scale="log", label="spread σ of z")],
        panels=[
            Panel(
                Axis("z", -5, 5), Axis("slope", 0, 1.05), title="Slopes, and where z is",
                marks=[
                    Area("z", "law", label="density of z, highest 1", color=6),
                    Line("z", "tanh", label="tanh'", color=0), Line("z", "sigmoid", label="S'", color=1),
                    Rule(x="left", color=2), Rule(x="right", label="equal slopes", color=2),
                ],
            ),
            Panel(
                Axis("spread σ of z", 0.1, 10, scale="log"), Axis("mean square slope", 1e-3, 1, scale="log"),
                title="What a layer's slopes keep",
                marks=[
                    Line("spreads", "mean_tanh", label="tanh'", color=0),
                    Line("spreads", "mean_sigmoid", label="S'", color=1),
                    Rule(x="spread_now", label="this spread", color=3),
                ],
            ),
        ],
        name="tanh/slopes",
        title="Which slope is larger?",
        question="Guess first: tanh' reaches 1 and S' only ¼. Is tanh' larger everywhere? Is it on average?",
        describe="tanh' is below S' beyond |z| = {right:.3f}, where {beyond:.3g} % of the units are at the spread "
        "{spread:.3g}. The mean square slope is {now_tanh:.3g} for tanh and {now_sigmoid:.3g} for the sigmoid: "
        "{ratio:.1f} times as much.",
    )  # fmt: skip


def _slopes(spread):
    squares = _mean_squares()
    now = squares[:, int(np.argmin(np.abs(np.log(SPREADS / spread))))]
    return {
        "z": Z, "tanh": act.tanh.derivative(Z), "sigmoid": act.sigmoid.derivative(Z),
        "law": np.exp(-((Z / spread) ** 2) / 2), "left": -CROSSING, "right": CROSSING,
        "spreads": SPREADS, "mean_tanh": squares[0], "mean_sigmoid": squares[1], "spread_now": spread,
        "beyond": 100 * float(erfc(CROSSING / spread / np.sqrt(2))),
        "now_tanh": float(now[0]), "now_sigmoid": float(now[1]), "ratio": float(now[0] / now[1]),
    }  # fmt: skip


DEPTH = 30
LAYERS = np.arange(1, DEPTH + 1)


def gain() -> Explorable:
    """Above σ_w = 1 the outputs settle, whatever the gain, and gradients grow, slowly near 1; below, both fade."""
    layer = Axis("layer", 0, DEPTH + 1)
    return Explorable(
        _gain,
        controls=[Slider("sigma_w", 0.5, 3.0, default=1.6, step=0.1, label="gain σ_w")],
        panels=[
            Panel(
                layer, Axis("rms of the outputs", 0, 1), title="Forward",
                marks=[Line("layers", "rms", label="infinite width"), Points("layers", "trial", label="width 100")],
            ),
            Panel(
                layer, Axis("gradient rms, top layer = 1", 1e-6, 1e6, scale="log"), title="Backward",
                marks=[
                    Line("layers", "gradient", label="infinite width"),
                    Points("layers", "gradient_trial", label="width 100"),
                ],
            ),
        ],
        name="tanh/gain",
        title="Thirty tanh layers: what a gain can keep",
        question="Guess first: is there a gain that keeps both the size of the signal and the size of the gradient?",
        describe="At σ_w = {sigma_w:.1f} the outputs have rms {first:.3f} in layer 1 and {last:.3f} in layer 30. The "
        "gradient at layer 1 is {bottom:.2g} times that at layer 30: a factor of {factor:.3f} a layer.",
    )  # fmt: skip


@cache
def _gain(sigma_w):
    variances = [sigma_w**2]
    for _ in LAYERS:
        variances.append(meanfield.next_variance(act.tanh, variances[-1], sigma_w))
    rms = np.sqrt(variances[1:]) / sigma_w
    gradient = meanfield.expected_profile(act.tanh, sigma_w, depth=DEPTH)
    _, pre = random_networks(act.tanh, sigma_w, depth=DEPTH, networks=5, samples=5)
    return {
        "layers": LAYERS, "rms": rms, "gradient": gradient,
        "trial": np.array([np.sqrt(np.mean(act.tanh(z) ** 2)) for z in pre]),
        "gradient_trial": simulated_profile(act.tanh, sigma_w, depth=DEPTH, networks=5, samples=5),
        "first": float(rms[0]), "last": float(rms[-1]), "bottom": float(gradient[0]),
        "factor": float(gradient[0] ** (1 / (DEPTH - 1))),
    }  # fmt: skip
