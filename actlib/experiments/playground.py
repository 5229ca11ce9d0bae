"""The playground's nets: small classifiers in the plane, trained here step by step or kept with the package.

``python -m actlib.experiments playground`` trains anew those that are kept; a test repeats some and compares.
"""

import json
import os
import pathlib
from dataclasses import asdict, dataclass, fields
from functools import cache, cached_property, lru_cache

import numpy as np

from actlib import datasets
from actlib.networks import MLP, SGD, Init, evaluate, training

FILE = pathlib.Path(__file__).with_name("results") / "playground.npz"
"""Where parameters and losses of the stored runs are kept."""

STEPS = (0, 10, 30, 100, 300, 1000)
"""The moments at which a net can be looked at."""
RECORDS = tuple(np.unique(np.rint(np.logspace(0, np.log10(STEPS[-1]), 37)).astype(int)).tolist())
"""The steps at which the losses are recorded."""
CHUNK = 50
"""Updates between two pauses of a training."""

DATA = {
    "circles": lambda: datasets.circles(200),
    "xor": lambda: datasets.xor(200),
    "spirals": lambda: datasets.spirals(200),
    "blobs": lambda: datasets.blobs(200, centers=2),
}
FUNCTIONS = ("identity", "relu", "leaky_relu", "tanh", "sigmoid", "gelu", "selu", "sin")
SAME = "as the first"
INITS = {
    "matched": "matched",
    "glorot": "glorot",
    "he": "he",
    "glorot ÷ 5": Init("fan_average", gain=0.2),
    "glorot × 3": Init("fan_average", gain=3.0),
}
SHORTCUTS = {"none": None, "past every layer": "preactivation"}
LAYERS, WIDTHS, RATES = (1, 2, 3, 4), (2, 4, 8), (0.01, 0.03, 0.1, 0.3, 1, 3)


@dataclass(frozen=True)
class Setting:
    """All that decides a run.

    Parameters
    ----------
    data : str
        A name of `DATA`: half of the points are learned from, half are for the test.
    first, further : str
        Activation of the first hidden layer, and of the others: of `FUNCTIONS`, or `SAME`.
    layers, width : int
        How many hidden layers, and units in each.
    init : str
        A name of `INITS`.
    rate : float
        Of gradient descent on all points with momentum 0.9.
    shortcuts : str
        A name of `SHORTCUTS`: with residual connections, or without.

    Raises
    ------
    ValueError
        If there is no such choice.
    """

    data: str = "circles"
    first: str = "relu"
    further: str = SAME
    layers: int = 2
    width: int = 4
    init: str = "matched"
    rate: float = 0.1
    shortcuts: str = "none"

    def __post_init__(self):
        """Check the choices."""
        for field in fields(self):
            value, allowed = getattr(self, field.name), OPTIONS[field.name]
            if value not in allowed:
                raise ValueError(f"{field.name} is {value!r}; it must be one of {', '.join(map(str, allowed))}")

    @property
    def activations(self) -> list[str]:
        """The activation of each hidden layer."""
        further = self.first if self.further == SAME else self.further
        return [self.first, *[further] * (self.layers - 1)]

    def examples(self):
        """Return ``(x, y)`` to learn from and ``(x, y)`` for the test."""
        return _examples(self.data)

    def net(self) -> MLP:
        """Return the net before training."""
        return MLP(
            [2, *[self.width] * self.layers, 1],
            self.activations,
            seeds=0,
            init=INITS[self.init],
            residual=SHORTCUTS[self.shortcuts],
            block=1,
            dtype=np.float64,
        )


@cache
def _examples(data):
    return datasets.split(*DATA[data](), test=0.5)


OPTIONS = {
    "data": tuple(DATA),
    "first": FUNCTIONS,
    "further": (SAME, *FUNCTIONS),
    "layers": LAYERS,
    "width": WIDTHS,
    "init": tuple(INITS),
    "rate": RATES,
    "shortcuts": tuple(SHORTCUTS),
}
"""What each field of a `Setting` may be."""

FAMILIES = {
    "any control moved from the opening state": [
        {field: value} for field, values in OPTIONS.items() if field != "further" for value in values
    ],
    "straight, with corners, round": [{"first": f, "layers": 1} for f in ("identity", "relu", "tanh", "sin")],
    "depth without f": [{"first": "identity", "layers": 4}],
    "what brings four layers of sigmoid to learn": [
        {"first": "sigmoid", "layers": 4, **more}
        for more in ({}, {"init": "glorot"}, {"rate": 1}, {"shortcuts": "past every layer"})
    ],
    "what two spirals take": [{"data": "spirals", **more} for more in ({"first": "tanh"}, {"width": 8})],
    "a square with two classes": [{"data": "xor", "first": "tanh"}],
    "not the same f in both layers": [{"further": "tanh"}, {"first": "tanh", "further": "relu"}],
}
"""Why a run is stored, and the fields in which it differs from the default."""
SETTINGS = tuple(dict.fromkeys(Setting(**changes) for family in FAMILIES.values() for changes in family))
"""The settings whose runs are stored."""


class Run:
    """A training that goes as far as it is asked to, and can be looked at in each of `STEPS` that it has passed.

    Parameters
    ----------
    setting : Setting

    Attributes
    ----------
    step : int
        How many updates have been made; -1 before the first look at the data.
    parameters : dict of int to ndarray
        The net's parameters at those of `STEPS` that have been passed.
    losses : ndarray, (records, 2)
        On the points learned from and on the others, at `RECORDS`; nan at those to come.
    """

    def __init__(self, setting: Setting):
        self.setting, self.step, self.parameters = setting, -1, {}
        self.losses = np.full((len(RECORDS), 2), np.nan)

    @cached_property
    def _training(self):
        optimizer = SGD(self.setting.rate, momentum=0.9)
        (x, y), _ = self.setting.examples()
        return training(self.setting.net(), x, y, loss="binary", optimizer=optimizer, steps=STEPS[-1])

    def advance(self, to: int):
        """Train up to step `to`; whoever iterates may stop in between, and go on later.

        Parameters
        ----------
        to : int
            One of `STEPS`.

        Yields
        ------
        int
            The last of `STEPS` that has been passed, at every pause before `to`.
        """
        _, test = self.setting.examples()
        while self.step < to:
            moment = next(self._training)
            self.step = moment.number
            if self.step in STEPS:
                self.parameters[self.step] = moment.net.parameters[0].copy()
            if self.step in RECORDS:
                self.losses[RECORDS.index(self.step)] = moment.loss[0], evaluate(moment.net, *test, loss="binary")[0][0]
            if self.step % CHUNK == 0 and self.step < to:
                yield max(self.parameters)

    def net(self, step: int) -> MLP:
        """Return the net as it was in one of the `STEPS` passed."""
        net = self.setting.net()
        net.parameters[0] = self.parameters[step]
        return net


@lru_cache(maxsize=64)
def run(setting: Setting) -> Run:
    """Return the run of a setting: the stored one, which needs no training, or one to be trained, which is remembered.

    Parameters
    ----------
    setting : Setting

    Returns
    -------
    Run

    Examples
    --------
    >>> run(Setting()).step, run(Setting(init="he", rate=0.03)).step
    (1000, -1)
    """
    found = Run(setting)
    if setting in stored():
        parameters, losses = stored()[setting]
        found.step, found.losses = STEPS[-1], losses.astype(float)
        found.parameters = dict(zip(STEPS, parameters.astype(float), strict=True))
    return found


@cache
def stored() -> dict:
    """Return parameters, (steps, parameters), and losses, (records, 2), of every stored setting."""
    with np.load(FILE) as file:
        settings = [Setting(**fields) for fields in json.loads(str(file["made"]))["settings"]]
        sizes = [setting.net().parameters.size * len(STEPS) for setting in settings]
        parts = np.split(file["parameters"], np.cumsum(sizes)[:-1])
        tables = [part.reshape(len(STEPS), -1) for part in parts]
        return dict(zip(settings, zip(tables, file["losses"], strict=True), strict=True))


def remake(settings=SETTINGS):
    """Train the runs to be stored, and keep them, with what made them, in place of those that are there.

    Parameters
    ----------
    settings : sequence of Setting
    """
    runs = [Run(setting) for setting in settings]
    for each in runs:
        for _ in each.advance(STEPS[-1]):
            pass
    made = {
        "command": "python -m actlib.experiments playground",
        "numpy": np.__version__,
        "settings": [asdict(setting) for setting in settings],
    }
    FILE.parent.mkdir(exist_ok=True)
    draft = FILE.with_suffix(".part.npz")
    np.savez_compressed(
        draft,
        made=json.dumps(made, ensure_ascii=False),
        parameters=np.concatenate([each.parameters[step] for each in runs for step in STEPS]).astype(np.float32),
        losses=np.array([each.losses for each in runs], np.float32),
    )
    os.replace(draft, FILE)
    stored.cache_clear()
    run.cache_clear()
