"""What several checks of the sigmoid's claims share: thresholds, zeros in floats, and a network at initialisation."""

from functools import cache

import numpy as np

from actlib import meanfield
from actlib.activations.sigmoidal import sigmoid


def logistic(z):
    """S as the notes write it; it takes complex numbers, so that a derivative can be had without differences."""
    return 1 / (1 + np.exp(-z))


def slope(f, z, h=1e-20):
    """f'(z) by a complex step: no difference is taken, so nothing cancels."""
    return np.imag(f(z + 1j * h)) / h


def threshold(eps):
    """The abs(z) beyond which S' < eps."""
    return np.log((1 - 2 * eps + np.sqrt(1 - 4 * eps)) / (2 * eps))


def first_zero(f, dtype, side):
    """The z nearest to 0, on the side of the sign given, where f is exactly 0 in floats of this type."""
    inside, outside = 0.0, 1000.0
    for _ in range(60):
        middle = (inside + outside) / 2
        inside, outside = (inside, middle) if f(dtype(side * middle)) == 0 else (middle, outside)
    return side * outside


def share_saturated(z, eps=0.01):
    """The share of pre-activations at which S' < eps."""
    return np.mean(sigmoid.derivative(z) < eps)


def fixed_point(sigma):
    """The variance q of the pre-activations that a wide sigmoid network keeps: q = σ² E[S(z)²], z ~ N(0, q)."""
    return meanfield.variance_fixed_point(sigmoid, sigma)


@cache
def critical_sigma():
    """The σ_w at which σ_w² E[S'(z)²] = 1 at the fixed point, so that a gradient keeps its size."""
    return meanfield.critical_sigma_w(sigmoid, low=5, high=20)


def factors(f, q, sigma, layers):
    """Theory of a wide net: the rms of δ behind each layer over that before it, from the variance q of the first."""
    found = []
    for _ in range(layers):
        found.append(np.sqrt(meanfield.chi_1(f, sigma, q=q)))
        q = meanfield.next_variance(f, q, sigma)
    return np.array(found)


def simulated_factor(f, q, sigma, layers=10, width=256, nets=20):
    """The mean factor a layer, measured: δ = ∂L/∂z of real nets at initialisation, weights N(0, σ²/width)."""
    rng, logs = np.random.default_rng(0), []
    for _ in range(nets):
        weights = rng.normal(scale=sigma / np.sqrt(width), size=(layers - 1, width, width))
        z = [np.sqrt(q) * rng.normal(size=width)]
        for w in weights:
            z.append(w @ f(z[-1]))
        top = delta = f.derivative(z[-1]) * rng.normal(size=width)
        for layer in range(layers - 2, -1, -1):
            delta = f.derivative(z[layer]) * (weights[layer].T @ delta)
        logs.append(np.log(np.mean(delta**2) / np.mean(top**2)) / 2)
    return np.exp(np.mean(logs) / (layers - 1))


def chain(x, weight, gates):
    """Sigmoid gates in a row, each fed with weight·(x − ½): ½ goes in and ½ comes out, whatever the weight."""
    for _ in range(gates):
        x = logistic(weight * (x - 0.5))
    return x
