"""The checks of the assignment *identity_mappings*: layers that change nothing, exactly."""

import numpy as np

from actlib.assignments.checking import Check
from actlib.assignments.checks._arrays import close, satisfying
from actlib.assignments.checks._inputs import NUMPY_ALONE, case

ABSENT = NUMPY_ALONE


def leaky(z, slope=0.0):
    """Return z where it is positive and slope · z elsewhere."""
    return np.where(z > 0, z, slope * z)


def probes(inputs, count=20):
    """Return inputs of all signs, the same each time."""
    return np.random.default_rng(8).normal(0, 3, (inputs, count))


def far(got, right) -> bool:
    """Tell whether two arrays differ by more than roundings."""
    return not np.allclose(got, right, rtol=1e-9, atol=1e-9)


def identity(value, n, slope=0.0):
    """Say where V f(U x) is not x; U and the transpose of V come stacked."""
    n = int(n)
    if value.shape != (2, 2 * n, n):
        return f"you return shape {value.shape}; U and the transpose of V, stacked, have shape {(2, 2 * n, n)}"
    x = probes(n)
    made = value[1].T @ leaky(value[0] @ x, float(slope))
    if far(made, x):
        i, j = np.argwhere(~np.isclose(made, x, rtol=1e-9, atol=1e-9))[0]
        return f"coordinate {i} of an input is {x[i, j]:.4g} and comes out as {made[i, j]:.4g}"
    return ""


def run(x, *layers):
    """Run a ReLU network, whose layers are arrays [W | b], the last without activation."""
    for number, layer in enumerate(layers, start=1):
        x = layer @ np.vstack([x, np.ones(x.shape[1])])
        x = x if number == len(layers) else leaky(x)
    return x


def deeper(value, A, B, k):
    """Say how the output changes when the layers are put between A and B."""
    n = len(A)
    if value.shape != (int(k), n, n + 1):
        return f"you return shape {value.shape}; {int(k)} layers [W | b] of {n} units have shape {(int(k), n, n + 1)}"
    x = probes(A.shape[1] - 1)
    right, got = run(x, A, B), run(x, A, *value, B)
    return f"an output of {right[0, 0]:.6g} becomes {got[0, 0]:.6g}" if far(got, right) else ""


def wider(value, A, B, units):
    """Say how the output changes when the hidden layer has these units, some more than once."""
    units = units.astype(int)
    if value.shape != (len(B), units.size + 1):
        return f"you return shape {value.shape}; for {units.size} units it is {(len(B), units.size + 1)}"
    x = probes(A.shape[1] - 1)
    right, got = run(x, A, B), run(x, A[units], value)
    return f"an output of {right[0, 0]:.6g} becomes {got[0, 0]:.6g}" if far(got, right) else ""


def block_jacobian(U, V, x):
    """Return the Jacobian of x + V relu(U relu(x)), column by column: exact, as the block is linear near x."""

    def block(x):
        return x + V @ leaky(U @ leaky(x))

    h = 1e-7  # far below the distance to the next kink, see `block`
    return np.column_stack([(block(x + h * e) - block(x - h * e)) / (2 * h) for e in np.eye(x.size)])


def sizes(rng):
    """Draw calls on the numbers of inputs 1 to 6."""
    return tuple(case(n) for n in rng.permutation(6) + 1)


def leaks(rng):
    """Draw calls on a number of inputs and a slope."""
    return tuple(case(rng.integers(1, 6), slope) for slope in rng.uniform(0.05, 0.9, 4))


def network(rng, units=4):
    """Draw two layers."""
    return rng.normal(size=(units, 4)), rng.normal(size=(2, units + 1))


def copies(rng):
    """Draw a network, and its units in another order, each at least once and unequally often."""
    A, B = network(rng)
    return (case(A, B, rng.permutation([0, 1, 2, 3, 1, 3, 3, 2])),)


def block(rng, n=4):
    """Draw a block and an input away from all kinks."""
    while True:
        U, V, x = rng.normal(size=(n + 1, n)), rng.normal(size=(n, n + 1)), rng.normal(size=n)
        distance = min(np.abs(x).min(), np.abs(U @ leaky(x)).min())
        if distance > 0.05 and (x < 0).any() and (x > 0).any():
            return (case(U, V, x),)


RNG = np.random.default_rng(0)

CHECKS = (
    Check(
        "relu_identity/any size",
        4,
        (case(1), case(3)),
        sizes,
        satisfying(identity, ["n"]),
    ),
    Check(
        "leaky_identity/any slope",
        4,
        (case(1, 0.1), case(2, 0.5)),
        leaks,
        satisfying(identity, ["n", "slope"]),
    ),
    Check(
        "deepen/any network",
        4,
        (case(*network(RNG), 1), case(*network(RNG), 3)),
        lambda rng: tuple(case(*network(rng, n), rng.integers(1, 5)) for n in (2, 5)),
        satisfying(deeper, ["A", "B", "k"]),
    ),
    Check(
        "widen/any copies",
        4,
        (case([[1, 2, 0.5], [-1, 1, 1]], [[2, 3, 0.5]], [0, 1, 1]), *copies(RNG)),
        copies,
        satisfying(wider, ["A", "B", "units"]),
    ),
    Check(
        "block_jacobian/any input",
        4,
        (case([[1, -1], [2, 1]], [[1, 0], [0, 1]], [2, -1]), *block(RNG)),
        block,
        close(block_jacobian, "the skip gives I, and each ReLU a diagonal of zeros and ones.", tolerance=1e-6),
    ),
)
