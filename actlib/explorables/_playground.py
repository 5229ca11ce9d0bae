"""What the playground shows of a net: its answer over the plane, its border, its units, its layers."""

import numpy as np
from contourpy import contour_generator  # what Matplotlib draws contours with

from actlib.activations.sigmoidal import sigmoid
from actlib.networks.losses import LOSSES, targets

EDGE = 2.6
CELLS, FINE = 39, 97
"""Cells of the map along each axis, and points of the grid on which the border is found; cells in threes, so that rows
that are equal stay equal in base64, and compress."""
TILE, GAP = 10, 2
"""Cells of a unit's picture, and blank ones between two pictures, half of them on either side."""
VERTICES, SLACK = 128, 0.004
"""The most points of the border, and by how much of the plane's width the line may be off for having fewer."""


def grid(count, middles=True):
    """Return points of the plane, row by row from below: the middles of cells, or from edge to edge."""
    places = np.linspace(-EDGE, EDGE, 2 * count + 1)[1::2] if middles else np.linspace(-EDGE, EDGE, count)
    return np.stack(np.meshgrid(places, places), axis=-1).reshape(-1, 2)


def answer(net):
    """Return how sure the net is over the plane: from -1, certainly class 0, to 1."""
    return 2 * sigmoid(net(grid(CELLS))[0, :, 0]) - 1


def border(net):
    """Return the line on which the net is undecided, as x and y with nan between pieces and behind the last."""
    places, z = np.linspace(-EDGE, EDGE, FINE), net(grid(FINE, middles=False)).reshape(FINE, FINE)
    pieces = contour_generator(places, places, z).lines(0.0) if np.isfinite(z).all() else []
    x, y = line = np.full((2, VERTICES), np.nan)
    start = 0
    for piece in sorted(pieces, key=len, reverse=True):
        kept = _thinned(piece, SLACK * 2 * EDGE)
        if start + len(kept) > VERTICES:
            break
        line[:, start : start + len(kept)] = kept.T
        start += len(kept) + 1
    return x, y


def _thinned(points, slack):
    """Return few of the points of a line, so that no other is further than `slack` from it: Ramer, Douglas, Peucker."""
    if len(points) < 3:
        return points
    way, off = points[-1] - points[0], points - points[0]
    share = np.clip(off @ way / max(way @ way, np.finfo(float).tiny), 0, 1)[:, None]
    far = np.hypot(*(off - share * way).T)
    k = int(far.argmax())
    if far[k] <= slack:
        return points[[0, -1]]
    return np.concatenate([_thinned(points[: k + 1], slack)[:-1], _thinned(points[k:], slack)])


def shape_of_border(net):
    """Return in words what the border looks like, found by measuring the net and not by knowing its activations.

    Where a net is made of flat pieces, it is midway between two near points what it is on average at both.
    """
    z = net(grid(CELLS))[0, :, 0]
    if not np.isfinite(z).all():
        return "The numbers have run away; there is no border"
    if (z > 0).all() or (z < 0).all():
        return "There is no border: one answer all over"
    rng, step = np.random.default_rng(0), 1e-3
    x, way = rng.uniform(-EDGE, EDGE, (400, 2)), rng.standard_normal((400, 2)) * step
    low, middle, high = (net(x + k * way)[0, :, 0] for k in (-1, 0, 1))
    flat = np.abs(low - 2 * middle + high) < 1e-11 * (1 + np.abs(z).max())
    ends = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    bend = net(ends)[0, :, 0] + net(-ends)[0, :, 0] - 2 * net(np.zeros((1, 2)))[0, 0, 0]
    if flat.all() and np.abs(bend).max() < 1e-9 * (1 + np.abs(z).max()):
        return "The border is one straight line"
    return "The border is made of straight pieces" if flat.mean() > 0.9 else "The border is curved"


def units(net, layers, width):
    """Return the picture of every hidden unit, each in shares of its largest value: rows of layers from below."""
    net.forward(grid(TILE))
    side = TILE + GAP
    mosaic = np.full((layers * side, width * side), np.nan)
    for k, layer in enumerate(net.hidden):
        for unit, values in enumerate(layer.value[0].T):
            top = np.abs(values).max()
            place = slice(k * side + 1, k * side + 1 + TILE), slice(unit * side + 1, unit * side + 1 + TILE)
            mosaic[place] = (values / top if top > 0 else values).reshape(TILE, TILE)
    return mosaic.ravel()


def frames(layers, width, most):
    """Return the outlines of the units' pictures, as x and y with nan between them and behind the last."""
    edge = 0.5 * TILE / (TILE + GAP)
    corners = edge * np.array([[-1, 1, 1, -1, -1, np.nan], [-1, -1, 1, 1, -1, np.nan]])
    line = np.full((2, most, 6), np.nan)
    for number, (layer, unit) in enumerate(np.ndindex(layers, width)):
        line[:, number] = corners + np.array([[unit + 1], [layer + 1]])
    return line.reshape(2, -1)


def statistics(net, x, y):
    """Return `MLP.statistics` of the only run at these examples, with gradients."""
    delta = LOSSES["binary"](net.forward(x), targets("binary", y, 1, net.dtype))[1]
    net.backward(delta)
    return {name: values[:, 0] for name, values in net.statistics().items()}
