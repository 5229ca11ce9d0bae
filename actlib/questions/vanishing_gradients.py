"""Self-check questions of the chapter on vanishing gradients."""

import numpy as np

import actlib as act
from actlib import meanfield
from actlib.quiz import question, right, wrong


@question(
    "linear",
    asks="Ten layers without any activation, $f(z) = z$; weights $N(0, \\sigma_w^2/n)$ with $\\sigma_w = 1/2$. How "
    "does the size of the gradient at layer 1 compare with that at layer 10?",
    options=(
        wrong("It is the same: all slopes are 1.", 1.0, "The slopes are one factor. The other one is the weights."),
        right(
            "It is smaller by $2^9$.",
            2.0**-9,
            "Nine weight matrices lie between the two layers, and each multiplies the gradient's size by $\\sigma_w$.",
        ),
        wrong(
            "It is smaller by $2^{18}$.",
            2.0**-18,
            "That is the mean *square*. The size is its root.",
        ),
        wrong("It is larger by $2^9$.", 2.0**9, "Matrices with $\\sigma_w < 1$ shrink what they are applied to."),
    ),
)
def the_gradient_changes_by(factor):
    """The root of nine factors χ, by quadrature over the derivative."""
    return np.isclose(meanfield.chi_1(act.identity, 0.5, q=1.0) ** (9 / 2), factor)


@question(
    "saturated",
    asks="A deep tanh network without biases has such large weights, $\\sigma_w = 20$, that nearly all of its units "
    "are saturated. On the way down, the gradients",
    options=(
        wrong(
            "vanish",
            -1,
            "Saturation makes most slopes tiny. But the few that are left come with large weights, and these win.",
        ),
        wrong("keep their size", 0, "That takes $\\chi_1 = 1$; for tanh without biases this is at $\\sigma_w = 1$."),
        right(
            "explode",
            1,
            "$\\sigma_w^2$ grows faster than the mean squared slope falls. Their product counts: $\\chi_1 > 1$.",
        ),
    ),
)
def the_logarithm_of_chi_has_the_sign(sign):
    """χ₁ at the fixed point of the variance."""
    return np.sign(round(float(np.log(meanfield.chi_1(act.tanh, 20.0))), 6)) == sign


@question(
    "critical_relu",
    asks="At which $\\sigma_w$ does a deep ReLU network without biases pass gradients on without growth or decay?",
    options=(
        wrong("$\\sigma_w = 1$", 1.0, "Half of the slopes are 0: each layer would halve the mean square."),
        right(
            "$\\sigma_w = \\sqrt 2$",
            np.sqrt(2),
            "Half of the slopes are 1, so $\\chi_1 = \\sigma_w^2/2$, which is 1 here.",
        ),
        wrong(
            "$\\sigma_w = 2$", 2.0, "$\\chi_1 = \\sigma_w^2/2$ would be 2. It is the *square* of $\\sigma_w$ that is 2."
        ),
        wrong(
            "It depends on the size of the signal.",
            None,
            "The slopes of ReLU depend on the sign of $z$ alone: half of them are 1, whatever its variance.",
        ),
    ),
)
def chi_is_one_at(sigma_w):
    """χ by quadrature at the σ_w given; for None, whether χ differs between variances."""
    if sigma_w is None:
        return not np.isclose(meanfield.chi_1(act.relu, 1.0, q=1.0), meanfield.chi_1(act.relu, 1.0, q=9.0))
    return np.isclose(meanfield.chi_1(act.relu, sigma_w, q=1.0), 1)
