"""Slopes of sigmoid and tanh as programs write them, in each float type, and where they are exactly 0.

In float16 and float32 values are rounded correctly, since float64 is at hand. What NumPy returns in single precision
may differ in the last digit, and with it the place where a slope becomes 0.
"""

import math

import numpy as np

from actlib.activations.sigmoidal import sigmoid

DTYPES = (np.float16, np.float32, np.float64)
FORMULAS = ("S(1 − S)", "S(z) S(−z)", "1 − a²", "1/cosh² z")


def precision(dtype):
    """Return how many bits the significand of a float type has.

    Parameters
    ----------
    dtype : type
        One of `DTYPES`.

    Returns
    -------
    int

    Examples
    --------
    >>> [precision(dtype) for dtype in DTYPES]
    [11, 24, 53]
    """
    return np.finfo(dtype).nmant + 1


def _values(z, dtype):
    z = np.asarray(z, dtype).astype(float)
    with np.errstate(under="ignore"):
        return tuple(v.astype(dtype) for v in (sigmoid(z), sigmoid(-z), _tanh(z), 1 / np.cosh(np.clip(z, -710, 710))))


def _tanh(z):
    """Return tanh z; near ±1 by one subtraction, since the last digit of NumPy's hangs on the processor."""
    e = np.exp(-2 * np.abs(z))
    return np.where(np.abs(z) < 1, np.tanh(z), np.copysign(1 - 2 * e / (1 + e), z))


def coded(name, z, dtype):
    """Return a slope at z, every operation in the float type.

    Parameters
    ----------
    name : str
        One of `FORMULAS`: how it is written; a is tanh z.
    z : array_like
        Where.
    dtype : type
        One of `DTYPES`.

    Returns
    -------
    ndarray or scalar of `dtype`

    Examples
    --------
    >>> float(coded("1 − a²", 10.0, np.float32)), float(coded("1/cosh² z", 10.0, np.float32)) > 0
    (0.0, True)
    """
    s, mirrored, a, inverse = _values(z, dtype)
    one = dtype(1)
    with np.errstate(under="ignore"):
        return {
            "S(1 − S)": s * (one - s),
            "S(z) S(−z)": s * mirrored,
            "1 − a²": one - a * a,
            "1/cosh² z": inverse * inverse,
        }[name]


def log_slope(name, z):
    """Return the natural logarithm of the true slope: ln of S'(z), or of tanh'(z), which no float type cuts off.

    Parameters
    ----------
    name : str
        One of `FORMULAS`.
    z : array_like
        Where.

    Returns
    -------
    ndarray or scalar of float64

    Examples
    --------
    >>> float(log_slope("1 − a²", 0.0)), round(float(log_slope("S(1 − S)", 1000.0)), 9)
    (0.0, -1000.0)
    """
    y = np.abs(np.asarray(z, float)) * (1 if "S" in name else 2)
    return -y - 2 * np.log1p(np.exp(-y)) + (0 if "S" in name else math.log(4))


def first_zero(name, dtype, side):
    """Return the z nearest to 0, on one side, from which on the coded slope is exactly 0.

    Parameters
    ----------
    name : str
        One of `FORMULAS`.
    dtype : type
        One of `DTYPES`.
    side : int
        1 to look to the right of 0, -1 to the left.

    Returns
    -------
    float

    Examples
    --------
    >>> round(first_zero("S(1 − S)", np.float32, 1), 2)
    17.33
    """
    inside, outside = 0.0, 1000.0
    for _ in range(60):
        middle = (inside + outside) / 2
        gone = coded(name, side * middle, dtype) == 0
        inside, outside = (inside, middle) if gone else (middle, outside)
    return side * outside
