"""The checks of the assignment *softmax*: the map, its logarithm, its loss and its Jacobian times a vector."""

import numpy as np

from actlib.assignments.checking import Check
from actlib.assignments.checks._arrays import close, quiet
from actlib.assignments.checks._inputs import NUMPY_ALONE, case
from actlib.assignments.checks._rules import exactly

ABSENT = NUMPY_ALONE


def rows(z):
    """Return the vectors along the last axis as exact numbers."""
    return [[exactly.mpf(float(v)) for v in row] for row in z.reshape(-1, z.shape[-1])]


def exact_softmax(row):
    """Return softmax of one vector, by its definition, with as many digits as it takes."""
    powers = [exactly.exp(v) for v in row]
    return [p / sum(powers) for p in powers]


def softmax(z):
    """Return softmax along the last axis."""
    return np.array([[float(p) for p in exact_softmax(row)] for row in rows(z)]).reshape(z.shape)


def log_softmax(z):
    """Return its logarithm."""
    return np.array([[float(exactly.log(p)) for p in exact_softmax(row)] for row in rows(z)]).reshape(z.shape)


def cross_entropy_gradient(z, labels):
    """Return the gradient of the mean cross-entropy, from the exact probabilities."""
    gradient = softmax(z)
    for number, label in enumerate(labels):
        gradient[number, int(label)] -= 1
    return gradient / len(z)


def softmax_jvp(z, v):
    """Return the Jacobian, written out entry by entry, times v."""
    result = []
    for p, direction in zip(softmax(z).reshape(-1, z.shape[-1]), v.reshape(-1, z.shape[-1]), strict=True):
        jacobian = [[p[i] * ((i == j) - p[j]) for j in range(p.size)] for i in range(p.size)]
        result.append(np.dot(jacobian, direction))
    return np.reshape(result, z.shape)


def norm_bound(z):
    """Return the largest eigenvalue of the Jacobian."""
    p = softmax(z)
    return np.linalg.eigvalsh(np.diag(p) - np.outer(p, p))[-1]


def logits(*shape, scale=2.0, shift=0.0):
    """Draw a call on logits of a shape."""
    return lambda rng: (case(shift + rng.normal(0, scale, shape)),)


def masked(rng):
    """Draw a call on logits, some of them minus infinity."""
    return (case(rng.permutation([-np.inf, -np.inf, *rng.normal(size=4)])),)


def labelled(batch, shift):
    """Draw a call on logits of a batch and labels."""
    return lambda rng: ((rng.normal(rng.choice([-1, 1]) * shift, 2, (batch, 5)), rng.integers(0, 5, batch)),)


def far_apart(rng):
    """Draw a call on logits with gaps that no exponential survives."""
    return (case(rng.permutation([0, *rng.uniform(750, 2000, 3)])),)


CHECKS = (
    Check(
        "softmax/last axis",
        2,
        (case([[1, 2, 3], [0, 0, 5]]), case([[[1, 2], [3, 5]], [[0, 1], [1, 1]]])),
        lambda rng: (*logits(3, 4)(rng), *logits(2, 3, 4)(rng)),
        close(softmax, "each vector along the last axis sums to 1."),
    ),
    Check(
        "softmax/large logits",
        2,
        (case([1001, 1002]), case([-1001, -1002, -1000])),
        lambda rng: (*logits(5, shift=5000)(rng), *logits(5, shift=-5000)(rng)),
        close(softmax, "only differences count, so subtract something first. What, to be safe?"),
    ),
    Check(
        "softmax/masked",
        2,
        (case([-np.inf, 0, 1]),),
        masked,
        close(softmax, "a logit of -∞ has probability 0, and the others share the rest. What is -∞ - (-∞)?"),
    ),
    Check(
        "log_softmax/last axis",
        2,
        (case([[1, 2, 3], [0, 0, 5]]),),
        lambda rng: (*logits(3, 4)(rng), *logits(2, 3, 4)(rng)),
        close(log_softmax, "normalise along the last axis."),
    ),
    Check(
        "log_softmax/far apart",
        3,
        (case([0, 800]), case([-1000, 1000, 0])),
        far_apart,
        close(log_softmax, "the logarithm of a probability that has become 0 is lost. Is a probability needed at all?"),
    ),
    Check(
        "cross_entropy_gradient/batch",
        2,
        ((np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 5.0]]), np.array([2, 0])),),
        labelled(6, 0),
        close(cross_entropy_gradient, "the loss is a mean over the batch, and so is its gradient."),
    ),
    Check(
        "cross_entropy_gradient/large logits",
        2,
        ((np.array([[1000.0, 1001.0]]), np.array([0])),),
        labelled(1, 3000),
        quiet(close(cross_entropy_gradient, "probabilities of large logits are ordinary numbers.")),
    ),
    Check(
        "softmax_jvp/any shape",
        3,
        (case([0, 1, 2], [1, 0, 0]), case([[0, 1, 2], [5, 0, 0]], [[1, 2, 3], [1, 1, 1]])),
        lambda rng: tuple(case(rng.normal(size=s), rng.normal(size=s)) for s in [(4,), (3, 5)]),
        close(softmax_jvp, "row i of the Jacobian is p_i (δ_ij - p_j): every logit moves every probability."),
    ),
    Check(
        "norm_bound/any vector",
        2,
        (case([0, 0]), case([0, 0, 30]), case([0, 1, 2])),
        lambda rng: tuple(case(rng.normal(0, 1, n)) for n in (2, 3, 6)),
        close(norm_bound, "the largest eigenvalue of the symmetric matrix diag(p) - p pᵀ; see np.linalg.eigvalsh."),
    ),
)
