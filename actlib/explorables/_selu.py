"""Mean and variance of SELU's output for a normal input, in closed form."""

import numpy as np
from scipy.special import log_ndtr, ndtr

from actlib.activations.exponential import SELU_ALPHA, SELU_SCALE

_NARROW = 1e-12  # variances below are those of a point


def moments(mean, variance):
    """Return mean and variance of SELU(z), z normal with the given mean and variance.

    Below zero the exponential tilts the density: E[exp(tz); z < 0] = exp(t mean + t² variance/2) Φ(-mean/s - t s).
    """
    s = np.sqrt(np.maximum(variance, _NARROW))
    ratio = mean / s
    above, density = ndtr(ratio), np.exp(-ratio * ratio / 2) / np.sqrt(2 * np.pi)
    one, two = (np.exp(t * mean + t * t * variance / 2 + log_ndtr(-ratio - t * s)) for t in (1, 2))
    below = ndtr(-ratio)
    first = mean * above + s * density + SELU_ALPHA * (one - below)
    second = (mean**2 + variance) * above + mean * s * density + SELU_ALPHA**2 * (two - 2 * one + below)
    return SELU_SCALE * first, SELU_SCALE**2 * np.maximum(second - first**2, 0.0)


def layer(mean, variance, omega, tau):
    """Return mean and variance behind a layer: each unit's weights have the sum omega and the sum of squares tau.

    If omega is "random", the weights are independent and of mean 0: the sums of the units then are spread by sqrt(tau),
    and over the units of the layer z has mean 0 and tau times the inputs' mean square for its variance.
    """
    if omega == "random":
        return moments(0.0 * mean, tau * (variance + mean**2))
    return moments(float(omega) * mean, tau * variance)


def stretch(omega, tau, step=1e-5):
    """Return the largest factor on a small difference from mean 0, variance 1: the norm of the Jacobian there."""
    by_mean = np.subtract(layer(step, 1.0, omega, tau), layer(-step, 1.0, omega, tau))
    by_variance = np.subtract(layer(0.0, 1 + step, omega, tau), layer(0.0, 1 - step, omega, tau))
    return float(np.linalg.norm(np.column_stack([by_mean, by_variance]) / (2 * step), 2))
