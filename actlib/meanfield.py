r"""Mean field of wide random networks: how variances and gradients pass from layer to layer, in theory and by trial.

Layers :math:`z^{l} = W f(z^{l-1}) + b` with independent weights N(0, sigma_w²/width) and biases N(0, sigma_b²), after
Poole et al. (2016) and Schoenholz et al. (2017). In a wide network every z is N(0, q), and

.. math:: q \mapsto \sigma_w^2\, E[f(\sqrt q\, z)^2] + \sigma_b^2, \qquad
          \chi = \sigma_w^2\, E[f'(\sqrt q\, z)^2]

are the variance of the next layer and the factor on the mean square of a gradient that passes back through this one.
"""

import math

import numpy as np
from scipy.optimize import brentq

from actlib.gaussian import expectation

_SMALLEST, _LARGEST = 1e-10, 1e12  # variances beyond stand for 0 and for infinity


def next_variance(f, q, sigma_w, sigma_b=0.0):
    """Return the variance of the pre-activations one layer up from a layer with variance `q`."""
    return sigma_w**2 * expectation(lambda z: f(z) ** 2, q=q, kinks=f.facts.kinks) + sigma_b**2


def variance_fixed_point(f, sigma_w, sigma_b=0.0):
    """Return the variance that deep layers approach from an input of variance 1.

    It is the fixed point next to 1 in the direction in which the first layer goes; 0 or inf if there is none that way.
    """

    def growth(q):
        return next_variance(f, q, sigma_w, sigma_b) - q

    start = growth(1.0)
    if start == 0:
        return 1.0
    near, step = 1.0, 2.0 if start > 0 else 0.5
    while growth(near * step) * start > 0:
        near *= step
        if not _SMALLEST < near < _LARGEST:
            return 0.0 if step < 1 else math.inf
    return brentq(growth, *sorted((near, near * step)), xtol=1e-300, rtol=1e-14)


def chi_1(f, sigma_w, sigma_b=0.0, q=None):
    """Return the factor on a gradient's mean square per layer: at variance `q`, or by default at the fixed point."""
    q = variance_fixed_point(f, sigma_w, sigma_b) if q is None else q
    q = min(max(q, _SMALLEST**2), _LARGEST**2)  # the limits at 0 and infinity, where a kink at 0 keeps two slopes
    return sigma_w**2 * expectation(lambda z: f.derivative(z) ** 2, q=q, kinks=f.facts.kinks)


def critical_sigma_w(f, sigma_b=0.0, low=0.1, high=30.0):
    """Return the `sigma_w` between `low` and `high` at which `chi_1` is 1; ValueError if it is not crossed there."""
    return brentq(lambda sigma_w: chi_1(f, sigma_w, sigma_b) - 1, low, high, rtol=1e-13)


def expected_profile(f, sigma_w, sigma_b=0.0, depth=10):
    """Return the rms of the gradient at the pre-activations of layers 1 to `depth`, that of the last being 1.

    The input has unit variance, so the first layer has variance sigma_w² + sigma_b².
    """
    variances = [sigma_w**2 + sigma_b**2]
    for _ in range(depth - 2):
        variances.append(next_variance(f, variances[-1], sigma_w, sigma_b))
    factors = [chi_1(f, sigma_w, sigma_b, q) for q in variances]
    return np.sqrt(np.append(np.cumprod(factors[::-1])[::-1], 1.0))


def random_networks(f, sigma_w, sigma_b=0.0, depth=10, *, width=100, networks=20, samples=10, seed=0):
    """Return the weights of every layer of some random networks, and their pre-activations for unit Gaussian inputs.

    Weights have the shape (networks, width, width), pre-activations (networks, samples, width).
    """
    rng = np.random.default_rng(seed)
    a, weights, pre_activations = rng.standard_normal((networks, samples, width)), [], []
    for _ in range(depth):
        weights.append(sigma_w / math.sqrt(width) * rng.standard_normal((networks, width, width)))
        pre_activations.append(a @ weights[-1] + sigma_b * rng.standard_normal((networks, 1, width)))
        a = f(pre_activations[-1])
    return weights, pre_activations


def simulated_profile(f, sigma_w, sigma_b=0.0, depth=10, **options):
    """Return the same as `expected_profile`, by backpropagation of a Gaussian gradient through random networks.

    The options are those of `random_networks`; the mean square is taken over all of them.
    """
    weights, pre_activations = random_networks(f, sigma_w, sigma_b, depth, **options)
    deltas = [np.random.default_rng(1).standard_normal(pre_activations[-1].shape)]
    for above, z in zip(weights[:0:-1], pre_activations[-2::-1], strict=True):
        deltas.append(deltas[-1] @ above.swapaxes(1, 2) * f.derivative(z))
    rms = np.sqrt(np.mean(np.square(deltas[::-1]), axis=(1, 2, 3)))
    return rms / rms[-1]
