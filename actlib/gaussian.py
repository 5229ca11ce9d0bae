r"""Gaussian expectations E[f(z)], z ~ N(mean, q), of functions with kinks and jumps.

Gauss–Hermite quadrature converges slowly where f has a kink. Here the real line is cut at the kinks, and Gauss–Legendre
quadrature works on every piece; pieces on which two resolutions disagree are halved. A kink nobody told us about is
therefore found by bisection: it costs time, not accuracy.

The activation exp(-x²) is not here: it is ``actlib.gaussian_``.
"""

import math
from functools import lru_cache

import numpy as np
from numpy.polynomial import legendre

from actlib._callable import evaluate

__all__ = ["chi_1", "expectation", "gain", "moments"]

_NODES = 16  # Gauss–Legendre nodes on a panel
_REACH = 38.0  # standard deviations on each side; beyond, the density is less than the smallest normal float
_TOLERANCE = 1e-13  # largest disagreement of one panel with its two halves, relative to E|f|
_NEGLIGIBLE = 1e-15  # share of E|f| per standard deviation which may be cut off where f overflows
_VANISHING = 1e-270  # a function that does not grow leaves less than this in its outermost panel
_ROUNDS = 60  # halvings: from one standard deviation to less than a float's spacing
_PANELS = 1 << 14  # more rough panels than this are noise, not kinks


def expectation(f, q=1.0, kinks=(), mean=0.0):
    r"""E[f(z)] for z ~ N(mean, q).

    .. math:: \mathbb{E}[f(z)] = \int f(z)\, \frac{e^{-(z-m)^2/2q}}{\sqrt{2\pi q}}\, dz

    Parameters
    ----------
    f : callable
        Real function; float64 array in, array of the same shape out. Smooth but for finitely many kinks and jumps,
        growing at most exponentially.
    q : float, optional
        Variance, finite and not negative. At 0 the result is f(mean).
    kinks : sequence of float, optional
        Points where f is not smooth. They may be left out: f is then called more often.
    mean : float, optional
        Mean of z, finite.

    Returns
    -------
    float
        The expectation, with an error of about 1e-12 of E[abs(f(z))]; 1e-10 is what is asked of it.

    Raises
    ------
    TypeError
        If `f` cannot be called or does not return double precision.
    ValueError
        If `q`, `mean` or a kink is out of its domain; if f is nan, or infinite where that matters, or grows so fast
        that the integral does not converge.
    RuntimeError
        If two resolutions do not agree however fine they are: f is noisy or too rough.

    Notes
    -----
    Panels of at most two standard deviations, 38 to each side, cut at the kinks and at 0, ±1/4, ±1/2, … so that what
    happens near the origin is seen even if q is large. A feature much narrower than its distance from the origin, and
    than sqrt(q), may fall between the nodes; pass its ends as `kinks`.

    Examples
    --------
    >>> f"{expectation(np.exp, q=2.0):.10f}"  # exp(q/2)
    '2.7182818285'
    >>> f"{expectation(lambda z: np.maximum(z, 0) ** 2, q=3.0, kinks=[0]):.10f}"
    '1.5000000000'
    """
    q, mean = _real("q", q), _real("mean", mean)
    if q < 0:
        raise ValueError(f"q must be a variance, 0 or more; got {q!r}")
    kinks = [_real("kinks", kink) for kink in kinks]
    if q == 0:
        value = float(evaluate(f, np.array([mean]))[0])
        if math.isinf(value):
            raise ValueError(f"f({mean!r}) is infinite")
        return value
    return _integrate(f, mean, math.sqrt(q), kinks)


def moments(f, q=1.0, kinks=(), mean=0.0):
    """The first two moments E[f(z)] and E[f(z)²] for z ~ N(mean, q).

    Parameters
    ----------
    f, q, kinks, mean
        As in `expectation`.

    Returns
    -------
    tuple of float
        E[f(z)], E[f(z)²].

    Raises
    ------
    TypeError, ValueError, RuntimeError
        As in `expectation`.

    Examples
    --------
    >>> [f"{m:.10f}" for m in moments(lambda z: np.maximum(z, 0), kinks=[0])]
    ['0.3989422804', '0.5000000000']
    """
    return expectation(f, q, kinks, mean), expectation(_squared(f), q, kinks, mean)


def gain(f, kinks=()):
    """E[f(z)²]^(-1/2), z ~ N(0, 1): the factor that makes f keep a unit second moment.

    Parameters
    ----------
    f, kinks
        As in `expectation`.

    Returns
    -------
    float
        The gain; inf where f vanishes almost everywhere.

    Raises
    ------
    TypeError, ValueError, RuntimeError
        As in `expectation`.

    Examples
    --------
    >>> f"{gain(lambda z: np.maximum(z, 0), kinks=[0]):.10f}"  # the square root of 2, as in He et al. (2015)
    '1.4142135624'
    """
    second = expectation(_squared(f), kinks=kinks)
    return second**-0.5 if second > 0 else math.inf


def chi_1(f, derivative, kinks=()):
    """E[f'(z)²] / E[f(z)²], z ~ N(0, 1): how much a gradient grows through a layer whose weights have the gain of f.

    Parameters
    ----------
    f, derivative : callable
        The function and its derivative almost everywhere; at a jump, only the slopes beside it count.
    kinks
        As in `expectation`.

    Returns
    -------
    float
        The ratio; nan where f vanishes almost everywhere.

    Raises
    ------
    TypeError, ValueError, RuntimeError
        As in `expectation`.

    Examples
    --------
    >>> f"{chi_1(lambda z: np.maximum(z, 0), lambda z: (z > 0) * 1.0, kinks=[0]):.10f}"
    '1.0000000000'
    """
    second = expectation(_squared(f), kinks=kinks)
    return expectation(_squared(derivative), kinks=kinks) / second if second > 0 else math.nan


def _real(name, value):
    """`value` as a finite float, or the error that names it."""
    try:
        number = float(value)
    except (TypeError, ValueError) as error:
        raise TypeError(f"{name} must be a real number; got {value!r}") from error
    if not math.isfinite(number):
        raise ValueError(f"{name} must be finite; got {value!r}")
    return number


def _squared(f):
    return lambda z: evaluate(f, z) ** 2


@lru_cache(maxsize=1)
def _rule():
    """Gauss–Legendre nodes and weights, and the matrix that extrapolates from the nodes to -1 and 1."""
    nodes, weights = legendre.leggauss(_NODES)
    to_ends = legendre.legvander([-1.0, 1.0], _NODES - 1) @ np.linalg.inv(legendre.legvander(nodes, _NODES - 1))
    return nodes, weights, to_ends.T


def _integrate(f, mean, sigma, kinks):
    """Halve the panels that disagree with their halves until none is left."""
    left, right = _initial_panels(mean, sigma, kinks)
    whole, size, _ = _panel_sums(f, mean, sigma, left, right)
    left, right, whole, size = _drop_overflow(mean, left, right, whole, size, sigma)
    scale, parts = float(size.sum()), []  # scale: what is known of E|f|
    for _ in range(_ROUNDS):
        middle = (left + right) / 2
        left, right = np.stack([left, middle]), np.stack([middle, right])  # row 0: left halves, row 1: right halves
        halves, size, hidden = _panel_sums(f, mean, sigma, left, right)
        scale = max(scale, float(size.sum()))
        allowed = max(_TOLERANCE * scale, np.finfo(float).tiny)
        rough = (np.abs(halves.sum(axis=0) - whole) > allowed) | (hidden.max(axis=0) > allowed)
        parts.extend(halves[:, ~rough].ravel())
        if not rough.any():
            return math.fsum(parts)
        if np.count_nonzero(rough) > _PANELS:
            break
        left, right, whole = left[:, rough].ravel(), right[:, rough].ravel(), halves[:, rough].ravel()
    raise RuntimeError(
        f"E[f(z)] does not converge for z ~ N({mean!r}, {sigma**2!r}): two resolutions still disagree near z = "
        f"{mean + float(left.ravel()[0])!r}; f is noisy, has very many kinks, or is not integrable there"
    )


def _initial_panels(mean, sigma, kinks):
    """Ends of the first panels, as distances from the mean, so that the weight is exact for any mean."""
    reach = _REACH * sigma
    powers = 2.0 ** np.arange(-2, max(-1, math.frexp(abs(mean) + reach)[1]))
    origin = np.concatenate([[0.0], powers, -powers, np.asarray(kinks, float)]) - mean
    edges = np.concatenate([np.arange(-_REACH, _REACH + 1, 2.0) * sigma, origin])
    edges = np.unique(edges[np.abs(edges) <= reach])
    return edges[:-1], edges[1:]


def _panel_sums(f, mean, sigma, left, right):
    """Integrals of f and of |f| times the density over panels, inf where f overflows; what may hide beside their ends.

    A jump between an end and the node next to it is seen by no panel that shares this end, however often it is halved.
    There the integrand differs from what the nodes extrapolate to.
    """
    nodes, weights, to_ends = _rule()
    half = ((right - left) / 2)[..., np.newaxis]
    inset = 4 * np.finfo(float).eps * (abs(mean) + np.maximum(np.abs(left), np.abs(right)))  # off a kink at the end
    ends = np.stack([left + inset, right - inset], axis=-1)
    offset = np.concatenate([((left + right) / 2)[..., np.newaxis] + half * nodes, ends], axis=-1)
    density = np.exp(-((offset / sigma) ** 2) / 2) * (half / sigma) / math.sqrt(2 * math.pi)
    values = evaluate(f, (mean + offset).ravel()).reshape(offset.shape)
    with np.errstate(invalid="ignore"):  # inf times 0, inf minus inf: replaced by inf, or unused
        terms = np.where(np.isinf(values).any(axis=-1, keepdims=True), np.inf, values * density)
        inner = terms[..., :_NODES]
        hidden = np.abs(inner @ to_ends - terms[..., _NODES:]).max(axis=-1) * (1 - nodes[-1])
    return inner @ weights, np.abs(inner) @ weights, hidden


def _drop_overflow(mean, left, right, whole, size, sigma):
    """Cut panels off the two ends where f overflows, if what is lost there is nothing beside the rest."""
    finite = np.isfinite(size)
    if not finite.any():
        raise ValueError("f is infinite almost everywhere")
    first, last = np.flatnonzero(finite)[[0, -1]]
    if not finite[first : last + 1].all():
        bad = first + int(np.argmin(finite[first : last + 1]))
        raise ValueError(f"f is infinite between z = {float(mean + left[bad])!r} and z = {float(mean + right[bad])!r}")
    keep = slice(first, last + 1)
    left, right, whole, size = left[keep], right[keep], whole[keep], size[keep]
    ends = size[[0, -1]] / (right - left)[[0, -1]] * sigma
    if (ends > max(_NEGLIGIBLE * size.sum(), _VANISHING)).any():
        end = mean + float(left[0] if ends[0] > ends[1] else right[-1])
        raise ValueError(f"E[f(z)] does not converge: at z = {end!r} f grows as fast as the Gaussian falls")
    return left, right, whole, size
