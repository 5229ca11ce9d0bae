"""Tables of runs: kept in a file, cut into groups, summed up without picking the winner by its luck."""

import os
import pathlib

import numpy as np


def save(path, table):
    """Write a table to a compressed file, a column an array; the file is there whole or not at all.

    Parameters
    ----------
    path : path
        Ends in ".npz".
    table : structured ndarray

    Examples
    --------
    >>> import tempfile
    >>> table = np.array([("a", 1), ("b", 2)], [("f", "U1"), ("n", int)])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(f"{folder}/runs.npz", table)
    ...     load(f"{folder}/runs.npz").tolist()
    [('a', 1), ('b', 2)]
    """
    draft = pathlib.Path(path).with_suffix(".part.npz")
    np.savez_compressed(draft, **{name: table[name] for name in table.dtype.names})
    os.replace(draft, path)


def load(path):
    """Return a table that `save` has written.

    Parameters
    ----------
    path : path or file

    Returns
    -------
    structured ndarray

    Examples
    --------
    >>> from actlib.experiments.published import FOLDER
    >>> load(FOLDER / "spirals.npz").dtype.names[:3]
    ('activation', 'init', 'depth')
    """
    with np.load(path) as columns:
        return np.rec.fromarrays(list(columns.values()), names=list(columns)).view(np.ndarray)


def groups(table, *names):
    """Yield the values of some columns, and the rows that share them, in the order in which they come first.

    Parameters
    ----------
    table : structured ndarray
    *names : str
        Columns.

    Yields
    ------
    tuple of (tuple, ndarray)

    Examples
    --------
    >>> table = np.array([("a", 1), ("b", 2), ("a", 3)], [("f", "U1"), ("n", int)])
    >>> [(key, rows["n"].tolist()) for key, rows in groups(table, "f")]
    [(('a',), [1, 3]), (('b',), [2])]
    """
    keys = list(zip(*(table[name].tolist() for name in names), strict=True))
    places = {}
    for place, key in enumerate(keys):
        places.setdefault(key, []).append(place)
    for key, rows in places.items():
        yield key, table[rows]


def tuned(table, tuning, value="test_accuracy", by=("activation", "init", "depth")):
    """Return the rows of each group's best rate, without the seeds by which that rate was chosen.

    A rate that is picked because it did best looks better than it is; on other seeds it does not.

    Parameters
    ----------
    table : structured ndarray
    tuning : sequence of int
        The seeds that choose: the rate with the largest median over them.
    value : str
        The column that says how good a run was.
    by : sequence of str
        Columns that make a group.

    Returns
    -------
    structured ndarray

    Raises
    ------
    ValueError
        If all seeds of a group choose, or none.

    Examples
    --------
    >>> runs = [("f", 0.1, 0, 0.9), ("f", 0.2, 0, 0.8), ("f", 0.1, 1, 0.6), ("f", 0.2, 1, 0.7)]
    >>> table = np.array(runs, [("f", "U1"), ("rate", float), ("seed", int), ("share", float)])
    >>> tuned(table, [0], value="share", by=["f"]).tolist()  # 0.1 did best on seed 0
    [('f', 0.1, 1, 0.6)]
    """
    chosen = []
    for _, rows in groups(table, *by):
        choosing = np.isin(rows["seed"], list(tuning))
        if choosing.all() or not choosing.any():
            raise ValueError(f"tuning is {tuning!r}; of the seeds, some must be in it and some not")
        medians = {rate: np.median(part[value]) for (rate,), part in groups(rows[choosing], "rate")}
        best = max(medians, key=medians.get)
        chosen.append(rows[~choosing & (rows["rate"] == best)])
    return np.concatenate(chosen)
