"""The picture of a frame where no script runs: GitHub, EPUB, paper, a browser without JavaScript."""

import io
from xml.sax.saxutils import escape

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from actlib.widgets.marks import PLOT_HEIGHT, PLOT_WIDTH, Area, Line, Map, Points
from actlib.widgets.scene import Frame, Scene

PALETTE = ("#0072b2", "#c84e00", "#007f5f", "#a8467e", "#2f86b8", "#9a6700", "#5f5f5f")
"""The hues of Okabe and Ito, which colour-blind readers tell apart, darkened to stand out from white."""
DASHES = "-", *((0, dashes) for dashes in ((4, 2), (1, 2), (6, 2, 1, 2), (9, 3), (4, 2, 1, 2, 1, 2), (1, 4)))
DOTS = "os^Dxv+"
"""What patterns look like, as in `explorable.css` and `explorable.mjs`."""
TINT = 0.6
"""How much of its colour a map has at its ends, as in `explorable.css`."""
STYLE = {"svg.fonttype": "none", "svg.hashsalt": "actlib", "font.family": "sans-serif", "font.size": 10}
"""Text stays text, and the same frame gives the same bytes."""


def svg(scene: Scene, frame: Frame) -> str:
    """Draw one frame as an SVG document with a title and a description.

    Parameters
    ----------
    scene : Scene
        Its panels say what is drawn.
    frame : Frame
        The numbers, as `Scene.frame` or `Table.frame` return them.

    Returns
    -------
    str
        Always the same for the same frame.
    """
    with mpl.rc_context(STYLE):
        size = (PLOT_WIDTH + 80) / 100, len(scene.panels) * (PLOT_HEIGHT + 80) / 100
        figure = Figure(figsize=size, layout="constrained")
        for axes, panel in zip(figure.subplots(len(scene.panels), squeeze=False)[:, 0], scene.panels, strict=True):
            _draw_panel(axes, scene, panel, dict(zip(scene.columns, frame.columns, strict=True)))
        out = io.StringIO()
        FigureCanvasSVG(figure).print_svg(out, metadata={"Date": None, "Creator": None})
    return _with_words(out.getvalue(), scene.title, scene.description(frame))


def alt_text(scene: Scene, frame: Frame) -> str:
    """Return in words what the picture shows."""
    return f"{scene.title}. {scene.description(frame)}"


def _draw_panel(axes, scene, panel, data):
    for mark, columns in scene.marks(panel):
        _draw_mark(axes, mark, *(data[column] for column in columns), panel=panel)
    for axis, limits, ticks in ((panel.x, axes.set_xlim, axes.set_xticks), (panel.y, axes.set_ylim, axes.set_yticks)):
        limits(*axis.ends)
        ticks([place for place, _ in axis.ticks()], [text for _, text in axis.ticks()])
    axes.set_xlabel(panel.x.label)
    axes.set_title(panel.y.label, loc="left", fontsize=10)  # level and above, where a phone has room for it
    if panel.title:
        axes.set_title(panel.title, loc="center", fontsize=10, fontweight="bold")
    axes.grid(alpha=0.25)
    axes.spines[["top", "right"]].set_visible(False)
    if any(mark.label for mark in panel.marks):
        axes.legend(loc="best", fontsize=9, framealpha=0.8)


def _draw_mark(axes, mark, *numbers, panel):
    if isinstance(mark, Map):
        _draw_map(axes, mark, *numbers, panel=panel)
        return
    color, pattern = PALETTE[panel.color_of(mark)], panel.pattern_of(mark)
    on_map = any(isinstance(other, Map) for other in panel.marks)
    if isinstance(mark, Line):
        axes.plot(*numbers, color=color, linestyle=DASHES[pattern], linewidth=2, label=mark.label)
    elif isinstance(mark, Area):
        floor = panel.y.ends[0] if panel.y.scale == "log" else 0.0
        look = {"facecolor": (color, 0.3), "edgecolor": color, "linestyle": DASHES[pattern], "linewidth": 0.8}
        axes.fill_between(*numbers, floor, label=mark.label, **look)
    elif isinstance(mark, Points):
        look = {"markerfacecolor": ("white" if on_map else "none") if mark.dash else color, "markersize": 5}
        if on_map and not mark.dash:  # a rim sets dots off from the colour around them
            look |= {"markeredgecolor": "white", "markeredgewidth": 0.8, "markersize": 6}
        axes.plot(*numbers, DOTS[pattern], color=color, label=mark.label, **look)
    elif np.isfinite(numbers[0]).all():
        draw = axes.axvline if mark.x else axes.axhline
        draw(float(numbers[0][0]), color=color, linestyle=DASHES[pattern], linewidth=1.5, label=mark.label)


def _draw_map(axes, mark, values, *, panel):
    """Draw the levels as an image of one pixel a cell, which no viewer smooths."""
    shade = (2 * mark.level(values) + 1) / mark.levels - 1  # from -1 to 1, and nan
    ends = np.array([mpl.colors.to_rgb(PALETTE[0]), mpl.colors.to_rgb(PALETTE[1])])
    hue = ends[(shade > 0).astype(int)]
    share = TINT * np.nan_to_num(np.abs(shade))[:, None]
    image = (1 - share + share * hue).reshape(mark.rows, mark.columns, 3)
    extent = (*panel.x.ends, *panel.y.ends)
    axes.imshow(image, origin="lower", extent=extent, aspect="auto", interpolation="none", zorder=0)
    if mark.label:
        axes.plot([], [], "s", color=PALETTE[1], alpha=TINT, label=mark.label)


def _with_words(document, title, description):
    """Name the picture for those who cannot see it."""
    start = document.index("<svg")
    head, body = document[start:].split(">", 1)
    words = f"<title>{escape(title)}</title>\n <desc>{escape(description)}</desc>"
    return f'{head} role="img">\n {words}{body}'
