"""Nets with one hidden layer on [-1, 1], fitted by least squares; and what polynomials can do there."""

import numpy as np
from numpy.polynomial import legendre

NODES, WEIGHTS = legendre.leggauss(200)  # means over [-1, 1] of polynomials up to degree 399, exactly


def target(x):
    """Return sin(4x + 1): neither even nor odd, and not a polynomial."""
    return np.sin(4 * x + 1)


def fit(f, units, *, seed=0, target=target):
    """Fit the output layer over random hidden units; return the rms on [-1, 1] of what is left, and the net.

    The units are those of a narrower net of the same seed, and more.
    """
    rng, roots = np.random.default_rng(seed), np.sqrt(WEIGHTS / 2)
    w, hinge = (rng.uniform([-4.5, -1], [4.5, 1], (units, 2))).T

    def features(x):
        return np.column_stack([np.ones_like(x), f(w * (x[:, None] - hinge))])

    phi = features(NODES)
    sizes = np.linalg.norm(phi, axis=0)
    v, *_ = np.linalg.lstsq(roots[:, None] * phi / sizes, roots * target(NODES), rcond=1e-12)
    return np.sqrt(WEIGHTS / 2 @ (phi / sizes @ v - target(NODES)) ** 2), lambda x: features(x) / sizes @ v


def rms_of_fit(f, units, **changes):
    """Return the rms alone."""
    return fit(f, units, **changes)[0]


def rms_beyond(degree, target=target):
    """Return the rms on [-1, 1] that no polynomial of this degree gets below: what its Legendre series leaves."""
    sizes = [WEIGHTS / 2 @ (target(NODES) * legendre.Legendre.basis(k)(NODES)) for k in range(degree + 1)]
    kept = sum((2 * k + 1) * size**2 for k, size in enumerate(sizes))
    return np.sqrt(max(WEIGHTS / 2 @ target(NODES) ** 2 - kept, 0.0))
