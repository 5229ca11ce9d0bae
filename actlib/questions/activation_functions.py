"""Self-check questions of the chapter on what an activation function is."""

import numpy as np

import actlib as act
from actlib.quiz import question, right, wrong


@question(
    "bend",
    asks="Where does the graph of $y = \\mathrm{ReLU}(2x - 3)$ bend?",
    options=(
        wrong("at $x = 0$", 0.0, "ReLU bends where its argument, the pre-activation $2x - 3$, is 0, not where $x$ is."),
        right("at $x = 3/2$", 1.5, "There the pre-activation is 0. In general the bend is at $-b/w$."),
        wrong("at $x = 3$", 3.0, "That would be the bend of $\\mathrm{ReLU}(x - 3)$. The weight divides it by 2."),
        wrong("at $x = -3/2$", -1.5, "Mind the sign: $2x - 3 = 0$ has a positive solution."),
    ),
)
def the_bend_is_at(place):
    """The place of the largest second difference on a grid."""
    x = np.linspace(-4, 4, 8001)
    return abs(x[1:-1][np.argmax(np.abs(np.diff(act.relu(2 * x - 3), 2)))] - place) < 1e-6


@question(
    "jensen",
    asks="Let $z \\sim N(2, 1)$ and $S$ be the sigmoid. How does the mean of $S(z)$ compare with $S(2)$?",
    options=(
        right(
            "It is smaller.",
            -1,
            "Near $z = 2$ the sigmoid is concave: what lies below the mean loses more than what lies above it gains.",
        ),
        wrong(
            "It is the same.",
            0,
            "Only a straight line sends the mean to the mean of every law. A symmetry can help, too, as it does for "
            "$z \\sim N(0, 1)$.",
        ),
        wrong(
            "It is larger.", 1, "So it would be if $S$ were convex where $z$ is. That is on the other side, at $z < 0$."
        ),
    ),
)
def the_sign_of_the_difference_is(sign):
    """E[S(z)] − S(2), by quadrature."""
    return np.sign(round(act.gaussian.expectation(act.sigmoid, mean=2.0) - act.sigmoid(2.0), 9)) == sign


@question(
    "rate",
    asks="Which of these functions can be read as a firing rate: never negative, never falling, silent without drive?",
    options=(
        wrong(
            "tanh", act.tanh, "Half of its values are negative. $(1 + \\tanh z)/2$ could be a rate: it is a sigmoid."
        ),
        wrong("ELU", act.elu, "It does not fall, but without drive it tends to $-1$: a rate cannot be negative."),
        wrong("SiLU", act.silu, "Coming from $-\\infty$ it falls below 0 first, before it rises."),
        right(
            "softplus", act.softplus, "$\\ln(1 + e^z)$ is positive, increasing, and tends to 0 for $z \\to -\\infty$."
        ),
    ),
)
def all_three_conditions_hold_for(f):
    """The conditions on a grid of values, not on what the catalogue says."""
    values = f(np.linspace(-40, 40, 8001))
    return values.min() >= 0 and np.diff(values).min() >= 0 and values[0] < 1e-9
