"""Facts about a function R → R: declared, or measured by `describe`; `compare` holds one against the other."""

import html
import math
from dataclasses import dataclass, fields

import numpy as np

from actlib import _measure
from actlib._callable import evaluate
from actlib._scan import scan
from actlib.gaussian import expectation

__all__ = ["Facts", "compare", "describe"]

_LARGEST = 1e150  # of f near the origin: its square is integrated


@dataclass(frozen=True, slots=True, repr=False)
class Facts:
    """What is known of a function of one real variable.

    Parameters
    ----------
    infimum, supremum : float
        Greatest lower and least upper bound of the values.
    limits : tuple of float
        Limits at -∞ and +∞; infinite, or nan where there is none.
    monotonicity : str
        "strictly increasing", "nondecreasing", "strictly decreasing", "nonincreasing", "constant" or "none".
    convexity : str
        "affine", "convex", "concave" or "neither".
    smoothness : str
        "discontinuous", "C0", "C1", …, "Cinf": how many derivatives are continuous.
    kinks : tuple of float
        Points where the function or its first derivative jumps, ascending.
    parity : str
        "odd", "even" or "none"; the zero function is called even.
    identity_at_origin : bool
        Whether f(0) = 0 and f'(0) = 1.
    saturates : tuple of bool
        Whether f' tends to 0 at -∞ and at +∞.
    lipschitz : float
        Least upper bound of abs(f'); inf where f jumps.
    argmin : float or None
        The point of the minimum; None if there is no minimum or it is attained at several points.
    minimum : float or None
        The least value; None if it is not attained.
    gaussian_mean, gaussian_second_moment : float
        E[f(z)] and E[f(z)²] for z ~ N(0, 1).
    gaussian_mean_derivative, gaussian_second_moment_derivative : float
        E[f'(z)] and E[f'(z)²], f' being the derivative almost everywhere.
    gain : float
        E[f(z)²]^(-1/2).
    chi_1 : float
        E[f'(z)²] / E[f(z)²].

    Examples
    --------
    >>> facts = describe(np.tanh)
    >>> facts.parity, facts.limits, facts.saturates
    ('odd', (-1.0, 1.0), (True, True))
    """

    infimum: float
    supremum: float
    limits: tuple
    monotonicity: str
    convexity: str
    smoothness: str
    kinks: tuple
    parity: str
    identity_at_origin: bool
    saturates: tuple
    lipschitz: float
    argmin: float | None
    minimum: float | None
    gaussian_mean: float
    gaussian_second_moment: float
    gaussian_mean_derivative: float
    gaussian_second_moment_derivative: float
    gain: float
    chi_1: float

    def __repr__(self):
        """Return a table of two columns, six digits to a number."""
        return "\n".join(f"{name.replace('_', ' '):34}{text}" for name, text in self._rows())

    def _repr_html_(self):
        rows = ((html.escape(name.replace("_", " ")), html.escape(text)) for name, text in self._rows())
        body = "".join(f'<tr><th scope="row">{name}</th><td>{text}</td></tr>' for name, text in rows)
        return f"<table>{body}</table>"

    def _rows(self):
        return [(field.name, _text(getattr(self, field.name))) for field in fields(self)]


def describe(f, derivative=None):
    r"""Measure the `Facts` of a function, whatever it is.

    Parameters
    ----------
    f : callable
        Real function of one real variable: float64 array in, float64 array of the same shape out. It must be piecewise
        analytic with at most a few hundred breaks, and free of nan from -10⁶⁰ to 10⁶⁰ (it may overflow).
    derivative : callable, optional
        Its derivative, likewise. If it is left out, ``f.derivative`` is taken if there is one, and otherwise the
        derivative of the interpolants of f.

    Returns
    -------
    Facts

    Raises
    ------
    TypeError
        If `f` cannot be called, or returns complex numbers, objects or less than double precision.
    ValueError
        If `f` returns a wrong shape, or nan; if it is infinite between finite values; if it is noisy or has steps or
        kinks without end; if it has a pole or a root such as sqrt(abs(x)); if `derivative` is not the slope of `f`.
    RuntimeError
        If a Gaussian moment does not converge.

    Notes
    -----
    Out to ±10⁴, f is interpolated on cells between its breaks, which are found by halving cells until they show; limits
    and asymptotic slopes are read between ±10² and ±10⁶⁰. Kinks are exact to 1e-9, or better if they lie at a number of
    six decimals.

    Two things cannot be told from values. A jump of f''' or of a higher derivative is not seen: such a function is
    called "Cinf"; a jump of f'' is missed now and then if there are several of them, or if it is small. And since a
    piece between breaks is taken to be analytic, a plateau joined without a jump of f'' is taken for a tail that floats
    cannot resolve, as the sigmoid's is beyond 37. Features narrower than about a twentieth of their distance from the
    origin (or than 0.005 near it) may be missed.

    Examples
    --------
    >>> facts = describe(lambda x: np.maximum(x, 0))
    >>> facts.monotonicity, facts.kinks, facts.smoothness, facts.saturates
    ('nondecreasing', (0.0,), 'C0', (True, False))
    >>> f"{facts.gain:.9f}, {facts.chi_1:.9f}"
    '1.414213562, 1.000000000'
    """
    seen = scan(f)
    if seen.unit > _LARGEST:
        raise ValueError(
            f"f reaches {seen.unit:.3g} between -1 and 1; its square would overflow: divide it by a constant"
        )
    slope = _slope(f, derivative, seen)
    tails = [_measure.tail(f, side, seen.unit) for side in (-1.0, 1.0)]
    corners, flat = evaluate(f, np.array([b.x for b in seen.breaks])), _measure.flat_values(seen)
    low, high = _extremes(f, seen, slope, tails, corners, flat)
    return Facts(
        infimum=low.infimum,
        supremum=0.0 - high.infimum,
        limits=tuple(end.limit for end in tails),
        monotonicity=_measure.monotonicity(seen, corners, flat),
        convexity=_measure.convexity(seen, corners),
        smoothness=_measure.smoothness(seen),
        kinks=tuple(b.x for b in seen.breaks if b.order < 2),
        parity=_measure.parity(f, seen.unit),
        identity_at_origin=_measure.is_identity_at_origin(f, seen, slope),
        saturates=_saturates(seen, slope, tails),
        lipschitz=_measure.lipschitz(seen, slope, tails),
        argmin=low.argmin,
        minimum=low.minimum,
        **_gaussian(f, slope, [b.x for b in seen.breaks], seen.left if slope == seen.derivative else ()),
    )


def compare(declared, measured):
    """List the differences between two `Facts`, as sentences.

    Parameters
    ----------
    declared : Facts
        What is said of a function.
    measured : Facts
        What `describe` found.

    Returns
    -------
    list of str
        Empty if the two agree: numbers to 1e-8 relative or 1e-10 absolute; `argmin` to 1e-6, as it is determined only
        to the root of the machine's precision; `minimum` to 1e-12; `kinks` to 1e-9. A declared smoothness of "C2" or
        more agrees with a measured "Cinf", since no more can be measured.

    Examples
    --------
    >>> from dataclasses import replace
    >>> relu = describe(lambda x: np.maximum(x, 0))
    >>> compare(replace(relu, parity="even"), relu)
    ["parity: declared 'even', measured 'none'"]
    """
    pairs = [(field.name, getattr(declared, field.name), getattr(measured, field.name)) for field in fields(Facts)]
    return [f"{name}: declared {a!r}, measured {b!r}" for name, a, b in pairs if not _agree(name, a, b)]


_TOLERANCES = {"argmin": (0.0, 1e-6), "minimum": (0.0, 1e-12), "kinks": (1e-9, 1e-9)}  # relative, absolute


def _agree(name, a, b):
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(_agree(name, x, y) for x, y in zip(a, b, strict=True))
    if name == "smoothness" and b == "Cinf":
        return a[0] == "C" and a not in ("C0", "C1")
    if any(isinstance(value, (str, bool, tuple, type(None))) for value in (a, b)):
        return type(a) is type(b) and a == b
    relative, absolute = _TOLERANCES.get(name, (1e-8, 1e-10))
    return math.isclose(a, b, rel_tol=relative, abs_tol=absolute) or (math.isnan(a) and math.isnan(b))


def _text(value):
    if isinstance(value, tuple):
        return f"({', '.join(map(_text, value))})"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "–" if value is None else value if isinstance(value, str) else f"{value + 0.0:.6g}"


def _slope(f, derivative, seen):
    """The derivative as a checked callable: the one given, held against the interpolants', or the interpolants'."""
    if derivative is None:
        derivative = getattr(f, "derivative", None)
    if derivative is None:
        return seen.derivative
    at = np.array([b.x for b in seen.breaks])
    x = seen.x[np.abs(seen.x) < 30]
    x = x[(np.abs(x[:, np.newaxis] - at) > 1e-5).all(axis=1)]
    given, measured = evaluate(derivative, x, "derivative"), seen.derivative(x)
    unit = np.abs(measured[np.abs(x) <= 1]).max(initial=seen.unit)
    wrong = ~(np.abs(given - measured) <= 1e-6 * (unit + np.abs(measured)))
    if wrong.any():
        i = np.argmax(wrong)
        raise ValueError(
            f"derivative({float(x[i])!r}) is {given[i]:.10g}, but the slope of f there is {measured[i]:.10g}"
        )
    return lambda x: evaluate(derivative, x, "derivative")


def _extremes(f, seen, slope, tails, corners, flat):
    """The bottom of f, and that of -f."""
    low = _measure.bottom(f, seen, slope, tails, corners, flat)
    turned = [_measure.negated(end) for end in tails]
    mirror = _measure.mirrored(seen)
    high = _measure.bottom(lambda x: -evaluate(f, x), mirror, lambda x: -slope(x), turned, -corners, [-v for v in flat])
    return low, high


def _saturates(seen, slope, tails):
    regions = seen.x[seen.x < -1e3], seen.x[seen.x > 1e3]
    return tuple(_measure.saturates(end, slope, region) for end, region in zip(tails, regions, strict=True))


def _gaussian(f, slope, kinks, seams):
    """The fields that are moments, under their names; `seams` are where the interpolants of f' meet, if it is they."""
    joints = [*kinks, *seams]
    first, second = expectation(f, kinks=kinks), expectation(lambda z: evaluate(f, z) ** 2, kinks=kinks)
    return {
        "gaussian_mean": first,
        "gaussian_second_moment": second,
        "gaussian_mean_derivative": expectation(slope, kinks=joints),
        "gaussian_second_moment_derivative": (steepness := expectation(lambda z: slope(z) ** 2, kinks=joints)),
        "gain": second**-0.5 if second > 0 else math.inf,
        "chi_1": steepness / second if second > 0 else math.nan,
    }
