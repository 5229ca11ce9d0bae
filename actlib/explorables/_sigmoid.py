"""A deep sigmoid network while it trains: what Glorot and Bengio (2010) watched, in small.

Four hidden layers, their initialisation U(−1/√n, 1/√n), plain stochastic gradient descent on the cross-entropy of ten
classes. The data are ten Gaussian blobs in twenty dimensions, standardised.
"""

from functools import cache
from itertools import pairwise

import numpy as np

from actlib.activations.sigmoidal import sigmoid
from actlib.simplex import log_softmax, softmax

CLASSES, DIMENSIONS, EXAMPLES = 10, 20, 1000
LAYERS, WIDTH = 4, 40
BATCH, RATE = 20, 1.0
STEPS, EVERY = 5000, 50
SHUT = 0.05  # a unit counts as shut, for one example, where its slope S' is below this
SEED = 0


def _blobs(rng):
    """Examples and their classes."""
    classes = np.arange(EXAMPLES) % CLASSES
    x = rng.normal(size=(CLASSES, DIMENSIONS))[classes] + rng.normal(size=(EXAMPLES, DIMENSIONS))
    return (x - x.mean(axis=0)) / x.std(axis=0), classes


def _initial(rng):
    """Weights and biases, layer by layer; the last layer gives the logits of the classes."""
    sizes = [DIMENSIONS, *[WIDTH] * LAYERS, CLASSES]
    return [[rng.uniform(-1, 1, (n, m)) / np.sqrt(n), np.zeros(m)] for n, m in pairwise(sizes)]


def _forward(net, x):
    """Return the inputs of every layer, and the logits."""
    inputs = [x]
    for weights, bias in net[:-1]:
        inputs.append(sigmoid(inputs[-1] @ weights + bias))
    return inputs, inputs[-1] @ net[-1][0] + net[-1][1]


def _descend(net, x, classes):
    """Make one step of gradient descent, in place."""
    inputs, logits = _forward(net, x)
    delta = (softmax(logits) - np.eye(CLASSES)[classes]) / len(x)
    for layer, a in zip(reversed(net), reversed(inputs), strict=True):
        weights, bias = layer
        below = delta @ weights.T * a * (1 - a)  # of no use, and not used, below the first layer
        weights -= RATE * a.T @ delta
        bias -= RATE * delta.sum(axis=0)
        delta = below


def _measured(net, x, classes):
    """Return the loss, the accuracy, and of each hidden layer the mean output and the share of outputs that is shut."""
    inputs, logits = _forward(net, x)
    loss = -log_softmax(logits)[np.arange(len(x)), classes].mean()
    shut = [np.mean(a * (1 - a) < SHUT) for a in inputs[1:]]
    return loss, np.mean(logits.argmax(axis=1) == classes), [a.mean() for a in inputs[1:]], shut


@cache
def history():
    """Train once and return, by name, arrays over the recorded steps.

    Returns
    -------
    dict of str to ndarray
        "step", "loss" and "accuracy", of shape (101,); "mean" and "shut", of shape (101, 4), a column for each layer.
    """
    rng = np.random.default_rng(SEED)
    x, classes = _blobs(rng)
    net, records = _initial(rng), []
    for step in range(STEPS + 1):
        if step % EVERY == 0:
            records.append(_measured(net, x, classes))
        batch = rng.integers(0, EXAMPLES, BATCH)
        _descend(net, x[batch], classes[batch])
    names = ("loss", "accuracy", "mean", "shut")
    columns = {name: np.array(column) for name, column in zip(names, zip(*records, strict=True), strict=True)}
    return {"step": np.arange(0, STEPS + 1, EVERY), **columns}
