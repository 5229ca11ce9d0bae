"""Self-check questions of the chapter on GELU and Swish."""

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import expit, ndtr

import actlib as act
from actlib.quiz import question, right, wrong


@question(
    "steepest",
    asks="How large does the slope of GELU get?",
    options=(
        wrong("1, in the limit $x \\to \\infty$", 1.0, "It comes down to 1 there, from above."),
        wrong("1.0833", 1.0833, "That is the slope at $x = 1$. It is still rising: $f'' = \\varphi(x)(2 - x^2)$."),
        wrong("1.0998", 1.0998, "That is the SiLU's largest slope."),
        right("1.1289", 1.1289, "At $x = \\sqrt 2$, where $f''$ changes sign. It comes down to 1 from above."),
    ),
)
def the_largest_slope_is(value):
    """The largest difference quotient on a fine grid."""
    x = np.linspace(-10, 10, 20_001)
    return abs(np.max(np.diff(act.gelu(x)) / np.diff(x)) - value) < 1e-4


@question(
    "steeper_gate",
    asks="In $x\\,S(\\beta x)$, $\\beta$ is raised from 1 to 4. What becomes of the largest slope, and of the depth of "
    "the dip?",
    options=(
        wrong(
            "slope four times as large, depth the same",
            (4.0, 1.0),
            "The gate is four times as steep, but where it rises $x$ is four times as small.",
        ),
        wrong(
            "slope down to 1, a quarter of the depth",
            (1 / 1.0998, 0.25),
            "The limit, ReLU, has slopes 0 and 1. No function on the way does: its slopes are those at $\\beta = 1$, "
            "closer together.",
        ),
        right(
            "slope the same, a quarter of the depth",
            (1.0, 0.25),
            "The graph shrinks by a factor of 4 in both directions, and shrinking keeps slopes.",
        ),
        wrong(
            "both the same",
            (1.0, 1.0),
            "Then the graph would only be pushed together sideways, and be steeper.",
        ),
    ),
)
def slope_and_depth_change_by(factors):
    """Both functions on a fine grid."""
    x = np.linspace(-10, 10, 20_001)
    first, second = (x * expit(beta * x) for beta in (1, 4))
    slopes = np.diff(second).max() / np.diff(first).max()
    return np.allclose([slopes, second.min() / first.min()], factors, atol=1e-3)


def _best(error):
    """Return the β from 1.5 to 2 at which the largest error is smallest."""
    z = np.linspace(0, 8, 4001)
    largest = minimize_scalar(lambda beta: np.abs(error(beta, z)).max(), bounds=(1.5, 2), method="bounded")
    return largest.x


_CRITERIA = {
    "gate": lambda: _best(lambda beta, z: expit(beta * z) - ndtr(z)),
    "product": lambda: _best(lambda beta, z: z * (expit(beta * z) - ndtr(z))),
    "slope": lambda: np.sqrt(8 / np.pi),
}


@question(
    "constant",
    asks="Quick GELU is $x\\,S(1.702\\,x)$. What is special about 1.702?",
    options=(
        wrong(
            "it makes the largest error of the product smallest",
            "product",
            "That would be 1.773; the largest error would be 0.0139 in place of 0.0203.",
        ),
        right(
            "it makes the largest error of the gate smallest",
            "gate",
            "It is the best stand-in for $\\Phi$, and was taken over to $x\\,\\Phi(x)$, where it is not the best.",
        ),
        wrong(
            "it gives the gate the right slope at 0",
            "slope",
            "$S(\\beta x)$ has slope $\\beta/4$ there, $\\Phi$ has $1/\\sqrt{2\\pi}$: that would be $\\beta = 1.596$.",
        ),
    ),
)
def the_constant_comes_from(criterion):
    """Solve for the constant by that criterion."""
    return abs(_CRITERIA[criterion]() - 1.702) < 1e-3
