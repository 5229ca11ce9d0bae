"""What networks are set to learn in an experiment: examples, targets, and examples kept for the test."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from actlib import datasets


@dataclass(frozen=True)
class Task:
    """Examples to learn from and examples to be tested on.

    Parameters
    ----------
    x, y : ndarray
        As in `networks.training`.
    x_test, y_test : ndarray
        Likewise.
    loss : str
        "squared", "binary" or "softmax".
    outputs : int
        Of the network.

    Examples
    --------
    >>> Task(*datasets.xor(8), *datasets.xor(4, seed=1), loss="binary").x_test.shape
    (4, 2)
    """

    x: np.ndarray
    y: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray
    loss: str
    outputs: int = 1


def _spirals():
    return Task(*datasets.spirals(200, seed=0), *datasets.spirals(1000, seed=1), loss="binary")


def _circles():
    return Task(*datasets.circles(200, seed=0), *datasets.circles(1000, seed=1), loss="binary")


def _xor():
    return Task(*datasets.xor(200, seed=0), *datasets.xor(1000, seed=1), loss="binary")


def _digits():
    shown, kept = datasets.split(*datasets.digits())
    return Task(*shown, *kept, loss="softmax", outputs=10)


TASKS: dict[str, Callable] = {"spirals": _spirals, "circles": _circles, "xor": _xor, "digits": _digits}
"""Functions that make the tasks which have a name; a worker far away makes its own, so that no data need travel."""


def as_task(task):
    """Return the `Task` that a user means.

    Parameters
    ----------
    task : Task or str
        A name of `TASKS`.

    Returns
    -------
    Task

    Raises
    ------
    ValueError
        If there is no task of that name.
    TypeError
        If it is neither.

    Examples
    --------
    >>> as_task("xor").x.shape
    (200, 2)
    """
    if isinstance(task, Task):
        return task
    if not isinstance(task, str):
        raise TypeError(f"task is {task!r}; use a Task or one of {', '.join(TASKS)}")
    if task not in TASKS:
        raise ValueError(f"task is {task!r}; it must be one of {', '.join(TASKS)}, or a Task")
    return TASKS[task]()
