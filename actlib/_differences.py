"""Derivatives by differences, to hold formulas against; and the table of the derivatives with what is left over."""

from itertools import pairwise

import numpy as np

from actlib._matrix import FAMILY, FORMULA, NAME, Column, Matrix, formula, number

STEPS = 2.0 ** -np.arange(6, 10)
"""Of first differences: 1/64 to 1/512. Sums with numbers of the grid are exact."""
COARSE = STEPS[:3]
"""Of second differences, which divide rounding errors by the square of the step."""
_SLOPE_STEP = 2.0**-10  # of one-sided differences; small beside the spacing of drawn points
CLEARANCE = 1 / 32
"""How near to a kink the grid may come; larger than every step."""
AGREEMENT, CURVATURE_AGREEMENT = 1e-10, 1e-7
"""Below these two residuals, formula and differences, or both routes to the second derivative, count as equal."""


def grid(f):
    """Return points from -8 to 8, a sixteenth apart, halfway between the places where definitions change.

    Parameters
    ----------
    f : Activation
        Its kinks are left out, as far as the largest step reaches.

    Returns
    -------
    ndarray
    """
    x = (np.arange(-128, 128) + 0.5) / 16
    kinks = np.array(f.facts.kinks, float)
    return x[(np.abs(x[:, np.newaxis] - kinks) >= CLEARANCE).all(axis=1)]


def first(f, x):
    """Return f'(x) by central differences, extrapolated to step zero.

    Parameters
    ----------
    f : callable
    x : ndarray
        No point within the largest of `STEPS` of a kink.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> float(abs(first(np.sin, np.array([1.0])) - np.cos(1.0))[0]) < 1e-12
    True
    """
    return _extrapolated([(f(x + h) - f(x - h)) / (2 * h) for h in STEPS])


def second(f, x):
    """Return f''(x) by second differences of f, extrapolated to step zero; parameters as for `first`.

    Parameters
    ----------
    f : callable
    x : ndarray

    Returns
    -------
    ndarray
    """
    return _extrapolated([(f(x + h) - 2 * f(x) + f(x - h)) / (h * h) for h in COARSE])


def _extrapolated(estimates):
    """Richardson: the error of a symmetric difference is a series in h², of which each round removes a term."""
    for order in range(1, len(estimates)):
        weight = 4.0**order
        estimates = [(weight * b - a) / (weight - 1) for a, b in pairwise(estimates)]
    return estimates[0]


def residuals(f, x):
    """Return how far differences are from the formula of f', and two routes to f'' from each other.

    Parameters
    ----------
    f : Activation
    x : ndarray
        No point near a kink.

    Returns
    -------
    pair of ndarray
        Absolute where the derivative is below 1, relative elsewhere. The first compares ``f.derivative`` with first
        differences of f; the second compares first differences of ``f.derivative`` with second differences of f.
    """
    return _distance(f.derivative(x), first(f, x)), _distance(first(f.derivative, x), second(f, x))


def _distance(reference, values):
    return np.abs(values - reference) / np.maximum(1, np.abs(reference))


def graphs(f, x):
    """Return f, f' and f'' along x, nan where they jump: a line must not join the two sides.

    Parameters
    ----------
    f : Activation
    x : ndarray
        Evenly spaced, and wider apart than 2⁻¹⁰.

    Returns
    -------
    tuple of three ndarray
    """
    value, slope, curvature = f(x), f.derivative(x), first(f.derivative, x)
    kinks = np.array(f.facts.kinks, float)
    at_kink = (np.abs(x[:, np.newaxis] - kinks) <= (x[1] - x[0]) / 2).any(axis=1)
    slope, curvature = (np.where(at_kink, np.nan, y) for y in (slope, curvature))
    if f.facts.smoothness == "discontinuous":
        value = np.where(at_kink, np.nan, value)
    return value, slope, np.where(_jumps(f, x), np.nan, curvature)


def _jumps(f, x):
    """Tell where f'' jumps: there the slopes of f' on the two sides stay apart when the step is halved."""
    here = f.derivative(x)
    sides = [(f.derivative(x + h) - 2 * here + f.derivative(x - h)) / h for h in (_SLOPE_STEP, _SLOPE_STEP / 2)]
    wide, narrow = np.abs(sides)
    return (narrow > 1e-6) & (narrow > 0.75 * wide)


def derivative_table(functions=None):
    """Return the table of derivatives: formulas, the range of the second derivative, and the residuals of both.

    Parameters
    ----------
    functions : sequence of Activation, optional
        Default: the whole catalogue.

    Returns
    -------
    Matrix

    Examples
    --------
    >>> import actlib as act
    >>> row = derivative_table([act.tanh]).rows()[0]
    >>> row[4:]
    ['−0.7698', '0.7698', 'below 1e-10', 'below 1e-07']
    """
    seen = {}

    def measured(f):
        return seen.setdefault(f.name, _Measured(f))

    columns = (
        NAME,
        FAMILY,
        FORMULA,
        Column("f'(x)", lambda f: f.derivative_formula, html=lambda f: formula(f.derivative_formula), long=True),
        Column("f'' from", lambda f: _four(measured(f).low), value=lambda f: measured(f).low),
        Column("f'' to", lambda f: _four(measured(f).high), value=lambda f: measured(f).high),
        _residual("Residual of f'", AGREEMENT, lambda f: measured(f).first),
        _residual("Residual of f''", CURVATURE_AGREEMENT, lambda f: measured(f).second),
    )
    return Matrix("derivatives", "Derivatives, and how far differences are from them", columns, functions)


class _Measured:
    """Extremes over the grid."""

    def __init__(self, f):
        x = grid(f)
        curvature = first(f.derivative, x)
        self.low, self.high = float(curvature.min()), float(curvature.max())
        self.first, self.second = (float(r.max()) for r in residuals(f, x))


def _residual(title, bound, value):
    """A column whose HTML has the number and whose text says whether it is below the bound: its digits are noise."""

    def text(f):
        return f"below {bound:.0e}" if value(f) < bound else f"{value(f):.1e}"

    return Column(title, text, html=lambda f: magnitude(value(f)), value=value)


def magnitude(value):
    """Return a small number as text with two digits.

    Parameters
    ----------
    value : float

    Returns
    -------
    str

    Examples
    --------
    >>> magnitude(3.14e-13), magnitude(0.0)
    ('3.1e−13', '0')
    """
    return f"{value:.1e}".replace("-", "−") if value else "0"


def _four(value):
    return number(float(f"{value:.4g}")) if abs(value) > CURVATURE_AGREEMENT else "0"
