"""The checks of the assignment *softmax_alternatives*: the projection onto the simplex, its Jacobian, its loss, kin."""

import numpy as np

from actlib.assignments.checking import Check
from actlib.assignments.checks._arrays import close
from actlib.assignments.checks._inputs import NUMPY_ALONE, case

ABSENT = NUMPY_ALONE


def threshold(z):
    """Return the τ with Σ max(z - τ, 0) = 1, by bisection."""
    low, high = z.min() - 1, z.max()
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if np.maximum(z - middle, 0).sum() > 1 else (low, middle)
    return (low + high) / 2


def sparsemax(z):
    """Return the point of the simplex that is nearest to each vector along the last axis."""
    return np.reshape([np.maximum(row - threshold(row), 0) for row in z.reshape(-1, z.shape[-1])], z.shape)


def sparsemax_jvp(z, v):
    """Return the change of sparsemax along v, by central differences: it is linear away from its kinks."""
    h = 1e-5
    return (sparsemax(z + h * v) - sparsemax(z - h * v)) / (2 * h)


def sparsemax_loss(z, label):
    """Return max over the simplex of <p, z> - |p|²/2, plus ½, less the label's score: p is the projection."""
    p = sparsemax(z)
    return p @ z - p @ p / 2 + 0.5 - z[int(label)]


def spherical_softmax(z):
    """Return z_i² / Σ z_j², after a division that keeps the squares in range."""
    z = z / np.abs(z).max()
    return np.array([v * v / sum(w * w for w in z) for v in z])


def taylor_softmax(z):
    """Return (1 + z + z²/2) / Σ …, as ((1 + z)² + 1) / 2."""
    weights = [((1 + v) ** 2 + 1) / 2 for v in z]
    return np.array(weights) / sum(weights)


def spread_out(rng, *shape):
    """Draw scores so unlike that some get nothing, and none lies near the threshold."""
    while True:
        z = rng.normal(0, 2, shape)
        p = sparsemax(z)
        if (p == 0).any() and (p > 0).sum() > len(np.atleast_2d(z)) and not ((0 < p) & (p < 0.02)).any() and clear(z):
            return z


def clear(z) -> bool:
    """Tell whether no score lies near its vector's threshold."""
    return all(np.abs(row - threshold(row)).min() > 0.02 for row in np.atleast_2d(z))


def directed(rng):
    """Draw scores and a direction."""
    return tuple(case(spread_out(rng, 5), rng.normal(size=5)) for _ in range(3))


def judged(rng):
    """Draw scores and labels, some of which get nothing."""
    return tuple(case(spread_out(rng, 5), label) for label in rng.permutation(5))


CHECKS = (
    Check(
        "sparsemax/one vector",
        3,
        (case([0, 0.5, 2]), case([1, 0.5, 0.2])),
        lambda rng: tuple(case(spread_out(rng, n)) for n in (3, 5, 8)),
        close(sparsemax, "the scores below the threshold get 0, and the threshold is that of the others alone."),
    ),
    Check(
        "sparsemax/last axis",
        2,
        (case([[0.2, 0.5, 0.4], [1, 1, 1]]),),
        lambda rng: (case(rng.uniform(0, 0.3, (3, 4))), case(rng.uniform(0, 0.3, (6, 2)))),
        close(sparsemax, "each vector along the last axis has its own threshold and sums to 1."),
    ),
    Check(
        "sparsemax/far from zero",
        1,
        (case([1000, 1000.5, 1000.2]),),
        lambda rng: tuple(case(rng.uniform(0, 0.3, 5) + shift) for shift in (-3000, 3000)),
        close(sparsemax, "adding a constant to all scores changes nothing."),
    ),
    Check(
        "sparsemax_jvp/any direction",
        5,
        (case([1, 0.5, -3], [1, 0, 5]),),
        directed,
        close(sparsemax_jvp, "on the support it subtracts the support's mean of v; elsewhere it is 0.", tolerance=1e-6),
    ),
    Check(
        "sparsemax_loss/any label",
        5,
        (case([0, 0.5, 2], 2), case([1, 0.5, 0.2], 2)),
        judged,
        close(sparsemax_loss, "-z_label + ½ Σ (z_j² - τ²) over the support, + ½: it is 0 when p is 1 at the label."),
    ),
    Check(
        "spherical_softmax/any scale",
        2,
        (case([1, 2]), case([-1, 2, 0]), case([1e200, 2e200]), case([1e-200, 2e-200])),
        lambda rng: tuple(case(rng.normal(size=5) * 10 ** (s * rng.uniform(170, 290))) for s in (-1, 0, 1)),
        close(spherical_softmax, "it does not change when z is multiplied by a constant: use that before squaring."),
    ),
    Check(
        "taylor_softmax/any vector",
        2,
        (case([1, 2]), case([-1, 0, -5])),
        lambda rng: (case(rng.normal(0, 3, 5)), case(rng.normal(0, 3, 3))),
        close(taylor_softmax, "the exponential's first three terms: 1 + z + z²/2."),
    ),
)
