"""What an explorable shows on the screen, in pixels, beside the frame that should be there."""

import re

import numpy as np

ROUNDING = 0.0075
"""Pixels lost because paths are written with two decimals: at most 0.005 a coordinate."""

_LOOK = """(root) => ({
    source: root.dataset.source,
    words: root.querySelector(".explorable-words").textContent,
    error: root.querySelector(".explorable-error").textContent,
    panels: [...root.querySelectorAll(".explorable-panel")].map((panel) => {
        const frame = panel.querySelector(".explorable-frame");
        return {
            frame: ["x", "y", "width", "height"].map((side) => Number(frame.getAttribute(side))),
            paths: [...panel.querySelectorAll("path[data-mark]")].reduce((marks, path) => {
                (marks[path.dataset.mark] ??= []).push(path.getAttribute("d"));
                return marks;
            }, []).map((paths) => paths.join("|")),
        };
    }),
})"""


_MOVE = """(root, state) => state.forEach((stop, i) => {
    const field = root.querySelectorAll(".explorable-control :is(input, select)")[i];
    field.value = stop;
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind));
})"""


def move(explorable, state):
    """Set every control to the stop of a state."""
    explorable.evaluate(_MOVE, list(state))


def look(explorable):
    """Return all that an explorable shows now, at one moment."""
    return explorable.evaluate(_LOOK)


def picture(seen):
    """Return the drawn part of a look."""
    return [panel["paths"] for panel in seen["panels"]]


def distance(seen, scene, frame):
    """Return the largest distance in pixels between marks as seen and as `frame` says; inf if pieces are missing.

    What lies beyond the edge of a panel counts as on it, as the edge is all that is seen.
    """
    data = dict(zip(scene.columns, frame.columns, strict=True))
    worst = 0.0
    for panel, shown in zip(scene.panels, seen["panels"], strict=True):
        low, high = _corners(shown["frame"])
        for (mark, columns), path in zip(scene.marks(panel), shown["paths"], strict=True):
            kind = type(mark).__name__
            if kind == "Map":
                if not np.array_equal(_levels(path, mark, shown["frame"]), _level_wanted(mark, data[columns[0]])):
                    return np.inf
                continue
            floor = _pixel(shown["frame"], panel.y, "y", panel.y.ends[0] if panel.y.scale == "log" else 0.0)
            numbers = {c.side: _pixel(shown["frame"], c.axis, c.side, data[c]) for c in columns}
            wanted, drawn = _WANTED[kind](numbers, shown["frame"], floor), _DRAWN[kind](path)
            if [len(piece) for piece in wanted] != [len(piece) for piece in drawn]:
                return np.inf
            for a, b in zip(wanted, drawn, strict=True):
                gaps = np.clip(a, low, high) - np.clip(b, low, high)
                worst = max(worst, np.hypot(*gaps.T).max())
    return worst


def _levels(path, mark, frame):
    """Return the level of each cell of a map as seen, the lowest row first; -1 where nothing is drawn."""
    x, y, width, height = frame
    seen = np.full((mark.rows, mark.columns), -1.0)
    for level, outlines in enumerate(path.split("|")):
        for outline in outlines.split("M")[1:]:
            left, bottom, right, top = map(float, re.findall(r"-?[\d.]+", outline)[:4])
            columns = (round((edge - x) / width * mark.columns) for edge in (left, right))
            rows = (round((y + height - edge) / height * mark.rows) for edge in (bottom, top))
            cells = slice(*rows), slice(*columns)
            seen[cells] = np.where(seen[cells] == -1, level, np.inf)  # a cell has one level
    return seen


def _level_wanted(mark, values):
    return np.nan_to_num(mark.level(values), nan=-1).reshape(mark.rows, mark.columns)


def _corners(frame):
    x, y, width, height = frame
    return np.array([x, y]), np.array([x + width, y + height])


def _pixel(frame, axis, side, values):
    """Return where numbers stand on the screen, given in the straight coordinates of their axis."""
    low, high = axis.ends
    share = (np.asarray(values, float) - low) / (high - low)
    x, y, width, height = frame
    return x + width * share if side == "x" else y + height * (1 - share)


def _runs(numbers):
    """Return the points between gaps, piece by piece."""
    points = np.stack([numbers["x"], numbers["y"]], axis=1)
    known = np.isfinite(points).all(axis=1)
    pieces = np.split(points, np.flatnonzero(np.diff(known)) + 1)
    return [piece for piece in pieces if np.isfinite(piece).all()]


def _closed(numbers, floor):
    return [np.concatenate([run, [[run[-1, 0], floor], [run[0, 0], floor]]]) for run in _runs(numbers)]


def _across(numbers, frame):
    ((side, value),) = numbers.items()
    (left, top), (right, bottom) = _corners(frame)
    if not np.isfinite(value[0]):
        return []
    return [np.array([[value[0], bottom], [value[0], top]] if side == "x" else [[left, value[0]], [right, value[0]]])]


_WANTED = {
    "Line": lambda numbers, *_: _runs(numbers),
    "Area": lambda numbers, _, floor: _closed(numbers, floor),
    "Points": lambda numbers, *_: [point[None] for run in _runs(numbers) for point in run],
    "Rule": lambda numbers, frame, _: _across(numbers, frame),
}


def _pieces(path):
    return [np.array(re.findall(r"-?[\d.]+", piece), float).reshape(-1, 2) for piece in path.split("M")[1:]]


def _straight(path):
    """Return both ends of a rule: M x,y V y or M x,y H x."""
    ends = []
    for x, y, way, to in re.findall(r"M([-\d.]+),([-\d.]+)([VH])([-\d.]+)", path):
        ends.append(np.array([[x, y], [x, to] if way == "V" else [to, y]], float))
    return ends


def _dots(path):
    """Return the middles of dots: each begins there, and goes on with strokes relative to it."""
    return [np.array([start], float) for start in re.findall(r"M([-\d.]+),([-\d.]+)m", path)]


_DRAWN = {"Line": _pieces, "Area": _pieces, "Points": _dots, "Rule": _straight}
