"""Shape, tails and extremes of a scanned function, one question a function.

Throughout, a piece between two breaks is taken to be analytic: if it is not constant, it is constant nowhere, even
where rounding makes the floats equal, as those of the sigmoid are beyond 37.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
import scipy  # its parts are imported when they are used: `scipy.optimize` takes a third of a second

from actlib._callable import evaluate

_RELATIVE = 1e-13  # smaller differences, relative to f or its size on [-1, 1], are rounding
_LADDER = np.logspace(2, 60, 59)  # where limits are looked for; fourth powers of the last still fit a float


@dataclass(frozen=True, slots=True)
class Tail:
    """One end of the line.

    Parameters
    ----------
    side : float
        -1 or 1.
    limit : float
        Limit of f; nan if it oscillates.
    slopes : ndarray
        Slopes of chords from one rung of the ladder to the next, outwards.
    low, high : float
        Least and greatest value met.
    """

    side: float
    limit: float
    slopes: np.ndarray
    low: float
    high: float


def tail(f, side, unit):
    """The end of f at `side` times infinity.

    Parameters
    ----------
    f : callable
    side : {-1.0, 1.0}
    unit : float
        Size of f on [-1, 1].

    Returns
    -------
    Tail
    """
    values = evaluate(f, side * _LADDER)
    with np.errstate(invalid="ignore"):
        slopes = np.diff(values) / np.diff(side * _LADDER)
    return Tail(side, _limit(values, unit), slopes, float(values.min()), float(values.max()))


def _limit(values, unit):
    last, before = values[-1], values[-10:]
    if np.isinf(last):
        return float(last)
    if np.ptp(before) <= 1e-12 * max(abs(last), unit):
        return 0.0 if abs(last) < 1e-15 * unit else float(last)
    steps = np.diff(before)
    grows = (np.all(steps > 0) or np.all(steps < 0)) and abs(last) > abs(before[0])
    return math.copysign(math.inf, last) if grows else math.nan


def negated(end):
    """The same end of -f."""
    return Tail(end.side, -end.limit, -end.slopes, -end.high, -end.low)


def mirrored(scan):
    """What of a scan `bottom` needs, for -f."""
    return replace(scan, values=-scan.values)


def saturates(end, slope, region):
    """Whether f' tends to 0 at this end; where f oscillates, whether f' is small in the outermost `region`."""
    if math.isnan(end.limit):
        return bool(np.abs(slope(region[::8])).max() < 1e-3)
    return bool(abs(end.slopes[-1]) < 1e-9)


def _noise(scan, values):
    return _RELATIVE * np.maximum(scan.unit, np.abs(values))


def flat_values(scan):
    """The values of f on those pieces between breaks on which it is constant."""
    inner = np.searchsorted(scan.x, [b.x for b in scan.breaks])
    pieces = [piece for piece in np.split(scan.values, inner) if piece.size]
    return [float(p[0]) for p in pieces if np.ptp(p) <= 4 * np.finfo(float).eps * np.abs(p).max()]


def monotonicity(scan, corners, flat):
    """One of the words of `Facts.monotonicity`; `corners` are the values at the breaks."""
    _, values = _with_breaks(scan, corners)
    steps, noise = np.diff(values), _noise(scan, np.maximum(np.abs(values[1:]), np.abs(values[:-1])))
    up, down = bool((steps > noise).any()), bool((steps < -noise).any())
    if up and down:
        return "none"
    if up:
        return "nondecreasing" if flat else "strictly increasing"
    if down:
        return "nonincreasing" if flat else "strictly decreasing"
    return "constant"


def convexity(scan, corners):
    """One of the words of `Facts.convexity`, from the slopes of chords between every fourth node and the breaks."""
    x, values = _with_breaks(scan, corners, thin=4)
    step, noise = np.diff(x), _noise(scan, values)
    slope, slope_noise = np.diff(values) / step, (noise[1:] + noise[:-1]) / step
    bend, bend_noise = np.diff(slope), slope_noise[1:] + slope_noise[:-1]
    convex, concave = bool((bend > bend_noise).any()), bool((bend < -bend_noise).any())
    return {(False, False): "affine", (True, False): "convex", (False, True): "concave"}.get(
        (convex, concave), "neither"
    )


def _with_breaks(scan, corners, thin=1):
    at = np.array([b.x for b in scan.breaks])
    where = np.searchsorted(scan.x[::thin], at)
    return np.insert(scan.x[::thin], where, at), np.insert(scan.values[::thin], where, corners)


def smoothness(scan):
    """One of the words of `Facts.smoothness`: "Cinf" where no jump of f, f' or f'' was found."""
    return ("discontinuous", "C0", "C1", "Cinf")[min((b.order for b in scan.breaks), default=3)]


def parity(f, unit):
    """One of the words of `Facts.parity`, from 300 pairs of points out to ±8000."""
    x = np.logspace(-3, 3.9, 300) * 1.000123456789
    right, left = evaluate(f, x), evaluate(f, -x)
    if (np.isinf(left) != np.isinf(right)).any():
        return "none"
    allowed = 1e-12 * np.maximum(unit, np.abs(right))
    with np.errstate(invalid="ignore"):
        even = ((left == right) | (np.abs(left - right) <= allowed)).all()
        odd = ((left == -right) | (np.abs(left + right) <= allowed)).all()
    return "even" if even else "odd" if odd else "none"


def is_identity_at_origin(f, scan, slope):
    """Whether f(0) = 0 and f'(0) = 1, from both sides."""
    kinks = [b for b in scan.breaks if b.x == 0.0 and b.order < 2]
    at_zero = evaluate(f, np.zeros(1))[0]
    return bool(abs(at_zero) <= _RELATIVE * scan.unit and not kinks and abs(slope(np.full(1, 1e-12))[0] - 1) < 1e-9)


def lipschitz(scan, slope, tails):
    """The least upper bound of |f'|: over nodes, refined; beside breaks; in the tails. inf where f jumps."""
    if any(b.order == 0 for b in scan.breaks) or any(_steepens(end, scan, slope) for end in tails):
        return math.inf
    size = np.abs(slope(scan.x))
    inner = size[1:-1]
    peaks = 1 + np.flatnonzero((inner >= size[:-2]) & (inner >= size[2:]) & (inner > size[:-2].min()))
    best = peaks[np.argsort(size[peaks])[-5:]]
    refined = [_refined_peak(slope, scan, i) for i in best]
    beside = [abs(end[1]) for b in scan.breaks for end in (b.left, b.right)]
    outer = [abs(float(end.slopes[-1])) for end in tails if np.isfinite(end.slopes[-1]) and not math.isnan(end.limit)]
    return float(max(size.max(), *refined, *beside, *outer))


def _steepens(end, scan, slope):
    if math.isinf(end.limit) and not np.isfinite(end.slopes[-1]):  # f overflows: how steep was it before?
        last = scan.x[-1 if end.side > 0 else 0]
        middle, last = np.abs(slope(np.array([last / 2, last])))
        return bool(last > 1.2 * middle)
    if math.isnan(end.limit):  # an oscillation: unbounded if its height is
        return max(-end.low, end.high) > 10 * np.abs(scan.values).max()
    middle, last = np.abs(end.slopes[[len(end.slopes) // 2, -1]])
    return not (last <= 1.2 * middle or last < 1e-9)


def _refined_peak(slope, scan, i):
    """Largest |f'| near node i, looked for between its neighbours but not beyond a break."""
    at = np.array([b.x for b in scan.breaks])
    low = max([scan.x[i - 1], *at[(at > scan.x[i - 1]) & (at < scan.x[i])]])
    high = min([scan.x[i + 1], *at[(at > scan.x[i]) & (at < scan.x[i + 1])]])
    options = {"xatol": 1e-6 * (high - low)}
    found = scipy.optimize.minimize_scalar(lambda x: -abs(slope(np.array([x]))[0]), bounds=(low, high), options=options)
    return -float(found.fun)


@dataclass(frozen=True, slots=True)
class Bottom:
    """The infimum of f; the least value, if f attains it; where, if at one point only."""

    infimum: float
    minimum: float | None
    argmin: float | None


def bottom(f, scan, slope, tails, corners, flat):
    """Infimum, minimum and argmin of f; those of -f give the supremum.

    Parameters
    ----------
    f, slope : callable
        The function and its derivative.
    scan : Scan
    tails : sequence of Tail
    corners : ndarray
        f at the breaks.
    flat : sequence of float
        Values on the constant pieces.

    Returns
    -------
    Bottom
    """
    x, values = _stationary(f, scan, slope)
    x, values = np.append(x, [b.x for b in scan.breaks]), np.append(values, corners)
    jumps = np.array([b.x for b in scan.breaks if b.order == 0])
    beside = evaluate(f, np.append(np.nextafter(jumps, -np.inf), np.nextafter(jumps, np.inf)))
    unbounded = any(math.isnan(end.limit) and -end.low > 10 * np.abs(scan.values).max() for end in tails)
    limits = [-math.inf if unbounded else end.limit for end in tails if unbounded or not math.isnan(end.limit)]
    infimum = float(min([*values, *beside, *flat, *limits])) + 0.0
    near = infimum + _RELATIVE * max(scan.unit, abs(infimum)) if math.isfinite(infimum) else infimum
    where = x[values <= near]
    if not (where.size or any(v <= near for v in flat)):
        return Bottom(infimum, None, None)
    unique = where.size == 1 and not any(v <= near for v in flat)
    return Bottom(infimum, infimum, float(where[0]) + 0.0 if unique else None)


def _stationary(f, scan, slope):
    """Smooth local minima that may be the least: nodes lower than their neighbours, refined by bisecting on f'."""
    v, noise = scan.values, _noise(scan, scan.values)
    i = np.arange(4, v.size - 4)
    i = i[(v[i] <= v[i - 1]) & (v[i] <= v[i + 1]) & (v[i - 4] > v[i] + noise[i]) & (v[i + 4] > v[i] + noise[i])]
    lower_bound = v[i] - np.maximum(v[i - 1] - v[i], v[i + 1] - v[i])
    i = i[lower_bound <= v[i].min(initial=np.inf)]
    low, high = scan.x[i - 1], scan.x[i + 1]
    at = np.array([b.x for b in scan.breaks])
    inside = np.searchsorted(at, low) == np.searchsorted(at, high)
    low, high = low[inside], high[inside]
    for _ in range(60):
        middle = (low + high) / 2
        falling = slope(middle) < 0
        low, high = np.where(falling, middle, low), np.where(falling, high, middle)
    tidy = np.round(high, 6)
    high = np.where(evaluate(f, tidy) <= evaluate(f, high), tidy, high)
    return high, evaluate(f, high)
