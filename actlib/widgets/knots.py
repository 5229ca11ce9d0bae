"""Where on a slider a table must be exact so that straight lines between those places are close enough."""

import numpy as np


def constant_along(values: np.ndarray, axis: int) -> bool:
    """Return whether `values` are the same (nan equal to nan) all along an axis."""
    first = np.take(values, [0], axis)
    same = values == first
    if values.dtype.kind == "f":
        same |= np.isnan(values) & np.isnan(first)
    return bool(np.all(same))


def weights(knots: tuple[int, ...], indices: np.ndarray) -> np.ndarray:
    """Return the matrix that interpolates linearly from values at `knots` to values at `indices`.

    Beyond the last knot the value stays: a single knot stands for a constant.

    Examples
    --------
    >>> weights((0, 4), np.array([0, 1, 4])).tolist()
    [[1.0, 0.0], [0.75, 0.25], [0.0, 1.0]]
    """
    matrix = np.empty((len(indices), len(knots)))
    for k, row in enumerate(np.eye(len(knots))):
        matrix[:, k] = np.interp(indices, knots, row)
    return matrix


def find_knots(values: np.ndarray, ends: tuple[float, float], tolerance: float) -> tuple[int, ...]:
    """Choose few indices along the first axis so that interpolation between them stays within `tolerance`.

    From each knot the next is the furthest that still serves all stops on the way.

    Parameters
    ----------
    values : ndarray of float
        The exact values; the first axis is the slider, the last runs along the mark.
    ends : tuple of float
        The ends of the axis they are drawn along; what is not seen may be less exact.
    tolerance : float
        In units of the axis.

    Examples
    --------
    >>> x = np.linspace(0, 1, 11)
    >>> find_knots(np.abs(x - 0.5)[:, None], (0, 1), 0.01)
    (0, 5, 10)
    """
    seen, last = _seen(values, ends), len(values) - 1
    knots = [0]
    while knots[-1] < last:
        start = stop = knots[-1]
        while stop < last and _chord_error(values, seen, ends, start, stop + 1) <= tolerance:
            stop += 1
        knots.append(stop)
    return tuple(knots)


def _seen(values, ends):
    """Tell which points are inside the panel or joined to a neighbour by a line that crosses it."""
    padded = np.concatenate([values[..., :1], values, values[..., -1:]], axis=-1)
    around = np.stack([padded[..., :-2], padded[..., 1:-1], padded[..., 2:]])
    return (np.fmin.reduce(around) <= ends[1]) & (np.fmax.reduce(around) >= ends[0])


def _chord_error(values, seen, ends, start, stop):
    """Return the largest error at the stops strictly between two knots; inf where only one of two is a number."""
    inner = slice(start + 1, stop)
    exact = values[inner]
    share = (np.arange(start + 1, stop) - start) / (stop - start)
    chord = values[start] + share.reshape(-1, *[1] * (values.ndim - 1)) * (values[stop] - values[start])
    visible = np.abs(np.clip(exact, *ends) - np.clip(chord, *ends))
    error = np.where(seen[inner], np.abs(exact - chord), visible)
    both_missing = np.isnan(exact) & np.isnan(chord)
    return np.where(both_missing, 0, np.nan_to_num(error, nan=np.inf)).max(initial=0.0)
