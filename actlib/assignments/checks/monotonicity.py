"""The checks of the assignment *monotonicity*: where the squared loss is not convex, the loss that is, and a test."""

import numpy as np

from actlib.assignments.checking import Check
from actlib.assignments.checks._arrays import close
from actlib.assignments.checks._inputs import NUMPY_ALONE, case
from actlib.assignments.checks._rules import accurate, exactly

ABSENT = NUMPY_ALONE


def curvature(w, x, y):
    """Return d²/dw² (S(wx) - y)², by the product rule on exact numbers."""
    s = 1 / (1 + exactly.exp(-w * x))
    first, second = s * (1 - s), s * (1 - s) * (1 - 2 * s)
    return 2 * x**2 * (first**2 + (s - y) * second)


def matching_loss(z, y):
    """Return ∫ (tanh t - y) dt from 0 to z = log cosh z - y z, exactly."""
    return exactly.log(exactly.cosh(z)) - y * z


def gradient(X, w, y):
    """Sum (tanh(x·w) - y) x over the examples, one at a time."""
    return sum((np.tanh(np.dot(x, w)) - label) * x for x, label in zip(X, y, strict=True))


def is_convex(x, values):
    """Compare each point with the chord between its neighbours, exactly, forgiving a rounding."""
    x, values = ([exactly.mpf(float(v)) for v in array] for array in (x, values))
    size = max(abs(v) for v in values)
    for i in range(1, len(x) - 1):
        share = (x[i] - x[i - 1]) / (x[i + 1] - x[i - 1])
        if values[i] > (1 - share) * values[i - 1] + share * values[i + 1] + size * exactly.mpf("1e-12"):
            return 0.0
    return 1.0


def minima(x, values):
    """Return the places that lie below both neighbours."""
    return [x[i] for i in range(1, len(x) - 1) if values[i - 1] > values[i] < values[i + 1]]


def scale(*arguments):
    """Return the largest of 1 and the arguments."""
    return max(1, *map(abs, arguments))


def neuron(rng):
    """Draw weights, an input other than 1 and a label."""
    return (case(rng.uniform(-4, 4, 30), rng.choice([-1, 1]) * rng.uniform(1.2, 2), rng.uniform(0, 1)),)


def losses(*intervals):
    """Draw pre-activations from intervals and one label."""
    return lambda rng: (case(np.concatenate([rng.uniform(a, b, 20) for a, b in intervals]), rng.uniform(-0.9, 0.9)),)


def regression(rng):
    """Draw examples, weights and labels."""
    return (case(rng.normal(size=(8, 3)), rng.normal(size=3), rng.uniform(-1, 1, 8)),)


def uneven(rng, count=40):
    """Draw an increasing grid with very unlike steps, from -2 to 2."""
    steps = np.exp(rng.normal(0, 1, count))
    return np.concatenate([[-2], -2 + 4 * np.cumsum(steps) / steps.sum()])


def curved(rng):
    """Draw convex functions on uneven grids, and a concave one."""
    x = uneven(rng)
    return case(x, x**2), case(x, np.exp(x * rng.uniform(1, 2))), case(x, -(x**2))


def straight(rng):
    """Draw straight lines and kinks on even grids, so that neighbours differ from them by roundings alone."""
    x = np.linspace(-2, 2, 41)
    return tuple(case(x, a * np.abs(x) + b * x) for a, b in [(0, rng.uniform(0.1, 3)), (1, rng.uniform(0.1, 3))])


def dented(rng):
    """Draw convex functions with one small dent, on even grids."""
    x = np.linspace(-2, 2, 41)
    place = rng.choice([-1, 1]) * rng.uniform(0.8, 1.4)
    return (case(x, x**2 - 0.3 * np.exp(-(((x - place) / 0.2) ** 2))),)


def valleys(rng):
    """Draw a curve with several valleys, which falls towards one end."""
    x = np.linspace(-3, 3, 120)
    return (case(x, np.sin(rng.uniform(3, 5) * x + rng.uniform(0, 6)) + rng.choice([-1, 1]) * rng.uniform(0.5, 1) * x),)


GRID = np.linspace(-2, 2, 9)

CHECKS = (
    Check(
        "curvature/any neuron",
        4,
        (case([0, 2, -2], 1, 0), case([0, 2, -2], -2, 0.9)),
        neuron,
        accurate(curvature, "S' depends on w too: the product rule gives a second term.", ulps=64, scale=scale),
    ),
    Check(
        "matching_loss/middle",
        2,
        (case([-2, 0, 0.5, 3], 0.5),),
        losses((-5, 5)),
        accurate(matching_loss, "integrate tanh t - y from 0 to z.", ulps=8, scale=scale),
    ),
    Check(
        "matching_loss/far out",
        2,
        (case([-1000, 800], 0.5),),
        losses((-1e5, -750), (750, 1e5)),
        accurate(matching_loss, "cosh overflows, its logarithm does not: take out what grows.", ulps=8, scale=scale),
    ),
    Check(
        "gradient/any data",
        3,
        (case([[1, 2], [0, 1], [-1, 1]], [0.5, -1], [0.3, -0.2, 0.9]),),
        regression,
        close(gradient, "the derivative of the matching loss in z is tanh z - y: no further factor."),
    ),
    Check(
        "is_convex/uneven grid",
        2,
        (case([0, 1, 3, 3.5, 6], np.square([0, 1, 3, 3.5, 6])), case([0, 1, 3, 4], [0, -1, -9, -16])),
        curved,
        close(is_convex, "on an uneven grid the slopes must not fall, whatever the differences do."),
    ),
    Check(
        "is_convex/straight pieces",
        2,
        (case(GRID, 0.1 * GRID), case(np.linspace(-2, 2, 41), 0.3 * np.linspace(-2, 2, 41))),
        straight,
        close(is_convex, "a line is convex, and its slopes differ by roundings: forgive 1e-9."),
    ),
    Check(
        "is_convex/small dent",
        2,
        (case(GRID, GRID**2 - 2.0 * (GRID == 1)),),
        dented,
        close(is_convex, "one place where the slope falls is enough."),
    ),
    Check(
        "minima/any curve",
        3,
        (case(GRID, [3, 1, 2, 4, 1, 0, 2, 1, -5]),),
        valleys,
        close(minima, "inner points below both neighbours, in order; the ends of the grid do not count."),
    ),
)
