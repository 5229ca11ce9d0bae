"""The scene of the chapter on fair comparison: 3600 stored runs, by task, activation, rate and initialisation."""

from functools import lru_cache

import numpy as np

from actlib.experiments import published
from actlib.widgets import Axis, Choice, Explorable, Line, Panel, Points

TASKS, NAMES, RATES = tuple(published.TABLES), published.FAIR["activations"], published.FAIR["rates"]
INITS = published.FAIR["inits"]


def runs() -> Explorable:
    """Discover that the winner depends on the rate and on the initialisation, and how far seeds lie apart."""
    accuracy = Axis("test accuracy", 0, 1.02)
    seeds = [
        Points("seed_rates_0", "seeds_0", label="Glorot: a seed", color=0),
        Points("seed_rates_1", "seeds_1", label="matched: a seed", color=1),
        Line("rates", "median_0", label="Glorot: median", color=0),
        Line("rates", "median_1", label="matched: median", color=1),
    ]
    all_of_them = [
        Points("all_0", "all_1", label="an activation's medians"),
        Points("here_0", "here_1", label="the chosen one", color=2),
        Line("diagonal", "diagonal", dash=True, label="no difference"),
    ]
    return Explorable(
        _runs,
        controls=[
            Choice("task", list(TASKS), default="spirals", label="task"),
            Choice("f", list(NAMES), default="sigmoid", label="activation"),
            Choice("rate", list(RATES), default=0.03, label="rate of the right panel"),
        ],
        panels=[
            Panel(Axis("learning rate", 0.002, 0.5, scale="log"), accuracy, seeds, title="One activation"),
            Panel(
                Axis("median accuracy, Glorot", 0, 1.02),
                Axis("median accuracy, matched gain", 0, 1.02),
                all_of_them,
                title="All nine, one rate",
            ),
        ],
        name="fair_comparison/runs",
        title="Nine activations, five rates, two initialisations, twenty seeds",
        question="Guess first: which of the nine wins on two spirals? Is it the same one under another initialisation, "
        "and at another rate?",
        describe="{task}, {f}: its best rate is {best_0} under Glorot's initialisation, with a median test accuracy of "
        "{top_0:.3f}, and {best_1} under a matched gain, with {top_1:.3f}. At rate {rate} the highest median is that "
        "of {winner_0} under Glorot and of {winner_1} under a matched gain; {f} has place {place_0} and {place_1}.",
    )


@lru_cache
def accuracies(task):
    """Return the test accuracies of a task, (activations, initialisations, rates, seeds)."""
    table = published.results(task)
    return table["test_accuracy"].astype(float).reshape(len(NAMES), len(INITS), len(RATES), -1)


def _runs(task, f, rate):
    found, k = accuracies(task), NAMES.index(f)
    medians = np.median(found, axis=-1)
    at = medians[:, :, RATES.index(rate)]
    state = {"rates": np.array(RATES), "diagonal": np.array([0.0, 1.0])}
    for i in range(len(INITS)):
        shift = 1.06 if i else 1 / 1.06  # so that the two do not hide each other
        state |= {
            f"seed_rates_{i}": np.repeat(RATES, found.shape[-1]) * shift,
            f"seeds_{i}": found[k, i].ravel(),
            f"median_{i}": medians[k, i],
            f"all_{i}": at[:, i],
            f"here_{i}": at[k, i],
            f"best_{i}": str(RATES[medians[k, i].argmax()]),
            f"top_{i}": medians[k, i].max(),
            f"winner_{i}": NAMES[at[:, i].argmax()],
            f"place_{i}": str(1 + int((at[:, i] > at[k, i]).sum())),
        }
    return state
