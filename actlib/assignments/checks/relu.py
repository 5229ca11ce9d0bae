"""The checks of the assignment *relu*: units that are dead, the gradient that passes by them, and how to wake them."""

import numpy as np

from actlib.assignments.checking import Check
from actlib.assignments.checks._arrays import close, satisfying
from actlib.assignments.checks._inputs import NUMPY_ALONE, case
from actlib.assignments.checks._rules import exactly

ABSENT = NUMPY_ALONE


def fires(X, W, b):
    """Tell example by example, unit by unit, whether the pre-activation is positive."""
    return np.array([[np.dot(x, w) + bias > 0 for w, bias in zip(W.T, b, strict=True)] for x in X])


def dead_units(X, W, b):
    """Return 1 for units that fire on no example."""
    return 1.0 - fires(X, W, b).any(axis=0)


def gradients(X, W, b, upstream):
    """Sum the gradients of the examples, one at a time."""
    total = np.zeros((len(W) + 1, len(b)))
    for x, row, on in zip(X, upstream, fires(X, W, b), strict=True):
        total += np.outer([*x, 1.0], np.where(on, row, 0.0))
    return total


def revived(value, X, W, b, count):
    """Say which unit does not fire as often as it should, or has moved though it was alive."""
    if value.shape != b.shape:
        return f"you return shape {value.shape}; there is one bias a unit: shape {b.shape}"
    dead = dead_units(X, W, b) > 0
    if (moved := np.flatnonzero(~dead & (value != b))).size:
        return f"unit {moved[0]} fires, and yet its bias moves: leave the living alone"
    found = fires(X, W, value).sum(axis=0)
    if (wrong := np.flatnonzero(dead & (found != int(count)))).size:
        unit = wrong[0]
        return f"unit {unit} fires on {found[unit]} examples with your bias: where do its {len(X)} values of X @ W lie?"
    return ""


def born_dead(widths):
    """Return 1 - Π (1 - 2^-n), exactly."""
    return float(1 - exactly.fprod(1 - exactly.mpf(2) ** -int(n) for n in widths))


def layer(rng, biases, examples=12, inputs=4):
    """Draw examples, weights and given biases."""
    return rng.normal(size=(examples, inputs)), rng.normal(size=(inputs, len(biases))), np.asarray(biases, float)


def rarely(rng):
    """Draw a layer with a unit that is dead, one that fires on one example, one that fires on all."""
    X, W, b = layer(rng, [0, 0, 0, 0])
    top = np.sort(X @ W, axis=0)
    b = np.array([-top[-1, 0] - 0.5, -(top[-1, 1] + top[-2, 1]) / 2, -top[0, 2] + 0.5, -top[-1, 3] - 5])
    return (case(X, W, b),)


def grazing(rng):
    """Draw a layer of whole numbers with two units whose largest pre-activation is 0, and one that always fires."""
    X, W, _ = (np.round(3 * part) for part in layer(rng, [0, 0, 0]))
    z = X @ W
    return (case(X, W, [-z[:, 0].max(), -z[:, 1].max(), 1 - z[:, 2].min()]),)


def upstream(rng, biases, examples):
    """Draw a layer with whole numbers, and the gradient that comes to it."""
    X, W, b = layer(rng, biases, examples)
    return case(np.round(2 * X), np.round(2 * W), b, rng.normal(size=(examples, len(b))))


def at_zero(rng):
    """Draw one example on which some pre-activations are exactly 0, and the others positive."""
    X, W, _, g = upstream(rng, np.zeros(5), 1)
    return (case(X, W, -(X @ W)[0] + [0, 3, 0, 5, 0], g),)


def asleep(rng):
    """Draw a layer of dead units, and how many examples shall fire."""
    X, W, _ = layer(rng, np.zeros(5), examples=15)
    return (case(X, W, -(X @ W).max(axis=0) - rng.uniform(0.1, 3, 5), rng.integers(1, 15)),)


def awake(rng):
    """Draw a layer of living units, and how many examples shall fire where one is dead."""
    X, W, _ = layer(rng, np.zeros(5), examples=15)
    return (case(X, W, -np.median(X @ W, axis=0), rng.integers(1, 6)),)


RNG = np.random.default_rng(0)
SMALL = case([[1, 0], [0, 1], [-1, -1]], [[1, -1, 1], [1, -1, 0]], [-1.5, -1, 0])

CHECKS = (
    Check(
        "dead_units/fires once",
        2,
        (SMALL, *rarely(RNG)),
        rarely,
        close(dead_units, "one example on which it fires is enough for a unit to learn."),
    ),
    Check(
        "dead_units/exactly zero",
        2,
        (case([[1, 0], [0, 1]], [[1, 2], [1, 2]], [-1, 0]),),
        grazing,
        close(dead_units, "at z = 0 the output is 0, and the derivative is taken to be 0: such a unit is dead too."),
    ),
    Check(
        "gradients/batch",
        2,
        (upstream(RNG, [50, 50], 3),),
        lambda rng: (upstream(rng, np.full(3, 99), 6),),
        close(gradients, "sum over the examples; the gradients of the biases are the last row."),
    ),
    Check(
        "gradients/mask",
        2,
        (upstream(RNG, [-50, 50, -50], 1),),
        lambda rng: (upstream(rng, rng.permutation([-99, -99, 99, 99]), 1),),
        close(gradients, "where a unit does not fire, nothing passes, to its bias neither."),
    ),
    Check(
        "gradients/at the kink",
        2,
        (case([[1, 2]], [[1, 1], [1, 0]], [-3, 1], [[7, 5]]),),
        at_zero,
        close(gradients, "at z = 0 this course, like PyTorch, takes the derivative 0."),
    ),
    Check(
        "revive/dead units",
        4,
        (case([[1, 0], [0, 1], [-1, -1]], [[1, -1], [2, -3]], [-7, -9], 2), *asleep(RNG)),
        asleep,
        satisfying(revived, ["X", "W", "b", "count"]),
    ),
    Check(
        "revive/living units",
        2,
        awake(RNG),
        awake,
        satisfying(revived, ["X", "W", "b", "count"]),
    ),
    Check(
        "born_dead/narrow",
        2,
        (case([1]), case([2, 2, 2]), case([3, 1])),
        lambda rng: tuple(case(rng.integers(1, 6, depth)) for depth in (2, 5, 20)),
        close(born_dead, "it survives when every layer does: multiply probabilities of survival.", relative=True),
    ),
    Check(
        "born_dead/wide",
        2,
        (case([64] * 10), case([60, 70])),
        lambda rng: tuple(case(rng.integers(58, 90, depth)) for depth in (2, 5, 20)),
        close(born_dead, "tiny, but not 0: 1 - 2⁻⁶⁴ rounds to 1. See np.log1p and np.expm1.", relative=True),
    ),
)
