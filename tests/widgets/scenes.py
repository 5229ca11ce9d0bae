"""Small scenes for the tests of the widgets; no activation functions needed."""

import numpy as np

from actlib.widgets import Area, Axis, Choice, Explorable, Line, Map, Panel, Points, Rule, Slider, Stops

X = np.linspace(-1, 1, 41)


def wave(frequency, shape):
    """A curve that bends in the slider, a line that does not, a rule, points, and a gap."""
    y = np.sin(frequency * X) if shape == "sine" else np.sin(frequency * X) ** 2
    return {
        "x": X,
        "y": y,
        "gap": np.where(np.abs(X) < 0.2, np.nan, X * frequency / 10),
        "top": float(y.max()),
        "verdict": "is steep" if frequency > 5 else "is flat",
    }


def wave_scene(**changes):
    """Return an explorable of `wave`, with some arguments changed."""
    return Explorable(
        **{
            "compute": wave,
            "controls": [Slider("frequency", 1, 9, default=3, step=0.5), Choice("shape", ["sine", "square"])],
            "panels": [
                Panel(
                    x=Axis("x", -1, 1),
                    y=Axis("y", -1, 1),
                    marks=[Line("x", "y", label="y"), Line("x", "gap"), Rule(y="top", label="top")],
                ),
                Panel(x=Axis("x", -1, 1), y=Axis("y", 1e-3, 1, "log"), marks=[Area("x", "y"), Points("x", "y")]),
            ],
            "name": "test/wave",
            "title": "A wave",
            "describe": "At {frequency:.1f} the {shape} {verdict}, top {top:.2f}.",
            **changes,
        }
    )


def two_sliders(a, b):
    """A surface that is curved along both sliders."""
    return {"x": X, "y": np.exp(-((X - a) ** 2) / (2 * b**2))}


def surface_scene():
    """Return an explorable of `two_sliders`."""
    return Explorable(
        two_sliders,
        [Slider("a", -0.5, 0.5, step=0.05, default=0), Slider("b", 0.3, 1, step=0.05)],
        marks=[Line("x", "y")],
        x=Axis("x", -1, 1),
        y=Axis("y", 0, 1),
        name="test/surface",
        title="A bump",
        describe="Centre {a:.2f}, width {b:.2f}.",
    )


def hill(height, side):
    """A hill in the plane that fills 5 × 4 cells, one of them missing, and a line; told on the way to its height."""
    x, y = np.meshgrid(np.linspace(-1, 1, 4), np.linspace(-1, 1, 5))
    z = x + y / 2 if side == "right" else -x + y / 2
    z[4, 3] = np.nan
    for share in (0, 0.5, 1):
        yield {"z": (share * height * z).ravel(), "x": X, "y": X * height, "done": f"{share:.0%}"}


def hill_scene(**changes):
    """Return an explorable of `hill` of which three states of six are stored."""
    return Explorable(
        **{
            "compute": hill,
            "controls": [Stops("height", [0.1, 0.5, 1], default=0.5), Choice("side", ["right", "left"])],
            "marks": [Map("z", 5, 4, levels=8, label="height"), Line("x", "y"), Points("x", "y")],
            "x": Axis("x", -1, 1),
            "y": Axis("y", -1, 1),
            "name": "test/hill",
            "title": "A hill",
            "describe": "{side} {height:.1f}, {done} done",
            "stored": [{"height": 0.5}, {"height": 1}, {"height": 1, "side": "left"}],
            **changes,
        }
    )
