"""Sparse relatives of softmax: scores below a threshold get a probability of exactly 0."""

import numpy as np

from actlib._axismap import tangent_of
from actlib.simplex._map import below_maximum, centred, simplex_map


def _gaps(z, axis, threshold):
    """How far the scores, as `threshold` wants them, lie above it; 0 for those below.

    The largest score is moved to 0, where the threshold is at least -1: what lies lower still cannot matter, and is
    raised to -1, so that neither masks nor huge differences reach the sums.
    """
    scores = np.maximum(below_maximum(z, axis)[0], -1)
    ordered = np.flip(np.sort(np.moveaxis(scores, axis, -1), axis=-1), -1)
    return np.maximum(scores - np.moveaxis(threshold(ordered), -1, axis), 0)


def _sparsemax_threshold(ordered):
    """Solve Σ max(u - τ, 0) = 1 for each row of descending u."""
    count = np.arange(1, ordered.shape[-1] + 1)
    # the k largest alone would have the threshold (Σ u - 1)/k, which grows with k as long as these are above it
    tau = ((np.cumsum(ordered, axis=-1) - 1) / count).max(axis=-1, keepdims=True)
    gaps = np.maximum(ordered - tau, 0)
    return tau + _excess(gaps) / np.count_nonzero(gaps, axis=-1, keepdims=True)


def _entmax15_threshold(ordered):
    """Solve Σ max(u - τ, 0)² = 1 for each row of descending u."""
    count = np.arange(1, ordered.shape[-1] + 1)
    mean = np.cumsum(ordered, axis=-1) / count
    spread = np.cumsum(ordered**2, axis=-1) - count * mean**2
    # for the k largest alone: a quadratic equation, which the first k solve that are above the solution
    tau = mean - np.sqrt(np.maximum(1 - spread, 0) / count)
    size = np.count_nonzero(ordered > tau, axis=-1, keepdims=True)
    tau = np.take_along_axis(tau, np.maximum(size, 1) - 1, axis=-1)
    for _ in range(2):
        gaps = np.maximum(ordered - tau, 0)
        tau = tau + _excess(gaps**2) / (2 * gaps.sum(axis=-1, keepdims=True))
    return tau


def _excess(p):
    """By how much the sum exceeds 1. Newton steps for it repair what the cumulative sums round in long rows."""
    return p.sum(axis=-1, keepdims=True) - 1


@simplex_map(wide=True, aliases=("Euclidean projection on the simplex",), keras="sparsemax")
def sparsemax(z, axis):
    """Sparsemax: the point of the simplex nearest to the scores, often with zeros.

    .. math:: p_i = \\max(z_i - \\tau, 0), \\; \\sum_j p_j = 1, \\quad
        p = \\arg\\min_{p \\in \\Delta} \\lVert p - z \\rVert^2
          = \\arg\\max_{p \\in \\Delta} \\langle p, z \\rangle - \\tfrac12 \\lVert p \\rVert^2

    Parameters
    ----------
    z : array_like
        Scores: real numbers of any shape with at least one dimension.
    axis : int
        The axis whose entries share a probability of 1.

    Returns
    -------
    ndarray
        Of the shape and dtype of `z`; a score that is at least 1 below the largest gets 0.

    Raises
    ------
    TypeError, ValueError
        As `softmax`.

    Notes
    -----
    The threshold τ is exact after a sort. All is computed in float64, with an absolute error of a few units of its
    rounding: a small probability is the difference of a score and τ, and has no more digits than that leaves it.
    Equal scores get equal probabilities: one score of +inf takes everything, several share it; -inf is a mask.

    With s_i = 1 where p_i > 0 and 0 elsewhere, the Jacobian is diag(s) - s sᵀ/Σs: a mean is taken off the direction.
    Where a score equals τ there is a kink; the derivative there is that of leaving this score at 0.

    Examples
    --------
    >>> import actlib as act
    >>> act.sparsemax([1.0, 2.0])
    array([0., 1.])
    >>> act.sparsemax([0.5, 0.0, -1.0])
    array([0.75, 0.25, 0.  ])

    References
    ----------
    martins2016
    """
    return _gaps(z, axis, _sparsemax_threshold)


@tangent_of(sparsemax)
def _sparsemax_tangent(z, v, axis):
    support = (sparsemax.function(z, axis) > 0).astype(z.dtype)
    return support * centred(v, support, axis)


@simplex_map(wide=True, aliases=("1.5-entmax",))
def entmax15(z, axis):
    """1.5-entmax: half way between softmax and sparsemax, smooth and yet with zeros.

    .. math:: p_i = \\max(z_i/2 - \\tau, 0)^2, \\; \\sum_j p_j = 1, \\quad
        p = \\arg\\max_{p \\in \\Delta} \\langle p, z \\rangle + \\tfrac43 \\sum_j (p_j - p_j^{3/2})

    Parameters
    ----------
    z : array_like
        Scores: real numbers of any shape with at least one dimension.
    axis : int
        The axis whose entries share a probability of 1.

    Returns
    -------
    ndarray
        Of the shape and dtype of `z`; a score that is at least 2 below the largest gets 0.

    Raises
    ------
    TypeError, ValueError
        As `softmax`.

    Notes
    -----
    The regulariser is Tsallis' entropy of order 3/2; order 1 gives softmax, order 2 sparsemax. After a sort τ is the
    solution of a quadratic equation. All is computed in float64, with an absolute error as `sparsemax` has it.
    Equal scores get equal probabilities: one score of +inf takes everything, several share it; -inf is a mask.

    With s = √p the Jacobian is diag(s) - s sᵀ/Σs. It is continuous: unlike sparsemax there is no kink.

    Examples
    --------
    >>> import actlib as act
    >>> act.entmax15([1.0, 2.0])
    array([0.16928109, 0.83071891])
    >>> act.entmax15([0.0, 2.0])
    array([0., 1.])

    References
    ----------
    peters2019
    """
    p = _gaps(z / 2, axis, _entmax15_threshold) ** 2
    return p / p.sum(axis=axis, keepdims=True)  # within rounding of 1 already: this makes halves of two equal scores


@tangent_of(entmax15)
def _entmax15_tangent(z, v, axis):
    roots = _gaps(z / 2, axis, _entmax15_threshold)
    return roots * centred(v, roots, axis)
