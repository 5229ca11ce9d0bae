"""Maps along an axis of an array, which may change its length: the frame of gates and of maps to the simplex."""

import inspect

import numpy as np

from actlib import _arrays, _docstrings


class AlongAxis:
    """What maps along an axis share: checks, dtypes, and the Jacobian from its products with vectors.

    Subclasses set `name`, `parameters` and `__signature__`, and name the array as their users know it.
    """

    argument = "x"  # the array's name in signatures and errors
    wide = False  # whether to compute in float64 whatever the dtype, and round once
    family = ""  # the module where it is found
    tangent = None  # ``tangent(x, v, axis, **parameters)``: the Jacobian-vector product

    def named(self, references=(), aliases=(), torch="", keras="", jax=""):
        """Set where the map is from and what else it is called; see `Activation`."""
        self.references, self.aliases, self.torch, self.keras, self.jax = references, aliases, torch, keras, jax

    def checked(self, x, axis):
        """Return `x` as an array of a kept dtype; raise if it has no such axis."""
        name, x = self.argument, _arrays.as_floating(x, self.argument)
        if isinstance(axis, bool) or not isinstance(axis, (int, np.integer)):
            raise TypeError(f"axis is {axis!r}; use one integer")
        if not -x.ndim <= axis < x.ndim:
            raise ValueError(f"axis is {axis}; {name} has {x.ndim} dimensions, so it must lie in [{-x.ndim}, {x.ndim})")
        return x

    def _jvp(self, x, v, axis, kwargs):
        x = self.checked(x, axis)
        v = np.broadcast_to(_arrays.as_floating(v, "v").astype(x.dtype), x.shape)
        return self._evaluated(self.tangent, [x, v], axis, kwargs)

    def _jacobian(self, x, kwargs):
        name, x = self.argument, self.checked(x, -1)
        if x.ndim != 1:
            raise ValueError(
                f"{name} has shape {x.shape}; the Jacobian matrix is for one dimension: use jvp for others"
            )
        return self._jvp(np.broadcast_to(x, (x.size, x.size)), np.eye(x.size, dtype=x.dtype), -1, kwargs).T

    def _evaluated(self, function, arrays, axis, kwargs):
        unknown = kwargs.keys() - self.parameters.keys()
        if unknown:
            known = ", ".join([self.argument, "axis", *self.parameters])
            raise TypeError(f"{min(unknown)!r} is unknown; {self.name} takes {known}")
        values = {n: p.checked(n, kwargs.get(n, p.default)) for n, p in self.parameters.items()}
        dtype = arrays[0].dtype
        work = np.float64 if self.wide else np.result_type(dtype, np.float32)
        with np.errstate(all="ignore"):
            return function(*(a.astype(work, copy=False) for a in arrays), axis, **values).astype(dtype)[()]

    def __repr__(self):
        """Name and arguments, as one would call it."""
        return f"{self.name}{self.__signature__}"


class AxisMap(AlongAxis):
    """A map along an axis of an array, with its Jacobian; call it like a function.

    Parameters
    ----------
    kernel : callable
        ``kernel(x, axis, **parameters)`` on a float32 or float64 array.
    formula : str
        In LaTeX, of the vector x along the axis.
    returns : str
        A sentence on the shape of the result.
    parameters : dict of str to Parameter
        The map's own parameters.
    **names
        `references`, `aliases`, `torch`, `keras` and `jax`, as for `Activation`.

    Examples
    --------
    >>> from actlib import gates
    >>> gates.glu([3.0, 0.0])
    array([1.5])
    """

    family = "gates"

    def __init__(self, kernel, formula, returns, parameters, **names):
        self.kernel, self.formula, self.returns, self.parameters = kernel, formula, returns, parameters
        self.name = self.__name__ = kernel.__name__
        self.named(**names)
        self.__doc__ = _docstrings.of_axis_map(self)
        kind, keyword = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY
        own = [inspect.Parameter(name, keyword, default=p.default) for name, p in parameters.items()]
        axis = inspect.Parameter("axis", kind, default=-1)
        self.__signature__ = inspect.Signature([inspect.Parameter("x", kind), axis, *own])

    def __call__(self, x, axis=-1, **kwargs):
        """Return the map of `x` along `axis`; the instance's own docstring says which map it is."""
        return self._evaluated(self.kernel, [self.checked(x, axis)], axis, kwargs)

    def jvp(self, x, v, axis=-1, **kwargs):
        """Return the Jacobian at `x` times `v`, without forming the Jacobian.

        Parameters
        ----------
        x : array_like
            Where the Jacobian is taken.
        v : array_like
            The direction; it is brought to the shape of `x`.
        axis : int
            The axis along which the map acts.
        **kwargs
            The map's own parameters.

        Returns
        -------
        ndarray
            Of the shape of the map's result and the dtype of `x`.

        Raises
        ------
        TypeError, ValueError
            As the map itself; also if `v` cannot be brought to the shape of `x`.

        Examples
        --------
        >>> from actlib import gates
        >>> gates.reglu.jvp([3.0, 2.0], [1.0, 10.0])
        array([32.])
        """
        return self._jvp(x, v, axis, kwargs)

    def jacobian(self, x, **kwargs):
        """Return the matrix of partial derivatives at a one-dimensional `x`.

        Parameters
        ----------
        x : array_like of shape (n,)
            Where the Jacobian is taken.
        **kwargs
            The map's own parameters.

        Returns
        -------
        ndarray
            ``jacobian[i, j]`` is the derivative of output i by x[j]; of shape (n,) for a map that reduces the axis.

        Raises
        ------
        ValueError
            If `x` is not one-dimensional.

        Examples
        --------
        >>> from actlib import gates
        >>> gates.bilinear_glu.jacobian([2.0, 3.0])
        array([[3., 2.]])
        """
        return self._jacobian(x, kwargs)


def axis_map(*, formula, returns, parameters=None, **names):
    """Define a map along an axis: the decorated kernel becomes an `AxisMap`.

    Parameters
    ----------
    formula, returns, parameters, **names
        As for `AxisMap`.

    Returns
    -------
    callable
        The decorator.
    """
    return lambda kernel: AxisMap(kernel, formula, returns, parameters or {}, **names)


def tangent_of(record):
    """Give a map its Jacobian-vector product, ``tangent(x, v, axis, **parameters)``.

    Parameters
    ----------
    record : AxisMap
        The map.

    Returns
    -------
    callable
        The decorator of the kernel.
    """

    def define(function):
        record.tangent = function
        return function

    return define
