"""Which dtypes go in and out, and evaluation in blocks that stay in cache."""

import numpy as np

BLOCK = 16384  # elements: 128 kB of float64, so a kernel's few temporaries stay in the second-level cache
_KEPT = (np.float16, np.float32, np.float64)


def as_floating(x, name="x"):
    """Return `x` as an array of a dtype that actlib computes with.

    Parameters
    ----------
    x : array_like of float16, float32, float64, integers or booleans
        Anything `numpy.asarray` takes. Floating arrays keep their dtype; integers and booleans become float64.
    name : str
        What to call the argument in an error.

    Returns
    -------
    ndarray
        Native byte order; no copy unless the dtype changes.

    Raises
    ------
    TypeError
        For any other dtype: complex, extended precision, object, string, date.

    Examples
    --------
    >>> as_floating([1, 2]).dtype
    dtype('float64')
    >>> as_floating(1j)
    Traceback (most recent call last):
    ...
    TypeError: x has dtype complex128; use float16, float32, float64, integers or booleans
    """
    array = np.asarray(x)
    kept = array.dtype.newbyteorder("=")
    if kept in _KEPT:
        return array.astype(kept, copy=False)
    if array.dtype.kind in "iub":
        return array.astype(np.float64)
    raise TypeError(f"{name} has dtype {array.dtype}; use float16, float32, float64, integers or booleans")


def checked_out(out, x, name="out"):
    """Return `out`, or a new array like `x` if it is None; raise if it cannot hold the result.

    Parameters
    ----------
    out : ndarray or None
        Where the caller wants the result.
    x : ndarray
        The input, as `as_floating` returned it: the result has its shape and dtype.
    name : str
        What to call the argument in an error.

    Returns
    -------
    ndarray

    Raises
    ------
    TypeError
        If `out` is not an array or has another dtype.
    ValueError
        If `out` has another shape or is read-only.

    Examples
    --------
    >>> checked_out(np.empty(2), np.zeros(3))
    Traceback (most recent call last):
    ...
    ValueError: out has shape (2,); the result has shape (3,)
    """
    if out is None:
        return np.empty(x.shape, x.dtype)
    if not isinstance(out, np.ndarray):
        raise TypeError(f"{name} is of type {type(out).__name__}; use a numpy array of dtype {x.dtype}")
    if out.dtype != x.dtype:
        raise TypeError(f"{name} has dtype {out.dtype}; the result has dtype {x.dtype}")
    if out.shape != x.shape:
        raise ValueError(f"{name} has shape {out.shape}; the result has shape {x.shape}")
    if not out.flags.writeable:
        raise ValueError(f"{name} is read-only; use a writeable array")
    return out


def evaluate(kernel, x, outs, wide=False):
    """Fill `outs` with ``kernel(x)``, block by block.

    float16 is computed in float32 and rounded once. An out that overlaps `x` is safe. Overflow to an infinity and
    underflow to zero inside a kernel are how limits are reached, so floating-point warnings are off here.

    Parameters
    ----------
    kernel : callable
        Takes a one-dimensional float32 or float64 block; returns one array, or as many as there are outs.
    x : ndarray of float16, float32 or float64
        The input, of any shape and strides.
    outs : sequence of ndarray
        Of the shape and dtype of `x`.
    wide : bool
        Whether to compute in float64 whatever the dtype, and round once.

    Examples
    --------
    >>> y = np.empty(3)
    >>> evaluate(np.square, np.arange(3.0), [y])
    >>> y
    array([0., 1., 4.])
    """
    work = np.float64 if wide else np.result_type(x.dtype, np.float32)
    blocks = np.nditer(
        [x, *outs],
        flags=["external_loop", "buffered", "copy_if_overlap", "zerosize_ok"],
        op_flags=[["readonly"], *([["writeonly"]] * len(outs))],
        op_dtypes=[work] * (1 + len(outs)),
        casting="same_kind",
        buffersize=BLOCK,
    )
    with np.errstate(all="ignore"), blocks:
        for block, *results in blocks:
            values = kernel(block)
            for result, value in zip(results, values if len(outs) > 1 else (values,), strict=True):
                result[...] = value
