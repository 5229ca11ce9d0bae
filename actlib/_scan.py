"""A function as polynomials between its breaks: the picture of f that `describe` reads its facts from.

The line out to ±10⁴ is cut into cells on which a Chebyshev interpolant of degree 15 is exact to rounding. Cells that
are not are halved; those that shrink to almost nothing hold a break: a jump of f, of f' or of f''.
"""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.polynomial import Chebyshev, chebyshev
from scipy import fft

from actlib._callable import evaluate

REACH = 1e4  # the farthest point scanned on each side
_CELLS = 256  # cells at the start, evenly spaced in asinh(x)
_NODES = 16  # Chebyshev nodes in a cell
_TOLERANCE = 1e-13  # size of the last coefficients at which a cell counts as resolved, relative to f there
_NARROW = 1e-3  # more than 300 cells narrower than this are noise
_AROUND, _CONTRAST = 8, 8  # a cell may hold a break if one of the 8 at either side is at least 8 times as wide
_LEAST = 1e-12  # narrowest cell, relative to max(1, |x|)
_STEEP = (0, 1e-8, 1e-6)  # a larger jump of f', f'' times the resolved cell's width, relative to f, is a steep bend
_BESIDE = 1e-6  # narrowest cell at a break that is known already
_MANY_CELLS, _MANY_NARROW = 60_000, 300
_SIDE_NODES = 12  # Chebyshev nodes of the fits on the two sides of a break
_SIDE_WIDTHS = 0.1 * 0.25 ** np.arange(18)  # their widths, widest first, relative to max(1, |x|)
_SIDE_NOISE = 1e-11 * (2.0 * _SIDE_NODES**2) ** np.arange(3)  # errors of f, f', f'' by the fits, in units of the window
# Chebyshev points of the first kind, ascending: no end of a cell, hence no break, is ever one of them
_POINTS, _SIDE_POINTS = (-np.cos((np.arange(n) + 0.5) * np.pi / n) for n in (_NODES, _SIDE_NODES))


@dataclass(frozen=True, slots=True)
class Break:
    """A point where a derivative jumps.

    Parameters
    ----------
    x : float
        Where.
    order : int
        0 where f itself jumps, 1 where f' does (a kink), 2 where f'' does.
    left, right : tuple of float
        One-sided limits of f and f'.
    """

    x: float
    order: int
    left: tuple
    right: tuple


@dataclass(frozen=True, slots=True)
class Scan:
    """What was seen of f: cells in ascending order without gaps, and the breaks between them.

    Parameters
    ----------
    left, right : ndarray, shape (cells,)
        Ends of the cells.
    slopes : ndarray, shape (15, cells)
        Chebyshev coefficients of f' on every cell.
    x, values : ndarray, shape (16 * cells,)
        All nodes in ascending order, and f there.
    breaks : tuple of Break
        In ascending order.
    unit : float
        Largest abs(f) on [-1, 1]: features of f much smaller than 1e-13 of this are taken for rounding.
    """

    left: np.ndarray
    right: np.ndarray
    slopes: np.ndarray
    x: np.ndarray
    values: np.ndarray
    breaks: tuple
    unit: float

    def derivative(self, x):
        """f' by the interpolants, at points between the ends of the scan (beyond them, that of the nearest end)."""
        cell = np.clip(np.searchsorted(self.left, x, side="right") - 1, 0, self.left.size - 1)
        left, width = self.left[cell], self.right[cell] - self.left[cell]
        t = np.clip(2 * (x - left) / width - 1, -1, 1)
        return chebyshev.chebval(t, self.slopes[:, cell], tensor=False)


def scan(f):
    """Resolve f on [-10⁴, 10⁴], or as far as its values are finite.

    Parameters
    ----------
    f : callable
        Real function, NumPy in, NumPy out.

    Returns
    -------
    Scan

    Raises
    ------
    TypeError, ValueError
        If f is no such function (see `_callable.evaluate`), if it is infinite between finite values, or if it is rough
        in so many places that it must be noise, an endless staircase or a fast oscillation.
    """
    edges = _finite_edges(f)
    unit = _unit(f, edges)
    breaks = ()
    while True:
        at = np.array([b.x for b in breaks])
        near = np.abs(edges[:, np.newaxis] - at) < _NARROW * np.maximum(1, np.abs(at))
        ends = np.union1d(edges[~near.any(axis=1)], at)
        left, right, coefficients, suspects = _resolve(f, ends, unit, at)
        found = [b for c, width in suspects if (b := _break_at(f, c, width, unit)) and _is_new(b, breaks)]
        if not found:
            x = _nodes(left, right).ravel()
            slopes = chebyshev.chebder(coefficients) * 2 / (right - left)
            return Scan(left, right, slopes, x, evaluate(f, x), breaks, unit)
        breaks = tuple(sorted((*breaks, *found), key=lambda b: b.x))


def _unit(f, edges):
    """Largest |f| on [-1, 1]; not quite 0 if f is somewhere else."""
    near, far = (np.abs(evaluate(f, x)).max() for x in (np.linspace(-1, 1, 200), edges))
    return float(max(near, 1e-20 * min(1.0, far)))


def _is_new(found, breaks):
    return all(abs(found.x - b.x) > 1e-8 * max(1, abs(b.x)) for b in breaks)


def _finite_edges(f):
    """Ends of the first cells: even in asinh(x), off any round number, and only where f is finite."""
    edges = np.sinh(np.linspace(-1, 1, _CELLS + 1) * np.arcsinh(REACH) + 0.01 / np.sqrt(2))
    finite = np.isfinite(evaluate(f, edges))
    if np.count_nonzero(finite) < 2:
        raise ValueError("f is infinite (almost) everywhere")
    first, last = np.flatnonzero(finite)[[0, -1]]
    if not finite[first : last + 1].all():
        raise ValueError(f"f is infinite at {float(edges[first + np.argmin(finite[first : last + 1])])!r}")
    return edges[first : last + 1]


def _nodes(left, right, points=_POINTS):
    return ((left + right) / 2)[:, np.newaxis] + ((right - left) / 2)[:, np.newaxis] * points


def _resolve(f, ends, unit, breaks):
    """Halve cells until all are resolved or tiny; return them with the suspects: centres and widths of narrow ones."""
    left, right, scale, done = ends[:-1], ends[1:], unit, []
    while left.size:
        coefficients, resolved, scale = _fit_cells(f, left, right, scale, breaks)
        width, size = right - left, np.maximum(1, np.maximum(np.abs(left), np.abs(right)))
        beside = np.isin(left, breaks) | np.isin(right, breaks)
        stop = resolved | (width < np.where(beside, _BESIDE, _LEAST) * size)
        done.append((left[stop], right[stop], coefficients[:, stop], beside[stop]))
        left, right, scale = left[~stop], right[~stop], scale[~stop]
        _require_few(left, right)
        middle = (left + right) / 2
        left, right, scale = np.concatenate([left, middle]), np.concatenate([middle, right]), np.tile(scale, 2)
    left, right, beside = (np.concatenate([part[i] for part in done]) for i in (0, 1, 3))
    order = np.argsort(left)
    coefficients = np.concatenate([part[2] for part in done], axis=1)[:, order]
    return left[order], right[order], coefficients, _suspects(left[order], right[order], beside[order])


def _require_few(left, right):
    narrow = right - left < _NARROW
    if np.count_nonzero(narrow) > _MANY_NARROW or narrow.size > _MANY_CELLS:
        raise ValueError(
            f"f is rough in {narrow.size} places or more, one near {float(left[np.argmax(narrow)])!r}: "
            "it is noisy, has steps without end, or oscillates too fast to be described"
        )


def _fit_cells(f, left, right, scale, breaks):
    """Fit every cell; it is resolved if its ends, too, are where the fit has them (a break may hide beside an end)."""
    nodes = np.column_stack([left, _nodes(left, right), right])
    values = evaluate(f, nodes.ravel()).reshape(nodes.shape)
    if not np.isfinite(values).all():
        raise ValueError(f"f is infinite at {float(nodes[~np.isfinite(values)][0])!r}, between finite values")
    if np.ndim(scale) == 0:  # the first cells set the scale of all that they are halved into
        scale = np.maximum(scale, np.abs(values).max(axis=1))
    coefficients, rest, allowed = _fit(nodes[:, 1:-1], values[:, 1:-1], scale)
    off = np.abs(chebyshev.chebval(np.array([-1.0, 1.0]), coefficients) - values[:, [0, -1]])
    off[np.isin(nodes[:, [0, -1]], breaks)] = 0
    return coefficients, (rest <= allowed) & (off.max(axis=1) <= 20 * allowed), scale


def _fit(nodes, values, scale):
    """Chebyshev coefficients on each cell, the size of the last of them, and the size that is rounding."""
    n = nodes.shape[1]
    coefficients = fft.dct(values[:, ::-1], type=2, axis=1).T / n
    coefficients[0] /= 2
    slope = np.abs(np.diff(values) / np.diff(nodes)).max(axis=1)
    rounding = 4 * np.finfo(float).eps * np.abs(nodes).max(axis=1) * slope  # x itself is rounded
    return coefficients, np.abs(coefficients[-3:]).max(axis=0), _TOLERANCE * scale + rounding


def _suspects(left, right, beside):
    """Centre and width of cells far narrower than some near them: there the halving closed in on something."""
    width = right - left
    around = sliding_window_view(np.pad(width, _AROUND, mode="edge"), 2 * _AROUND + 1)
    before, after = around[:, _AROUND - 2 : _AROUND], around[:, _AROUND + 1 : _AROUND + 3]
    narrowest = (width < before.min(axis=1)) & (width <= after.min(axis=1))
    chosen = np.flatnonzero(narrowest & (around.max(axis=1) >= _CONTRAST * width) & ~beside)
    return [(float(left[i] + right[i]) / 2, float(width[i])) for i in chosen]


def _break_at(f, centre, width, unit):
    """The break in a suspect cell, or None if what lies on one side of it continues the other side."""
    sides = _sides(f, centre, width, unit)
    if sides is None:
        if width > _LEAST * max(1, abs(centre)):  # resolved at last: steep, but smooth
            return None
        raise ValueError(f"f has no derivatives beside {centre!r}: a pole, a root or noise; cannot describe it")
    window, size, left, right = sides
    noise = size * _SIDE_NOISE / window ** np.arange(3)
    for order in (2, 1):  # where is the jump of the derivative below closed, and is that here?
        t = _root(left, right, order - 1, 2 * width)
        if t is None or any(abs(_jump(left, right, k, t)) > noise[k] for k in range(order)):
            continue
        jump = abs(_jump(left, right, order, t))
        if jump > noise[order]:
            steep = jump * width**order > _STEEP[order] * size
            return None if steep else _made(centre + t, order, centre, left, right)
    if abs(_jump(left, right, 0, 0.0)) <= noise[0]:
        return None
    low, high = _jump_at(f, centre, width, left, right)
    below, above = evaluate(f, np.array([low, high]))
    steep = abs(above - below) < abs(_jump(left, right, 0, 0.0)) / 2
    return None if steep else _made(high, 0, centre, left, right)


def _jump(left, right, order, t):
    return right.deriv(order)(t) - left.deriv(order)(t)


def _root(left, right, order, reach):
    """Newton's method for the place within reach of 0 where the two fits have the same derivative of this order."""
    t = 0.0
    for _ in range(3):
        slope = _jump(left, right, order + 1, t)
        if not abs(_jump(left, right, order, t)) <= 2 * reach * abs(slope) or slope == 0:
            return None
        t -= _jump(left, right, order, t) / slope
    return float(t) if abs(t) <= reach else None


def _made(x, order, centre, left, right):
    """A break, moved to a number of six decimals if there is one within the error of 1e-9."""
    x = round(x, 6) if abs(round(x, 6) - x) <= 1e-9 * max(1, abs(x)) else x
    ends = [(float(side(x - centre)), float(side.deriv()(x - centre))) for side in (left, right)]
    return Break(float(x) + 0.0, order, *ends)  # + 0.0: no negative zero


def _jump_at(f, centre, width, left, right):
    """Bisect between the two fits, to neighbouring floats."""
    low, high = centre - 2 * width, centre + 2 * width
    while low < (middle := (low + high) / 2) < high and high - low > np.finfo(float).tiny:
        value = evaluate(f, np.array([middle]))[0]
        nearer_left = abs(value - left(middle - centre)) < abs(value - right(middle - centre))
        low, high = (middle, high) if nearer_left else (low, middle)
    return low, high


def _sides(f, centre, width, unit):
    """Widest window on both sides of which f is resolved: its width, the size of f, the fits of f(centre + t)."""
    for window in _SIDE_WIDTHS * max(1, abs(centre)):
        start = 2 * width
        if window < 50 * start:
            return None
        ends = np.array([[-start - window, -start], [start, start + window]])
        nodes = _nodes(*ends.T, _SIDE_POINTS)
        values = evaluate(f, (centre + nodes).ravel()).reshape(nodes.shape)
        if np.isfinite(values).all():
            scale = np.maximum(unit, np.abs(values).max(axis=1))
            coefficients, rest, allowed = _fit(centre + nodes, values, scale)
            if (rest <= allowed).all():
                fits = [Chebyshev(c, domain=end) for c, end in zip(coefficients.T, ends, strict=True)]
                return window, float(scale.max()), *fits
    return None
