"""Softmax and its relatives: probabilities in proportion to exponentials of the scores."""

import numpy as np

from actlib._axismap import tangent_of
from actlib._parameters import Parameter
from actlib.simplex._map import below_maximum, centred, simplex_map


def _divisor(temperature, dtype):
    """The temperature in the dtype of the scores; it becomes neither 0 nor infinite there."""
    info = np.finfo(dtype)
    return dtype.type(min(max(temperature, float(info.smallest_subnormal)), float(info.max)))


def _log_of_sum(below, axis):
    """ln Σ exp(below), where one entry is 0: that one is left to log1p, so that a sum near 1 keeps its digits."""
    terms = np.exp(below)
    np.put_along_axis(terms, np.expand_dims(below.argmax(axis=axis), axis), 0, axis)
    return np.log1p(terms.sum(axis=axis, keepdims=True))


@simplex_map(
    parameters={"temperature": Parameter(1.0, low=0.0)},
    aliases=(
        "softargmax",
        "normalised exponential",
        "Boltzmann/Gibbs distribution",
        "Boltzmann distribution",
        "Gibbs distribution",
        "nn.Softmax2d",
    ),
    torch="Softmax",
    keras="softmax",
    jax="softmax",
)
def softmax(z, axis, temperature):
    """Softmax: probabilities in proportion to exp(z/T).

    .. math:: p_i = e^{z_i/T} / \\sum_j e^{z_j/T}, \\quad
        p = \\arg\\max_{p \\in \\Delta} \\langle p, z \\rangle + T H(p)

    Parameters
    ----------
    z : array_like
        Scores: real numbers of any shape with at least one dimension.
    axis : int
        The axis whose entries share a probability of 1.
    temperature : float
        A finite number > 0; towards 0 the result tends to a uniform law over the largest scores.

    Returns
    -------
    ndarray
        Of the shape and dtype of `z`.

    Raises
    ------
    TypeError
        If `z` has a dtype that is not kept, `axis` is not an integer or `temperature` is not a number.
    ValueError
        If the axis is empty or does not exist, or the temperature is outside its domain.

    Notes
    -----
    The maximum is subtracted first, so no exponential overflows. Equal scores get equal probabilities, infinite ones
    too: one score of +inf takes everything, several share it; -inf is a mask.

    Examples
    --------
    >>> import actlib as act
    >>> act.softmax([1.0, 2.0])
    array([0.26894142, 0.73105858])
    >>> act.softmax([1.0, 2.0], temperature=0.1)
    array([4.53978687e-05, 9.99954602e-01])

    References
    ----------
    bridle1990
    """
    terms = np.exp(below_maximum(z, axis)[0] / _divisor(temperature, z.dtype))
    return terms / terms.sum(axis=axis, keepdims=True)


@tangent_of(softmax)
def _softmax_tangent(z, v, axis, temperature):
    p = softmax.function(z, axis, temperature)
    return p * centred(v, p, axis) / _divisor(temperature, z.dtype)


@simplex_map(torch="LogSoftmax", keras="log_softmax", jax="log_softmax")
def log_softmax(z, axis):
    """Logarithm of the softmax: the scores, shifted so that their exponentials sum to 1.

    .. math:: \\ln p_i = z_i - \\ln \\sum_j e^{z_j}

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
    The logarithm of a small softmax is never taken: log_softmax([0, 1000]) is [-1000, 0] though the first
    probability underflows. The largest entry goes through log1p, so that probabilities near 1 keep their digits.

    Examples
    --------
    >>> import actlib as act
    >>> act.log_softmax([0.0, 1000.0])
    array([-1000.,     0.])

    References
    ----------
    blanchard2021
    """
    below = below_maximum(z, axis)[0]
    return below - _log_of_sum(below, axis)


@tangent_of(log_softmax)
def _log_softmax_tangent(z, v, axis):
    return centred(v, softmax.function(z, axis, 1.0), axis)


@simplex_map(torch="Softmin")
def softmin(z, axis):
    """Softmin: probabilities in proportion to exp(-z), the softmax of the negated scores.

    .. math:: p_i = e^{-z_i} / \\sum_j e^{-z_j}, \\quad
        p = \\arg\\min_{p \\in \\Delta} \\langle p, z \\rangle - H(p)

    Parameters
    ----------
    z : array_like
        Scores, or rather costs: real numbers of any shape with at least one dimension.
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
    It is not the reversed softmax of three or more scores: softmax([0, 1, 3]) and softmin([0, 1, 3]) hold different
    numbers. One cost of -inf takes everything, several share it; +inf is a mask.

    Examples
    --------
    >>> import actlib as act
    >>> act.softmin([1.0, 2.0])
    array([0.73105858, 0.26894142])

    References
    ----------
    blondel2020
    """
    return softmax.function(-z, axis, 1.0)


@tangent_of(softmin)
def _softmin_tangent(z, v, axis):
    return -softmax.tangent(-z, v, axis, 1.0)


@simplex_map(reduces=True, aliases=("LSE", "torch.logsumexp", "keras.ops.logsumexp"), jax="logsumexp")
def logsumexp(z, axis):
    """Logarithm of the sum of exponentials: a smooth maximum, whose gradient is the softmax.

    .. math:: \\operatorname{LSE}(z) = \\ln \\sum_j e^{z_j} = \\max_{p \\in \\Delta} \\langle p, z \\rangle + H(p)

    Parameters
    ----------
    z : array_like
        Real numbers of any shape with at least one dimension.
    axis : int
        The axis to reduce.

    Returns
    -------
    ndarray or scalar
        Of the shape of `z` without `axis`.

    Raises
    ------
    TypeError, ValueError
        As `softmax`.

    Notes
    -----
    The maximum is subtracted first and added back, so no exponential overflows.

    Examples
    --------
    >>> import actlib as act
    >>> act.logsumexp([1000.0, 1000.0])
    np.float64(1000.6931471805599)

    References
    ----------
    blanchard2021
    """
    below, largest = below_maximum(z, axis)
    return (largest + _log_of_sum(below, axis)).squeeze(axis)


@tangent_of(logsumexp)
def _logsumexp_tangent(z, v, axis):
    return (softmax.function(z, axis, 1.0) * v).sum(axis=axis)
