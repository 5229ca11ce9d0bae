"""The checks of the assignment *activation_functions*: properties of a hidden function, read off a table."""

import numpy as np

from actlib.assignments.checking import Check
from actlib.assignments.checks._arrays import close
from actlib.assignments.checks._inputs import NUMPY_ALONE, case

ABSENT = NUMPY_ALONE


def slopes(x, values):
    """Return the slope of each piece, one at a time."""
    return np.array([(values[i + 1] - values[i]) / (x[i + 1] - x[i]) for i in range(len(x) - 1)])


def parity(x, values):
    """Return 1 for odd, 2 for even, 0 for neither, by comparing mirror images."""
    pairs = [(values[i], values[-1 - i]) for i in range(len(x))]
    size = 1e-9 * max(1, np.abs(values).max())
    if all(abs(a + b) <= size for a, b in pairs):
        return 1
    return 2 if all(abs(a - b) <= size for a, b in pairs) else 0


def never_falls(x, values):
    """Return 1 when no value is below one to its left."""
    return float(all(values[j] >= values[i] - 1e-12 for i in range(len(x)) for j in range(i, len(x))))


def saturates(x, values):
    """Return 1 or 0 for the left end and for the right: whether the outermost piece is nearly level."""
    steep = np.abs(slopes(x, values))
    return [float(steep[0] < 1e-3), float(steep[-1] < 1e-3)]


def lipschitz(x, values):
    """Return the largest change per step, over all pairs of neighbours."""
    return np.abs(slopes(x, values)).max()


def kink(x, values):
    """Return the inner point at which the slope jumps most."""
    s = slopes(x, values)
    return x[1 + int(np.argmax([abs(s[i + 1] - s[i]) for i in range(len(s) - 1)]))]


def even_grid(top=6.0, count=61):
    """Return a grid that is symmetric about 0 to the last bit."""
    right = np.linspace(0, top, count)
    return np.concatenate([-right[:0:-1], right])


def uneven_grid(rng, top=10.0, count=40):
    """Draw a grid, symmetric about 0, with very unlike steps."""
    steps = np.exp(rng.normal(0, 1.2, count))
    right = top * np.cumsum(steps) / steps.sum()
    return np.concatenate([-right[::-1], [0.0], right])


def gelu_like(x, b):
    """Return x S(bx): a dip on the left."""
    return x / (1 + np.exp(-b * x))


def symmetric(rng):
    """Draw an odd and an even function, one that is neither, and one that only its ends would take for odd."""
    x, b = even_grid(), rng.uniform(0.5, 2)
    return case(x, np.tanh(b * x)), case(x, np.cos(b * x)), case(x, np.maximum(x, 0)), case(x, x + b * (36 - x**2))


def rounded(rng):
    """Draw an odd and an even function computed by formulas that round on one side."""
    x, b = even_grid(), rng.uniform(0.5, 1.5)
    s = 1 / (1 + np.exp(-b * x))
    return case(x, 2 * s - 1), case(x, s * (1 - s))


def flat(rng):
    """Draw functions that stay level somewhere, and one that falls throughout."""
    x, b = even_grid(), rng.uniform(0.5, 2)
    return case(x, np.maximum(x - b, 0)), case(x, np.clip(x, -b, b)), case(x, -np.tanh(b * x))


def dips(rng):
    """Draw functions that fall for a while, and end higher than they began."""
    x = even_grid()
    return tuple(case(x, gelu_like(x, b)) for b in rng.uniform(0.8, 3, 3))


def ends_of(rng):
    """Draw functions that level off at both ends, at one, at none though they are bounded, and at none."""
    x, b = uneven_grid(rng), rng.uniform(1.5, 3)
    return case(x, np.tanh(b * x)), case(x, np.maximum(x, 0)), case(x, np.sin(x)), case(x, 0.1 * b * x)


def steep_parts(rng):
    """Draw functions whose steepest part rises, and some where it falls."""
    x = uneven_grid(rng)
    return case(x, np.tanh(rng.uniform(1, 3) * x)), case(x, -np.maximum(x, rng.uniform(0.1, 0.5) * x))


def kinked(rng):
    """Draw a curve with one kink, at a point of an uneven grid."""
    x = uneven_grid(rng)
    place = x[rng.integers(20, 60)]
    return (case(x, np.where(x > place, 3.0, 0.2) * (x - place) + 0.001 * x**2),)


X = np.array([-3.0, -1.0, 0.0, 1.0, 3.0])
RNG = np.random.default_rng(1)

CHECKS = (
    Check(
        "parity/any function",
        2,
        (case(X, X**3), case(X, X**2), case(X, [-3, 5, 0, 1, 3]), case(X, np.maximum(X, 0))),
        symmetric,
        close(parity, "compare every value with its mirror image, not the ends alone."),
    ),
    Check(
        "parity/roundings",
        2,
        (case(X, [-0.3, -0.1, 0, 0.1, 0.30000000000000004]), *rounded(RNG)),
        rounded,
        close(parity, "mirror images may differ in their last digits: forgive 1e-9."),
    ),
    Check(
        "never_falls/level parts",
        2,
        (case(X, np.maximum(X, 0)), case(X, -X)),
        flat,
        close(never_falls, "a level part does not fall."),
    ),
    Check(
        "never_falls/dips",
        2,
        (case(X, [-0.1, -0.3, 0, 1, 3]),),
        dips,
        close(never_falls, "it ends higher than it began, and falls on its way."),
    ),
    Check(
        "saturates/both ends",
        4,
        (case(X, [-1, -1, 0, 1, 1]), case(X, np.maximum(X, 0)), case(X, [0.5, -0.5, 0, 0.5, -0.5]), *ends_of(RNG)),
        ends_of,
        close(saturates, "saturation is a slope that vanishes at the end; bounded is something else."),
    ),
    Check(
        "lipschitz/any grid",
        4,
        (case(X, X**2), case(X, [6, 2, 0, 0, 0])),
        steep_parts,
        close(lipschitz, "the largest slope in size between neighbours, rising or falling."),
    ),
    Check(
        "kink/uneven grid",
        4,
        (case([-4, -1, 0, 1, 5], [0, 0, 0, 1, 5]),),
        kinked,
        close(kink, "the inner point where the slope jumps most; values also jump where the step is long."),
    ),
)
