"""A user's function, called with an array and checked: the errors say what it returned and what it should."""

import numpy as np


def evaluate(f, x, name="f"):
    """Values of the callable `f` at the float64 array `x`, checked: real, one for each point, and none of them nan.

    Parameters
    ----------
    f : callable
        NumPy array in, NumPy array of the same shape out. It is given a copy, and may overwrite it.
    x : ndarray of float64
        The points.
    name : str
        What to call `f` in an error.

    Returns
    -------
    ndarray of float64
        f(x); infinite values pass.

    Raises
    ------
    TypeError
        If `f` cannot be called, takes one number only, or returns something that is not real numbers in double
        precision (or integers).
    ValueError
        If the shape of the result is not that of `x`, or a value is nan.
    """
    if not callable(f):
        raise TypeError(f"{name} must be callable, ndarray in, ndarray out; got {f!r}")
    with np.errstate(all="ignore"):
        values = np.asarray(_called(f, x, name))
    if values.dtype.kind not in "biuf" or values.dtype in (np.float16, np.float32):
        raise TypeError(f"{name} must return float64 (or integers) for float64; it returned dtype {values.dtype}")
    if values.shape != x.shape:
        raise ValueError(f"{name} must return an array of the shape it is given: {values.shape} for {x.shape}")
    values = values.astype(np.float64)
    if np.isnan(values).any():
        raise ValueError(f"{name}({float(x[np.isnan(values)][0])!r}) is nan; {name} must be a number everywhere")
    return values


def _called(f, x, name):
    """``f`` of a copy of x. If it raises for an array but not for a number, say so: any other error is its own."""
    try:
        return f(x.copy())
    except (TypeError, ValueError) as error:
        try:
            f(float(x[0]))
        except Exception:  # not a function of one number either: `error` is the one to show
            raise error from None
        raise TypeError(
            f"{name} takes one number, not an array ({error}); "
            f"use numpy functions in it, or pass numpy.vectorize({name}, otypes=[float])"
        ) from error
