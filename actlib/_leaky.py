"""What claims, scenes and questions on leaky ReLU share: slopes in use, the gain, and a dead unit that learns."""

import math

import numpy as np

import actlib as act

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
