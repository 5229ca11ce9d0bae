"""What a reader can change: a slider over numbers, in equal steps or not, or a choice among a few options."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

MOST_STATES = 1000
"""A slider with more stops than this is a mistake: nobody can tell them apart."""


def require_name(name: str) -> None:
    """Raise unless `name` can be an argument of a Python function."""
    if not isinstance(name, str) or not name.isidentifier():
        raise ValueError(f"name must be a Python identifier, the name of an argument of compute, got {name!r}")


def decimals_of(step: float) -> int:
    """Return how many decimals are needed to print multiples of `step` exactly (at most 6)."""
    for decimals in range(7):
        if math.isclose(step, round(step, decimals), rel_tol=1e-9):
            return decimals
    return 6


@dataclass(frozen=True)
class Slider:
    r"""A number between two ends, in equal steps (of the number, or of its decimal logarithm).

    Parameters
    ----------
    name : str
        The argument of `compute` that it sets.
    low, high : float
        The ends, both reachable. On a logarithmic scale both are positive.
    default : float, optional
        Where it opens; one of the stops. Default: `low`.
    step : float, optional
        Distance between two stops: of the value, or of :math:`\log_{10}` of the value if `scale` is ``"log"``.
        Default: the finest of 1, 2, 5 times a power of ten that gives at most 100 steps and meets `high` and `default`.
        If ends and step are integers, so are the values.
    label : str, optional
        What the reader sees. Default: `name`.
    scale : {"linear", "log"}
        How the stops are spaced.

    Raises
    ------
    ValueError
        If the ends are not finite and increasing, or the stops do not meet `high` or `default`.

    Examples
    --------
    >>> Slider("alpha", 0.1, 3.0, default=1.0, step=0.05, label="α").default_index
    18
    >>> Slider("rate", 0.01, 1.0, scale="log", step=0.5).texts
    ('0.01', '0.0316', '0.1', '0.316', '1')
    """

    name: str
    low: float
    high: float
    default: float | None = None
    step: float | None = None
    label: str | None = None
    scale: Literal["linear", "log"] = "linear"
    values: tuple[float, ...] = field(init=False, repr=False)

    def __post_init__(self):
        """Check the arguments and lay out the stops."""
        require_name(self.name)
        if self.scale not in ("linear", "log"):
            raise ValueError(f"Slider {self.name!r}: scale must be 'linear' or 'log', got {self.scale!r}")
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low < self.high):
            raise ValueError(f"Slider {self.name!r}: low < high must be finite, got low={self.low}, high={self.high}")
        if self.scale == "log" and self.low <= 0:
            raise ValueError(f"Slider {self.name!r}: a log scale needs low > 0, got low={self.low}")
        object.__setattr__(self, "default", self.low if self.default is None else self.default)
        object.__setattr__(self, "step", self._find_step() if self.step is None else self.step)
        object.__setattr__(self, "label", self.name if self.label is None else self.label)
        object.__setattr__(self, "values", self._stops())
        self._stop_of(self.default)  # raises unless the default is a stop

    def position(self, value: float) -> float:
        """Return where `value` stands on the slider: the value, or its decimal logarithm."""
        return math.log10(value) if self.scale == "log" else float(value)

    def _find_step(self) -> float:
        start, end = self.position(self.low), self.position(self.high)
        offset = self.position(self.default) - start
        power = 10.0 ** math.floor(math.log10((end - start) / 100))
        for step in (power, 2 * power, 5 * power, 10 * power, 20 * power, 50 * power, 100 * power):
            fits = all(math.isclose(d / step, round(d / step), abs_tol=1e-6) for d in (end - start, offset))
            if fits and (end - start) / step <= 100:
                return step
        raise ValueError(
            f"Slider {self.name!r}: no round step leads from {self.low} over {self.default} to {self.high}; give step="
        )

    def _stops(self) -> tuple[float, ...]:
        start, end = self.position(self.low), self.position(self.high)
        count = (end - start) / self.step if self.step > 0 else 0.0
        if not (math.isclose(count, round(count), abs_tol=1e-6) and 1 <= round(count) <= MOST_STATES):
            raise ValueError(
                f"Slider {self.name!r}: step={self.step} does not lead from {self.low} to {self.high} "
                f"in 1 to {MOST_STATES} whole steps"
            )
        positions = [start + i * self.step for i in range(round(count))]
        # rounding turns 0.1 + 2 * 0.1 into 0.3, the number that the author and the reader mean
        values = [10.0**p if self.scale == "log" else p for p in positions] + [float(self.high)]
        values = [float(f"{value:.12g}") for value in values]
        whole = all(isinstance(number, int) for number in (self.low, self.high, self.step))
        return tuple(map(int, values)) if whole else tuple(values)

    def _stop_of(self, value: float) -> int:
        index = min(range(len(self.values)), key=lambda i: abs(self.values[i] - value))
        if not math.isclose(self.values[index], value, rel_tol=1e-6, abs_tol=1e-6 * self.step):
            nearest = self.values[index]
            raise ValueError(f"Slider {self.name!r}: default={value} is not a stop; the nearest is {nearest}")
        return index

    @property
    def default_index(self) -> int:
        """The stop that it opens on."""
        return self._stop_of(self.default)

    @property
    def texts(self) -> tuple[str, ...]:
        """The stops as the reader sees them."""
        decimals = max(decimals_of(self.step), decimals_of(self.low))
        spec = ".3g" if self.scale == "log" else f".{decimals}f"
        return tuple(format(value, spec).replace("-", "−") for value in self.values)

    def spec(self) -> dict:
        """Return what the front end needs: a word for each stop. It counts stops, for steps of 0.1 do not add up."""
        return {"kind": "slider", "name": self.name, "label": self.label, "texts": self.texts}

    def __str__(self):
        """Return the ends and the default, for the repr of an explorable."""
        return f"{self.label}: {self.low:g} … {self.high:g}, default {self.default:g}"


@dataclass(frozen=True)
class Stops:
    """A slider over a few numbers that are listed, and between which nothing is interpolated.

    Parameters
    ----------
    name : str
        The argument of `compute` that it sets.
    values : sequence of float
        Increasing; at least two.
    default : float, optional
        One of them. Default: the first.
    label : str, optional
        What the reader sees. Default: `name`.

    Raises
    ------
    ValueError
        If the values do not increase, or `default` is none of them.

    Examples
    --------
    >>> Stops("step", [0, 10, 100, 1000], default=100).default_index
    2
    """

    name: str
    values: Sequence[float]
    default: float | None = None
    label: str | None = None

    def __post_init__(self):
        """Check the arguments."""
        require_name(self.name)
        object.__setattr__(self, "values", tuple(self.values))
        if len(self.values) < 2 or not all(a < b for a, b in pairwise(self.values)):
            raise ValueError(f"Stops {self.name!r}: values must be at least two that increase, got {self.values!r}")
        object.__setattr__(self, "label", self.name if self.label is None else self.label)
        object.__setattr__(self, "default", self.values[0] if self.default is None else self.default)
        if self.default not in self.values:
            raise ValueError(f"Stops {self.name!r}: default={self.default!r} is none of {list(self.values)}")

    @property
    def texts(self) -> tuple[str, ...]:
        """The numbers as the reader sees them."""
        return tuple(f"{value:g}".replace("-", "−") for value in self.values)

    @property
    def default_index(self) -> int:
        """The number that it opens on."""
        return self.values.index(self.default)

    def spec(self) -> dict:
        """Return what the front end needs."""
        return {"kind": "slider", "name": self.name, "label": self.label, "texts": self.texts}

    def __str__(self):
        """Return the values and the default, for the repr of an explorable."""
        return f"{self.label}: {', '.join(self.texts)}, default {self.default:g}"


@dataclass(frozen=True)
class Choice:
    """One of a few options.

    Parameters
    ----------
    name : str
        The argument of `compute` that it sets.
    options : sequence of str, int or float
        What `compute` gets; the reader sees ``str(option)``.
    default : optional
        One of the options. Default: the first.
    label : str, optional
        What the reader sees. Default: `name`.

    Raises
    ------
    ValueError
        If there are no options, two are equal, or `default` is none of them.

    Examples
    --------
    >>> Choice("f", ["relu", "elu"], default="elu", label="activation").default_index
    1
    """

    name: str
    options: Sequence[str | int | float]
    default: str | int | float | None = None
    label: str | None = None

    def __post_init__(self):
        """Check the arguments."""
        require_name(self.name)
        if isinstance(self.options, str) or not all(isinstance(o, (str, int, float)) for o in self.options):
            raise ValueError(f"Choice {self.name!r}: options must be a list of texts or numbers, got {self.options!r}")
        if not self.options or len(set(self.options)) < len(self.options):
            raise ValueError(f"Choice {self.name!r}: options must be different, at least one, got {self.options!r}")
        object.__setattr__(self, "options", tuple(self.options))
        object.__setattr__(self, "label", self.name if self.label is None else self.label)
        object.__setattr__(self, "default", self.options[0] if self.default is None else self.default)
        if self.default not in self.options:
            raise ValueError(f"Choice {self.name!r}: default={self.default!r} is none of {list(self.options)}")

    @property
    def values(self) -> tuple:
        """The options, under the name that sliders have for theirs."""
        return self.options

    @property
    def texts(self) -> tuple[str, ...]:
        """The options as the reader sees them."""
        return tuple(str(option) for option in self.options)

    @property
    def default_index(self) -> int:
        """The option that it opens on."""
        return self.options.index(self.default)

    def spec(self) -> dict:
        """Return what the front end needs."""
        return {"kind": "choice", "name": self.name, "label": self.label, "texts": self.texts}

    def __str__(self):
        """Return the options and the default, for the repr of an explorable."""
        return f"{self.label}: {', '.join(self.texts)}, default {self.default}"


Control = Slider | Stops | Choice
