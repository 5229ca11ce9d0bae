"""A scene: what is computed from which controls, and how it is drawn and told. No front end here."""

import inspect
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from actlib.widgets import words
from actlib.widgets.controls import Control
from actlib.widgets.marks import PLOT_HEIGHT, PLOT_WIDTH, Axis, Map, Panel, Rule


@dataclass(frozen=True)
class Column:
    """One array of numbers that is drawn: its name in what `compute` returns, and the axis it is drawn along.

    The side is "x" or "y", or "fill" for a map, which then stands beside it.
    """

    name: str
    axis: Axis
    side: str
    map: Map | None = None

    @property
    def pixels(self) -> float:
        """Pixels of one unit of the axis, at the largest size of a panel; for a map, levels of its colour."""
        low, high = self.axis.ends
        if self.map:
            return self.map.levels / (high - low)
        return (PLOT_WIDTH if self.side == "x" else PLOT_HEIGHT) / (high - low)


@dataclass(frozen=True)
class Frame:
    """One state of a scene, ready to be drawn.

    Attributes
    ----------
    columns : tuple of ndarray
        For each column of the scene its numbers, in the straight coordinates of its axis.
    texts : tuple of str
        For each field of the description its text.
    """

    columns: tuple[np.ndarray, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Scene:
    """What an explorable shows; see `Explorable` for the parameters."""

    compute: Callable
    controls: Sequence[Control]
    panels: Sequence[Panel]
    name: str
    title: str
    question: str
    describe: str
    stored: Sequence[dict] | None = None

    def __post_init__(self):
        """Check that the parts fit together."""
        if not callable(self.compute):
            raise TypeError(f"compute must be a function, got {self.compute!r}")
        if not self.controls or not all(isinstance(control, Control) for control in self.controls):
            raise TypeError(f"controls must be a list of Slider, Stops or Choice, got {self.controls!r}")
        if not self.panels or not all(isinstance(panel, Panel) for panel in self.panels):
            raise TypeError(f"panels must be a list of Panel, got {self.panels!r}")
        names = [control.name for control in self.controls]
        if len(set(names)) < len(names):
            raise ValueError(f"controls must have different names, got {names}")
        for field, value in (("name", self.name), ("title", self.title), ("describe", self.describe)):
            if not isinstance(value, str) or not value.strip():
                raise ValueError(f"{field} must be a text: it is how the scene is found and told, got {value!r}")
        try:
            inspect.signature(self.compute).bind(**dict.fromkeys(names))
        except TypeError as error:
            raise TypeError(f"compute does not accept the controls {names}: {error}") from error
        words.split(self.describe)  # raises if the template is malformed
        if self.stored is not None and self.default_state not in self.states:
            raise ValueError(f"{self.name}: the state that it opens on must be among those that are stored")

    @property
    def shape(self) -> tuple[int, ...]:
        """How many values each control has."""
        return tuple(len(control.values) for control in self.controls)

    @property
    def default_state(self) -> tuple[int, ...]:
        """The state that the scene opens on; a state is one index for each control."""
        return tuple(control.default_index for control in self.controls)

    @cached_property
    def states(self) -> tuple[tuple[int, ...], ...]:
        """The states that a page without a kernel can show."""
        if self.stored is None:
            return tuple(np.ndindex(self.shape))
        return tuple(dict.fromkeys(self.index_of(**values) for values in self.stored))

    @property
    def columns(self) -> tuple[Column, ...]:
        """The arrays that are drawn, each once."""
        marks = [mark for panel in self.panels for mark in self.marks(panel)]
        return tuple(dict.fromkeys(column for _, columns in marks for column in columns))

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """The fields of the description, each once."""
        return tuple(dict.fromkeys(piece for piece in words.split(self.describe) if isinstance(piece, tuple)))

    def marks(self, panel: Panel) -> list[tuple]:
        """Return the marks of `panel`, each with its columns: x and y, or the one of a rule or a map."""
        return [(mark, _columns_of(mark, panel)) for mark in panel.marks]

    def index_of(self, **values) -> tuple[int, ...]:
        """Return the state in which the named controls have these values and the others their defaults."""
        state = dict(zip((control.name for control in self.controls), self.default_state, strict=True))
        for name, value in values.items():
            control = next((control for control in self.controls if control.name == name), None)
            if control is None:
                raise ValueError(f"{name!r} is none of the controls {list(state)}")
            matches = [i for i, v in enumerate(control.values) if v == value]
            if not matches:
                raise ValueError(f"{name}={value!r} cannot be reached; the values are {list(control.values)}")
            state[name] = matches[0]
        return tuple(state.values())

    def values_at(self, state: Sequence[int]) -> dict:
        """Return the arguments of `compute` in a state."""
        return {control.name: control.values[i] for control, i in zip(self.controls, state, strict=True)}

    def frame(self, state: Sequence[int]) -> Frame:
        """Compute one state exactly."""
        values = self.values_at(state)
        return self._framed(values, deque(self._results(values), maxlen=1).pop())

    def frames(self, state: Sequence[int]) -> Iterator[Frame]:
        """Compute one state, and yield also what `compute` has to show on the way there."""
        values = self.values_at(state)
        return (self._framed(values, result) for result in self._results(values))

    def _results(self, values):
        result, steps = self.compute(**values), 0
        for step in result if inspect.isgenerator(result) else [result]:
            steps += 1
            yield step
        if not steps:
            raise ValueError(f"{self.name}: compute yields nothing at {values}; the last thing it yields is drawn")

    def _framed(self, values, result):
        if not isinstance(result, dict):
            raise TypeError(f"compute must return a dict of arrays, numbers and texts, got {type(result).__name__}")
        columns = {column: self._column(result, column) for column in self.columns}
        self._require_equal_lengths(columns)
        texts = tuple(words.fill(self._lookup({**result, **values}, name), spec) for name, spec in self.fields)
        return Frame(tuple(columns.values()), texts)

    def description(self, frame: Frame) -> str:
        """Return the description of a frame in words."""
        texts = dict(zip(self.fields, frame.texts, strict=True))
        return "".join(piece if isinstance(piece, str) else texts[piece] for piece in words.split(self.describe))

    def _lookup(self, result, name):
        if name not in result:
            raise ValueError(f"{self.name}: {name!r} is drawn or described, but compute returns only {sorted(result)}")
        return result[name]

    def _column(self, result, column):
        values = np.asarray(self._lookup(result, column.name))
        if values.ndim > 1 or values.dtype.kind not in "biuf":
            raise ValueError(
                f"{self.name}: {column.name!r} must be a number or a 1-D array of numbers, "
                f"got shape {values.shape} and dtype {values.dtype}"
            )
        return column.axis.coordinates(np.atleast_1d(values))

    def _require_equal_lengths(self, columns):
        for panel in self.panels:
            for mark, names in self.marks(panel):
                lengths = {column.name: len(columns[column]) for column in names}
                if len(set(lengths.values())) > 1:
                    raise ValueError(f"{self.name}: the arrays of a mark must be of equal length, got {lengths}")
                if isinstance(mark, Rule) and set(lengths.values()) != {1}:
                    raise ValueError(f"{self.name}: a rule stands at one number, got lengths {lengths}")
                if isinstance(mark, Map) and set(lengths.values()) != {mark.rows * mark.columns}:
                    raise ValueError(f"{self.name}: a map of {mark.rows} × {mark.columns} cells got lengths {lengths}")

    def spec(self) -> dict:
        """Return what the front end needs to lay the scene out, without data."""
        columns, fields = self.columns, self.fields
        describe = [piece if isinstance(piece, str) else fields.index(piece) for piece in words.split(self.describe)]
        return {
            "name": self.name, "title": self.title, "question": self.question,
            "controls": [control.spec() for control in self.controls],
            "default": self.default_state,
            "describe": describe,
            "panels": [
                {
                    "title": panel.title, "x": panel.x.spec(), "y": panel.y.spec(),
                    "marks": [
                        {
                            "kind": type(mark).__name__.lower(), "label": mark.label, "dash": mark.dash,
                            "color": panel.color_of(mark), "pattern": panel.pattern_of(mark),
                            **{column.side: columns.index(column) for column in used},
                            **(mark.spec() if isinstance(mark, Map) else {}),
                        }
                        for mark, used in self.marks(panel)
                    ],
                }
                for panel in self.panels
            ],
        }  # fmt: skip


def _columns_of(mark, panel):
    if isinstance(mark, Map):
        return [Column(mark.fill, mark.axis, "fill", mark)]
    axes = {"x": panel.x, "y": panel.y}
    return [Column(getattr(mark, side), axis, side) for side, axis in axes.items() if getattr(mark, side)]
