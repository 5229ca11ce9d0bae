"""The experiments whose results are kept with the package, so that a page need not run them again.

``python -m actlib.experiments fair_comparison`` makes them anew; a test remakes a small part and compares.
"""

import pathlib

from actlib.experiments.sweeping import sweep
from actlib.experiments.tables import load, save

FOLDER = pathlib.Path(__file__).with_name("results")
"""Where the tables are kept."""

FAIR = {
    "activations": ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "selu", "gelu", "silu", "mish"),
    "inits": ("glorot", "matched"),
    "seeds": range(20),
    "rates": (0.003, 0.01, 0.03, 0.1, 0.3),
    "depths": (3,),
    "optimizer": "momentum",
}
"""What both tables of `fair_comparison` have in common."""

TABLES = {
    "spirals": {**FAIR, "task": "spirals", "width": 16, "steps": 800},
    "digits": {**FAIR, "task": "digits", "width": 32, "steps": 300, "batch": 64},
}
"""Arguments of `sweep` for each table."""

SMALL = {"activations": ("tanh", "relu"), "seeds": (0, 13), "rates": (0.003, 0.03)}
"""The part that the tests remake."""


def make(name, *, small=False, **options):
    """Run one of the experiments.

    Parameters
    ----------
    name : str
        Of `TABLES`.
    small : bool
        Whether to run only the small part.
    **options
        Further arguments of `sweep`: backend, workers, address, store, progress.

    Returns
    -------
    structured ndarray
    """
    return sweep(**{**TABLES[name], **(SMALL if small else {}), **options})


def results(name):
    """Return the table that is kept.

    Parameters
    ----------
    name : str
        "spirals" or "digits": nine activations, two initialisations, five rates, twenty seeds; three hidden layers of
        16 or 32 units, momentum 0.9; 800 steps on all examples, or 300 on batches of 64.

    Returns
    -------
    structured ndarray
        As `sweep` returns it.

    Raises
    ------
    ValueError
        If there is no such table.

    Examples
    --------
    >>> len(results("spirals"))
    1800
    """
    if name not in TABLES:
        raise ValueError(f"name is {name!r}; it must be one of {', '.join(TABLES)}")
    return load(FOLDER / f"{name}.npz")


def remake(names, **options):
    """Run experiments and keep their tables in place of those that are there.

    Parameters
    ----------
    names : sequence of str
        Of `TABLES`.
    **options
        As in `make`.
    """
    FOLDER.mkdir(exist_ok=True)
    for name in names:
        save(FOLDER / f"{name}.npz", make(name, **options))
