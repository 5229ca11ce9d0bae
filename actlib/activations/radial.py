"""Functions of the distance from a centre, here the origin."""

import math
from math import erfc, exp, inf, pi, sqrt

import numpy as np

from actlib._arrays import select
from actlib._parameters import Parameter
from actlib.activation import activation, derivative_of, jointly_of
from actlib.activations._known import known
from actlib.activations.algebraic import root_of_one_plus_square
from actlib.activations.squashing import bell

_BUMP = {"monotonicity": "none", "parity": "even", "saturates": (True, True), "infimum": 0.0}


def _gaussian_facts():
    moments = (1 / sqrt(3), 1 / sqrt(5), 0.0, 4 / 5**1.5)
    return known(limits=(0.0, 0.0), moments=moments, supremum=1.0, lipschitz=sqrt(2 / math.e), **_BUMP)


@activation(
    family="radial",
    wide=True,
    aliases=("exp(-x^2)", "Gaussian RBF"),
    formula=r"e^{-x^2}",
    references=("broomhead1988",),
    declared=_gaussian_facts,
)
def gaussian(x):
    """Gaussian bump: 1 at the origin, and soon next to nothing.

    The square is carried as a sum of two floats: rounded, it would cost hundreds of units in the last place far from
    zero. float32 is computed in float64. ``act.gaussian`` is the module of Gaussian expectations, so the package has
    the function as ``act.gaussian_``.

    >>> act.gaussian_([-26.0, 0.0, 1.0])
    array([2.61174176e-294, 1.00000000e+000, 3.67879441e-001])
    """
    main, tail = bell(x)
    return main * tail


@derivative_of(gaussian, r"-2 x e^{-x^2}")
def _gaussian_derivative(x):
    return _gaussian_both(x)[1]


@jointly_of(gaussian)
def _gaussian_both(x):
    main, tail = bell(x)
    return main * tail, -2 * np.clip(x, -32.0, 32.0) * main * tail


def _sq_rbf_facts():
    moments = (0.64491083997302157, 0.53230579709397364, 0.0, 0.32193878186946975)
    shape = {"smoothness": "C1", "minimum": 0.0, "lipschitz": 1.0, **_BUMP}
    return known(limits=(0.0, 0.0), moments=moments, supremum=1.0, **shape)


@activation(
    family="radial",
    aliases=("square-law RBF", "SQ-RBF"),
    formula=r"\begin{cases} 1 - x^2/2 & |x| < 1 \\ (2 - |x|)^2/2 & 1 \le |x| < 2 \\ 0 & |x| \ge 2 \end{cases}",
    references=("wuraola2018rbf",),
    declared=_sq_rbf_facts,
)
def sq_rbf(x):
    """Square-law radial basis function: a bump of three parabolas, zero beyond ±2.

    >>> act.sq_rbf([-3.0, 0.0, 1.0, 1.5])
    array([0.   , 1.   , 0.5  , 0.125])
    """
    size = np.minimum(np.abs(x), 2)
    return select(size < 1, 1 - 0.5 * np.square(size), 0.5 * np.square(2 - size))


@derivative_of(sq_rbf, r"-\operatorname{sgn}(x) \min\left(|x|, \max(0, 2 - |x|)\right)")
def _sq_rbf_derivative(x):
    size = np.abs(x)
    return -np.copysign(np.minimum(size, np.maximum(2 - size, 0)), x)


def _multiquadratic_facts(a):
    if a != 1:
        return None
    moments = (1.3545308064813153, 2.0, 0.0, 1 - sqrt(pi / 2) * exp(0.5) * erfc(sqrt(0.5)))
    shape = {"monotonicity": "none", "convexity": "convex", "parity": "even", "infimum": 1.0}
    return known(limits=(inf, inf), moments=moments, lipschitz=1.0, argmin=0.0, minimum=1.0, **shape)


@activation(
    family="radial",
    aliases=("multiquadric", "sqrt(x^2+a^2)"),
    parameters={"a": Parameter(1.0, low=0.0)},
    formula=r"\sqrt{x^2 + a^2}",
    references=("hardy1971",),
    declared=_multiquadratic_facts,
)
def multiquadratic(x, a):
    """Multiquadratic function: a cone with a rounded tip, one branch of a hyperbola.

    >>> act.multiquadratic([-1e300, 0.0, 1.0])
    array([1.00000000e+300, 1.00000000e+000, 1.41421356e+000])
    """
    scale = x.dtype.type(a)
    return scale * root_of_one_plus_square(x / scale)


@derivative_of(multiquadratic, r"\frac{x}{\sqrt{x^2 + a^2}}")
def _multiquadratic_derivative(x, a):
    ratio, larger = _ratio(x / x.dtype.type(a))
    return np.copysign(select(larger > 1, 1, ratio) / np.sqrt(1 + np.square(ratio)), x)


def _inverse_multiquadratic_facts(a):
    if a != 1:
        return None
    moments = (0.78963995923565708, sqrt(pi / 2) * exp(0.5) * erfc(sqrt(0.5)), 0.0, 0.086080114395300382)
    return known(limits=(0.0, 0.0), moments=moments, supremum=1.0, lipschitz=2 / sqrt(27), **_BUMP)


@activation(
    family="radial",
    aliases=("inverse multiquadric", "1/sqrt(x^2+a^2)"),
    parameters={"a": Parameter(1.0, low=0.0)},
    formula=r"\frac{1}{\sqrt{x^2 + a^2}}",
    references=("hardy1971",),
    declared=_inverse_multiquadratic_facts,
)
def inverse_multiquadratic(x, a):
    """Inverse multiquadratic function: a bump whose tails fall like 1/|x|.

    >>> act.inverse_multiquadratic([-1e300, 0.0, 1.0])
    array([1.00000000e-300, 1.00000000e+000, 7.07106781e-001])
    """
    scale = x.dtype.type(a)
    return 1 / root_of_one_plus_square(x / scale) / scale


@derivative_of(inverse_multiquadratic, r"-x \left(x^2 + a^2\right)^{-3/2}")
def _inverse_multiquadratic_derivative(x, a):
    scale = x.dtype.type(a)
    ratio, larger = _ratio(x / scale)
    square = 1 + np.square(ratio)
    top = ratio / larger  # beyond 1, x/(1 + x²)^(3/2) is r²/(1 + r²)^(3/2) with r = 1/x
    return -np.copysign(top / (square * np.sqrt(square)), x) / np.square(scale)


def _ratio(x):
    """Return min(|x|, 1/|x|) and max(|x|, 1): with them a root of 1 + x² needs no large square."""
    larger = np.maximum(np.abs(x), 1)
    return np.minimum(np.abs(x), 1) / larger, larger
