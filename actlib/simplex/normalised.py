"""Maps that divide by a sum without an exponential: of the scores, or of polynomials of degree two in them."""

import math

import numpy as np

from actlib._axismap import tangent_of
from actlib._parameters import Parameter
from actlib.simplex._map import simplex_map

_INFINITE = 2**20  # more than any exponent of a float


def _scaled(x, axis, least=0.0):
    """Return x over a power of two, so that the larger of its maximum and `least` is near 1, and the exponent.

    Then neither sums nor squares overflow or vanish. In a row with infinite entries these become ±1/2, the others 0.
    """
    infinite = np.isinf(x)
    any_infinite = infinite.any(axis=axis, keepdims=True)
    x = np.where(any_infinite, np.sign(x) * infinite, x)
    exponent = np.frexp(np.maximum(np.abs(x).max(axis=axis, keepdims=True), least))[1]
    return np.ldexp(x, -exponent), np.where(any_infinite, _INFINITE, exponent)


def _shares_of_squares(x, constant, axis):
    """Return (x² + c²)/Σ(x² + c²); also x, the sum of squares and the exponent, all three scaled."""
    scaled, exponent = _scaled(x, axis, constant)
    terms = scaled**2 + np.ldexp(constant, -exponent) ** 2
    total = terms.sum(axis=axis, keepdims=True)
    return terms / total, scaled, total, exponent


def _tangent_of_squares(x, v, constant, axis):
    p, scaled, total, exponent = _shares_of_squares(x, constant, axis)
    slopes = 2 * scaled * v
    return np.ldexp((slopes - p * slopes.sum(axis=axis, keepdims=True)) / total, -exponent)


@simplex_map(wide=True)
def taylor_softmax(z, axis):
    """Taylor softmax: the exponential replaced by its Taylor polynomial of degree two.

    .. math:: p_i = (1 + z_i + z_i^2/2) / \\sum_j (1 + z_j + z_j^2/2)

    Parameters
    ----------
    z : array_like
        Scores: real numbers of any shape with at least one dimension.
    axis : int
        The axis whose entries share a probability of 1.

    Returns
    -------
    ndarray
        Of the shape and dtype of `z`.

    Raises
    ------
    TypeError, ValueError
        As `softmax`.

    Notes
    -----
    The polynomial is ((1 + z)² + 1)/2: nowhere below 1/2, least at z = -1, and growing to both sides. So order is kept
    only from -1 upwards, -inf is no mask (infinite scores of either sign share everything), and a shift of the scores
    changes the result. The Jacobian is not symmetric: no problem ⟨p, z⟩ + regulariser has this map as its solution.

    It is computed from the squares, which do not cancel, over a power of two, so that they do not overflow.

    Examples
    --------
    >>> import actlib as act
    >>> act.taylor_softmax([1.0, 2.0])
    array([0.33333333, 0.66666667])
    >>> act.taylor_softmax([-1.0, -3.0])
    array([0.16666667, 0.83333333])

    References
    ----------
    debrebisson2016
    """
    return _shares_of_squares(1 + z, 1.0, axis)[0]


@tangent_of(taylor_softmax)
def _taylor_softmax_tangent(z, v, axis):
    return _tangent_of_squares(1 + z, v, 1.0, axis)


@simplex_map(wide=True, parameters={"eps": Parameter(0.0, low=0.0, closed=True)})
def spherical_softmax(z, axis, eps):
    """Spherical softmax: squares of the scores, divided by their sum.

    .. math:: p_i = (z_i^2 + \\varepsilon) / \\sum_j (z_j^2 + \\varepsilon)

    Parameters
    ----------
    z : array_like
        Scores: real numbers of any shape with at least one dimension.
    axis : int
        The axis whose entries share a probability of 1.
    eps : float
        A finite number >= 0, added to each square. Above 0 no probability is 0, nor undefined where all scores are 0.

    Returns
    -------
    ndarray
        Of the shape and dtype of `z`; nan where all scores and `eps` are 0.

    Raises
    ------
    TypeError
        If `z` has a dtype that is not kept, `axis` is not an integer or `eps` is not a number.
    ValueError
        If the axis is empty or does not exist, or `eps` is outside its domain.

    Notes
    -----
    The sign of a score is lost, so order is kept among scores >= 0 only, and -inf is no mask: infinite scores of either
    sign share everything. With eps = 0 a factor common to all scores changes nothing; a shift does. The Jacobian is
    not symmetric: no problem ⟨p, z⟩ + regulariser has this map as its solution. `taylor_softmax` is this map of
    z + 1, with eps = 1.

    The scores are first divided by a power of two, so that squares neither overflow nor vanish.

    Examples
    --------
    >>> import actlib as act
    >>> act.spherical_softmax([1.0, 2.0])
    array([0.2, 0.8])
    >>> act.spherical_softmax([0.0, 0.0], eps=1e-6)
    array([0.5, 0.5])

    References
    ----------
    debrebisson2016
    """
    return _shares_of_squares(z, math.sqrt(eps), axis)[0]


@tangent_of(spherical_softmax)
def _spherical_softmax_tangent(z, v, axis, eps):
    return _tangent_of_squares(z, v, math.sqrt(eps), axis)


@simplex_map(wide=True)
def standard_normalization(z, axis):
    """Scores divided by their sum: what softmax does without the exponential.

    .. math:: p_i = z_i / \\sum_j z_j, \\quad
        p = \\arg\\max_{p \\in \\Delta} \\sum_j z_j \\ln p_j \\text{ if no score is negative}

    Parameters
    ----------
    z : array_like
        Real numbers of any shape with at least one dimension; probabilities come out only if none is negative.
    axis : int
        The axis whose entries share a sum of 1.

    Returns
    -------
    ndarray
        Of the shape and dtype of `z`; nan where the sum is 0.

    Raises
    ------
    TypeError, ValueError
        As `softmax`.

    Notes
    -----
    The scores are first divided by a power of two, so that their sum does not overflow. Infinite scores count as
    equally large, and all others as 0 beside them.

    Examples
    --------
    >>> import actlib as act
    >>> act.standard_normalization([1.0, 3.0])
    array([0.25, 0.75])
    """
    scaled = _scaled(z, axis)[0]
    return _over_sum(scaled, scaled.sum(axis=axis, keepdims=True))


@tangent_of(standard_normalization)
def _standard_normalization_tangent(z, v, axis):
    scaled, exponent = _scaled(z, axis)
    total = scaled.sum(axis=axis, keepdims=True)
    p = _over_sum(scaled, total)
    return np.ldexp((v - p * v.sum(axis=axis, keepdims=True)) / total, -exponent)


def _over_sum(z, total):
    return np.where(total == 0, np.nan, z / total)
