"""The checks of the assignment *sigmoid*: a stable sigmoid, its logarithm, and the cross-entropy on logits.

The oracles are the textbook formulas evaluated with fifty digits, where nothing overflows and nothing cancels.
"""

import numpy as np

from actlib.assignments.checking import Check
from actlib.assignments.checks._inputs import NUMPY_ALONE, between, case, ends
from actlib.assignments.checks._rules import accurate, equal, exactly, same_dtype, silent, well_mannered

ABSENT = NUMPY_ALONE

LARGEST = np.finfo(np.float64).max


def sigmoid(z):
    """Return 1 / (1 + e^-z), exactly."""
    return 1 / (1 + exactly.exp(-z))


def log_sigmoid(z):
    """Return -log(1 + e^-z), exactly."""
    return -exactly.log1p(exactly.exp(-z))


def bce(z, y):
    """Return -y log σ(z) - (1 - y) log σ(-z), exactly."""
    return -y * log_sigmoid(z) - (1 - y) * log_sigmoid(-z)


def labelled(*intervals, labels, dtype=np.float64, count=60):
    """Draw one call with logits from several intervals and labels from a function of generator and count."""

    def draw(rng):
        z = np.concatenate([rng.uniform(a, b, count) for a, b in intervals])
        return (case(z, labels(rng, z.size), dtype=dtype),)

    return draw


def hard(rng, count):
    """Draw labels 0 and 1."""
    return rng.integers(0, 2, count)


def soft(rng, count):
    """Draw labels between 0 and 1."""
    return rng.uniform(0.05, 0.95, count)


def shapes(*more):
    """Draw calls on arrays with no, one and two axes, one of them empty."""
    return lambda rng: tuple(
        case(rng.normal(size=shape), *(label(rng, shape) for label in more)) for shape in [(), (0,), (5,), (3, 4)]
    )


def huge(*more):
    """Draw calls on one huge argument each, of either sign."""
    return lambda rng: tuple(
        case([sign * 10 ** rng.uniform(3, 300)], *(label(rng, 1) for label in more)) for sign in (-1, 1)
    )


def scale_of_terms(z, _y, value):
    """Return the size of what is added: a soft label leaves a rounding of the size of z."""
    return max(abs(z), value)


SIGMOID = (
    Check(
        "sigmoid/middle",
        1,
        (case([-25, -2, 0, 0.5, 3]),),
        between((-30, -15), (-15, 15), (15, 30)),
        accurate(sigmoid, "not even the middle is right: begin with the definition."),
    ),
    Check(
        "sigmoid/left tail",
        1,
        (case([-40, -700, -720, -745]),),
        between((-700, -37), (-744, -711)),
        accurate(sigmoid, "small, but not 0. What does e^-z become on the way?"),
    ),
    Check(
        "sigmoid/no warnings",
        1,
        tuple(case([z]) for z in (-1000, 1000, -LARGEST, LARGEST)),
        huge(),
        silent(sigmoid, "which exponential is too large, and does any branch still compute it?"),
    ),
    Check(
        "sigmoid/limits",
        1,
        (case([-np.inf, np.inf, np.nan]),),
        ends,
        equal({-np.inf: 0.0, np.inf: 1.0}, "σ has limits at both ends, and nan must not disappear."),
    ),
    Check(
        "sigmoid/float32",
        1,
        (case([-80, -2, 0, 3], dtype=np.float32),),
        between((-80, 80), dtype=np.float32),
        same_dtype(accurate(sigmoid, "float32 in, float32 out, and right to its last places.")),
    ),
    Check("sigmoid/manners", 1, (case(0.5), case([[1, -2], [3, -4]])), shapes(), well_mannered(sigmoid)),
)

LOG_SIGMOID = (
    Check(
        "log_sigmoid/middle",
        1,
        (case([-25, -2, 0, 0.5, 3, 25]),),
        between((-30, -15), (-15, 15), (15, 30)),
        accurate(log_sigmoid, "where σ is near 1, its logarithm is small: is it lost in 1 + something?"),
    ),
    Check(
        "log_sigmoid/left tail",
        1,
        (case([-1000, -40, -750]),),
        between((-740, -37), (-1e6, -750)),
        accurate(log_sigmoid, "which term overflows, or becomes 0 before its logarithm is taken?"),
    ),
    Check(
        "log_sigmoid/right tail",
        1,
        (case([40, 100, 700]),),
        between((37, 60), (60, 740)),
        accurate(log_sigmoid, "small, but not 0. What does 1 + e^-z round to?"),
    ),
    Check(
        "log_sigmoid/no warnings",
        1,
        tuple(case([z]) for z in (-1000, 1000, -LARGEST, LARGEST)),
        huge(),
        silent(log_sigmoid, "which exponential is too large, and does any branch still compute it?"),
    ),
    Check(
        "log_sigmoid/limits",
        1,
        (case([-np.inf, np.inf, np.nan]),),
        ends,
        equal({-np.inf: -np.inf, np.inf: 0.0}, "log σ falls without bound on the left and ends at 0 on the right."),
    ),
    Check(
        "log_sigmoid/float32",
        1,
        (case([-80, -2, 0, 3], dtype=np.float32),),
        between((-80, 80), dtype=np.float32),
        same_dtype(accurate(log_sigmoid, "float32 in, float32 out, and right to its last places.")),
    ),
    Check("log_sigmoid/manners", 1, (case(0.5), case([[1, -2], [3, -4]])), shapes(), well_mannered(log_sigmoid)),
)

BCE = (
    Check(
        "bce_with_logits/hard labels",
        2,
        (case([-25, -2, 0, 3, 25, 25], [0, 1, 1, 0, 1, 0]),),
        labelled((-30, 30), (15, 30), (-30, -15), labels=hard),
        accurate(bce, "a small loss must not be the difference of two large numbers."),
    ),
    Check(
        "bce_with_logits/soft labels",
        1,
        (case([-2, 0, 3], [0.3, 0.5, 0.9]),),
        labelled((-30, 30), labels=soft),
        accurate(bce, "a label may lie between 0 and 1; both terms then count.", scale=scale_of_terms),
    ),
    Check(
        "bce_with_logits/far out",
        1,
        (case([-1000, 1000, -1000, 1000], [1, 0, 0, 1]),),
        labelled((-1e6, -750), (750, 1e6), labels=hard),
        accurate(bce, "far from the label the loss is |z| itself. Which term overflows, or is cut off?"),
    ),
    Check(
        "bce_with_logits/no warnings",
        1,
        tuple(case([z], [y]) for z in (-1000, 1000) for y in (0, 1)),
        huge(hard),
        silent(bce, "which exponential is too large, and does any branch still compute it?"),
    ),
    Check(
        "bce_with_logits/float32",
        1,
        (case([-80, -2, 0, 3], [0, 1, 1, 0], dtype=np.float32),),
        labelled((-80, 80), labels=hard, dtype=np.float32),
        same_dtype(accurate(bce, "float32 in, float32 out, and right to its last places.", scale=scale_of_terms)),
    ),
    Check(
        "bce_with_logits/manners",
        1,
        (case(0.5, 1), case([[1, -2], [3, -4]], [[1, 0], [0, 1]])),
        shapes(lambda rng, shape: rng.integers(0, 2, shape)),
        well_mannered(bce),
    ),
)

CHECKS = (*SIGMOID, *LOG_SIGMOID, *BCE)
