"""Self-check questions of the chapter on ELU."""

import numpy as np

import actlib as act
from actlib.quiz import question, right, wrong


@question(
    "smooth",
    asks="For which $\\alpha > 0$ does ELU have a continuous derivative?",
    options=(
        wrong("for all of them", (0.5, 1.0, 2.0), "On the left the slope at 0 is $\\alpha$, on the right it is 1."),
        wrong(
            "for $\\alpha \\le 1$",
            (0.5, 1.0),
            "Those are the ones for which it is convex. A kink is left for $\\alpha < 1$.",
        ),
        right(
            "for $\\alpha = 1$ only",
            (1.0,),
            "Only then do the slopes at 0 agree: $\\alpha$ on the left, 1 on the right.",
        ),
        wrong(
            "for none: it is made of two pieces",
            (),
            "Pieces may fit: at $\\alpha = 1$ both have the value 0 and the slope 1.",
        ),
    ),
)
def the_slopes_agree_for(alphas, h=1e-7):
    """Difference quotients on both sides of 0."""
    gap = {alpha: abs(act.elu(h, alpha=alpha) / h + act.elu(-h, alpha=alpha) / h) for alpha in (0.5, 1.0, 2.0)}
    return tuple(alpha for alpha in gap if gap[alpha] < 1e-6) == alphas


@question(
    "centred",
    asks="$z$ is standard normal. Which $\\alpha$ makes the mean of ELU zero?",
    options=(
        wrong("$\\alpha = 1/2$", 0.5, "The left side comes down to $-1/2$ only: too little to balance the right side."),
        wrong(
            "$\\alpha = 1$, the default",
            1.0,
            "Closer than ReLU, but ELU is convex then, and by Jensen's inequality its mean is above 0.",
        ),
        right(
            "$\\alpha \\approx 1.6733$, SELU's",
            1.6733,
            "SELU's two constants solve two equations; a mean of zero is one of them. The price is a kink at 0.",
        ),
        wrong(
            "none: the function has a lower bound",
            None,
            "A bound does not settle a mean: a larger $\\alpha$ lowers it.",
        ),
    ),
)
def the_mean_is_zero_at(alpha):
    """E[f(z)] by quadrature; for None, whether it has one sign from a small to a large α."""

    def mean(a):
        return act.gaussian.expectation(lambda z: act.elu(z, alpha=a), kinks=[0.0])

    return mean(0.1) * mean(10.0) > 0 if alpha is None else abs(mean(alpha)) < 1e-4


@question(
    "expm1",
    asks="In float64, what does the textbook form `np.exp(z) - 1` give at $z = -10^{-17}$?",
    options=(
        wrong("`-1e-17`", -1e-17, "That is the true value, to all digits, and what `np.expm1(z)` gives."),
        right(
            "`0.0`", 0.0, "$e^z$ is nearer to 1 than to any other float; subtracting 1 leaves nothing. Use `np.expm1`."
        ),
        wrong(
            "`-1.1e-16`",
            -(2.0**-53),
            "That is the float below 1, less 1; but $1 - 10^{-17}$ is much closer to 1 than to it.",
        ),
    ),
)
def the_textbook_form_gives(value, z=-1e-17):
    """The form itself, in floats."""
    return np.exp(z) - 1 == value
