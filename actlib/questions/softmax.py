"""Self-check questions of the chapter on softmax."""

import numpy as np

import actlib as act
from actlib.quiz import question, right, wrong


@question(
    "shift",
    asks="Softmax of the scores 1 and 2 is about (0.27, 0.73). What is softmax of 1001 and 1002?",
    options=(
        wrong(
            "nearly (0.5, 0.5)",
            (0.49975, 0.50025),
            "That is dividing by the sum, which looks at ratios. Softmax does not.",
        ),
        right("(0.27, 0.73)", (0.26894, 0.73106), "Only differences count: the factor $e^{1000}$ cancels."),
        wrong("nearly (0, 1)", (0.0, 1.0), "Large scores do not make softmax sure; large *differences* do."),
        wrong(
            "not defined: $e^{1002}$ is too large",
            (np.nan, np.nan),
            "A careless program overflows. The number exists, and shifting by the largest score computes it.",
        ),
    ),
)
def softmax_of_the_large_scores_is(probabilities):
    """The library's softmax."""
    return np.allclose(act.softmax([1001.0, 1002.0]), probabilities, atol=1e-4)


@question(
    "log_probability",
    asks="$z$ holds the logits and $p = \\mathrm{softmax}(z)$. What is $\\ln p_i$?",
    options=(
        wrong("$z_i$", lambda z: z, "Only if the exponentials of the logits happen to add up to 1; they need not."),
        wrong(
            "$\\ln z_i$",
            np.log,
            "Softmax takes exponentials of the logits, so $\\ln p_i$ has $z_i$ in it, not its logarithm.",
        ),
        right(
            "$z_i - \\ln \\sum_j e^{z_j}$",
            lambda z: z - np.log(np.exp(z).sum()),
            "The logits are log-probabilities but for this constant, the same for all of them.",
        ),
        wrong(
            "$z_i - \\sum_j z_j$",
            lambda z: z - z.sum(),
            "It is the exponentials that are added up: the constant is the logarithm of $\\sum_j e^{z_j}$.",
        ),
    ),
)
def its_exponentials_are_softmax(formula):
    """Exponentials of the formula's values at random positive scores, against softmax."""
    z = np.random.default_rng(0).uniform(0.5, 3, 5)
    return np.allclose(np.exp(formula(z)), act.softmax(z))


@question(
    "tie",
    asks="The scores are (2, 2, 1). As the temperature falls to 0, softmax tends to",
    options=(
        wrong(
            "(1, 0, 0)", (1, 0, 0), "That is what `np.argmax` makes of a tie. Softmax cannot prefer one of two equals."
        ),
        right(
            "(½, ½, 0)",
            (0.5, 0.5, 0),
            "Those who are tied for the largest score share equally; all others get nothing.",
        ),
        wrong("(⅓, ⅓, ⅓)", (1 / 3, 1 / 3, 1 / 3), "That is the limit of a high temperature."),
        wrong(
            "(0.4, 0.4, 0.2)",
            (0.4, 0.4, 0.2),
            "These are the scores divided by their sum: no temperature gives that here.",
        ),
    ),
)
def the_cold_limit_is(probabilities):
    """The library's softmax at T = 0.01."""
    return np.allclose(act.softmax([2.0, 2.0, 1.0], temperature=0.01), probabilities, atol=1e-9)
