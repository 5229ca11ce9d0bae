"""Self-check questions of the chapter on fair comparison."""

import numpy as np

from actlib import experiments
from actlib.experiments import published
from actlib.quiz import question, right, wrong


@question(
    "flattered",
    asks="Five learning rates that in truth are equally good, and noisy results of spread $\\sigma$. You report the "
    "best of the five. By how much is it too high, on average?",
    options=(
        wrong("Not at all: the noise has mean 0.", 0.0, "Each result's noise has; that of the largest has not."),
        right("By more than $\\sigma$", 1.163, "The largest of five standard normal numbers has the mean 1.16."),
        wrong("By $\\sigma/\\sqrt 5$", 5**-0.5, "That is the spread of a mean of five. You took the largest."),
    ),
)
def the_best_of_five_is_too_high_by(sigmas):
    """By drawing."""
    return np.isclose(np.random.default_rng(0).standard_normal((200_000, 5)).max(axis=1).mean(), sigmas, atol=0.01)


@question(
    "one_rate",
    asks="On the digits, everybody gets the learning rate 0.3, with a matched gain. Which activation wins?",
    options=(
        wrong("tanh", "tanh", "It comes second; at its own rate it is in front."),
        wrong("GELU", "gelu", "At this rate its runs diverge; at a tenth of it, they are among the good ones."),
        right("The sigmoid", "sigmoid", "Its slopes are small, so it is the one for which this rate is not too large."),
    ),
)
def the_winner_at_one_rate_is(name):
    """The stored runs."""
    table = published.results("digits")
    rows = table[(table["rate"] == 0.3) & (table["init"] == "matched")]
    medians = {key: np.median(part["test_accuracy"]) for (key,), part in experiments.groups(rows, "activation")}
    return max(medians, key=medians.get) == name
