"""Activations outside the catalogue: not defined on the whole line, or with a vector of parameters.

They are called, differentiated and changed like those of the catalogue, whose facts and tests they would not fit.
"""

import importlib

from actlib.activation import Activation


class Unlisted(Activation):
    """An `Activation` that is an attribute of its own module and not in the registry.

    Examples
    --------
    >>> from actlib.link import logit
    >>> logit([0.25, 0.5, 0.75])
    array([-1.09861229,  0.        ,  1.09861229])
    """

    def __reduce__(self):
        """Pickle by name, so that a worker process finds its own copy."""
        return _restored, (self.family, self.name, self._defaults)


def _restored(family, name, values):
    record = getattr(importlib.import_module(f"actlib.{family}"), name)
    return record.with_parameters(**values) if values else record


def unlisted(*, family, **fields):
    """Define an activation outside the catalogue: the decorated kernel becomes an `Unlisted`.

    Parameters
    ----------
    family : str
        The name of its module in actlib.
    **fields
        The other fields of `Activation`.

    Returns
    -------
    callable
        The decorator.

    Examples
    --------
    >>> @unlisted(family="link", formula="2 x")
    ... def double(x):
    ...     return 2 * x
    >>> double([1, 2])
    array([2., 4.])
    """
    return lambda kernel: Unlisted(kernel.__name__, family, kernel, **fields)
