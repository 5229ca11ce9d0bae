"""Training all runs of a network together, step by step or with a record of every so many steps."""

from dataclasses import dataclass

import numpy as np

from actlib.networks.losses import LOSSES, accuracy, targets
from actlib.networks.mlp import MLP


@dataclass(frozen=True)
class Step:
    """A moment of training: gradients are computed, the parameters have not moved yet.

    Parameters
    ----------
    number : int
        How many steps have been made.
    loss : ndarray, (runs,)
        On the batch.
    logits : ndarray, (runs, examples, outputs)
        Of the batch.
    net : MLP
        Its `hidden` layers, `gradients` and `statistics` are those of this moment.

    Examples
    --------
    >>> from actlib.networks import SGD
    >>> x, y = np.array([[-1.0], [1.0]]), np.array([[-1.0], [1.0]])
    >>> first = next(training(MLP([1, 1]), x, y, loss="squared", optimizer=SGD(0.1), steps=9))
    >>> first.number, first.loss.shape, first.logits.shape
    (0, (1,), (1, 2, 1))
    """

    number: int
    loss: np.ndarray
    logits: np.ndarray
    net: MLP


def training(net, x, y, *, loss, optimizer, steps, batch=None):
    """Train, and yield a `Step` before each update and one after the last.

    Parameters
    ----------
    net : MLP
        Its parameters change.
    x, y : array_like
        Examples, (examples, inputs), and targets, as `losses.targets` says.
    loss : str
        "squared" (half the squared distance), "binary" or "softmax" (cross-entropies of logits); means over the batch.
    optimizer : SGD or Adam
    steps : int
        How many updates.
    batch : int, optional
        Examples in a batch, drawn without replacement until all have had their turn, for each run by its seed. Default:
        all.

    Yields
    ------
    Step

    Examples
    --------
    >>> from actlib.networks import MLP, SGD
    >>> net, x = MLP([1, 1], seeds=0, init=(0.0, 0.0)), np.array([[-1.0], [1.0]])
    >>> for step in training(net, x, 3 * x, loss="squared", optimizer=SGD(0.5), steps=2):
    ...     print(step.number, step.loss, net.weights[0].ravel())
    0 [4.5] [0.]
    1 [1.125] [1.5]
    2 [0.28125] [2.25]
    """
    x, y = np.asarray(x, net.dtype), targets(loss, y, net.widths[-1], net.dtype)
    if len(x) != len(y) or x.ndim != 2:
        raise ValueError(f"x has shape {x.shape} and y {y.shape}; both need one row for each example")
    batches = _batches(net.seeds, len(x), batch) if batch is not None else None
    for number in range(steps + 1):
        chosen = slice(None) if batches is None else next(batches)
        logits = net.forward(x[chosen])
        with np.errstate(over="ignore", invalid="ignore"):
            losses, delta = LOSSES[loss](logits, y[chosen])
        net.backward(delta)
        yield Step(number, losses, logits, net)
        if number < steps:
            optimizer.step(net)


def train(net, x, y, *, loss, optimizer, steps, batch=None, every=None, flat=0.01, measure=None):
    """Train, and return a record of the statistics at every so many steps, and after the last.

    Parameters
    ----------
    net, x, y, loss, optimizer, steps, batch
        As in `training`.
    every : int, optional
        Steps from one record to the next. Default: only the start and the end.
    flat : float
        As in `MLP.statistics`.
    measure : callable, optional
        ``measure(step)`` returns a dict of further arrays to record.

    Returns
    -------
    dict of str to ndarray
        "step" of shape (records,); "loss", (records, runs); those of `MLP.statistics`, (records, layers, runs); those
        of `measure`, with the records along axis 0.

    Examples
    --------
    >>> from actlib import datasets
    >>> from actlib.networks import MLP, SGD
    >>> net = MLP([2, 8, 1], "tanh", seeds=range(3))
    >>> record = train(net, *datasets.xor(), loss="binary", optimizer=SGD(0.5), steps=100, every=50)
    >>> record["step"].tolist(), record["loss"].shape, record["flat"].shape
    ([0, 50, 100], (3, 3), (3, 1, 3))
    """
    every, rows = every or max(steps, 1), []
    for step in training(net, x, y, loss=loss, optimizer=optimizer, steps=steps, batch=batch):
        if step.number % every == 0 or step.number == steps:
            more = measure(step) if measure else {}
            rows.append({"step": step.number, "loss": step.loss, **net.statistics(flat), **more})
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def evaluate(net, x, y, *, loss):
    """Return the loss and the accuracy of every run, on examples that are not learned from.

    Parameters
    ----------
    net, x, y, loss
        As in `training`. Batch norms work with their running moments.

    Returns
    -------
    tuple of ndarray, (runs,)

    Examples
    --------
    >>> from actlib.networks import MLP
    >>> evaluate(MLP([1, 1], init=(1.0, 0.0)), [[0.0], [0.0]], [0, 1], loss="binary")
    (array([0.69314718]), array([0.5]))
    """
    logits, y = net(x), targets(loss, y, net.widths[-1], net.dtype)
    with np.errstate(over="ignore", invalid="ignore"):
        return LOSSES[loss](logits, y)[0], accuracy(loss, logits, y)


def _batches(seeds, examples, batch):
    """Yield indices (runs, batch): each run goes through the examples in an order of its own, again and again."""
    if batch != int(batch) or not 1 <= batch <= examples:
        raise ValueError(f"batch is {batch!r}; it must be an integer from 1 to the {examples} examples")
    generators = [np.random.default_rng([1, seed]) for seed in seeds]
    while True:
        orders = np.stack([rng.permutation(examples) for rng in generators])
        for start in range(0, examples - batch + 1, batch):
            yield orders[:, start : start + batch]
