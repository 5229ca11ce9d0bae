"""The record of a map along an axis: checks, dtypes, Jacobian-vector products."""

import inspect

import numpy as np

from actlib import _docstrings
from actlib._axismap import AlongAxis

_PROBLEM = r", \quad p = \arg"  # what follows is the problem that the map solves, not its definition


class SimplexMap(AlongAxis):
    """A function along an axis of an array, with its Jacobian; call it like a function.

    Parameters
    ----------
    function : callable
        ``function(z, axis, **parameters)`` on a float32 or float64 array with `axis` not empty.
    parameters : dict of str to Parameter
        The map's own parameters.
    reduces : bool
        Whether the axis is gone from the result, as for `logsumexp`.
    wide : bool
        Whether to compute in float64 whatever the dtype, and round once.
    **names
        `aliases`, `torch`, `keras` and `jax`, as for `Activation`; formula and references are those of the docstring.

    Examples
    --------
    >>> import actlib as act
    >>> act.softmax([0.0, 0.0])
    array([0.5, 0.5])
    """

    argument = "z"
    family = "simplex"

    def __init__(self, function, parameters, reduces=False, wide=False, **names):
        self.function, self.parameters, self.reduces, self.wide = function, parameters, reduces, wide
        self.name = self.__name__ = function.__name__
        self.__doc__ = inspect.getdoc(function)
        self.formula = _docstrings.formula(self.__doc__).partition(_PROBLEM)[0]
        self.named(references=_docstrings.references(self.__doc__), **names)
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        named = {"axis": -1, **{name: p.default for name, p in parameters.items()}}
        arguments = [inspect.Parameter(name, kind, default=default) for name, default in named.items()]
        self.__signature__ = inspect.Signature([inspect.Parameter("z", kind), *arguments])

    def __call__(self, z, axis=-1, *args, **kwargs):
        """Return the map of `z` along `axis`, in the dtype of `z`."""
        return self._evaluated(self.function, [self.checked(z, axis)], axis, self.by_name(args, kwargs))

    def jvp(self, z, v, axis=-1, *args, **kwargs):
        """Return the Jacobian at `z` times `v`, without forming the Jacobian.

        Parameters
        ----------
        z : array_like
            Where the Jacobian is taken.
        v : array_like
            The direction; it is brought to the shape of `z`.
        axis : int
            The axis along which the map acts.
        *args, **kwargs
            The map's own parameters, by position or name.

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
        return self._jvp(z, v, axis, self.by_name(args, kwargs))

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
        return self._jacobian(z, kwargs)

    def by_name(self, args, kwargs):
        """Return all parameters by name; raise if there are too many, or one is given twice."""
        given = dict(zip(self.parameters, args, strict=False))
        twice = given.keys() & kwargs.keys()
        if twice or len(args) > len(given):
            reason = f"{min(twice)!r} is given twice" if twice else f"{len(args)} parameters after axis were given"
            raise TypeError(f"{reason}; {self.name} takes {', '.join(['z', 'axis', *self.parameters])}")
        return {**given, **kwargs}

    def checked(self, z, axis):
        """Return `z` as an array of a kept dtype; raise if there is nothing along `axis`."""
        z = super().checked(z, axis)
        if z.shape[axis] == 0:
            raise ValueError(f"z has shape {z.shape}: nothing along axis {axis} to share a probability among")
        return z


def simplex_map(*, parameters=None, **fields):
    """Make a map of the function below; see `SimplexMap`."""
    return lambda function: SimplexMap(function, parameters or {}, **fields)


def below_maximum(z, axis):
    """Return z minus its maximum, 0 where z is the maximum also if that is infinite; and the maximum."""
    largest = z.max(axis=axis, keepdims=True)
    return np.where(z == largest, 0, z - largest), largest


def centred(v, weights, axis):
    """Return v less its mean under the weights.

    Differences from the heaviest entry's v are averaged, so that digits survive where one weight is nearly all: there
    1 - p would be 0 though Σ p over the others is not.
    """
    heaviest = np.expand_dims(weights.argmax(axis=axis), axis)
    difference = v - np.take_along_axis(v, heaviest, axis)
    total = weights.sum(axis=axis, keepdims=True)
    return difference - (weights * difference).sum(axis=axis, keepdims=True) / total
