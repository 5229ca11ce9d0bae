"""Self-check questions of the chapter on the sigmoid."""

import numpy as np

import actlib as act
from actlib.claims import _sigmoid as shared
from actlib.quiz import question, right, wrong


@question(
    "ten_gates",
    asks="A gradient passes ten sigmoid gates, one after the other; all weights are 1. Which share of it is left at "
    "most?",
    options=(
        wrong(
            "$0.75^{10}$",
            0.75**10,
            "That is “diminished by a quarter” ten times. The slope is at most a quarter: a gate takes at least three "
            "quarters away.",
        ),
        right("$0.25^{10}$", 0.25**10, "Each slope is at most $S'(0) = 1/4$, and the slopes multiply."),
        wrong(
            "$0.25 / 10$",
            0.25 / 10,
            "The gates stand one behind the other, so their slopes multiply; they do not share one quarter.",
        ),
        wrong(
            "nothing", 0.0, "A slope of the sigmoid is small, never zero, and a product of such slopes is not either."
        ),
    ),
)
def the_slope_of_ten_chained_sigmoids_is(share):
    """The largest derivative of ten chained sigmoids over a grid of inputs, by complex steps."""
    found = shared.slope(lambda x: shared.chain(x, 1, 10), np.linspace(-10, 10, 2001) + 0.5).max()
    return np.isclose(found, share, rtol=1e-9, atol=0)


@question(
    "pairing",
    asks="An output unit with target 1 has the logit $z = -8$. How much harder does cross-entropy push the logit than "
    "squared error, $(S(z) - 1)^2/2$?",
    options=(
        wrong(
            "not at all: the unit is saturated either way",
            1.0,
            "It is, but only squared error has the slope $S'(z)$ as a factor in its gradient.",
        ),
        wrong("about 8 times", 8.0, "8 is about the loss itself, $-\\ln S(-8)$. Compare the gradients."),
        right(
            "about $e^8$ times",
            np.exp(8),
            "The gradients are $S - 1$ and $(S - 1)\\,S'$: cross-entropy cancels the slope, which is about $e^{-8}$.",
        ),
        wrong(
            "about $e^{16}$ times",
            np.exp(16),
            "One factor $S(z) \\approx e^{-8}$ is enough: the other one in $S' = S(z)\\,S(-z)$ is nearly 1.",
        ),
    ),
)
def cross_entropy_over_squared_error_is(factor, z=-8.0):
    """The ratio of the two losses' derivatives at z = −8, by complex steps."""
    cross_entropy = shared.slope(lambda z: -np.log(shared.logistic(z)), z)
    squared_error = shared.slope(lambda z: (shared.logistic(z) - 1) ** 2 / 2, z)
    return np.isclose(cross_entropy / squared_error, factor, rtol=0.01, atol=0)


@question(
    "float_zero",
    asks="In float64, `s = act.sigmoid(z)` and the slope is taken as `s * (1 - s)`. Where is the product exactly 0?",
    options=(
        wrong(
            "neither at $z = 40$ nor at $z = -40$", (), "True of real numbers. But near 1 floats are not dense enough."
        ),
        wrong(
            "at both: the function is symmetric",
            (40, -40),
            "The function is; the floats are not: they are dense near 0.",
        ),
        right("at $z = 40$ only", (40,), "There `s` rounds to 1, and `1 - s` to 0. At $-40$ the product is $e^{-40}$."),
        wrong("at $z = -40$ only", (-40,), "At $-40$, `s` is tiny but not 0, and `1 - s` is 1: the product is `s`."),
    ),
)
def the_product_is_zero_at(places):
    """The product in float64 at both places."""
    s = {z: act.sigmoid(float(z)) for z in (40, -40)}
    return tuple(z for z in s if s[z] * (1 - s[z]) == 0) == places
