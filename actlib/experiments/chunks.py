"""A chunk: runs that differ in nothing but seed and rate, and therefore compute together. What workers are sent."""

import itertools
import math
from dataclasses import dataclass

import numpy as np

from actlib._extras import extra
from actlib.experiments.tasks import as_task
from actlib.networks import MLP, SGD, Adam, evaluate, training

ROW = np.dtype(
    [
        ("activation", "U24"),
        ("init", "U24"),
        ("depth", np.int64),
        ("rate", np.float64),
        ("seed", np.int64),
        ("early_loss", np.float32),
        ("loss", np.float32),
        ("accuracy", np.float32),
        ("test_loss", np.float32),
        ("test_accuracy", np.float32),
        ("dead", np.float32),
        ("flat", np.float32),
    ]
)
"""A row of the table: what was run, and what came out."""

EARLY = 20  # steps after which `early_loss` is taken: few enough that rounding has not yet made a difference
OPTIMIZERS = {"sgd": SGD, "momentum": lambda rates: SGD(rates, 0.9), "adam": Adam}


@dataclass(frozen=True)
class Chunk:
    """Some runs of one shape.

    Parameters
    ----------
    task : Task or str
    label, init_label : str
        What to call activation and initialisation in the table.
    activation, init, norm, residual
        As in `networks.MLP`.
    depth, width : int
        How many hidden layers, and their units.
    runs : tuple of (int, float)
        Seed and rate of each.
    steps, batch, optimizer
        How they train; see `sweep`.
    """

    task: object
    label: str
    activation: object
    init_label: str
    init: object
    depth: int
    width: int
    runs: tuple
    steps: int
    batch: int | None
    optimizer: str
    norm: str | None
    residual: str | None

    def key(self):
        """Return a name for the file of its results: the same for the same work, in any process."""
        with extra("experiments"):
            import joblib

        return joblib.hash(self)


def compute(chunk):
    """Train the runs of a chunk; return their rows.

    BLAS has one thread: how it shares a product among several could change its last bits.

    Parameters
    ----------
    chunk : Chunk

    Returns
    -------
    ndarray of ROW
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1, "blas"):
        return _computed(chunk)


def _computed(chunk):
    task = as_task(chunk.task)
    seeds, rates = zip(*chunk.runs, strict=True)
    widths = [task.x.shape[1], *[chunk.width] * chunk.depth, task.outputs]
    net = MLP(widths, chunk.activation, seeds=seeds, init=chunk.init, norm=chunk.norm, residual=chunk.residual)
    schedule = {"optimizer": OPTIMIZERS[chunk.optimizer](rates), "steps": chunk.steps, "batch": chunk.batch}
    rows = np.zeros(len(seeds), ROW)
    for step in training(net, task.x, task.y, loss=task.loss, **schedule):
        if step.number == min(EARLY, chunk.steps):
            rows["early_loss"] = step.loss
    statistics = net.statistics()
    rows["dead"], rows["flat"] = (statistics[name].mean(axis=0) for name in ("dead", "flat"))
    rows["loss"], rows["accuracy"] = evaluate(net, task.x, task.y, loss=task.loss)
    rows["test_loss"], rows["test_accuracy"] = evaluate(net, task.x_test, task.y_test, loss=task.loss)
    rows["activation"], rows["init"], rows["depth"] = chunk.label, chunk.init_label, chunk.depth
    rows["rate"], rows["seed"] = rates, seeds
    return rows


def cut(runs, size):
    """Deal runs into as few equal parts as keep to a size.

    Parameters
    ----------
    runs : sequence
    size : int

    Returns
    -------
    list of tuple

    Examples
    --------
    >>> cut("abcde", 3)
    [('a', 'b', 'c'), ('d', 'e')]
    """
    parts = math.ceil(len(runs) / size)
    ends = [round(k * len(runs) / parts + 1e-9) for k in range(parts + 1)]
    return [tuple(runs[a:b]) for a, b in itertools.pairwise(ends)]
