"""What is drawn: axes, lines, areas, points, rules and maps, in panels. No data here, only names of data."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

COLORS = 7
"""Colours are numbers from 0 to 6; `explorable.css` and `picture.py` say what they look like."""
PATTERNS = 7
"""Patterns are numbers from 0 to 6, too: the dashes of a line, the shape of dots."""
PLOT_WIDTH, PLOT_HEIGHT = 640, 260
"""The largest plotting area in pixels, in any front end; interpolation errors are measured at this size."""


@dataclass(frozen=True)
class Axis:
    """A labelled interval.

    Parameters
    ----------
    label : str
        What is measured, as the reader sees it.
    low, high : float
        The ends. What lies outside is not drawn.
    scale : {"linear", "log"}
        On ``"log"``, `low` is positive and values that are not positive are below the axis.

    Examples
    --------
    >>> [text for _, text in Axis("z", -4, 4).ticks()]
    ['−4', '−2', '0', '2', '4']
    >>> [text for _, text in Axis("gradient", 1e-6, 1, scale="log").ticks()]
    ['10⁻⁶', '10⁻⁵', '10⁻⁴', '10⁻³', '10⁻²', '10⁻¹', '10⁰']
    """

    label: str
    low: float
    high: float
    scale: Literal["linear", "log"] = "linear"

    def __post_init__(self):
        """Check the arguments."""
        if self.scale not in ("linear", "log"):
            raise ValueError(f"Axis {self.label!r}: scale must be 'linear' or 'log', got {self.scale!r}")
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low < self.high):
            raise ValueError(f"Axis {self.label!r}: low < high must be finite, got low={self.low}, high={self.high}")
        if self.scale == "log" and self.low <= 0:
            raise ValueError(f"Axis {self.label!r}: a log scale needs low > 0, got low={self.low}")

    @property
    def ends(self) -> tuple[float, float]:
        """Both ends in the coordinate in which the axis is straight: the value, or its decimal logarithm."""
        return (math.log10(self.low), math.log10(self.high)) if self.scale == "log" else (self.low, self.high)

    def coordinates(self, values) -> np.ndarray:
        """Return `values` in the coordinate in which the axis is straight, cut one length of the axis beyond its ends.

        Nobody sees what lies out there, and a pole must not spoil the resolution of what is seen. nan stays nan.
        """
        values = np.asarray(values, float)
        if self.scale == "log":
            with np.errstate(divide="ignore"):
                values = np.log10(np.maximum(values, 0))
        start, end = self.ends
        return np.clip(values, start - (end - start), end + (end - start))

    def ticks(self) -> list[tuple[float, str]]:
        """Return about five round positions in straight coordinates, with their texts."""
        start, end = self.ends
        if self.scale == "log":
            stride = max(1, math.ceil((end - start) / 6))
            exponents = [e for e in range(math.ceil(start - 1e-9), math.floor(end + 1e-9) + 1) if e % stride == 0]
            short = exponents and exponents[0] >= -3 and exponents[-1] <= 3
            return [(float(e), f"{10.0**e:g}" if short else f"10{_raised(e)}") for e in exponents]
        power = 10.0 ** math.floor(math.log10((end - start) / 4))
        step = min((power * m for m in (1, 2, 5, 10)), key=lambda s: abs((end - start) / s - 4.5))
        decimals = next(d for d in range(20) if math.isclose(step, round(step, d), rel_tol=1e-9))
        first, last = math.ceil(start / step - 1e-9), math.floor(end / step + 1e-9)
        return [(i * step, f"{i * step:.{decimals}f}".replace("-", "−")) for i in range(first, last + 1)]

    def spec(self) -> dict:
        """Return what the front end needs."""
        start, end = self.ends
        return {"label": self.label, "low": start, "high": end, "scale": self.scale, "ticks": self.ticks()}


def _raised(exponent: int) -> str:
    return str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


@dataclass(frozen=True)
class _Curve:
    """Names of two arrays of equal length, and how they look."""

    x: str
    y: str
    label: str | None = None
    color: int | None = None
    dash: bool = False

    def __post_init__(self):
        _require_color(self.color)


@dataclass(frozen=True)
class Line(_Curve):
    """A line through points, in their order; nan interrupts it.

    Parameters
    ----------
    x, y : str
        Names of two arrays that `compute` returns.
    label : str, optional
        Its entry in the legend.
    color : int, optional
        0 to 6. Default: its place among the marks of the panel.
    dash : bool
        Draw it dashed. Lines beside others get dashes of their own in any case; see `Panel.pattern_of`.
    """


@dataclass(frozen=True)
class Area(_Curve):
    """The area between a line and zero (on a log axis: and its lower end). Parameters as for `Line`."""


@dataclass(frozen=True)
class Points(_Curve):
    """Dots. Parameters as for `Line`; `dash` draws rings."""


@dataclass(frozen=True)
class Rule:
    """A straight line across the panel at a number: upright at `x`, or level at `y`.

    Parameters
    ----------
    x, y : str, optional
        The name of a number that `compute` returns; exactly one of the two. nan hides the rule.
    label, color, dash : optional
        As for `Line`; rules are dashed unless told otherwise.
    """

    x: str | None = None
    y: str | None = None
    label: str | None = None
    color: int | None = None
    dash: bool = True

    def __post_init__(self):
        """Check the arguments."""
        _require_color(self.color)
        if (self.x is None) == (self.y is None):
            raise ValueError(f"Rule takes either x= or y=, got x={self.x!r}, y={self.y!r}")


@dataclass(frozen=True)
class Map:
    """A picture all over the panel: cells of equal size in levels of colour, from blue over none to orange.

    Parameters
    ----------
    fill : str
        The name of an array of rows times columns numbers: from left to right, the lowest row first. nan leaves a cell
        blank.
    rows, columns : int
        How many cells.
    low, high : float
        The ends of the scale; what lies beyond has the level at the end.
    levels : int
        2 to 64. If it is odd, the middle level has no colour; if it is even, the colours meet in the middle.
    label : str, optional
        Its entry in the legend, behind a strip of the levels.

    Examples
    --------
    >>> Map("z", 1, 4, levels=4).level([-3.0, -0.1, 0.0, np.nan]).tolist()
    [0.0, 1.0, 2.0, nan]
    """

    fill: str
    rows: int
    columns: int
    low: float = -1.0
    high: float = 1.0
    levels: int = 16
    label: str | None = None
    color, dash = None, False  # it has all colours, and is told from other marks by its kind

    def __post_init__(self):
        """Check the arguments."""
        for name, least, most in (("rows", 1, 256), ("columns", 1, 256), ("levels", 2, 64)):
            value = getattr(self, name)
            if value not in range(least, most + 1):
                raise ValueError(f"Map {self.fill!r}: {name} must be an integer from {least} to {most}, got {value!r}")
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low < self.high):
            raise ValueError(f"Map {self.fill!r}: low < high must be finite, got low={self.low}, high={self.high}")

    @property
    def axis(self) -> Axis:
        """The scale of its colours."""
        return Axis(self.label or self.fill, self.low, self.high)

    def level(self, values) -> np.ndarray:
        """Return the number of the level of each value, from 0; nan for nan."""
        share = (np.asarray(values, float) - self.low) / (self.high - self.low)
        return np.clip(np.floor(share * self.levels), 0, self.levels - 1)

    def spec(self) -> dict:
        """Return what the front end needs besides what all marks have."""
        return {name: getattr(self, name) for name in ("rows", "columns", "low", "high", "levels")}


def _kin(mark):
    """Return the kind of marks among which a mark has to be told apart."""
    return Line if isinstance(mark, Rule) else type(mark)


def _require_color(color):
    if color is not None and color not in range(COLORS):
        raise ValueError(f"color must be an integer from 0 to {COLORS - 1}, got {color!r}")


Mark = Line | Area | Points | Rule | Map


@dataclass(frozen=True)
class Panel:
    """Marks over a pair of axes.

    Parameters
    ----------
    x, y : Axis
        The axes; fixed, so that the eye compares states and not scales.
    marks : sequence of Line, Area, Points, Rule or Map
        At least one; later ones are drawn above earlier ones.
    title : str, optional
        Stands above the panel.
    """

    x: Axis
    y: Axis
    marks: Sequence[Mark]
    title: str | None = None

    def __post_init__(self):
        """Check the arguments."""
        for name in ("x", "y"):
            if not isinstance(getattr(self, name), Axis):
                raise TypeError(f"Panel {name} must be an Axis, got {getattr(self, name)!r}")
        if not self.marks or not all(isinstance(mark, Mark) for mark in self.marks):
            raise TypeError(f"Panel marks must be a list of Line, Area, Points, Rule or Map, got {self.marks!r}")
        object.__setattr__(self, "marks", tuple(self.marks))

    def color_of(self, mark: Mark) -> int:
        """Return the colour of one of its marks."""
        return self.marks.index(mark) % COLORS if mark.color is None else mark.color

    def pattern_of(self, mark: Mark) -> int:
        """Return what tells one of its marks from the others for those who do not see the colours.

        Lines and rules of one panel have different dashes, dots different shapes; marks that agree in colour and `dash`
        are parts of one thing, and look alike. A single line is solid, and so is the first that is not to be dashed.

        Examples
        --------
        >>> marks = [Line("x", "y"), Line("x", "z"), Line("x", "target", dash=True), Rule(y="floor"), Points("x", "y")]
        >>> panel = Panel(Axis("x", 0, 1), Axis("y", 0, 1), marks)
        >>> [panel.pattern_of(mark) for mark in marks]
        [0, 3, 1, 2, 0]
        """
        looks = dict.fromkeys((self.color_of(m), m.dash) for m in self.marks if _kin(m) is _kin(mark))
        plain, dashed = ([look for look in looks if look[1] is dash] for dash in (False, True))
        look = self.color_of(mark), mark.dash
        if _kin(mark) is not Line:  # what is dashed is hollow: that is a difference
            return (dashed if mark.dash else plain).index(look) % PATTERNS
        return [*(plain[:1] or [None]), *dashed, *plain[1:]].index(look) % PATTERNS
