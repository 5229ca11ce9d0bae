"""Parameters that are arrays: each element of the input has its own, as where a layer learns one for a channel."""

import functools

import numpy as np

from actlib import _arrays


def evaluated(kernel, values, x, outs, wide=False):
    """Return ``kernel(x, **values)`` where some values are arrays, broadcast against x by NumPy's rules.

    The kernel takes numbers: it is called for one combination of them at a time, on that part of x to which it belongs.

    Parameters
    ----------
    kernel : callable
        As for `_arrays.evaluate`.
    values : dict of str to float, str or ndarray
        The kernel's parameters.
    x : ndarray
        As `_arrays.as_floating` returned it.
    outs : sequence of ndarray or None
        Where the results are wanted; None for new arrays.
    wide : bool
        As for `_arrays.evaluate`.

    Returns
    -------
    ndarray or tuple of ndarray
        As many as there are outs, each of the shape of x and the arrays, broadcast together.

    Raises
    ------
    TypeError, ValueError
        If an out does not fit, or shapes do not go together.

    Examples
    --------
    >>> evaluated(lambda block, a: a * block, {"a": np.array([1.0, 10.0])}, np.array([[1.0], [2.0]]), [None])
    array([[ 1., 10.],
           [ 2., 20.]])
    """
    arrays = {name: value for name, value in values.items() if isinstance(value, np.ndarray)}
    x = np.broadcast_to(x, _common_shape(x, arrays))
    wanted = [_arrays.checked_out(out, x) for out in outs]
    results = [np.empty_like(out) for out in wanted]  # an out may overlap x, of which parts are still to be read
    arrays = dict(zip(arrays, np.broadcast_arrays(*arrays.values()), strict=True))
    lengths = next(iter(arrays.values())).shape
    for index in np.ndindex(lengths):
        numbers = {name: float(array[index]) for name, array in arrays.items()}
        part = (..., *(i if length > 1 else slice(None) for i, length in zip(index, lengths, strict=True)))
        views = [result[part] for result in results]
        _arrays.evaluate(functools.partial(kernel, **{**values, **numbers}), x[part], views, wide)
    for out, result in zip(wanted, results, strict=True):
        out[...] = result
    return tuple(wanted) if len(wanted) > 1 else wanted[0]


def _common_shape(x, arrays):
    try:
        return np.broadcast_shapes(x.shape, *(array.shape for array in arrays.values()))
    except ValueError as error:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise ValueError(
            f"x has shape {x.shape}, which does not go with {shapes}: insert axes of length 1 "
            "where x has more after the one that the parameter belongs to"
        ) from error
