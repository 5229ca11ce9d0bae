r"""Mean field of wide random networks: how variances, correlations and gradients pass from layer to layer.

Layers :math:`z^{l} = W f(z^{l-1}) + b` with independent weights N(0, sigma_w²/width) and biases N(0, sigma_b²), after
Poole et al. (2016) and Schoenholz et al. (2017). In a wide network every z is N(0, q), and

.. math:: q \mapsto \sigma_w^2\, E[f(\sqrt q\, z)^2] + \sigma_b^2, \qquad
          \chi_1 = \sigma_w^2\, E[f'(\sqrt q\, z)^2]

are the variance of the next layer and the factor on the mean square of a gradient that passes back through this one.
All of it is for any function R → R, NumPy in, NumPy out: an activation of the catalogue, or one's own.

>>> import actlib as act
>>> round(chi_1(act.relu, 2**0.5), 12), round(critical_sigma_w(lambda z: np.maximum(z, -1)), 9)
(1.0, 1.0)
"""

import functools
import math
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq

from actlib._bivariate import product_expectation
from actlib._scan import scan
from actlib.activation import Activation
from actlib.gaussian import evaluate, expectation

__all__ = [
    "DepthScales",
    "chi_1",
    "correlation_fixed_point",
    "correlation_map",
    "critical_sigma_w",
    "depth_scales",
    "expected_profile",
    "next_variance",
    "variance_fixed_point",
]

_SMALLEST, _LARGEST = 1e-10, 1e12  # variances beyond stand for 0 and for infinity
_ROUNDING = 1e-12
_NEAR_ONE = 1 - 1e-6  # the largest correlation that is told from 1


class _Known(NamedTuple):
    """What is computed with: f, its slope, and the points where either is not smooth."""

    value: object
    slope: object
    kinks: tuple
    seams: tuple


def _known(f):
    if isinstance(f, Activation):
        return _Known(f, f.derivative, f.facts.kinks, f.facts.kinks)
    if not callable(f):
        raise TypeError(f"f is {f!r}; it must be a function of an array, for instance act.tanh")
    return _seen(f) if getattr(f, "__hash__", None) else _seen.__wrapped__(f)


@functools.lru_cache
def _seen(f):
    """Look at a function nobody has described; its slope is that of its interpolants if it brings none."""
    seen = scan(f)
    kinks = tuple(b.x for b in seen.breaks)
    if hasattr(f, "derivative"):
        return _Known(f, f.derivative, kinks, kinks)
    return _Known(f, seen.derivative, kinks, (*kinks, *seen.left))


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
    """
    known = _known(f)
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
    if abs(start) < _ROUNDING:
        return 1.0
    near, step = 1.0, 2.0 if start > 0 else 0.5
    while growth(near * step) * start > 0:
        near *= step
        if not _SMALLEST < near < _LARGEST:
            return 0.0 if step < 1 else math.inf
    return brentq(growth, *sorted((near, near * step)), xtol=1e-300, rtol=1e-14)


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
    known, q = _known(f), variance_fixed_point(f, sigma_w, sigma_b) if q is None else q
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
    found = brentq(excess, low, high, rtol=1e-13)
    if abs(excess(found)) > 1e-6:
        raise ValueError(f"chi_1 of {f!r} jumps past 1 at sigma_w={found!r}, where another fixed point begins")
    return found


def correlation_map(f, c, sigma_w, sigma_b=0.0, q=None):
    """Return the correlation of two inputs' pre-activations one layer up, from their correlation `c` in a layer.

    Parameters
    ----------
    f, sigma_w, sigma_b
        As in `next_variance`.
    c : array_like of float
        From -1 to 1.
    q : float, optional
        Variance of both inputs' pre-activations. Default: that of the fixed point.

    Returns
    -------
    ndarray or float
        Of the shape of `c`.

    Raises
    ------
    ValueError
        If a correlation is none, or the variance is not a positive number, as where the fixed point is 0 or infinite.

    Examples
    --------
    >>> import actlib as act
    >>> float(correlation_map(act.relu, 0.0, 2**0.5)) * np.pi  # Cho and Saul (2009): 1/π
    1.0
    """
    known, q = _known(f), _positive(variance_fixed_point(f, sigma_w, sigma_b) if q is None else q)
    c, above = np.asarray(c, float), next_variance(f, q, sigma_w, sigma_b)
    found = [sigma_w**2 * product_expectation(known.value, float(one), q, known.kinks) for one in c.ravel()]
    return ((np.reshape(found, c.shape) + sigma_b**2) / above)[()]


def correlation_fixed_point(f, sigma_w, sigma_b=0.0):
    """Return the correlation that two inputs approach in deep layers, from any that is at least 0 and below 1.

    Parameters
    ----------
    f, sigma_w, sigma_b
        As in `next_variance`.

    Returns
    -------
    float
        1 in the ordered phase, where `chi_1` is at most 1; less in the chaotic one. Nearer to 1 than 1e-6 counts as 1.

    Examples
    --------
    >>> import actlib as act
    >>> correlation_fixed_point(act.tanh, 0.9), correlation_fixed_point(act.tanh, 2.0)
    (1.0, 0.0)
    """
    q = variance_fixed_point(f, sigma_w, sigma_b)

    def growth(c):
        return float(correlation_map(f, c, sigma_w, sigma_b, q)) - c

    if chi_1(f, sigma_w, sigma_b, q) <= 1 or growth(_NEAR_ONE) >= 0:
        return 1.0
    return 0.0 if growth(0.0) < _ROUNDING else brentq(growth, 0.0, _NEAR_ONE, xtol=1e-10)


class DepthScales(NamedTuple):
    """In how many layers something falls, or grows, by a factor e; inf where it does not do so exponentially.

    Parameters
    ----------
    variance : float
        The distance of the variance from its fixed point.
    correlation : float
        The distance of the correlation from its fixed point.
    gradient : float
        The mean square of a gradient; negative where it grows.
    """

    variance: float
    correlation: float
    gradient: float


def depth_scales(f, sigma_w, sigma_b=0.0):
    """Return how deep information and gradients reach (Schoenholz et al., 2017).

    Parameters
    ----------
    f, sigma_w, sigma_b
        As in `next_variance`.

    Returns
    -------
    DepthScales

    Raises
    ------
    ValueError
        If the fixed point of the variance is 0 or infinite.

    Examples
    --------
    >>> import actlib as act
    >>> [round(scale, 3) for scale in depth_scales(act.tanh, 1.5, 0.3)]
    [1.167, 19.916, -16.894]
    """
    known, q = _known(f), _positive(variance_fixed_point(f, sigma_w, sigma_b))
    steepness = expectation(lambda z: evaluate(known.value, z) * known.slope(z) * z / q, q=q, kinks=known.seams)
    c = correlation_fixed_point(f, sigma_w, sigma_b)
    chi = chi_1(f, sigma_w, sigma_b, q)
    at_c = chi if c == 1 else _slope_of_map(f, c, sigma_w, sigma_b, q)
    return DepthScales(_layers(sigma_w**2 * steepness), _layers(at_c), _layers(chi))


def _slope_of_map(f, c, sigma_w, sigma_b, q):
    """The slope of the correlation map at `c` by differences: the map is a power series, smooth whatever f is."""
    h = (1 - abs(c)) / 100
    below2, below, above, above2 = correlation_map(f, c + h * np.array([-2, -1, 1, 2]), sigma_w, sigma_b, q)
    return (below2 - above2 + 8 * (above - below)) / (12 * h)


def _layers(factor):
    """After how many layers a factor a layer makes up a factor 1/e; negative if it is above 1."""
    if abs(factor - 1) < _ROUNDING:
        return math.inf
    return -1 / math.log(factor) if factor > 0 else 0.0


def _positive(q):
    if not 0 < q < math.inf:
        raise ValueError(f"q is {q!r}; correlations need a positive, finite variance: give q, or other sigmas")
    return q


def expected_profile(f, sigma_w, sigma_b=0.0, depth=10):
    """Return the rms of the gradient at the pre-activations of layers 1 to `depth`, that of the last being 1.

    The input has unit variance, so the first layer has variance sigma_w² + sigma_b².
    """
    variances = [sigma_w**2 + sigma_b**2]
    for _ in range(depth - 2):
        variances.append(next_variance(f, variances[-1], sigma_w, sigma_b))
    factors = [chi_1(f, sigma_w, sigma_b, q) for q in variances]
    return np.sqrt(np.append(np.cumprod(factors[::-1])[::-1], 1.0))
