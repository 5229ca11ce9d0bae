"""A deep sigmoid network while it trains: what Glorot and Bengio (2010) watched, in small.

Four hidden layers, the initialisation of that time, U(−1/√n, 1/√n), plain stochastic gradient descent on the
cross-entropy of ten classes. The data are ten Gaussian blobs in twenty dimensions.
"""

from functools import cache

import numpy as np

from actlib import datasets
from actlib.networks import MLP, SGD, evaluate, training

CLASSES, DIMENSIONS, EXAMPLES = 10, 20, 1000
LAYERS, WIDTH = 4, 40
BATCH, RATE = 20, 1.0
STEPS, EVERY = 5000, 50
SHUT = 0.05  # a unit counts as shut, for one example, where its slope S' is below this
SEED = 0


@cache
def history():
    """Train once and return, by name, arrays over the recorded steps.

    Returns
    -------
    dict of str to ndarray
        "step", "loss" and "accuracy", of shape (101,); "mean" and "shut", of shape (101, 4), a column for each layer.
    """
    x, y = datasets.blobs(EXAMPLES, centers=CLASSES, dimensions=DIMENSIONS, spread=6.0)
    widths = [DIMENSIONS, *[WIDTH] * LAYERS, CLASSES]
    net, rows = MLP(widths, "sigmoid", seeds=SEED, init="standard", dtype=np.float64), []
    for step in training(net, x, y, loss="softmax", optimizer=SGD(RATE), steps=STEPS, batch=BATCH):
        if step.number % EVERY == 0:
            (loss,), (accuracy,) = evaluate(net, x, y, loss="softmax")
            seen = _whole(net, x)
            rows.append((step.number, loss, accuracy, seen["mean"][:, 0], seen["flat"][:, 0]))
    names = ("step", "loss", "accuracy", "mean", "shut")
    return {name: np.array(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}


def _whole(net, x):
    """The statistics on all examples, of a copy: the network itself is amid a step on a batch."""
    twin = net.copy()
    twin.forward(x)
    return twin.statistics(flat=SHUT)
