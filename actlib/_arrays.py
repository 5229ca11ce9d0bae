"""Which dtypes go in and out, and evaluation in blocks that stay in cache, shared by two threads where it pays."""

import contextvars
import functools
import inspect
import os
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor

import numpy as np

BLOCK = 131072  # bytes: the first block, whose time is taken; those that two threads share if there is not more to do
LONGER = 4  # times as long are the others, so that the calls cost little, and a block or two stay in cache
THREADS = min(2, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
WORTH_SHARING = 3e-4  # seconds of work left, below which waking the helper costs more than it saves
_BRIEF = 4096  # elements, below which the calls cost more than the work
_KEPT = (np.float16, np.float32, np.float64)
_ONE = {char: np.array(1, char) for char in "fd"}
_pool = None  # of the helper thread; made when first needed
_making = threading.Lock()


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
    if array.dtype.char in "efd" and array.dtype.isnative:
        return array
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
        return np.empty(x.shape, x.dtype, order="F" if x.flags.fnc else "C")
    if not isinstance(out, np.ndarray):
        raise TypeError(f"{name} is of type {type(out).__name__}; use a numpy array of dtype {x.dtype}")
    if out.dtype != x.dtype:
        raise TypeError(f"{name} has dtype {out.dtype}; the result has dtype {x.dtype}")
    if out.shape != x.shape:
        raise ValueError(f"{name} has shape {out.shape}; the result has shape {x.shape}")
    if not out.flags.writeable:
        raise ValueError(f"{name} is read-only; use a writeable array")
    return out


def select(condition, a, b):
    """Return ``np.where(condition, a, b)`` to the bit, for floats, without a branch for each element.

    Where signs are random, a branch is mispredicted half of the time: `numpy.where` then takes five nanoseconds an
    element, more than most functions here. This picks the bits by whole-number operations, which take one; arrays so
    short that the calls cost more are left to `numpy.where`.

    Parameters
    ----------
    condition : ndarray of bool
        Where to take `a`.
    a, b : ndarray or scalar
        Of one floating dtype.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> select(np.array([True, False]), np.array([1.0, np.inf]), -0.0)
    array([ 1., -0.])
    """
    if condition.size <= _BRIEF:
        return np.where(condition, a, b)
    dtype = np.result_type(a, b)
    whole = f"i{dtype.itemsize}"
    a, b = np.asarray(a, dtype).view(whole), np.asarray(b, dtype).view(whole)
    picked = (a ^ b) & np.negative(condition.view(np.int8), dtype=whole)  # -1, all bits, where the condition holds
    picked ^= b
    return picked.view(dtype)


def indicator(condition, x, height=1, out=None):
    """Return `height` where a condition on `x` holds, 0 elsewhere, and nan where `x` is nan.

    Parameters
    ----------
    condition : ndarray of bool
    x : ndarray of float32 or float64
    height : float
    out : ndarray, optional
        Where to put the result; not `x`.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> x = np.array([-1.0, 0.5, np.nan])
    >>> indicator(x > 0, x, 2)
    array([ 0.,  2., nan])
    """
    result = np.multiply(condition, x.dtype.type(height), out=out)
    return np.minimum(np.maximum(result, x), result, out=result)  # only a nan of x gets through both


def with_sign(size, x):
    """Return ``np.copysign(size, x)``, changing `size`, which must not be negative: a few times as fast.

    Parameters
    ----------
    size : ndarray of float32 or float64
        Positive zeros and numbers, or nan.
    x : ndarray of the same dtype

    Returns
    -------
    ndarray
        `size` itself.

    Examples
    --------
    >>> with_sign(np.array([1.0, 0.0]), np.array([-2.0, -0.0]))
    array([-1., -0.])
    """
    if size.size <= _BRIEF:
        return np.copysign(size, x, out=size)
    whole = f"i{size.itemsize}"
    bits = size.view(whole)
    bits |= x.view(whole) & np.iinfo(whole).min
    return size


class _Quiet(threading.local):
    """A context of each thread's own in which floating-point warnings are off.

    To enter it costs a tenth of what `numpy.errstate` costs, which is more than a short array's whole work.
    """

    def __init__(self):
        context = contextvars.copy_context()
        context.run(np.seterr, all="ignore")
        self.idle = [context]


_quiet = _Quiet()


def _quietly(function, *args):
    """Return ``function(*args)``, without floating-point warnings."""
    idle = _quiet.idle
    if not idle:  # inside already
        return function(*args)
    context = idle.pop()
    try:
        return context.run(function, *args)
    finally:
        idle.append(context)


def _working_dtype(x, wide):
    return np.float64 if wide or x.dtype == np.float64 else np.float32


def is_brief(x, wide=False):
    """Return whether `x` fits into one block, so that `at_once` is the way to compute it.

    Parameters
    ----------
    x : ndarray of float16, float32 or float64
    wide : bool
        Whether to compute in float64 whatever the dtype.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_brief(np.zeros(1000)), is_brief(np.zeros(100_000))
    (True, False)
    """
    return x.size * (8 if wide or x.dtype.char == "d" else 4) <= BLOCK


def at_once(kernel, x, wide=False):
    """Return ``kernel(x)`` as new arrays, at one go: the way with the least overhead.

    Parameters
    ----------
    kernel, x, wide
        As for `evaluate`.

    Returns
    -------
    tuple of ndarray

    Examples
    --------
    >>> at_once(np.square, np.arange(3.0))
    (array([0., 1., 4.]),)
    """
    return _quietly(_at_once, kernel, x, wide)


def _at_once(kernel, x, wide):
    char = x.dtype.char
    if x.ndim == 1 and (char == "d" or (char == "f" and not wide)) and x.flags.c_contiguous:
        work = x
    elif x.ndim > 1 and x.flags.fnc:
        return tuple([value.T for value in _at_once(kernel, x.T, wide)])
    else:
        work = np.array(x, _working_dtype(x, wide), order="C").reshape(-1)
    values = kernel(work)
    if type(values) is not tuple:
        return (_as_result(values, work, x),)
    return tuple([_as_result(value, work, x) for value in values])


def _as_result(value, work, x):
    if value.dtype is not x.dtype or value is work or value.base is work:
        value = value.astype(x.dtype)
    return value if work is x else value.reshape(x.shape)


def _copy(value, target):
    if value.dtype is target.dtype:
        np.multiply(value, _ONE[value.dtype.char], out=target)  # several times as fast as a copy by memcpy
    else:
        target[...] = value


@functools.cache
def _takes_out(kernel):
    return "out" in inspect.signature(kernel).parameters


def evaluate(kernel, x, outs, wide=False):
    """Fill `outs` with ``kernel(x)``, block by block.

    float16 is computed in float32 and rounded once. An out that overlaps `x` is safe. Overflow to an infinity and
    underflow to zero inside a kernel are how limits are reached, so floating-point warnings are off here.

    A second thread helps where the first block's time says that it pays. No bit of the result depends on that, or on
    the length of the blocks.

    Parameters
    ----------
    kernel : callable
        Takes a one-dimensional contiguous float32 or float64 block, which it must not change; returns one array, or
        as many as there are outs. If it has an argument `out`, it may be given an array, or a tuple of as many as
        there are outs, to work in and to return.
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
    if is_brief(x, wide):  # all is computed before anything is written: outs may overlap x
        for out, value in zip(outs, at_once(kernel, x, wide), strict=True):
            out[...] = value
        return
    work = _working_dtype(x, wide)
    length = BLOCK // np.dtype(work).itemsize
    if x.flags.fnc and all(out.flags.fnc for out in outs):
        x, outs = x.T, [out.T for out in outs]
    fresh = [_writeable_at_once(out, i, x, outs) for i, out in enumerate(outs)]
    flat, results = x.reshape(-1).view(), [result.reshape(-1) for result in fresh]
    flat.flags.writeable = False  # it may be the caller's own memory; its blocks inherit that
    ready, single = flat.dtype == work and flat.flags.c_contiguous, len(results) == 1
    direct = x.dtype == work and _takes_out(getattr(kernel, "func", kernel))

    def fill(span):
        block = flat[span] if ready else np.ascontiguousarray(flat[span], work)
        targets = [result[span] for result in results]
        if direct:
            values = kernel(block, out=targets[0] if single else tuple(targets))
        else:
            values = kernel(block)
        for target, value in zip(targets, (values,) if single else values, strict=True):
            if value is not target:
                _copy(value, target)

    _fill_all(fill, x.size, length)
    for out, result in zip(outs, fresh, strict=True):
        if result is not out:
            out[...] = result


def _writeable_at_once(out, position, x, outs):
    """Return `out` if blocks may be written to it while others are still read; else an array to copy from later."""
    overlaps = any(np.may_share_memory(out, other) for other in (x, *outs[:position]))
    return out if out.flags.c_contiguous and not overlaps else np.empty(out.shape, out.dtype)


def _fill_all(fill, size, length):
    """Call `fill` for the span of every block, with a helper if the first block's time says that it pays."""
    began = time.perf_counter()
    _quietly(fill, slice(0, length))
    worth = THREADS > 1 and (time.perf_counter() - began) * (size - length) / length > WORTH_SHARING
    step = length if worth and size <= 16 * LONGER * length else LONGER * length  # enough blocks for two, if they share
    spans = deque(slice(start, start + step) for start in range(length, size, step))
    helper = _helper(fill, spans) if worth else None
    try:
        _fill_from(fill, spans)
    finally:
        spans.clear()  # after an error here, the helper shall stop too
        if helper and not helper.cancel():  # cancelled if it has not begun: the pool was busy, all is done already
            helper.result()


def _fill_from(fill, spans):
    """Fill blocks until none is left; several threads may take from one deque."""
    while True:
        try:
            span = spans.popleft()
        except IndexError:  # none left
            return
        _quietly(fill, span)


def _helper(fill, spans):
    """Set the helper thread to work on the blocks too; return its future, or None where there can be no thread."""
    global _pool
    try:
        with _making:
            _pool = _pool or ThreadPoolExecutor(THREADS - 1, "actlib")
        return _pool.submit(_fill_from, fill, spans)
    except RuntimeError:  # in a browser, or when the interpreter is shutting down
        return None


def _forget_pool():
    """After a fork, the child has the pool's record but not its thread."""
    global _pool, _making
    _pool, _making = None, threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_pool)
