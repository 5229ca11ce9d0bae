"""The checks of the assignment *elu*: value, derivatives in both variables, CELU, and the α with mean zero."""

import numpy as np

from actlib.assignments.checking import Check
from actlib.assignments.checks._inputs import NUMPY_ALONE, case
from actlib.assignments.checks._rules import accurate, exactly, same_dtype, silent

ABSENT = NUMPY_ALONE


def elu(z, alpha):
    """Return z or α (e^z - 1), exactly."""
    return z if z > 0 else alpha * exactly.expm1(z)


def elu_derivative(z, alpha):
    """Return its derivative; at 0 that of the left side, as in PyTorch."""
    return exactly.mpf(1) if z > 0 else alpha * exactly.exp(z)


def celu(z, alpha):
    """Return z or α (e^(z/α) - 1), exactly."""
    return z if z > 0 else alpha * exactly.expm1(z / alpha)


def celu_alpha_derivative(z, alpha):
    """Return the derivative of CELU with respect to α, exactly."""
    return exactly.mpf(0) if z > 0 else exactly.exp(z / alpha) * (1 - z / alpha) - 1


def zero_mean_alpha(sigma):
    """Return the α with E[ELU(z)] = 0 for z ~ N(0, σ²), from E[e^z; z < 0] = e^(σ²/2) Φ(-σ)."""
    left = exactly.exp(sigma**2 / 2) * exactly.ncdf(-sigma)
    return sigma / exactly.sqrt(2 * exactly.pi) / (0.5 - left)


def one(*_arguments):
    """Return the magnitude 1: what is small may have the error of what is not."""
    return exactly.mpf(1)


def numbers(low, high, alphas=(1, 1), dtype=np.float64, count=60):
    """Draw a call on numbers from an interval and one α."""
    return lambda rng: (case(rng.uniform(low, high, count), rng.uniform(*alphas), dtype=dtype),)


def tiny(rng):
    """Draw a call on small negative numbers."""
    return (case(-(10 ** rng.uniform(-15, -4, 30)), 1),)


def kink(rng):
    """Draw a call on zero, of either sign, and one α other than 1."""
    return (case([0.0, -0.0], rng.uniform(0.1, 0.9)),)


CHECKS = (
    Check(
        "elu/any α",
        2,
        (case([-2, -0.5, 0, 3], 0.5), case([-2, 3], 1.7)),
        numbers(-30, -1, alphas=(0.2, 2)),
        accurate(elu, "α stands in front of the whole left branch."),
    ),
    Check(
        "elu/near zero",
        2,
        (case([-1e-12, -1e-5], 1),),
        tiny,
        accurate(elu, "digits are lost in e^z - 1 when z is small: NumPy has a function for that."),
    ),
    Check(
        "elu/no warnings",
        1,
        (case([1000.0], 1), case([1e300], 1)),
        lambda rng: (case(10 ** rng.uniform(3, 300, 5), 1),),
        silent(elu, "np.where computes both branches for all elements: what does the left one do for large z?"),
    ),
    Check(
        "elu/float32",
        1,
        (case([-3, -0.5, 2], 1, dtype=np.float32),),
        numbers(-10, -1, dtype=np.float32),
        same_dtype(accurate(elu, "float32 in, float32 out.")),
    ),
    Check(
        "elu_derivative/any α",
        2,
        (case([-2, -0.5, 3], 0.5), case([-2, 3], 1.7)),
        numbers(-20, 5, alphas=(0.2, 0.8)),
        accurate(elu_derivative, "it is α e^z on the left: α does not enter the exponent.", scale=one),
    ),
    Check(
        "elu_derivative/far left",
        2,
        (case([-40, -300, -700], 1),),
        numbers(-700, -38),
        accurate(elu_derivative, "small, but not 0: f(z) + α is right on paper, and cancels."),
    ),
    Check(
        "elu_derivative/at the kink",
        1,
        (case([0, -0.0], 0.5),),
        kink,
        accurate(elu_derivative, "at 0 this course, like PyTorch, takes the left branch."),
    ),
    Check(
        "celu/any α",
        2,
        (case([-2, -0.5, 0, 3], 0.5), case([-2, 3], 3)),
        numbers(-20, 5, alphas=(0.3, 3)),
        accurate(celu, "divide z by α in the exponent, so that the slope at 0 is 1 for every α.", ulps=64),
    ),
    Check(
        "celu_alpha_derivative/any α",
        4,
        (case([-2, -0.5, 0, 3], 0.5), case([-2, 3], 3)),
        numbers(-20, 5, alphas=(0.3, 3)),
        accurate(celu_alpha_derivative, "α stands in two places, so two terms come out.", ulps=64, scale=one),
    ),
    Check(
        "zero_mean_alpha/any σ",
        3,
        (case([0.5, 1, 2]),),
        lambda rng: (case(rng.uniform(0.3, 4, 5)),),
        accurate(
            zero_mean_alpha,
            "E[f(z)] = σ/√(2π) + α (E[e^z; z < 0] - ½); complete the square in the exponent.",
            ulps=2**22,
        ),
    ),
)
