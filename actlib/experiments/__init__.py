"""Experiments: many small networks over a grid of settings, on one machine or on many.

>>> from actlib import experiments
>>> table = experiments.sweep("xor", ["relu", "tanh"], seeds=range(4), rates=[0.1, 0.5], steps=50, progress=False)
>>> [(key, len(rows)) for key, rows in experiments.groups(table, "activation", "rate")]
[(('relu', 0.1), 4), (('relu', 0.5), 4), (('tanh', 0.1), 4), (('tanh', 0.5), 4)]
>>> len(experiments.tuned(table, tuning=range(2)))  # at the rate that did best on seeds 0 and 1, the seeds 2 and 3
4

With ``backend="processes"`` the runs go to all cores, with ``backend="dask", address="tcp://…"`` to a cluster, whose
workers need nothing but this package. With ``store="folder"`` a sweep that was interrupted goes on where it stopped.
"""

from actlib.experiments.chunks import ROW
from actlib.experiments.sweeping import sweep
from actlib.experiments.tables import groups, load, save, tuned
from actlib.experiments.tasks import TASKS, Task

__all__ = ["ROW", "TASKS", "Task", "groups", "load", "save", "sweep", "tuned"]
