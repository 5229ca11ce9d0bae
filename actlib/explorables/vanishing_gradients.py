"""Scenes of the chapter on vanishing gradients."""

from functools import lru_cache

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.special import ndtr

import actlib as act
from actlib import meanfield
from actlib.networks import simulated_profile
from actlib.widgets import Axis, Choice, Explorable, Line, Panel, Points, Rule, Slider

_DEPTH = 15
_LOG_Q = np.linspace(-10, 10, 1001)  # decimal logarithms of variances; the ends stand for 0 and infinity


def _weights(default):
    return Slider("sigma_w", 10**-0.5, 10**1.5, default=default, step=0.05, scale="log", label="weights σ_w")


def order_chaos() -> Explorable:
    """Where in the plane of σ_w and σ_b gradients shrink, keep and grow, and what ten or more layers make of it."""
    return Explorable(
        _order_chaos,
        controls=[
            Choice("f", ["identity", "sigmoid", "tanh", "relu", "elu"], default="sigmoid", label="f"),
            _weights(1),
            Slider("sigma_b", 0, 4, default=0, step=1, label="biases σ_b"),
        ],
        panels=[
            Panel(
                x=Axis("σ_w", 10**-0.5, 10**1.5, scale="log"),
                y=Axis("σ_b", -0.2, 4.2),
                marks=[
                    Line("critical_w", "critical_b", label="χ₁ = 1"),
                    Points("here_w", "here_b", label="you are here"),
                ],
                title="Left of the line gradients vanish",
            ),
            Panel(
                x=Axis("layer", 1, _DEPTH),
                y=Axis("gradient, rms (top layer 1)", 1e-12, 1e8, scale="log"),
                marks=[
                    Line("layer", "theory", label="infinite width"),
                    Points("layer", "trial", label="one network of width 64"),
                ],
                title="Depth profile",
            ),
        ],
        name="vanishing_gradients/order_chaos",
        title="The product, not the factor",
        question="Guess first: the sigmoid's slope is at most 1/4. Can the weights be such that its gradient does not "
        "vanish, or even explodes? And can the gradient of the identity, whose slope is 1, vanish?",
        describe="{f}, σ_w = {sigma_w:.3g}, σ_b = {sigma_b:.0f}: deep inside, the mean squared slope is {slope:.3g}; "
        "times σ_w² this is χ₁ = {chi:.3g}. A layer multiplies gradients by {factor:.3g}: they {verdict}. At layer 1 "
        "they are {first:.2g} times those at layer 15.",
    )


def _order_chaos(f, sigma_w, sigma_b):
    q = _fixed_point(f, sigma_w, sigma_b)
    slope = _interpolated(f, q)[1]
    factor = sigma_w * np.sqrt(slope)
    theory = _profile(f, sigma_w, sigma_b)
    line_w, line_b = _critical_line(f)
    return {
        "critical_w": line_w, "critical_b": line_b, "here_w": sigma_w, "here_b": sigma_b,
        "layer": np.arange(1, _DEPTH + 1), "theory": theory,
        "trial": simulated_profile(
            act.get(f), sigma_w, sigma_b, _DEPTH, width=64, networks=1, samples=8
        ),
        "slope": slope, "chi": factor**2, "factor": factor, "first": theory[0],
        "verdict": "shrink" if factor < 0.99 else "grow" if factor > 1.01 else "keep their size",
    }  # fmt: skip


@lru_cache
def _moments(f):
    """Return ln E[f²] and ln E[f'²] over the variances of `_LOG_Q`; from quadrature at every fifth of them."""
    function, q = act.get(f), 10 ** _LOG_Q[::5]
    squares = [(meanfield.next_variance(function, v, 1.0), meanfield.chi_1(function, 1.0, q=v)) for v in q]
    return CubicSpline(_LOG_Q[::5], np.log(squares))(_LOG_Q).T


def _interpolated(f, q):
    log_q = np.log10(np.clip(q, 1e-10, 1e10))
    return tuple(np.exp(np.interp(log_q, _LOG_Q, logs)) for logs in _moments(f))


def _fixed_point(f, sigma_w, sigma_b):
    """Return the variance that deep layers approach from inputs of variance 1; the table's ends stand for 0 and inf."""
    growth = np.log((sigma_w**2 * np.exp(_moments(f)[0]) + sigma_b**2) / 10**_LOG_Q)
    start = len(growth) // 2
    way = slice(start, None) if growth[start] > 0 else slice(start, None, -1)
    log_q, rest = _LOG_Q[way], growth[way] * np.sign(growth[start])
    if rest.min() > 0:
        return 10 ** log_q[-1]
    stop = np.argmax(rest <= 0)
    around = [stop, max(stop - 1, 0)]
    return 10 ** np.interp(0, rest[around], log_q[around])


def _profile(f, sigma_w, sigma_b):
    """Return `meanfield.expected_profile` from the table."""
    q, factors = sigma_w**2 + sigma_b**2, []
    for _ in range(_DEPTH - 1):
        square, slope = _interpolated(f, q)
        factors.append(sigma_w**2 * slope)
        q = sigma_w**2 * square + sigma_b**2
    return np.sqrt(np.append(np.cumprod(factors[::-1])[::-1], 1.0))


@lru_cache
def _critical_line(f):
    """Return σ_w and σ_b where χ₁ = 1.

    Every variance q is the fixed point of one such pair, which gives σ_w as a function of σ_b. For ReLU and the like it
    is one pair only; above it there is no fixed point, and χ₁ is 1 all the same.
    """
    seen = _LOG_Q <= 4
    square, slope = np.exp(_moments(f))[:, seen]
    sigma_b = np.linspace(0, 4.2, 43)
    return np.interp(sigma_b**2, np.maximum.accumulate(10 ** _LOG_Q[seen] - square / slope), slope**-0.5), sigma_b


_STEEP = np.arccosh(np.sqrt(10))  # the slope of tanh is a tenth of its largest there; the sigmoid is tanh at half z
_TAILS = {"identity": (0, 0.0), "relu": (1, 0.0), "tanh": (2, _STEEP), "sigmoid": (2, 2 * _STEEP)}


def saturated() -> Explorable:
    """Saturated units beside the factor per layer: large weights raise both, biases raise one and lower the other."""
    return Explorable(
        _saturated,
        controls=[
            Choice("f", list(_TAILS), default="tanh", label="f"),
            _weights(10**1.3),
            Slider("sigma_b", 0, 10, default=0, step=1, label="biases σ_b"),
        ],
        panels=[
            Panel(
                x=Axis("σ_w", 10**-0.5, 10**1.5, scale="log"),
                y=Axis("share of units", -0.02, 1.02),
                marks=[Line("sigma", "shares", label="saturated"), Points("here", "share", label="you are here")],
                title="Saturated units",
            ),
            Panel(
                x=Axis("σ_w", 10**-0.5, 10**1.5, scale="log"),
                y=Axis("factor per layer", 0.03, 30, scale="log"),
                marks=[
                    Line("sigma", "factors", label="gradient, √χ₁"),
                    Points("here", "factor", label="you are here"),
                    Rule(y="one", label="neither vanishes nor explodes"),
                ],
                title="Gradient",
            ),
        ],
        name="vanishing_gradients/saturated",
        title="Saturated units and vanishing gradients",
        question="Guess first: raise σ_w until nearly all tanh units are saturated. Does the gradient vanish? And if "
        "biases saturate them?",
        describe="{f}, σ_w = {sigma_w:.3g}, σ_b = {sigma_b:.0f}: {share:.0%} of the units have a slope below a tenth "
        "of the largest, and a layer multiplies the gradient by {factor:.3g}.",
    )


def _saturated(f, sigma_w, sigma_b):
    sigma = np.array(_weights(1).values)
    shares, factors = np.transpose([_share_and_factor(f, s, sigma_b) for s in sigma])
    share, factor = _share_and_factor(f, sigma_w, sigma_b)
    return {
        "sigma": sigma, "shares": shares, "factors": factors,
        "here": sigma_w, "share": share, "factor": factor, "one": 1.0,
    }  # fmt: skip


@lru_cache(maxsize=4096)
def _share_and_factor(f, sigma_w, sigma_b):
    q, (tails, edge) = _fixed_point(f, sigma_w, sigma_b), _TAILS[f]
    return tails * ndtr(-edge / np.sqrt(q)), sigma_w * np.sqrt(_interpolated(f, q)[1])
