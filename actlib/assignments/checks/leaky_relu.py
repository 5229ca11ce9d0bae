"""The checks of the assignment *leaky_relu*: the function for any slope, the gradient of a learned slope, the gain."""

import numpy as np

from actlib.assignments.checking import Check
from actlib.assignments.checks._arrays import close, kept
from actlib.assignments.checks._inputs import NUMPY_ALONE, case
from actlib.assignments.checks._rules import accurate, exactly, same_dtype

ABSENT = NUMPY_ALONE


def leaky_relu(z, slope):
    """Return z or slope · z, exactly."""
    return z if z > 0 else slope * z


def slope_gradient(z, upstream):
    """Sum upstream · z over the negative z of each channel, one element at a time."""
    total = np.zeros(z.shape[1])
    for index in np.ndindex(z.shape):
        if z[index] < 0:
            total[index[1]] += upstream[index] * z[index]
    return total


def gain(slope):
    """Return (E[f(z)²])^(-1/2) = (2 / (1 + slope²))^(1/2), exactly."""
    return exactly.sqrt(2 / (1 + slope * slope))


def mean(slope):
    """Return E[f(z)] = (1 - slope) / √(2π), exactly."""
    return (1 - slope) / exactly.sqrt(2 * exactly.pi)


def rms_ratio(gain, slope, depth):
    """Return (gain · √((1 + slope²) / 2))^depth, exactly."""
    return (exactly.mpf(float(gain)) * exactly.sqrt((1 + exactly.mpf(float(slope)) ** 2) / 2)) ** int(depth)


def sloped(low, high, dtype=np.float64):
    """Draw a call on numbers of both signs and one slope."""
    return lambda rng: (case(rng.normal(0, 3, 40), rng.uniform(low, high), dtype=dtype),)


def slopes(low, high):
    """Draw a call on slopes from an interval."""
    return lambda rng: (case(rng.uniform(low, high, 30)),)


def batch(*shape):
    """Draw a call on pre-activations of a shape and as many upstream gradients."""
    return lambda rng: (case(rng.normal(size=shape), rng.normal(size=shape)),)


def network(gains, depths):
    """Draw calls on one network each: gain, slope and depth."""
    return lambda rng: tuple(case(rng.uniform(*gains), rng.uniform(0, 0.9), rng.integers(*depths)) for _ in range(5))


LEAKY = (
    Check(
        "leaky_relu/any slope",
        2,
        (case([-3, -0.5, 0, 2], 0.01), case([-3, 2], -0.25), case([-3, -0.5, 0, 2], 1.5)),
        lambda rng: (*sloped(-0.5, 0.9)(rng), *sloped(1.2, 4)(rng)),
        accurate(leaky_relu, "z where it is positive, slope · z elsewhere, however steep.", ulps=1),
    ),
    Check(
        "leaky_relu/infinite",
        1,
        (case([-np.inf, np.inf], 0.2),),
        lambda rng: (case(rng.permutation([-np.inf, np.inf, -1.0, 1.0]), rng.uniform(0.1, 0.9)),),
        close(
            lambda z, slope: [v if v > 0 else float(slope) * v for v in z],
            "where is ∞ multiplied by 0?",
        ),
    ),
    Check(
        "leaky_relu/float32",
        1,
        (case([-3, -0.5, 0, 2], 0.01, dtype=np.float32),),
        sloped(0.01, 0.9, dtype=np.float32),
        same_dtype(accurate(leaky_relu, "float32 in, float32 out.", ulps=1)),
    ),
)

GRADIENT = (
    Check(
        "slope_gradient/dense layer",
        2,
        (case([[-1, 2], [-3, -4]], [[1, 1], [2, 5]]),),
        batch(7, 4),
        close(slope_gradient, "one number a channel, which is axis 1, with any number of axes after it, or none."),
    ),
    Check(
        "slope_gradient/images",
        2,
        (case(np.arange(-8, 8).reshape(2, 2, 2, 2), np.ones((2, 2, 2, 2))),),
        batch(3, 4, 5, 2),
        close(slope_gradient, "a channel has one slope for all its positions, so their gradients add up."),
    ),
    Check(
        "slope_gradient/manners",
        1,
        (case(np.reshape([-1, 2, -2], (1, 3, 1, 1)), np.reshape([1, 1, 3], (1, 3, 1, 1))),),
        batch(1, 5, 1, 1),
        kept(slope_gradient, close(slope_gradient, "the gradient of slope · z with respect to the slope is z.")),
    ),
)

GAIN = (
    Check(
        "gain/usual slopes",
        3,
        (case([0, 0.01, 0.25, 1, -1]),),
        lambda rng: (*slopes(0.05, 1)(rng), *slopes(-1, -0.05)(rng)),
        accurate(gain, "E[f(z)²] is E[z²]/2 on the right and slope² E[z²]/2 on the left."),
    ),
    Check(
        "gain/huge slopes",
        1,
        (case([1e200]),),
        lambda rng: (case(10 ** rng.uniform(160, 300, 5)),),
        accurate(gain, "the gain is small, not 0: what overflows? See np.hypot."),
    ),
)

MEAN = Check(
    "mean/any slope",
    3,
    (case([0, 0.01, 0.5, 1, 2, -1]),),
    lambda rng: (*slopes(0, 0.9)(rng), *slopes(1.1, 3)(rng), *slopes(-2, -0.1)(rng)),
    accurate(mean, "E[max(z, 0)] is 1/√(2π); the left half contributes with the other sign, and may win.", ulps=8),
)

RATIO = Check(
    "rms_ratio/any depth",
    4,
    (case(np.sqrt(2), 0, 50), case(1, 0, 50), case(2, 0, 50), case(np.sqrt(2), 0.3, 10)),
    network((0.9, 2.5), (2, 60)),
    close(
        lambda gain, slope, depth: float(rms_ratio(gain, slope, depth)),
        "each layer multiplies the second moment by gain² (1 + slope²)/2, and the size is its root.",
        relative=True,
    ),
)

CHECKS = (*LEAKY, *GRADIENT, *GAIN, MEAN, RATIO)
