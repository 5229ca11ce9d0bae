"""The checks of the assignment *tanh*: a tanh network turned into a sigmoid network, and derivatives with their tails.

A layer is one array [W | b]. With h = S(2z), tanh(z) = 2h - 1: in homogeneous coordinates an affine change of basis.
"""

import numpy as np

from actlib.assignments.checking import Check
from actlib.assignments.checks._arrays import close
from actlib.assignments.checks._inputs import NUMPY_ALONE, between, case
from actlib.assignments.checks._rules import accurate, exactly, silent

ABSENT = NUMPY_ALONE


def basis(units):
    """Return the matrix that takes (h, 1) to (2h - 1, 1)."""
    change = 2 * np.eye(units + 1)
    change[:, -1] = -1
    change[-1, -1] = 1
    return change


def first_layer(A):
    """Return the layer that gives S(2z) where A gives tanh(z)."""
    return 2 * A


def middle_layer(A):
    """Return the layer that takes S(2z) and gives S(2z')."""
    return 2 * (A @ basis(A.shape[1] - 1))


def last_layer(A):
    """Return the layer that takes S(2z) and gives what A gives from tanh(z)."""
    return A @ basis(A.shape[1] - 1)


def tanh_derivative(z):
    """Return 1 / cosh(z)², exactly."""
    return exactly.sech(z) ** 2


def ratio(z):
    """Return tanh'(z) / S'(z) = (2 cosh(z/2) / cosh(z))², exactly."""
    return (2 * exactly.cosh(z / 2) / exactly.cosh(z)) ** 2


def layers(rng):
    """Draw calls on layers of several shapes."""
    return tuple(case(rng.normal(size=(rows, columns + 1))) for rows, columns in [(4, 2), (3, 3), (1, 5)])


A = case([[1, -2, 0.5], [3, 0, -1]])

CHECKS = (
    Check(
        "first_layer/any layer",
        3,
        (A,),
        layers,
        close(first_layer, "tanh(z) = 2 S(2z) - 1: what has to be doubled so that 2z comes out?"),
    ),
    Check(
        "middle_layer/any layer",
        5,
        (A,),
        layers,
        close(middle_layer, "it is given h where it expected 2h - 1, and must give 2z where it gave z."),
    ),
    Check(
        "last_layer/any layer",
        4,
        (A,),
        layers,
        close(last_layer, "W (2h - 1) + b = 2W h + …: where does the -1 go?"),
    ),
    Check(
        "tanh_derivative/tails",
        2,
        (case([-300, -20, 0, 1, 20, 100]),),
        between((-350, -15), (-2, 2), (15, 350)),
        accurate(tanh_derivative, "near ±1 the square of tanh has lost what 1 - tanh² needs.", ulps=16),
    ),
    Check(
        "tanh_derivative/no warnings",
        2,
        (case([1000]), case([-1000])),
        lambda rng: tuple(case([sign * 10 ** rng.uniform(3, 300)]) for sign in (-1, 1)),
        silent(tanh_derivative, "which exponential is too large? Both halves of the line can do with e^(-2|z|)."),
    ),
    Check(
        "ratio/whole line",
        4,
        (case([0, 1, -2]), case([-400, 400]), case([-720, 600])),
        between((-700, -380), (-30, 30), (380, 700)),
        accurate(ratio, "both derivatives vanish far out, and their quotient does not: simplify it first.", ulps=64),
    ),
)
