"""What the checks on the range share: factors in random networks, slopes in layers, gradients by differences."""

import math

import numpy as np

from actlib import meanfield
from actlib.networks import simulated_profile

RELU = (1 / math.sqrt(2 * math.pi), 1 / 2)
"""E[f] and E[f²] of ReLU for z ~ N(0, 1)."""


def factor_in_networks(f, sigma_w, depth=8, first=2):
    """Return the factor a layer on the rms of a gradient on its way back through random networks, to layer `first`."""
    profile = simulated_profile(f, sigma_w, depth=depth, width=200, networks=4, samples=10)
    return (profile[first] / profile[-1]) ** (1 / (depth - 1 - first))


def growth_of_outputs(f, sigma_w):
    """Return σ_w² E[f²], what one has who takes the outputs for the slopes."""
    q = meanfield.variance_fixed_point(f, sigma_w)
    return meanfield.next_variance(f, q, sigma_w)


def share_affected(f, spread, of=lambda f: f.derivative):
    """Return the share of units, z ~ N(0, spread²), whose slope is above a tenth of the largest there is."""
    z = spread * np.random.default_rng(0).standard_normal(200_000)
    size = np.abs(of(f)(z))
    return float(np.mean(size > 0.1 * np.abs(of(f)(np.linspace(-20, 20, 4001))).max()))


def share_untouched(f, bias=0.0, units=20_000, inputs=5, h=1e-6):
    """Return the share of units whose first weight changes the output for one pattern by nothing, by differences."""
    rng = np.random.default_rng(1)
    x, w = rng.standard_normal(inputs), rng.standard_normal((units, inputs))
    z = w @ x / np.linalg.norm(x) + bias
    return float(np.mean(f(z + h * x[0]) == f(z - h * x[0])))


def layer(f, spread=1.0, centred=False, units=20, examples=10_000):
    """Return the outputs of independent units: a row for each example; with their means subtracted, if asked."""
    a = f(spread * np.random.default_rng(3).standard_normal((examples, units)))
    return a - a.mean(0) if centred else a
