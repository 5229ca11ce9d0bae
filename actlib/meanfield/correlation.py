"""How the correlation of two signals changes from layer to layer, and how deep it reaches."""

import math
from typing import NamedTuple

import numpy as np
import scipy  # imports its parts when they are used

from actlib._bivariate import product_expectation
from actlib.gaussian import evaluate, expectation
from actlib.meanfield.variance import ROUNDING, chi_1, next_variance, seen_through, variance_fixed_point

_NEAR_ONE = 1 - 1e-6  # the largest correlation that is told from 1


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
    known, q = seen_through(f), _positive(variance_fixed_point(f, sigma_w, sigma_b) if q is None else q)
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
    return 0.0 if growth(0.0) < ROUNDING else scipy.optimize.brentq(growth, 0.0, _NEAR_ONE, xtol=1e-10)


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

    Examples
    --------
    >>> import actlib as act
    >>> scales = depth_scales(act.tanh, 2.0)  # χ₁ is above 1: gradients grow
    >>> scales.gradient < 0 < scales.variance
    True
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
    known, q = seen_through(f), _positive(variance_fixed_point(f, sigma_w, sigma_b))
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
    if abs(factor - 1) < ROUNDING:
        return math.inf
    return -1 / math.log(factor) if factor > 0 else 0.0


def _positive(q):
    if not 0 < q < math.inf:
        raise ValueError(f"q is {q!r}; correlations need a positive, finite variance: give q, or other sigmas")
    return q
