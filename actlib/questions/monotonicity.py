"""Self-check questions of the chapter on monotonicity."""

import numpy as np

import actlib as act
from actlib.quiz import question, right, wrong


@question(
    "convex",
    asks="One unit, one weight, ten examples with targets between 0 and 1. Which loss is convex in the weight for "
    "every such data set?",
    options=(
        wrong(
            "sigmoid with squared error",
            (act.sigmoid, "squared"),
            "Where the sigmoid is flat and wrong, the loss is flat too: it bends down on the way there.",
        ),
        right(
            "sigmoid with cross-entropy",
            (act.sigmoid, "matching"),
            "Its slope in $z$ is $S(z) - y$, and that increases.",
        ),
        wrong(
            "SiLU with its matching loss",
            (act.silu, "matching"),
            "The slope in $z$ is $f(z) - y$, and SiLU falls for $z < -1.28$.",
        ),
        wrong(
            "tanh with squared error",
            (act.tanh, "squared"),
            "tanh is a shifted, scaled sigmoid; the same thing happens.",
        ),
    ),
)
def the_loss_is_convex(pair):
    """Look for a place on a grid where the slope of the loss falls, on 50 random data sets."""
    (f, loss), rng, w = pair, np.random.default_rng(0), np.linspace(-20, 20, 801)
    for _ in range(50):
        x, y = rng.standard_normal(10), rng.uniform(size=10)
        z = np.multiply.outer(w, x)
        slope = ((f(z) - y) * (2 * f.derivative(z) if loss == "squared" else 1) * x).sum(1)
        if np.diff(slope).min() < -1e-9:
            return False
    return True


@question(
    "influence",
    asks="A tanh unit has the weight $w = 1$ for the input $x = -2$. The weight grows a little. The unit's output",
    options=(
        wrong("grows: tanh is monotone", 1, "Monotone in $z$. But $z = wx$, and $x$ is negative."),
        right("falls", -1, "$\\partial a/\\partial w = x f'(wx)$, and $x$ is negative."),
        wrong("stays: tanh is saturated there", 0, "The slope at $-2$ is 0.07. Small, but not 0."),
    ),
)
def the_output_moves(sign):
    """The sign of a difference."""
    return np.sign(np.tanh(-2 * 1.001) - np.tanh(-2)) == sign
