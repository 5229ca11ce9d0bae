"""Exponentials of products without the products' rounding error, and what is built on them.

exp(u) turns an absolute error of u into a relative error of the result: at u = -700 a rounding of u costs some
hundred units in the last place. Here u is carried as an unevaluated sum of two floats.
"""

import numpy as np

from actlib._arrays import select

FAR_LEFT = {"f": -85.0, "d": -700.0}  # beyond it, by dtype, exp(-x) overflows or soon will


def far_left(value, x, low, formula):
    """Return `value`, with ``formula(x)`` where x is below a bound: what the rest of the line need not pay for.

    Parameters
    ----------
    value : ndarray
        Changed in place.
    x : ndarray
        One-dimensional.
    low : float
        The bound.
    formula : callable
        Takes the numbers below it, as an array.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> x = np.array([-3.0, 2.0])
    >>> far_left(np.sqrt(np.abs(x)), x, -1.0, np.square)
    array([9.        , 1.41421356])
    """
    if x.size and not np.minimum.reduce(x) >= low:  # also where there is a nan
        far = x < low
        value[far] = formula(x[far])
    return value


# artanh(s)/s = 1 + s²/3 + s⁴/5 + s⁶/7 + s⁸/9 + …; the last adjusted by least squares to end the series, s ≤ 1/3
_ARTANH = (0.13429333, 0.1411261, 0.2000437, 0.33333308)


def log1p(e):
    """Return ln(1 + e), 0 ≤ e ≤ 1, in the memory of `e`: several times as fast as `numpy.log1p`.

    float64 by the logarithm, for which NumPy has vector instructions: what is lost in rounding 1 + e is known exactly,
    and its effect on the logarithm to first order is enough. float32, whose logarithm has larger errors, as
    2 artanh(s), s = e/(2 + e) ≤ 1/3, by a polynomial.

    Parameters
    ----------
    e : ndarray of float32 or float64

    Returns
    -------
    ndarray

    Examples
    --------
    >>> log1p(np.array([1e-30, 1.0]))
    array([1.00000000e-30, 6.93147181e-01])
    """
    if e.dtype.char == "f":
        s = e / (e + 2)
        z = np.square(s)
        np.multiply(z, _ARTANH[0], out=e)
        for coefficient in _ARTANH[1:]:
            e += coefficient
            e *= z
        s += s
        e *= s
        e += s
        return e
    one = 1 + e
    lost = one - 1
    np.subtract(e, lost, out=lost)
    lost /= one
    np.log(one, out=e)
    e += lost
    return e


def expm1(x):
    """Return exp(x) - 1, x ≤ 0, in the memory of `x`.

    float32 by the hyperbolic tangent, 2t/(1 - t) with t = tanh(x/2): NumPy has vector instructions for it.

    Parameters
    ----------
    x : ndarray of float32 or float64

    Returns
    -------
    ndarray

    Examples
    --------
    >>> expm1(np.array([-np.inf, -1.0, -1e-30]))
    array([-1.00000000e+00, -6.32120559e-01, -1.00000000e-30])
    """
    if x.dtype.char == "d":
        return np.expm1(x, out=x)
    x *= 0.5
    np.tanh(x, out=x)
    rest = 1 - x
    x += x
    x /= rest
    return x


def split_exp(x):
    """Return two factors of exp(x), x ≤ 0: the second is 1 except where the first alone would be subnormal.

    Multiplied last, it keeps the digits of a product that is larger than the exponential itself.

    Parameters
    ----------
    x : ndarray of float64
        Not above 0.

    Returns
    -------
    tuple of ndarray

    Examples
    --------
    >>> main, tail = split_exp(np.float64(-1.0))
    >>> float(main), float(tail)
    (0.36787944117144233, 1.0)
    """
    return np.exp(np.maximum(x, -700.0)), np.exp(np.minimum(x + 700.0, 0.0))


def exp_of_minus_half_square(x):
    """Return exp(-x²/2) to a few units in the last place, as two factors: see `split_exp`.

    x is split as m + r with m a multiple of 1/128, so that m² is exact and the remaining exponent is small.

    Parameters
    ----------
    x : ndarray of float64

    Returns
    -------
    tuple of ndarray

    Examples
    --------
    >>> main, tail = exp_of_minus_half_square(np.float64(37.5))
    >>> f"{main * tail:.14e}"
    '4.33203953851440e-306'
    """
    x = np.clip(x, -64.0, 64.0)  # the result is 0 beyond 38.6; inf - inf below would be nan
    m = np.round(x * 128.0) / 128.0
    r = x - m
    main, tail = split_exp(-0.5 * m * m)
    return main * np.exp(-r * (m + 0.5 * r)), tail


def product(a, b):
    """Return a·b as an unevaluated sum of two floats: rounded product and its rounding error.

    Dekker's product; exact for float64 as long as nothing overflows or underflows.

    Parameters
    ----------
    a, b : ndarray or float of float64

    Returns
    -------
    tuple of ndarray

    Examples
    --------
    >>> high, low = product(1 + 2.0**-30, 1 - 2.0**-30)
    >>> high, low == -(2.0**-60)
    (1.0, True)
    """
    high = a * b
    (a1, a2), (b1, b2) = _halves(a), _halves(b)
    return high, ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2


def _halves(a):
    """Split a float64 into two numbers of 26 bits."""
    scaled = a * 134217729.0  # 2**27 + 1
    upper = scaled - (scaled - a)
    return upper, a - upper


def odd_cubic(x, a, b):
    """Return x·(a + b·x²) as an unevaluated sum of two floats.

    Parameters
    ----------
    x : ndarray of float64
    a, b : pair of float
        Each the sum of two floats.

    Returns
    -------
    tuple of ndarray

    Examples
    --------
    >>> odd_cubic(np.float64(2.0), (1.0, 0.0), (0.5, 0.0))
    (np.float64(6.0), np.float64(0.0))
    """
    square, square_rest = product(x, x)
    quadratic, rest = product(b[0], square)
    rest = rest + b[0] * square_rest + b[1] * square
    factor = a[0] + quadratic
    carried = select(np.abs(a[0]) > quadratic, a[0] - factor + quadratic, quadratic - factor + a[0])
    cubic, cubic_rest = product(x, factor)
    return cubic, cubic_rest + x * (carried + rest + a[1])
