"""What the checks and scenes on leaky ReLU share: the slope's family, a dead unit that learns, nets on the line."""

import math
from functools import cache

import numpy as np

import actlib as act
from actlib import _relu_nets

X = np.linspace(-1, 1, 41)[:, None]
DEFAULTS = {"PyTorch": 0.01, "TensorFlow": 0.2, "RReLU, evaluated": 11 / 48, "PReLU, start": 0.25, "Keras layer": 0.3}


def leaky(slope):
    """Return leaky ReLU with this slope."""
    return act.leaky_relu.with_parameters(negative_slope=slope)


def gain(slope):
    """Return the gain √(2/(1 + a²)) of He et al. (2015), with which a layer keeps the mean square."""
    return math.sqrt(2 / (1 + slope**2))


def revival(slope, outgoing, bias=-0.8, rate=0.1, steps=3000):
    """Descend on (v f(b) − 1)²/2 from a unit that does not fire; return b and v before each step and after the last."""
    b, v, path = bias, outgoing, [(bias, outgoing)]
    for _ in range(steps):
        value, derivative = (b, 1.0) if b > 0 else (slope * b, slope)
        e = v * value - 1
        b, v = b - rate * e * v * derivative, v - rate * e * value
        path.append((b, v))
    return np.array(path).T


def time_to_fire(slope, outgoing, bias=-0.8, rate=0.1):
    """Return how many steps that takes for a small slope, where the error stays −1: artanh(−b/v)/(a·rate)."""
    return math.atanh(-bias / outgoing) / (slope * rate)


@cache
def nets_that_learn(slope, hidden, target, rate=0.05, steps=400, runs=40):
    """Return how many nets explain half of the variance of a function on the line, at the slope's own gain."""
    nets, y = _relu_nets.network([1, *hidden, 1], runs, seed=1, gain=gain(slope)), target(X)
    *_, (_, pre) = _relu_nets.descend(nets, X, y, rate, steps, f=leaky(slope))
    return int((((pre[-1] - y) ** 2).mean((-1, -2)) < y.var() / 2).sum())


@cache
def steps_on_a_sine(slope):
    """Return for five seeds the steps in which 40 units learn a sine, each slope at its own gain."""
    return _relu_nets.steps_to_fit(leaky(slope), gain(slope), X, np.sin(3 * X), [40], (0.1, 0.3), 500)


def share_lost(slope, width, depth, nets=2000):
    """Return the share of random nets of one input in which some layer is 0."""
    rng, a = np.random.default_rng(0), np.ones((nets, 1, 1))
    for _ in range(depth):
        a = leaky(slope)(a @ rng.standard_normal((nets, a.shape[-1], width)))
    return (a == 0).all(-1).mean()
