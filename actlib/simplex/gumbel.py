"""Samples from a softmax, relaxed so that they are differentiable in the scores."""

import inspect

import numpy as np

from actlib import _docstrings
from actlib._parameters import Parameter
from actlib.simplex._map import below_maximum
from actlib.simplex.exponential import softmax

_TAU = Parameter(1.0, low=0.0)


def gumbel_softmax(z, rng, axis=-1, tau=1.0, hard=False):
    """Gumbel-softmax: the softmax of scores to which noise has been added.

    .. math:: \\begin{gathered} p_i = e^{(z_i + g_i)/\\tau} / \\textstyle\\sum_j e^{(z_j + g_j)/\\tau}, \\\\
        g_i = -\\ln(-\\ln u_i), \\; u_i \\sim U(0, 1) \\end{gathered}

    Parameters
    ----------
    z : array_like
        Scores: real numbers of any shape with at least one dimension.
    rng : numpy.random.Generator
        Where the noise comes from, one number for each score.
    axis : int
        The axis whose entries share a probability of 1.
    tau : float
        Temperature, a finite number > 0; towards 0 the sample tends to one entry of 1 and zeros.
    hard : bool
        Whether to return that limit, whatever `tau` is.

    Returns
    -------
    ndarray
        Of the shape and dtype of `z`.

    Raises
    ------
    TypeError
        If `z` has a dtype that is not kept, `rng` is not a Generator, `axis` is not an integer, `tau` is not a number
        or `hard` is not a bool.
    ValueError
        If the axis is empty or does not exist, or `tau` is outside its domain.

    Notes
    -----
    The largest z_i + g_i is entry i with probability softmax(z)_i, at any temperature. Given the noise this is a
    softmax, whose derivative by z is ``softmax.jvp(z + g, v, temperature=tau)``. Scores of +inf share the chances,
    -inf is a mask.

    The maximum is subtracted before the noise is added, so that large scores do not swallow it.

    Examples
    --------
    >>> import actlib as act
    >>> import numpy as np
    >>> scores = np.tile(np.log([0.2, 0.8]), (10000, 1))
    >>> act.gumbel_softmax(scores, np.random.default_rng(0), hard=True).mean(axis=0).round(1)
    array([0.2, 0.8])

    References
    ----------
    jang2017, maddison2017
    """
    z, tau = softmax.checked(z, axis), _TAU.checked("tau", tau)
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng is of type {type(rng).__name__}; use a numpy.random.Generator, as default_rng(0) is")
    if not isinstance(hard, (bool, np.bool_)):
        raise TypeError(f"hard is {hard!r}; use True or False")
    with np.errstate(all="ignore"):  # infinite minus infinite, which is not used
        noisy = below_maximum(z.astype(np.float64), axis)[0] + rng.gumbel(size=z.shape)
    p = softmax(noisy, axis, temperature=tau)
    return (_winner(noisy, p, axis) if hard else p).astype(z.dtype)


def _winner(noisy, p, axis):
    """1 for the largest entry, 0 for the others; nan where p is."""
    winner = np.zeros(noisy.shape)
    np.put_along_axis(winner, np.expand_dims(noisy.argmax(axis=axis), axis), 1, axis)
    return np.where(np.isnan(p), np.nan, winner)


# It is no SimplexMap, since its values are random, but is listed and found like one.
gumbel_softmax.name, gumbel_softmax.family = "gumbel_softmax", "simplex"
gumbel_softmax.parameters = {"tau": _TAU}
gumbel_softmax.formula = _docstrings.formula(gumbel_softmax.__doc__)
gumbel_softmax.references = _docstrings.references(inspect.getdoc(gumbel_softmax))
gumbel_softmax.aliases = ("concrete distribution", "functional.gumbel_softmax", "torch.nn.functional.gumbel_softmax")
gumbel_softmax.torch = gumbel_softmax.keras = gumbel_softmax.jax = ""
