"""The table of a scene: every state that a page can show, evaluated once, kept as coarsely as the eye allows."""

import zlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from actlib.widgets.coding import Words, dequantise, pack, quantise, unpack
from actlib.widgets.controls import Slider
from actlib.widgets.knots import constant_along, find_knots, weights
from actlib.widgets.marks import Map, Rule
from actlib.widgets.scene import Column, Frame, Scene

MOST_STATES = 40_000
MOST_BYTES = 2_000_000
LARGEST_ERROR = 0.5
"""Pixels that a mark drawn from the table may be off: what nobody can see."""
TOLERANCE = 0.3
"""Pixels that one coordinate may be off; two coordinates and the rounding then stay below `LARGEST_ERROR`."""


@dataclass(frozen=True)
class Coded:
    """One column as it is stored: codes at the knots of each control."""

    knots: tuple[tuple[int, ...], ...]
    length: int
    offset: float
    unit: float
    data: bytes
    map: Map | None = None

    @classmethod
    def of(cls, column: Column, knots, values: np.ndarray) -> "Coded":
        """Code the numbers at the knots: in 65535 steps, or those of a map in its levels."""
        shape, axes = _packing(knots, values.shape[-1], column.map)
        codes, offset, unit = _levels(column.map, values) if column.map else quantise(values)
        data = pack(codes.reshape(shape), axes)
        return cls(tuple(knots), values.shape[-1], offset, unit, data, column.map)

    @property
    def shape(self) -> tuple[int, ...]:
        """Knots of each control, then the length of the array."""
        return (*map(len, self.knots), self.length)

    @cached_property
    def values(self) -> np.ndarray:
        """The numbers at the knots."""
        codes = unpack(self.data, *_packing(self.knots, self.length, self.map))
        return dequantise(codes.reshape(self.shape), self.offset, self.unit)

    def spec(self) -> dict:
        """Return what the front end needs to read the data."""
        shape, axes = _packing(self.knots, self.length, self.map)
        return {
            "knots": self.knots, "length": self.length, "offset": self.offset, "unit": self.unit,
            "shape": shape, "axes": axes, "bytes": 1 if self.map else 2,
        }  # fmt: skip

    def at(self, states: list[np.ndarray]) -> np.ndarray:
        """Return the numbers on the grid of the given indices of each control, interpolated between knots.

        nan is contagious only where its weight is not zero.
        """
        missing = np.isnan(self.values)
        numbers, holes = np.where(missing, 0, self.values), missing.astype(float)
        for axis, (knots, indices) in enumerate(zip(self.knots, states, strict=True)):
            rows = weights(knots, indices)
            numbers, holes = (np.moveaxis(np.tensordot(rows, a, (1, axis)), 0, axis) for a in (numbers, holes))
        return np.where(holes > 0, np.nan, numbers)


@dataclass(frozen=True)
class Table:
    """What the static page carries of a scene.

    Attributes
    ----------
    scene : Scene
        Whose table it is.
    columns : tuple of Coded
        One for each column of the scene.
    fields : tuple of Words
        One for each field of its description.
    exact : tuple of ndarray
        The columns as computed, in every state; not sent, only compared with.

    Notes
    -----
    If only some states are stored, they stand one after another: in place of the axes of the controls, columns and
    fields have a single axis, along which nothing is interpolated.
    """

    scene: Scene
    columns: tuple[Coded, ...]
    fields: tuple[Words, ...]
    exact: tuple[np.ndarray, ...]

    @classmethod
    def of(cls, scene: Scene) -> "Table":
        """Evaluate `scene` in every state and keep what is needed to redraw each within half a pixel."""
        exact, texts = evaluate(scene)
        fields = tuple(Words.of(_drop_constant_axes(field)) for field in texts)
        tolerance = TOLERANCE
        while True:
            columns = tuple(encode(scene, c, values, tolerance) for c, values in zip(scene.columns, exact, strict=True))
            table = cls(scene, columns, fields, tuple(exact))
            if table.error() < LARGEST_ERROR:
                break
            # rare: what the edge of the panel had hidden came into sight; ends at the latest when every stop is a knot
            tolerance /= 2
        if len(table.buffer) > MOST_BYTES:
            raise ValueError(
                f"{scene.name}: the table takes {len(table.buffer)} bytes, more than the {MOST_BYTES} that a page can "
                "bear; use fewer stops, fewer samples or fewer controls"
            )
        return table

    @cached_property
    def buffer(self) -> bytes:
        """All numbers and all numbers of texts, one after another."""
        return b"".join([column.data for column in self.columns] + [pack(field.codes) for field in self.fields])

    @property
    def compressed_bytes(self) -> int:
        """Size of the buffer as a web server would send it, without the overhead of base64."""
        return len(zlib.compress(self.buffer, 9))

    def spec(self) -> dict:
        """Return what the front end needs to read the buffer."""
        return {
            "states": None if self.scene.stored is None else self.scene.states,
            "columns": [column.spec() for column in self.columns],
            "fields": [{"shape": field.codes.shape, "texts": field.texts} for field in self.fields],
        }  # fmt: skip

    def frame(self, state: tuple[int, ...]) -> Frame:
        """Return a state as the browser draws it: numbers interpolated, texts as they were."""
        if self.scene.stored is not None:
            if tuple(state) not in self.scene.states:
                raise ValueError(f"{self.scene.name}: {self.scene.values_at(state)} is not stored")
            state = (self.scene.states.index(tuple(state)),)
        indices = [np.array([i]) for i in state]
        columns = tuple(column.at(indices).reshape(-1) for column in self.columns)
        texts = tuple(
            field.texts[field.codes[tuple(min(i, n - 1) for i, n in zip(state, field.codes.shape, strict=True))]]
            for field in self.fields
        )
        return Frame(columns, texts)

    def error(self) -> float:
        """Return the largest distance in pixels between a mark as drawn from the table and as computed.

        Over all states that a reader can reach, all marks, and along lines also between their points; what lies outside
        the panel counts only as far as it moves what is inside. Maps are drawn in the very levels of the computed
        numbers; for a map that is not, the error is by how many levels a cell is off, which is 1 at least.
        """
        grid = [np.arange(n) for n in _grid(self.scene)]
        drawn = [column.at(grid) for column in self.columns]
        order = {column: i for i, column in enumerate(self.scene.columns)}
        worst = 0.0
        for panel in self.scene.panels:
            for mark, used in self.scene.marks(panel):
                if isinstance(mark, Map):
                    levels = (mark.level(values[order[used[0]]]) for values in (self.exact, drawn))
                    worst = max(worst, _difference(*levels).max(initial=0.0))
                    continue
                fine = 1 if isinstance(mark, Rule) else 4
                squares = [_distance(c, self.exact[order[c]], drawn[order[c]], fine) ** 2 for c in used]
                worst = max(worst, float(np.sqrt(sum(squares)).max(initial=0.0)))
        return worst


def _distance(column: Column, exact, drawn, fine):
    """Pixels between two columns, at their points and `fine` - 1 places between neighbours; inf if one is missing."""
    low, high = column.axis.ends
    exact, drawn = (np.clip(_refine(values, fine), low, high) for values in (exact, drawn))
    return _difference(exact, drawn) * column.pixels


def _difference(exact, drawn):
    """Distance of numbers, 0 where both are missing and inf where one is."""
    return np.where(np.isnan(exact) & np.isnan(drawn), 0, np.nan_to_num(np.abs(exact - drawn), nan=np.inf))


def _refine(values, fine):
    """Insert `fine` - 1 equally spaced values between neighbours along the last axis."""
    parts = [values[..., :-1] + (values[..., 1:] - values[..., :-1]) * i / fine for i in range(fine)]
    return np.concatenate([np.stack(parts, -1).reshape(*values.shape[:-1], -1), values[..., -1:]], axis=-1)


def _grid(scene):
    """Return the axes of the table: how many values each control has, or how many states are stored."""
    return scene.shape if scene.stored is None else (len(scene.states),)


def evaluate(scene: Scene) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return the columns and the texts of `scene` in every stored state, with one axis for each control, or one."""
    shape = _grid(scene)
    if np.prod(shape) > MOST_STATES:
        raise ValueError(
            f"{scene.name}: there are {np.prod(shape)} states, {shape}, more than {MOST_STATES} that can be computed "
            "ahead; use wider steps or fewer controls, or name the states to be stored"
        )
    frames = [scene.frame(state) for state in scene.states]
    columns = []
    for i, column in enumerate(scene.columns):
        arrays = [frame.columns[i] for frame in frames]
        if len({len(array) for array in arrays}) > 1:
            raise ValueError(f"{scene.name}: {column.name!r} must have the same length in every state; pad it with nan")
        columns.append(np.array(arrays).reshape(*shape, -1))
    texts = [np.array([f.texts[i] for f in frames], object).reshape(shape) for i in range(len(scene.fields))]
    return columns, texts


def encode(scene: Scene, column: Column, values: np.ndarray, tolerance: float) -> Coded:
    """Choose knots for one column and code its numbers there."""
    grid = _grid(scene)
    varying = [axis for axis in range(len(grid)) if not constant_along(values, axis)]
    sliders = []
    if scene.stored is None and not column.map:
        sliders = [axis for axis in varying if isinstance(scene.controls[axis], Slider)]
    # interpolating along several axes adds up their errors, so each gets its share
    share = tolerance / max(1, len(sliders))
    knots = []
    for axis, count in enumerate(grid):
        if axis not in varying:
            knots.append((0,))
        elif axis in sliders:
            knots.append(find_knots(np.moveaxis(values, axis, 0), column.axis.ends, share / column.pixels))
        else:
            knots.append(tuple(range(count)))
    return Coded.of(column, knots, values[np.ix_(*knots)])


def _packing(knots, length, picture):
    """Return the shape in which codes are packed, and the axes along which differences are taken."""
    counts = [len(axis) for axis in knots]
    if picture is None:
        return (*counts, length), tuple(range(len(counts) + 1))
    return (*counts, picture.rows, picture.columns), (len(counts),)


def _levels(picture, values):
    """Return the levels of a map as 8-bit codes, which stand for the middles of the levels."""
    levels, unit = picture.level(values), (picture.high - picture.low) / picture.levels
    codes = np.where(np.isnan(levels), np.iinfo(np.uint8).max, levels).astype(np.uint8)
    return codes, picture.low + unit / 2, unit


def _drop_constant_axes(texts):
    for axis in range(texts.ndim):
        if constant_along(texts, axis):
            texts = np.take(texts, [0], axis)
    return texts
