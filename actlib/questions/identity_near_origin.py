"""Self-check questions of the chapter on the identity near the origin."""

import numpy as np

import actlib as act
from actlib import meanfield
from actlib.claims._identity_near_origin import wiggly
from actlib.networks import random_networks
from actlib.quiz import question, right, wrong

FUNCTIONS = {
    "softsign": act.softsign,
    "wiggly": wiggly,
    "smoother": lambda x: wiggly(x, power=3),
    "leaky": act.leaky_relu,
}


@question(
    "continuous",
    asks="Which function has $f(0) = 0$ and $f'(0) = 1$, and a slope that is not continuous at 0?",
    options=(
        wrong(
            "softsign, $x/(1 + |x|)$",
            "softsign",
            "Its slope, $1/(1 + |x|)^2$, is continuous. It is the second derivative that jumps at 0.",
        ),
        right(
            "$x + x^2 \\sin(1/x)$, and 0 at 0",
            "wiggly",
            "Its slope elsewhere is $1 + 2x\\sin(1/x) - \\cos(1/x)$, which goes on swinging between 0 and 2.",
        ),
        wrong(
            "$x + x^3 \\sin(1/x)$, and 0 at 0",
            "smoother",
            "One power more, and the swings of the slope, $x\\cos(1/x)$, die down.",
        ),
        wrong("leaky ReLU", "leaky", "It has no slope at 0: 1 from the right, 0.01 from the left."),
    ),
)
def the_slope_is_there_and_jumps(name):
    """Difference quotients at 0, and the range of the slopes next to it."""
    f, h = FUNCTIONS[name], 1e-6
    near = 1e-3 + np.linspace(0, 2e-5, 20001)
    slopes = (f(near + 1e-10) - f(near - 1e-10)) / 2e-10
    return all(abs(f(x) / x - 1) < 1e-4 for x in (-h, h)) and np.ptp(slopes) > 0.5


@question(
    "hundredth",
    asks="A tanh net with 100 units in each layer starts with weights of spread 0.01. By how much does a layer "
    "multiply a small signal?",
    options=(
        wrong("0.01", 0.01, "That is one weight. A unit adds up a hundred of them, and their variances add."),
        right("0.1", 0.1, "$\\sqrt{100} \\cdot 0.01$. After ten layers, $10^{-10}$ of it is left."),
        wrong("1: near 0, tanh is the identity", 1.0, "Tanh is. The matrix of the weights is not."),
        wrong("10", 10.0, "That would be a spread of 1."),
    ),
)
def a_small_signal_is_multiplied_by(factor):
    """Random networks of that width."""
    layers = random_networks(act.tanh, 0.01 * 100**0.5, depth=5, width=100)[1]
    found = np.sqrt(np.mean(layers[-1] ** 2) / np.mean(layers[0] ** 2)) ** (1 / 4)
    return abs(found / factor - 1) < 0.05


@question(
    "keeps",
    asks="Weights of spread $1/\\sqrt n$, no biases, wide layers. Which function keeps the mean square of signals of "
    "every size?",
    options=(
        wrong("tanh", "tanh", "Of small ones nearly. A signal of size 1 loses more than half of it in one layer."),
        wrong("ReLU", "relu", "It keeps half. With $\\sqrt 2$ times the spread it would keep all, at every size."),
        right("$|z|$", "abs", "$|z|^2 = z^2$. It is nothing like the identity at 0."),
        wrong("bent identity", "bent_identity", "It has slope 1 at 0. Large signals it makes larger, by a quarter."),
    ),
)
def mean_squares_are_kept_by(name):
    """The mean field's next variance, over six powers of ten."""
    return all(abs(meanfield.next_variance(act.get(name), q, 1.0) / q - 1) < 1e-9 for q in (1e-3, 1.0, 1e3))
