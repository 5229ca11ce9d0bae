"""S-shaped functions with exponential tails other than the logistic function's: error functions, log-log and others."""

import functools
import itertools
import math
import operator
from decimal import Decimal, localcontext
from math import exp, pi, sqrt

import numpy as np
from scipy import special

from actlib import _accurate
from actlib._arrays import select
from actlib._parameters import Parameter
from actlib.activation import activation, derivative_of
from actlib.activations._known import known

_SATURATING = {"saturates": (True, True)}
_FAR = 32.0  # exp(-x²) is 0 long before
_MULTIPLES = 1.5 * 2.0**45  # to add it rounds to a multiple of 1/128


def exact_square(x):
    """Return x² as a sum of two floats, for |x| ≤ 32: cheaper than `_accurate.product`.

    x is split as m + r with m a multiple of 1/128, so that m² is exact and x² - m² = r·(x + m) is small.

    Parameters
    ----------
    x : ndarray of float64

    Returns
    -------
    tuple of ndarray

    Examples
    --------
    >>> exact_square(1 + np.float64(2.0) ** -30)[1] == 2.0**-60
    np.True_
    """
    square, m = np.square(x), (x + _MULTIPLES) - _MULTIPLES
    return square, (np.square(m) - square) + (x - m) * (x + m)


def bell(x):
    """Return exp(-x²) as two factors, see `_accurate.split_exp`; the kernel that the Gaussian shares.

    The square is carried as a sum of two floats: rounded, it would cost hundreds of units in the last place.

    Parameters
    ----------
    x : ndarray of float64

    Returns
    -------
    tuple of ndarray

    Examples
    --------
    >>> main, tail = bell(np.float64(26.5))
    >>> float(main * tail)
    1.0392022621430825e-305
    """
    square, rest = exact_square(np.clip(x, -_FAR, _FAR))
    main, tail = _accurate.split_exp(-square)
    return main * (1 - rest), tail


def _erf_facts():
    moments = (0.0, 0.46455905439753998, 2 / sqrt(3 * pi), 4 / (pi * sqrt(5)))
    shape = {"parity": "odd", "lipschitz": 2 / sqrt(pi), **_SATURATING}
    return known(limits=(-1.0, 1.0), moments=moments, **shape)


@activation(
    family="squashing",
    wide=True,
    aliases=("Gauss error function", "error function"),
    formula=r"\operatorname{erf} x = \frac{2}{\sqrt{\pi}} \int_0^x e^{-t^2} dt",
    declared=_erf_facts,
)
def erf(x):
    """Error function: the probability that a normal variable of variance 1/2 lies within x of its mean, signed.

    float32 is computed in float64; so is the derivative, whose exponent is carried as a sum of two floats.

    >>> act.erf([-1000.0, 0.0, 1.0])
    array([-1.        ,  0.        ,  0.84270079])
    """
    return special.erf(x)


@derivative_of(erf, r"\frac{2}{\sqrt{\pi}} e^{-x^2}")
def _erf_derivative(x):
    main, tail = bell(x)
    return 2 / sqrt(pi) * main * tail


_QUARTER_PI = (0.7853981633974483, 3.061616997868383e-17)  # a sum of two floats


def _erf_scaled_facts():
    moments = (0.0, 0.41847738171210030, 1 / sqrt(1 + pi / 2), 1 / sqrt(1 + pi))
    shape = {"parity": "odd", "identity_at_origin": True, "lipschitz": 1.0, **_SATURATING}
    return known(limits=(-1.0, 1.0), moments=moments, **shape)


@activation(
    family="squashing",
    wide=True,
    aliases=("scaled error function", "erf(sqrt(pi)/2 x)"),
    formula=r"\operatorname{erf}\left(\frac{\sqrt{\pi}}{2} x\right)",
    declared=_erf_scaled_facts,
)
def erf_scaled(x):
    """Error function with slope 1 at the origin.

    float32 is computed in float64; the derivative's exponent is carried as a sum of two floats.

    >>> act.erf_scaled([-1000.0, 0.0, 1.0])
    array([-1.        ,  0.        ,  0.78990859])
    """
    return special.erf(sqrt(pi) / 2 * x)


@derivative_of(erf_scaled, r"e^{-\pi x^2 / 4}")
def _erf_scaled_derivative(x):
    square, square_rest = exact_square(np.clip(x, -_FAR, _FAR))
    exponent, rest = _accurate.product(square, _QUARTER_PI[0])
    main, tail = _accurate.split_exp(-exponent)
    return main * (1 - (rest + _QUARTER_PI[0] * square_rest + _QUARTER_PI[1] * square)) * tail


def _cloglog_facts():
    moments = (0.61824353524451667, 0.45279583747199564, 0.25885612278077703, 0.078342645301564887)
    return known(limits=(0.0, 1.0), moments=moments, lipschitz=exp(-1), **_SATURATING)


@activation(
    family="squashing",
    wide=True,
    aliases=(
        "cloglog",
        "inverse complementary log-log",
        "1-exp(-exp(x))",
    ),
    formula=r"1 - e^{-e^x}",
    references=("mccullagh1989",),
    declared=_cloglog_facts,
)
def complementary_log_log(x):
    """Inverse of the complementary log-log link: an S that leaves 0 slowly and reaches 1 abruptly.

    Computed by expm1, so that the left tail, where the value is exp(x), keeps its digits. In the right tail of the
    derivative, exp(x) is itself an exponent: it is carried as a sum of two floats. float32 is computed in float64.

    >>> act.complementary_log_log([-40.0, 0.0, 4.0])
    array([4.24835426e-18, 6.32120559e-01, 1.00000000e+00])
    """
    return -np.expm1(-np.exp(x))


_GRID = 512  # steps of the table of exponentials in a unit
_END = 6.7  # beyond it exp(x - exp(x)) is 0


@functools.cache
def _exponentials():
    """Return exp(n/512), 0 ≤ n/512 ≤ 6.7, as sums of two floats: two arrays."""
    with localcontext(prec=50):
        ratio = (Decimal(1) / _GRID).exp()
        powers = itertools.accumulate(
            itertools.repeat(ratio, math.ceil(_END * _GRID)), operator.mul, initial=Decimal(1)
        )
        return tuple(np.array([(high := float(v), float(v - Decimal(high))) for v in powers]).T)


@derivative_of(complementary_log_log, r"e^{x - e^x}")
def _complementary_log_log_derivative(x):
    near = np.clip(x, 0.0, _END)
    n = np.rint(np.nan_to_num(near) * _GRID).astype(np.intp)
    high, low = (column[n] for column in _exponentials())
    main, tail = _accurate.split_exp(-high)
    rest = low + high * np.expm1(near - n / _GRID)  # exp(x) = high + rest
    left = np.exp(np.minimum(x, 0.0))
    return select(x < 0, left * np.exp(-left), main * np.exp(-rest) * (high + rest) * tail)


def _smht_facts(a, b, c, d):
    if not a == b == c == d == 1:
        return None
    moments = (0.0, 0.39429449039784117, 0.60570550960215883, 0.46440290244826824)
    shape = {"parity": "odd", "identity_at_origin": True, "lipschitz": 1.0, **_SATURATING}
    return known(limits=(-1.0, 1.0), moments=moments, **shape)


@activation(
    family="squashing",
    aliases=("Soboleva modified hyperbolic tangent", "modified hyperbolic tangent", "mtanh"),
    parameters={name: Parameter(1.0, low=0.0) for name in "abcd"},
    formula=r"\frac{e^{a x} - e^{-b x}}{e^{c x} + e^{-d x}}",
    declared=_smht_facts,
)
def smht(x, a, b, c, d):
    """Soboleva's modified hyperbolic tangent: tanh with a rate of its own for each of the four exponentials.

    With the default parameters it is tanh. Computed from the larger exponential of numerator and denominator, so that
    nothing overflows on the way; where a differs from c or b from d, the limits are 0 or infinite, the tails carry the
    rounding of their exponents, and the error near a root of the derivative is absolute.

    >>> act.smht([-1000.0, 0.0, 1.0])
    array([-1.        ,  0.        ,  0.76159416])
    >>> act.smht(1.0, a=0.5)
    np.float64(0.4150275107567673)
    """
    size, growth, _ = _smht_parts(x, a, b, c, d)
    kind = x.dtype.type
    return np.copysign(growth * -np.expm1(-kind(a + b) * size) / (1 + np.exp(-kind(c + d) * size)), x)


@derivative_of(smht, r"\frac{a e^{a x} + b e^{-b x} - f(x) \left(c e^{c x} - d e^{-d x}\right)}{e^{c x} + e^{-d x}}")
def _smht_derivative(x, a, b, c, d):
    size, growth, left = _smht_parts(x, a, b, c, d)
    kind = x.dtype.type
    above, below = np.exp(-kind(a + b) * size), np.exp(-kind(c + d) * size)
    first, second = _sided(left, b + c, a + d, kind), _sided(left, a + d, b + c, kind)
    third, fourth = _sided(left, b - d, a - c, kind), _sided(left, a - c, b - d, kind)
    return growth * (third + first * below + (second + fourth * below) * above) / np.square(1 + below)


def _smht_parts(x, a, b, c, d):
    """Return |x|, kept finite; the quotient of the two larger exponentials; and where x is negative."""
    left, size = x < 0, np.minimum(np.abs(x), np.finfo(x.dtype).max)
    return size, np.exp(_sided(left, b - d, a - c, x.dtype.type) * size), left


def _sided(left, below_zero, above_zero, kind):
    return kind(above_zero) if below_zero == above_zero else select(left, kind(below_zero), kind(above_zero))


def _soft_clipping_facts(p):
    if p != 1:
        return None
    moments = (0.39920290025990880, 0.19899481286579376, 0.19673467014368329, 0.041160316751398777)
    return known(limits=(0.0, 1.0), moments=moments, lipschitz=math.tanh(0.25), **_SATURATING)


@activation(
    family="squashing",
    wide=True,
    aliases=("soft clip",),
    parameters={"p": Parameter(1.0, low=0.0, high=1000.0)},
    formula=r"\frac{1}{p} \ln \frac{1 + e^{p x}}{1 + e^{p (x - 1)}}",
    references=("klimek2020",),
    declared=_soft_clipping_facts,
)
def soft_clipping(x, p):
    """Soft clipping: a smooth version of the line clipped to [0, 1], the sharper the larger p.

    The difference of two softplus would lose both tails; computed by log1p below 1/2, and above as 1 - f(1 - x), in
    float64 whatever the dtype. With p = 1000 and more it would be the clipped line.

    >>> act.soft_clipping([-40.0, 0.5, 40.0])
    array([2.68547207e-18, 5.00000000e-01, 1.00000000e+00])
    """
    above, below, fall = _soft_clipping_parts(x, p)
    lower = np.log1p(above * fall / (1 + below)) / p
    return select(x > 0.5, 1 - lower, lower)


@derivative_of(soft_clipping, r"\sigma(p x) - \sigma(p (x - 1))")
def _soft_clipping_derivative(x, p):
    above, below, fall = _soft_clipping_parts(x, p)
    return above * fall / ((1 + above) * (1 + below))


def _soft_clipping_parts(x, p):
    """Return exp(p·y), exp(p·(y - 1)) and 1 - exp(-p), where y is x reflected at 1/2 to the left."""
    left = np.maximum(np.minimum(x, 1 - x), -800 / p)  # 1 - x is exact where it is the less; exp(-800) is 0
    exponent, rest = _accurate.product(left, p)
    above = np.exp(exponent) * (1 + rest)
    return above, above * exp(-p), -math.expm1(-p)
