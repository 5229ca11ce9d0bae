"""Maps from scores to the probability simplex, and the log-sum-exp behind the best known of them."""

import inspect

import numpy as np

from actlib import _arrays
from actlib._parameters import Parameter

_TEMPERATURE = Parameter(1.0, low=0.0)


class SimplexMap:
    """A function along an axis of an array, with its Jacobian; call it like a function.

    Parameters
    ----------
    function : callable
        ``function(z, axis, **parameters)`` on a float32 or float64 array with `axis` not empty.
    parameters : dict of str to Parameter
        The map's own parameters.
    reduces : bool
        Whether the axis is gone from the result, as for `logsumexp`.

    Examples
    --------
    >>> import actlib as act
    >>> act.softmax([0.0, 0.0])
    array([0.5, 0.5])
    """

    def __init__(self, function, parameters, reduces):
        self.function, self.parameters, self.reduces = function, parameters, reduces
        self.tangent = None
        self.name = self.__name__ = function.__name__
        self.__doc__ = inspect.getdoc(function)
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        named = {"axis": -1, **{name: p.default for name, p in parameters.items()}}
        arguments = [inspect.Parameter(name, kind, default=default) for name, default in named.items()]
        self.__signature__ = inspect.Signature([inspect.Parameter("z", kind), *arguments])

    def __call__(self, z, axis=-1, **kwargs):
        """Return the map of `z` along `axis`, in the dtype of `z`."""
        return self._evaluated(self.function, [_checked(z, axis)], axis, kwargs)

    def jvp(self, z, v, axis=-1, **kwargs):
        """Return the Jacobian at `z` times `v`, without forming the Jacobian.

        Parameters
        ----------
        z : array_like
            Where the Jacobian is taken.
        v : array_like
            The direction; it is brought to the shape of `z`.
        axis : int
            The axis along which the map acts.
        **kwargs
            The map's own parameters.

        Returns
        -------
        ndarray or scalar
            Of the shape of the map's result.

        Raises
        ------
        TypeError, ValueError
            As the map itself; also if `v` cannot be brought to the shape of `z`.

        Examples
        --------
        >>> import actlib as act
        >>> act.softmax.jvp([0.0, 0.0], [1.0, 0.0])
        array([ 0.25, -0.25])
        """
        z = _checked(z, axis)
        v = np.broadcast_to(_arrays.as_floating(v, "v").astype(z.dtype), z.shape)
        return self._evaluated(self.tangent, [z, v], axis, kwargs)

    def jacobian(self, z, **kwargs):
        """Return the matrix of partial derivatives at a one-dimensional `z`.

        Parameters
        ----------
        z : array_like of shape (n,)
            Where the Jacobian is taken.
        **kwargs
            The map's own parameters.

        Returns
        -------
        ndarray
            ``jacobian[i, j]`` is the derivative of output i by z[j]; of shape (n,) for a map that reduces the axis.

        Raises
        ------
        ValueError
            If `z` is not one-dimensional.

        Examples
        --------
        >>> import actlib as act
        >>> act.softmax.jacobian([0.0, 0.0])
        array([[ 0.25, -0.25],
               [-0.25,  0.25]])
        """
        z = _checked(z, -1)
        if z.ndim != 1:
            raise ValueError(f"z has shape {z.shape}; the Jacobian matrix is for one dimension: use jvp for others")
        columns = self.jvp(np.broadcast_to(z, (z.size, z.size)), np.eye(z.size, dtype=z.dtype), **kwargs)
        return columns if self.reduces else columns.T

    def _evaluated(self, function, arrays, axis, kwargs):
        unknown = kwargs.keys() - self.parameters.keys()
        if unknown:
            raise TypeError(
                f"{min(unknown)!r} is unknown; {self.name} takes {', '.join(['z', 'axis', *self.parameters])}"
            )
        values = {n: p.checked(n, kwargs.get(n, p.default)) for n, p in self.parameters.items()}
        dtype = arrays[0].dtype
        work = np.float32 if dtype == np.float16 else dtype
        with np.errstate(all="ignore"):
            return function(*(a.astype(work, copy=False) for a in arrays), axis, **values).astype(dtype)[()]

    def __repr__(self):
        """Name and arguments, as one would call it."""
        return f"{self.name}{self.__signature__}"


def _checked(z, axis):
    z = _arrays.as_floating(z, "z")
    if isinstance(axis, bool) or not isinstance(axis, (int, np.integer)):
        raise TypeError(f"axis is {axis!r}; use one integer")
    if not -z.ndim <= axis < z.ndim:
        raise ValueError(f"axis is {axis}; z has {z.ndim} dimensions, so it must lie in [{-z.ndim}, {z.ndim})")
    if z.shape[axis] == 0:
        raise ValueError(f"z has shape {z.shape}: nothing along axis {axis} to share a probability among")
    return z


def _simplex_map(reduces=False, **parameters):
    return lambda function: SimplexMap(function, parameters, reduces)


def _tangent_of(record):
    def define(function):
        record.tangent = function
        return function

    return define


def _below_maximum(z, axis):
    """z minus its maximum, 0 where z is the maximum also if that is infinite."""
    largest = z.max(axis=axis, keepdims=True)
    return np.where(z == largest, 0, z - largest), largest


def _log_of_sum(below, axis):
    """ln Σ exp(below), where one entry is 0: that one is left to log1p, so that a sum near 1 keeps its digits."""
    terms = np.exp(below)
    np.put_along_axis(terms, np.expand_dims(below.argmax(axis=axis), axis), 0, axis)
    return np.log1p(terms.sum(axis=axis, keepdims=True))


@_simplex_map(temperature=_TEMPERATURE)
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
    terms = np.exp(_below_maximum(z, axis)[0] / z.dtype.type(temperature))
    return terms / terms.sum(axis=axis, keepdims=True)


@_tangent_of(softmax)
def _softmax_tangent(z, v, axis, temperature):
    p = softmax.function(z, axis, temperature)
    return p * (v - (p * v).sum(axis=axis, keepdims=True)) / z.dtype.type(temperature)


@_simplex_map()
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
    below = _below_maximum(z, axis)[0]
    return below - _log_of_sum(below, axis)


@_tangent_of(log_softmax)
def _log_softmax_tangent(z, v, axis):
    return v - (softmax.function(z, axis, 1.0) * v).sum(axis=axis, keepdims=True)


@_simplex_map(reduces=True)
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
    below, largest = _below_maximum(z, axis)
    return (largest + _log_of_sum(below, axis)).squeeze(axis)


@_tangent_of(logsumexp)
def _logsumexp_tangent(z, v, axis):
    return (softmax.function(z, axis, 1.0) * v).sum(axis=axis)


@_simplex_map()
def standard_normalization(z, axis):
    """Scores divided by their sum: what softmax does without the exponential.

    .. math:: p_i = z_i / \\sum_j z_j

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

    Examples
    --------
    >>> import actlib as act
    >>> act.standard_normalization([1.0, 3.0])
    array([0.25, 0.75])
    """
    total = z.sum(axis=axis, keepdims=True)
    return np.where(total == 0, np.nan, z / total)


@_tangent_of(standard_normalization)
def _standard_normalization_tangent(z, v, axis):
    total = z.sum(axis=axis, keepdims=True)
    p = np.where(total == 0, np.nan, z / total)
    return (v - p * v.sum(axis=axis, keepdims=True)) / total


MAPS = (softmax, log_softmax, logsumexp, standard_normalization)
