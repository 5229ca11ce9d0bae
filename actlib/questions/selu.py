"""Self-check questions of the chapter on SELU."""

import math

import actlib as act
from actlib import meanfield
from actlib.quiz import question, right, wrong


@question(
    "init",
    asks="Weights have the variance $\\tau/n$, biases are 0, $n$ inputs a unit. Which $\\tau$ lets SELU keep a mean "
    "square of 1 from layer to layer?",
    options=(
        right("1 (LeCun)", 1.0, "The constants were solved for $z \\sim N(0, 1)$, and $\\tau = 1$ makes $z$ so."),
        wrong("2 (He)", 2.0, "ReLU halves the mean square and needs a 2 to make up for it. SELU does not halve it."),
        wrong(
            "$(3/4)^2$, the gain of 3/4 that PyTorch lists",
            0.5625,
            "`calculate_gain('selu')` is 3/4. Below 1 the mean square shrinks: what is passed on is another one.",
        ),
        wrong(
            "any: it normalises itself", None, "It corrects the signal, not the weights: another $\\tau$, another rest."
        ),
    ),
)
def the_mean_square_is_kept_by(tau):
    """One layer of the mean field at mean square 1; for None, several τ."""
    some = (0.5625, 1.0, 2.0) if tau is None else (tau,)
    return all(abs(meanfield.next_variance(act.selu, 1.0, math.sqrt(t)) - 1) < 1e-9 for t in some)


@question(
    "gradient",
    asks="LeCun weights, mean square 1 in every layer. By how much does the mean square of a gradient change from "
    "layer to layer, on its way down?",
    options=(
        wrong("not at all: the signal keeps its size", 1.0, "The signal meets $f$, the gradient meets $f'$."),
        wrong(
            "by a factor of 0.7826",
            0.7826,
            "That is how fast a deviation of the *signal's* variance dies out.",
        ),
        right(
            "by a factor of 1.0716",
            1.0716,
            "$\\mathbb E[f'(z)^2]$. Small, and to the power of the depth: about 30 over fifty layers and 1000 over a "
            "hundred, in mean square.",
        ),
        wrong(
            "by a factor of 3.09, the square of the largest slope",
            3.09,
            "The slope is that large only just below 0. The mean is over all $z$.",
        ),
    ),
)
def a_gradient_changes_by(factor):
    """The mean square of the slope, by quadrature."""
    found = act.gaussian.expectation(lambda z: act.selu.derivative(z) ** 2, kinks=[0])
    return abs(found - factor) < 1e-3


@question(
    "share",
    asks="A theorem asks for weights of each unit that sum to nearly 0. Draw $n$ weights from $N(0, 1/n)$. Which share "
    "of units has a sum within $\\pm 0.1$?",
    options=(
        wrong("nearly all, if $n$ is large", 1.0, "The *mean* weight goes to 0. The sum does not: its variance is 1."),
        right("8 %, whatever $n$", 0.08, "The sum is $N(0, 1)$."),
        wrong("half", 0.5, "Half of all sums are within 0.67, the quartile of the normal law."),
    ),
)
def the_share_of_small_sums_is(share):
    """A standard normal within ±0.1."""
    return abs(math.erf(0.1 / math.sqrt(2)) - share) < 0.005
