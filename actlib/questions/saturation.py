"""Self-check questions of the chapter on saturation."""

import numpy as np

import actlib as act
from actlib import floats
from actlib.quiz import question, right, wrong


@question(
    "bounded",
    asks="Which of these is bounded and saturates nowhere?",
    options=(
        wrong("tanh", "tanh", "Its slope goes to 0 on both sides."),
        wrong("softplus", "softplus", "It is not bounded, and its slope goes to 0 on the left."),
        right("sine", "sine", "Between −1 and 1 for ever, and its slope comes back to ±1 for ever."),
        wrong("arsinh", "arsinh", "The other way round: unbounded, and its slope goes to 0 on both sides."),
    ),
)
def it_is_bounded_and_its_slope_does_not_go_away(name):
    """Values and slopes far out, on both sides."""
    z = np.linspace(1e6, 1e6 + 7, 7001)
    f = act.get(name)
    low = min(np.abs(f.derivative(side * z)).max() for side in (-1, 1))
    return np.abs(f(np.concatenate([-z, z]))).max() < 10 and low > 0.5


@question(
    "float16",
    asks="In float16, a tanh unit stands at $z = 5$, and the slope is taken as `1 - a * a`. It is",
    options=(
        wrong(
            "about $2 \\cdot 10^{-4}$, as on paper",
            1.8e-4,
            "That is $4e^{-10}$, and float16 could hold it. But it is got from `a`, which has been rounded to 1.",
        ),
        right("exactly 0", 0.0, "Floats just below 1 are $2^{-11}$ apart; $2e^{-10}$ is less than half of that."),
        wrong("about $10^{-3}$", 9.8e-4, "That would be one spacing, the next float below 1. `a` is 1 itself."),
    ),
)
def the_slope_in_float16_is(value):
    """Round tanh to float16 and go on in float16."""
    found = float(floats.coded("1 − a²", 5.0, np.float16))
    return found == value or (value > 0 and abs(found / value - 1) < 0.1)


@question(
    "slowest",
    asks="At $z = 100$, which slope is the largest?",
    options=(
        wrong("sigmoid", "sigmoid", "It falls like $e^{-z}$: less than $10^{-43}$ there."),
        wrong("tanh", "tanh", "It falls like $4e^{-2z}$, the square of the sigmoid's pace."),
        right("softsign", "softsign", "It falls like $1/z^2$ and has some $10^{-4}$ left."),
        wrong("hard tanh", "hard_tanh", "Its slope is exactly 0 from 1 on."),
    ),
)
def the_largest_slope_is_that_of(name):
    """Compare the slopes at 100."""
    others = ("sigmoid", "tanh", "softsign", "hard_tanh")
    return name == max(others, key=lambda f: act.get(f).derivative(100.0))
