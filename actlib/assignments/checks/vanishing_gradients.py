"""The checks of the assignment *vanishing_gradients*: χ₁ of tanh by quadrature, and the weights at which it is 1.

The oracle is the trapezoid rule on [-14, 14], whose error for such integrands falls exponentially with the step.
"""

import numpy as np

from actlib.assignments.checking import Check
from actlib.assignments.checks._arrays import close
from actlib.assignments.checks._inputs import NUMPY_ALONE, case

ABSENT = NUMPY_ALONE

T = np.linspace(-14, 14, 701)
LAW = np.exp(-(T**2) / 2) / np.sqrt(2 * np.pi) * (T[1] - T[0])


def second_moment(q):
    """Return E[tanh(z)²], z ~ N(0, q)."""
    return LAW @ np.tanh(np.sqrt(q) * T) ** 2


def chi_1(sigma_w, q):
    """Return σ_w² E[tanh'(z)²], z ~ N(0, q)."""
    return sigma_w**2 * (LAW @ np.cosh(np.sqrt(q) * T) ** -4.0)


def fixed_point(sigma_w, sigma_b):
    """Return the largest q with q = σ_w² E[tanh²] + σ_b², by bisection: to its right the map lies below q."""
    low, high = 0.0, float(sigma_w**2 + sigma_b**2)
    for _ in range(60):
        q = (low + high) / 2
        low, high = (q, high) if sigma_w**2 * second_moment(q) + sigma_b**2 > q else (low, q)
    return high


def critical_sigma_w(sigma_b):
    """Return the σ_w with χ₁ = 1 at its fixed point, by bisection."""
    low, high = 0.9, 6.0
    for _ in range(40):
        middle = (low + high) / 2
        grows = chi_1(middle, fixed_point(middle, sigma_b)) > 1
        low, high = (low, middle) if grows else (middle, high)
    return (low + high) / 2


def gradient_ratio(chi, depth):
    """Return the factor on the rms of the gradient over so many layers."""
    return np.sqrt(chi) ** depth


def drawn(*intervals, count=4):
    """Draw calls on one number from each interval."""
    return lambda rng: tuple(case(*(rng.uniform(a, b) for a, b in intervals)) for _ in range(count))


CHECKS = (
    Check(
        "second_moment/any variance",
        4,
        (case(1), case(0.1), case(3)),
        drawn((0.05, 4)),
        close(second_moment, "z has the standard deviation √q, and the weights must add up to 1.", tolerance=1e-6),
    ),
    Check(
        "chi_1/any weights",
        4,
        (case(1, 1), case(1.5, 0.5), case(3, 4)),
        drawn((0.5, 3), (0.05, 4)),
        close(chi_1, "the mean of the square of the derivative, times σ_w².", tolerance=1e-5),
    ),
    Check(
        "fixed_point/with biases",
        3,
        (case(1.5, 0.5), case(0.5, 0.7)),
        drawn((0.3, 2.5), (0.5, 1)),
        close(fixed_point, "put q = σ_w² E[tanh²] + σ_b² into itself until nothing changes.", tolerance=1e-6),
    ),
    Check(
        "fixed_point/slow",
        3,
        (case(1.05, 0), case(1.03, 0)),
        lambda rng: tuple(case(s, 0) for s in rng.uniform(1.02, 1.06, 3)),
        close(fixed_point, "near σ_w = 1 the iteration creeps: stop when it stands still.", tolerance=1e-5),
    ),
    Check(
        "critical_sigma_w/any biases",
        4,
        (case(0.1), case(0.5)),
        drawn((0.1, 0.9), count=3),
        close(critical_sigma_w, "χ₁ belongs to the fixed point of the very σ_w you try.", tolerance=1e-4),
    ),
    Check(
        "gradient_ratio/any depth",
        2,
        (case(1, 50), case(0.5, 10), case(1.2, 30)),
        lambda rng: tuple(case(rng.uniform(0.5, 1.5), rng.integers(2, 60)) for _ in range(4)),
        close(gradient_ratio, "χ₁ is the factor on the mean square; the size is its root.", relative=True),
    ),
)
