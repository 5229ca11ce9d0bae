"""The scene of the chapter on motivation: layers on and off, with f between them and without."""

from functools import cache

import numpy as np
import scipy  # imports its parts when they are used

from actlib import datasets
from actlib.networks import MLP, Adam, evaluate, train
from actlib.widgets import Axis, Choice, Explorable, Line, Panel, Points, Rule, Slider

STEPS, WIDTH, SEED, RATE = 600, 12, 0, 0.03
EDGE, ROWS, COLUMNS = 2.2, 45, 221
STRIPES = 8
"""The most stretches of one row that a net may claim for itself; a net with more would raise."""


def layers_on_and_off() -> Explorable:
    """See that depth without f is one straight line, and that a single layer of tanh is not."""
    plane = [
        Line("stripe_x", "stripe_y", label="the net says: filled", color=1),
        Points("x_1", "y_1", label="filled", color=2),
        Points("x_0", "y_0", label="rings", color=0, dash=True),
    ]
    losses = [
        Line("steps", "losses", label="this net", color=1),
        Line("steps", "bare", label="no hidden layer", color=6, dash=True),
        Rule(y="floor", label="best straight line", color=3),
    ]
    return Explorable(
        _layers_on_and_off,
        controls=[
            Slider("layers", 0, 3, default=3, step=1, label="hidden layers"),
            Choice("f", ["identity", "tanh"], label="f between them"),
        ],
        panels=[
            Panel(Axis("x₁", -EDGE, EDGE), Axis("x₂", -EDGE, EDGE), plane, title="Two spirals"),
            Panel(Axis("step", 0, STEPS), Axis("loss", 1e-5, 2, scale="log"), losses, title="Training"),
        ],
        name="motivation/layers_on_and_off",
        title="Layers on and off",
        question="Guess first: three hidden layers with nothing between them. What shape is the border that they "
        "learn? And with tanh between them: how many layers does it take?",
        describe="With {layers:.0f} hidden layers of 12 units and f = {f}, {right:.0%} of the points are on "
        "their side of the border, and the loss is {loss:.2g}; the best straight line has {floor:.2g}. {verdict}",
    )


@cache
def data():
    """Return the spirals that all nets learn."""
    return datasets.spirals(100, seed=0)


@cache
def trained(f, layers):
    """Return a trained net and the record of its training: the same seed and rate for all."""
    net = MLP([2, *[WIDTH] * layers, 1], f, seeds=SEED, dtype=np.float64)
    return net, train(net, *data(), loss="binary", optimizer=Adam(RATE), steps=STEPS, every=20)


@cache
def straight_loss():
    """Return the least loss of any affine map: a convex problem, solved without a net."""
    x, y = data()
    signed = np.column_stack([x, np.ones(len(x))]) * (1 - 2 * y)[:, None]
    return float(scipy.optimize.minimize(lambda w: np.logaddexp(0, signed @ w).mean(), np.zeros(3), tol=1e-10).fun)


def _stripes(net):
    """Return the stretches of each row where the net says class 1, as a line with gaps."""
    rows, columns = np.linspace(-EDGE, EDGE, ROWS), np.linspace(-EDGE, EDGE, COLUMNS)
    grid = np.stack(np.meshgrid(columns, rows), axis=-1)
    xs, ys = np.full((2, ROWS, STRIPES, 3), np.nan)
    for row, z in enumerate(net(grid.reshape(-1, 2)).reshape(ROWS, COLUMNS)):
        z = np.concatenate([[-1.0], z, [-1.0]])  # a stretch begins and ends at the edge at the latest
        place = np.concatenate([columns[:1], columns, columns[-1:]])
        (turn,) = np.nonzero((z[:-1] > 0) != (z[1:] > 0))
        ends = place[turn] + (place[turn + 1] - place[turn]) * z[turn] / (z[turn] - z[turn + 1])
        ends = ends.reshape(-1, 2)
        xs[row, : len(ends), :2], ys[row, : len(ends), :2] = ends, rows[row]
    return xs.ravel(), ys.ravel()


def _bend(net):
    """Return which share of the spread of the net's output over the data no affine map explains."""
    x, _ = data()
    z, design = net(x).ravel(), np.column_stack([x, np.ones(len(x))])
    return float(np.std(z - design @ np.linalg.lstsq(design, z)[0]) / np.std(z))


@cache
def _layers_on_and_off(layers, f):
    (x, y), (net, record) = data(), trained(f, layers)
    loss, right = evaluate(net, x, y, loss="binary")
    stripe_x, stripe_y = _stripes(net)
    straight = _bend(net) < 1e-9
    return {
        "stripe_x": stripe_x, "stripe_y": stripe_y,
        "x_0": x[y == 0, 0], "y_0": x[y == 0, 1], "x_1": x[y == 1, 0], "y_1": x[y == 1, 1],
        "steps": record["step"], "losses": record["loss"][:, 0], "bare": trained("identity", 0)[1]["loss"][:, 0],
        "floor": straight_loss(), "loss": loss[0], "right": right[0],
        "verdict": "The border is a straight line." if straight else "The border bends.",
    }  # fmt: skip
