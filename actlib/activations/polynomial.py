"""Powers, and powers of the positive part."""

import functools
from fractions import Fraction
from math import inf, pi, sqrt

import numpy as np

from actlib._arrays import select
from actlib._parameters import Parameter
from actlib.activation import activation, derivative_of
from actlib.activations._known import NONDECREASING, known

_STEEP = {"lipschitz": inf}


def _square_facts():
    shape = {"monotonicity": "none", "convexity": "convex", "parity": "even", "infimum": 0.0, **_STEEP}
    return known(limits=(inf, inf), moments=(1.0, 3.0, 0.0, 4.0), argmin=0.0, minimum=0.0, **shape)


@activation(
    family="polynomial",
    aliases=("quadratic",),
    formula="x^2",
    references=("livni2014",),
    declared=_square_facts,
)
def square(x):
    """Square: with it a network computes a polynomial, and two layers of it a product.

    >>> act.square([-3.0, 0.0, 2.0])
    array([9., 0., 4.])
    """
    return np.square(x)


@derivative_of(square, "2 x")
def _square_derivative(x):
    return 2 * x


def _cube_facts():
    return known(limits=(-inf, inf), moments=(0.0, 15.0, 3.0, 27.0), parity="odd", **_STEEP)


@activation(
    family="polynomial",
    aliases=("cubic", "x^3"),
    formula="x^3",
    references=("chen2014",),
    declared=_cube_facts,
)
def cube(x):
    """Cube: products of three inputs in one unit.

    >>> act.cube([-3.0, 0.0, 2.0])
    array([-27.,   0.,   8.])
    """
    return np.square(x) * x


@derivative_of(cube, "3 x^2")
def _cube_derivative(x):
    return 3 * np.square(x)


def _star_facts(s, b):
    """Return the facts of s·relu(x)² + b: E[relu(z)²] = 1/2, E[relu(z)⁴] = 3/2."""
    if s == 0:
        return None
    moments = (s / 2 + b, 1.5 * s * s + s * b + b * b, s * sqrt(2 / pi), 2 * s * s)
    ends = {"limits": (b, inf), "minimum": b} if s > 0 else {"limits": (b, -inf)}
    shape = {"monotonicity": NONDECREASING if s > 0 else "nonincreasing", "convexity": "convex" if s > 0 else "concave"}
    return known(moments=moments, smoothness="C1", saturates=(True, False), **ends, **shape, **_STEEP)


@activation(
    family="polynomial",
    aliases=("ReLU^2", "ReLU squared", "relu2"),
    formula=r"\max(0, x)^2",
    references=("so2021",),
    declared=lambda: _star_facts(1.0, 0.0),
)
def squared_relu(x):
    """Squared rectified linear unit: a parabola above zero, with a continuous derivative.

    >>> act.squared_relu([-1.0, 0.0, 3.0])
    array([0., 0., 9.])
    """
    return np.square(np.maximum(x, 0))


@derivative_of(squared_relu, r"2 \max(0, x)")
def _squared_relu_derivative(x):
    return 2 * np.maximum(x, 0)


@functools.lru_cache(maxsize=64)
def _root(s, b):
    """Return √(-b/s) as a sum of two floats."""
    target = Fraction(-b) / Fraction(s)
    high = sqrt(target)
    return high, float((target - Fraction(high) ** 2) / (2 * Fraction(high)))


@activation(
    family="polynomial",
    wide=True,
    aliases=("s*relu(x)^2+b",),
    parameters={"s": Parameter(0.8944271909999159), "b": Parameter(-0.4472135954999579)},
    formula=r"s \max(0, x)^2 + b",
    references=("yu2024",),
    declared=_star_facts,
)
def star_relu(x, s, b):
    """StarReLU: the squared ReLU, scaled and shifted to mean 0 and variance 1 for a standard normal argument.

    The defaults are 2/√5 and -1/√5; they may be learned. Above zero computed as s·(x - r)·(x + r), with the root r
    carried as a sum of two floats, since s·x² + b cancels near it. float32 is computed in float64.

    >>> act.star_relu([-1.0, 0.0, 2.0])
    array([-0.4472136 , -0.4472136 ,  3.13049517])
    """
    if s * b >= 0:
        return s * np.square(np.maximum(x, 0)) + b
    root, rest = _root(s, b)
    return select(x <= 0, b, s * ((x - root) - rest) * (x + root))


@derivative_of(star_relu, r"2 s \max(0, x)")
def _star_relu_derivative(x, s, b):  # noqa: ARG001
    return 2 * s * np.maximum(x, 0)
