"""Scenes of the chapter sigmoid: thresholds of the slope, two losses, the gradient by depth, a training replayed."""

from functools import cache

import numpy as np
from scipy.special import erfc

import actlib as act
from actlib import meanfield
from actlib.explorables import _sigmoid
from actlib.networks import simulated_profile
from actlib.widgets import Area, Axis, Choice, Explorable, Line, Panel, Points, Rule, Slider

S = act.sigmoid
Z = np.linspace(-12, 12, 121)


def slope() -> Explorable:
    """Discover that the slope falls like e^(−|z|): each tenth of ε costs another 2.3 of z."""
    cuts = [Rule(x="left", label="±z of ε", color=2), Rule(x="right", color=2)]
    value = [Line("z", "s", label="S(z)"), *cuts]
    slopes = [Area("tails", "below", label="slope below ε", color=1), Line("z", "slope", label="S'(z)", color=0)]
    return Explorable(
        _slope,
        controls=[Slider("eps", 1e-4, 0.1, default=0.01, scale="log", step=0.05, label="ε")],
        panels=[
            Panel(Axis("z", -12, 12), Axis("S(z)", -0.05, 1.05), value),
            Panel(
                Axis("z", -12, 12),
                Axis("S'(z)", 1e-5, 1, scale="log"),
                [*slopes, Rule(y="eps", label="ε", color=3), *cuts],
            ),
        ],
        name="sigmoid/slope",
        title="S, S' and where the slope falls below ε",
        question="Guess first: beyond which |z| is the slope below 1 %? How much further out is it below 0.1 %?",
        describe="The slope is below ε = {eps:.2g} beyond |z| = {right:.3f}, where S is {low:.2g} away from 0 or 1. Of "
        "normal z with standard deviation 1 a share of {share_1:.2g} lies out there, with standard deviation 5 a share "
        "of {share_5:.2g}.",
    )


def _slope(eps):
    root = np.sqrt(1 - 4 * eps)
    cut = np.log((1 - 2 * eps + root) / (2 * eps))
    left = np.linspace(-12, -cut, 31)
    tails = np.concatenate([left, [np.nan], -left[::-1]])
    share = {f"share_{sigma}": float(erfc(cut / sigma / np.sqrt(2))) for sigma in (1, 5)}
    return {
        "z": Z,
        "s": S(Z),
        "slope": S.derivative(Z),
        "tails": tails,
        "below": S.derivative(tails),
        "eps": eps,
        "left": -cut,
        "right": cut,
        "low": 2 * eps / (1 + root),  # the smaller root of s(1 − s) = ε
        **share,
    }


def loss() -> Explorable:
    """Discover that cross-entropy takes the factor S' out of the gradient, and squared error does not."""
    curves = [Line("z", "squared", label="squared error"), Line("z", "entropy", label="cross-entropy")]
    slopes = [Line("z", "squared_slope", label="squared error"), Line("z", "entropy_slope", label="cross-entropy")]
    here = [Points("at", "squared_here", color=0), Points("at", "entropy_here", color=1)]
    slopes_here = [Points("at", "squared_slope_here", color=0), Points("at", "entropy_slope_here", color=1)]
    return Explorable(
        _loss,
        controls=[
            Slider("logit", -8, 8, default=-6, step=0.25, label="logit z"),
            Choice("y", [0, 0.5, 1], default=1, label="target y"),
        ],
        panels=[
            Panel(Axis("logit z", -8, 8), Axis("loss", -0.2, 8.2), [*curves, *here]),
            Panel(Axis("logit z", -8, 8), Axis("gradient: dloss/dz", -1.1, 1.1), [*slopes, *slopes_here]),
        ],
        name="sigmoid/loss",
        title="The loss that goes with the output unit",
        question="Guess first: the target is 1 and the unit says 0.0025. Which of the two losses corrects it faster?",
        describe="Target {y}, logit {logit:.2f}, output {output:.4f}: squared error {squared_now:.3f} has the gradient "
        "{squared_gradient:.4f}, cross-entropy {entropy_now:.3f} has {entropy_gradient:.4f}. The first is the second "
        "times the slope, {slope:.4f}.",
    )


def _losses(z, y):
    """Squared error and cross-entropy of a sigmoid output with logit z, and their gradients."""
    s, slope = S.value_and_derivative(z)
    return (s - y) ** 2 / 2, act.softplus(z) - y * z, (s - y) * slope, s - y


def _loss(logit, y):
    z = np.linspace(-8, 8, 97)
    names = ("squared", "entropy", "squared_slope", "entropy_slope")
    at = np.array([logit])
    now = dict(zip(names, _losses(at, y), strict=True))
    words = {"squared_now": "squared", "entropy_now": "entropy"}
    words |= {"squared_gradient": "squared_slope", "entropy_gradient": "entropy_slope"}
    return {
        "z": z,
        "at": at,
        **dict(zip(names, _losses(z, y), strict=True)),
        **{f"{name}_here": value for name, value in now.items()},
        **{word: float(now[name][0]) for word, name in words.items()},
        "output": float(S(logit)),
        "slope": float(S.derivative(logit)),
    }


LAYERS = np.arange(1, 11)
LIMIT = 0.01  # a unit counts as saturated where S' is below this


def depth() -> Explorable:
    """Discover that the weights which saturate half of the units are those with which the gradient survives."""
    gradient = [Line("layers", "theory", label="infinite width"), Points("layers", "trial", label="width 200")]
    return Explorable(
        _depth,
        controls=[Slider("sigma_w", 1.0, 16.0, default=1.0, step=0.5, label="spread of the weights σ_w")],
        panels=[
            Panel(Axis("layer", 0.5, 10.5), Axis("gradient rms, top layer = 1", 1e-10, 1e3, scale="log"), gradient),
            Panel(Axis("layer", 0.5, 10.5), Axis("share with S' < 0.01", -0.02, 1), [Line("layers", "share")]),
        ],
        name="sigmoid/depth",
        title="Ten sigmoid layers at initialisation: what reaches the bottom",
        question="Guess first: at σ_w = 1 nothing is saturated. Is the gradient safe? And when half of the units are?",
        describe="At σ_w = {sigma_w:.1f} the gradient at the bottom layer is {bottom:.2g} times that at the top: it "
        "keeps {factor:.3f} of its rms a layer. In the top layer {top_share:.0%} of the units have a slope below 0.01.",
    )


@cache
def _depth(sigma_w):
    theory = meanfield.expected_profile(S, sigma_w, depth=10)
    variances = [sigma_w**2]
    for _ in LAYERS[1:]:
        variances.append(meanfield.next_variance(S, variances[-1], sigma_w))
    cut = np.log((1 - 2 * LIMIT + np.sqrt(1 - 4 * LIMIT)) / (2 * LIMIT))
    share = erfc(cut / np.sqrt(2 * np.array(variances)))
    return {
        "layers": LAYERS,
        "theory": theory,
        "trial": simulated_profile(S, sigma_w, depth=10),
        "share": share,
        "bottom": float(theory[0]),
        "factor": float(theory[0] ** (1 / 9)),
        "top_share": float(share[-1]),
    }


def replay() -> Explorable:
    """Discover that the top layer shuts first, while the loss waits at ln 10, and opens again when the loss falls."""
    steps, names = Axis("training step", 0, _sigmoid.STEPS), [f"layer {k + 1}" for k in range(_sigmoid.LAYERS)]
    means = [Line("step", f"mean_{k + 1}", label=name) for k, name in enumerate(names)]
    shut = [Points("layer", "shut", label="shut: S' < 0.05")]
    losses = [Line("step", "loss", label="loss"), Rule(y="guessing", label="ln 10: guessing", color=2)]
    return Explorable(
        _replay,
        controls=[Slider("now", 0, _sigmoid.STEPS, default=1000, step=_sigmoid.EVERY, label="training step")],
        panels=[
            Panel(steps, Axis("mean output of a layer", 0, 1), means),
            Panel(Axis("layer, 4 is the top one", 0.5, 4.5), Axis("share of outputs shut", -0.05, 1.05), shut),
            Panel(steps, Axis("loss", 0, 2.6), losses),
        ],
        name="sigmoid/replay",
        title="A network of four sigmoid layers while it trains",
        question="Guess first: which layer saturates, the one at the data or the one at the loss? And is it for good?",
        describe="After {now:.0f} steps the mean outputs of layers 1 to 4 are {mean_now_1:.2f}, {mean_now_2:.2f}, "
        "{mean_now_3:.2f} and {mean_now_4:.2f}; of the top layer's outputs a share of {shut_top:.2f} is shut. The loss "
        "is {loss_now:.2f}, guessing would cost 2.30; {accuracy:.0%} of the examples are right.",
    )


def _replay(now):
    history, index = _sigmoid.history(), round(now / _sigmoid.EVERY)
    past = history["step"] <= now
    columns = history["mean"].T
    return {
        "step": history["step"],
        "loss": np.where(past, history["loss"], np.nan),
        **{f"mean_{k}": np.where(past, column, np.nan) for k, column in enumerate(columns, 1)},
        **{f"mean_now_{k}": float(column[index]) for k, column in enumerate(columns, 1)},
        "layer": np.arange(1, _sigmoid.LAYERS + 1),
        "shut": history["shut"][index],
        "shut_top": float(history["shut"][index, -1]),
        "loss_now": float(history["loss"][index]),
        "guessing": np.log(_sigmoid.CLASSES),
        "accuracy": float(history["accuracy"][index]),
    }
