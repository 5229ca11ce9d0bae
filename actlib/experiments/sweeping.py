"""Sweeps over activation, initialisation, depth, rate and seed."""

import itertools
import os
import pathlib
import pickle
import tempfile
from collections.abc import Mapping

import numpy as np

from actlib._extras import extra
from actlib._pool import each
from actlib.activation import Activation
from actlib.catalogue import get
from actlib.experiments.chunks import OPTIMIZERS, ROW, Chunk, compute, cut
from actlib.experiments.tasks import as_task


def sweep(
    task,
    activations,
    *,
    seeds,
    rates,
    inits=("matched",),
    depths=(2,),
    width=32,
    steps=500,
    batch=None,
    optimizer="sgd",
    norm=None,
    residual=None,
    backend="threads",
    workers=None,
    address=None,
    store=None,
    progress=True,
    chunk=50,
):
    """Train a network for every combination; return a table with one row a run.

    A run is decided by its own settings and its seed, to the bit: neither the backend, nor the number of workers, nor
    the order in which they finish, nor which runs are computed together makes a difference on machines of one kind.

    Parameters
    ----------
    task : Task or str
        "spirals", "digits", "circles", "xor", or one's own.
    activations : sequence or mapping
        Names or activations; or a mapping of what to call them in the table to whatever `networks.MLP` takes.
    seeds : sequence of int
    rates : sequence of float
        Learning rates.
    inits : sequence or mapping
        Names of `networks.INITS`; or a mapping of what to call them to whatever `networks.MLP` takes.
    depths : sequence of int
        Hidden layers.
    width : int
        Units of a hidden layer.
    steps, batch
        As in `networks.training`.
    optimizer : str
        "sgd", "momentum" (0.9) or "adam".
    norm, residual
        As in `networks.MLP`.
    backend : str
        "threads" or "processes" of this machine, or "dask".
    workers : int, optional
        How many threads or processes. Default: one a core.
    address : str, optional
        Of a Dask scheduler, for instance "tcp://10.0.0.1:8786".
    store : path, optional
        A folder. Each chunk's rows are written to it as soon as they are there, and what is there already is not
        computed again: a sweep that was interrupted goes on.
    progress : bool
        Whether to show a bar.
    chunk : int
        How many runs are computed together at most.

    Returns
    -------
    ndarray of ROW
        A structured array: ``table["loss"]`` and so on. Losses and accuracies are those after the last step, but
        "early_loss", which is that of the batch after 20 steps; "dead" and "flat" are means over the hidden layers. In
        the order of the arguments: by activation, initialisation, depth, rate, seed.

    Raises
    ------
    ValueError, TypeError
        If something is unknown, empty or of a wrong kind; at once, and by name.

    Examples
    --------
    >>> table = sweep("xor", ["relu", "tanh"], seeds=range(3), rates=[0.1, 0.5], steps=100, progress=False)
    >>> len(table), table["activation"][[0, -1]].tolist(), bool((table["test_accuracy"] > 0.9).all())
    (12, ['relu', 'tanh'], True)
    """
    if optimizer not in OPTIMIZERS:
        raise ValueError(f"optimizer is {optimizer!r}; it must be one of {', '.join(OPTIMIZERS)}")
    as_task(task)
    runs = [(int(seed), float(rate)) for rate, seed in itertools.product(_some("rates", rates), _some("seeds", seeds))]
    common = dict(width=width, steps=steps, batch=batch, optimizer=optimizer, norm=norm, residual=residual)
    chunks = [
        Chunk(task=task, label=label, activation=f, init_label=name, init=init, depth=depth, runs=part, **common)
        for (label, f), (name, init), depth in itertools.product(
            _labelled("activations", activations), _labelled("inits", inits), _some("depths", depths)
        )
        for part in cut(runs, chunk)
    ]
    return _gathered(chunks, store and _Store(store, chunks), progress, backend, workers, address)


def _gathered(chunks, store, progress, backend, workers, address):
    """Rows of all chunks in order: those that are stored, and those that are now computed."""
    with extra("experiments"):
        from tqdm import tqdm

    found = {k: rows for k in range(len(chunks)) if store and (rows := store.read(k)) is not None}
    missing = [k for k in range(len(chunks)) if k not in found]
    done, total = sum(map(len, found.values())), sum(len(chunk.runs) for chunk in chunks)
    with tqdm(total=total, initial=done, unit="run", disable=not progress) as bar:
        for place, rows in each(compute, [chunks[k] for k in missing], backend, workers, address):
            found[missing[place]] = rows
            if store:
                store.write(missing[place], rows)
            bar.update(len(rows))
    return np.concatenate([found[k] for k in range(len(chunks))])


class _Store:
    """The folder of what has been computed: a file for each chunk, under its key, there whole or not at all."""

    def __init__(self, folder, chunks):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            self.keys = [chunk.key() for chunk in chunks]
        except (pickle.PicklingError, AttributeError) as error:
            raise TypeError(f"store can't tell an activation from another that has no name: {error}") from error

    def read(self, k):
        path = self.folder / f"{self.keys[k]}.npy"
        return np.load(path) if path.exists() else None

    def write(self, k, rows):
        with tempfile.NamedTemporaryFile(dir=self.folder, suffix=".part", delete=False) as file:
            np.save(file, rows)
        os.replace(file.name, self.folder / f"{self.keys[k]}.npy")


def _some(name, values):
    values = list(values)
    if not values:
        raise ValueError(f"{name} is empty; give at least one")
    return values


def _labelled(name, values):
    """Pairs of what to call it and what it is."""
    if isinstance(values, str):
        raise TypeError(f"{name} is the string {values!r}; give a list")
    pairs = list(values.items()) if isinstance(values, Mapping) else [(_label(name, v), v) for v in _some(name, values)]
    width = ROW["init"].itemsize // 4
    for label, value in pairs:
        if not isinstance(label, str) or len(label) > width:
            raise ValueError(f"{name} holds the label {label!r}; it must be a string of at most {width} characters")
        if name == "activations" and isinstance(value, str):
            get(value)  # says at once if there is none
    return pairs


def _label(name, value):
    if isinstance(value, str):
        return value
    if isinstance(value, Activation):
        return value.name
    raise TypeError(f"{name} holds {value!r}; use names, or a mapping of what to call each to what it is")
