"""How the variance of a signal and the size of a gradient change from layer to layer."""

import functools
import math
from typing import NamedTuple

import numpy as np
import scipy  # imports its parts when they are used

from actlib._scan import scan
from actlib.activation import Activation
from actlib.gaussian import evaluate, expectation

_SMALLEST, _LARGEST = 1e-10, 1e12  # variances beyond stand for 0 and for infinity
ROUNDING = 1e-12


class Known(NamedTuple):
    """What is computed with: f, its slope, and the points where either is not smooth.

    Parameters
    ----------
    value, slope : callable
        f and f', each from a float64 array to a float64 array.
    kinks, seams : tuple of float
        Where f is not smooth, and where its slope is not.

    Examples
    --------
    >>> import actlib as act
    >>> seen_through(act.relu).kinks
    (0.0,)
    """

    value: object
    slope: object
    kinks: tuple
    seams: tuple


def seen_through(f):
    """Return what is known of an activation of the catalogue, or what can be seen of any function R → R.

    Parameters
    ----------
    f : Activation or callable
        A float64 array in, a float64 array out.

    Returns
    -------
    Known

    Raises
    ------
    TypeError
        If `f` is no function.

    Examples
    --------
    >>> known = seen_through(lambda x: np.abs(x - 1))
    >>> np.round(known.kinks, 6), known.slope(np.array([0.0, 2.0])).round(6)
    (array([1.]), array([-1.,  1.]))
    """
    if isinstance(f, Activation):
        return Known(f, f.derivative, f.facts.kinks, f.facts.kinks)
    if not callable(f):
        raise TypeError(f"f is {f!r}; it must be a function of an array, for instance act.tanh")
    return _seen(f) if getattr(f, "__hash__", None) else _seen.__wrapped__(f)


@functools.lru_cache
def _seen(f):
    """Look at a function nobody has described; its slope is that of its interpolants if it brings none."""
    seen = scan(f)
    kinks = tuple(b.x for b in seen.breaks)
    if hasattr(f, "derivative"):
        return Known(f, f.derivative, kinks, kinks)
    return Known(f, seen.derivative, kinks, (*kinks, *seen.left))


def next_variance(f, q, sigma_w, sigma_b=0.0):
    """Return the variance of the pre-activations one layer up from a layer with variance `q`.

    Parameters
    ----------
    f : callable
        The activation: float64 array in, float64 array out.
    q : float
        Variance of the layer's pre-activations.
    sigma_w, sigma_b : float
        Spread of the weights, times the root of the width, and of the biases.

    Returns
    -------
    float

    Examples
    --------
    >>> import actlib as act
    >>> round(next_variance(act.relu, 1.0, 2**0.5), 12), round(next_variance(act.relu, 1.0, 1.0, 0.5), 12)
    (1.0, 0.75)
    """
    known = seen_through(f)
    return sigma_w**2 * expectation(lambda z: evaluate(f, z) ** 2, q=q, kinks=known.kinks) + sigma_b**2


def variance_fixed_point(f, sigma_w, sigma_b=0.0):
    """Return the variance that deep layers approach from an input of variance 1.

    Parameters
    ----------
    f, sigma_w, sigma_b
        As in `next_variance`.

    Returns
    -------
    float
        The fixed point next to 1 in the direction in which the first layer goes; 0 or inf if there is none that way.

    Examples
    --------
    >>> import actlib as act
    >>> round(variance_fixed_point(act.tanh, 1.5), 6), variance_fixed_point(act.relu, 1.0)
    (0.793354, 0.0)
    """

    def growth(q):
        return next_variance(f, q, sigma_w, sigma_b) - q

    start = growth(1.0)
    if abs(start) < ROUNDING:
        return 1.0
    near, step = 1.0, 2.0 if start > 0 else 0.5
    while growth(near * step) * start > 0:
        near *= step
        if not _SMALLEST < near < _LARGEST:
            return 0.0 if step < 1 else math.inf
    return scipy.optimize.brentq(growth, *sorted((near, near * step)), xtol=1e-300, rtol=1e-14)


def chi_1(f, sigma_w, sigma_b=0.0, q=None):
    """Return the factor on a gradient's mean square per layer; it also is the slope of the correlation map at 1.

    Parameters
    ----------
    f, sigma_w, sigma_b
        As in `next_variance`; the slope of f is ``f.derivative`` if there is one, else measured. Where f jumps, only
        the slopes beside the jump count.
    q : float, optional
        Variance of the layer's pre-activations. Default: that of the fixed point.

    Returns
    -------
    float

    Examples
    --------
    >>> import actlib as act
    >>> round(chi_1(act.tanh, 1.0), 6), round(chi_1(np.tanh, 2.0), 6)
    (1.0, 1.362673)
    """
    known, q = seen_through(f), variance_fixed_point(f, sigma_w, sigma_b) if q is None else q
    if not _SMALLEST < q < _LARGEST:  # the limits at 0 and infinity, where a kink at 0 keeps two slopes
        far = 1e-12 if q <= _SMALLEST else _LARGEST**0.5
        return sigma_w**2 * float(np.mean(known.slope(np.array([-far, far])) ** 2))
    return sigma_w**2 * expectation(lambda z: known.slope(z) ** 2, q=q, kinks=known.seams)


def critical_sigma_w(f, sigma_b=0.0, low=0.1, high=30.0):
    """Return the spread of the weights at which `chi_1` is 1: gradients neither vanish nor explode.

    Parameters
    ----------
    f, sigma_b
        As in `next_variance`.
    low, high : float
        Where to look.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If `chi_1` is above 1, or below, at both ends, or jumps past 1.

    Examples
    --------
    >>> import actlib as act
    >>> round(critical_sigma_w(act.relu), 9), round(critical_sigma_w(act.tanh, sigma_b=0.5), 6)
    (1.414213562, 1.549674)
    """

    def excess(sigma_w):
        return chi_1(f, sigma_w, sigma_b) - 1

    ends = excess(low), excess(high)
    if ends[0] * ends[1] > 0:
        raise ValueError(
            f"chi_1 of {f!r} does not cross 1 between low={low!r} and high={high!r}: it is {ends[0] + 1:.4g} and "
            f"{ends[1] + 1:.4g} there"
        )
    found = scipy.optimize.brentq(excess, low, high, rtol=1e-13)
    if abs(excess(found)) > 1e-6:
        raise ValueError(f"chi_1 of {f!r} jumps past 1 at sigma_w={found!r}, where another fixed point begins")
    return found


def expected_profile(f, sigma_w, sigma_b=0.0, depth=10):
    """Return the rms of the gradient at the pre-activations of layers 1 to `depth`, that of the last being 1.

    The input has unit variance, so the first layer has variance sigma_w² + sigma_b².

    Parameters
    ----------
    f, sigma_w, sigma_b
        As in `next_variance`.
    depth : int
        Layers of weights; the last has no activation behind it.

    Returns
    -------
    ndarray, (depth,)

    Examples
    --------
    >>> import actlib as act
    >>> expected_profile(act.relu, 2.0, depth=3).round(6)  # √2 more each layer down
    array([2.      , 1.414214, 1.      ])
    """
    variances = [sigma_w**2 + sigma_b**2]
    for _ in range(depth - 2):
        variances.append(next_variance(f, variances[-1], sigma_w, sigma_b))
    factors = [chi_1(f, sigma_w, sigma_b, q) for q in variances]
    return np.sqrt(np.append(np.cumprod(factors[::-1])[::-1], 1.0))
