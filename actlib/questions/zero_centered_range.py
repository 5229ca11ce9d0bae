"""Self-check questions of the chapter on zero-centred ranges."""

import numpy as np

import actlib as act
from actlib import _curvature
from actlib.quiz import question, right, wrong


@question(
    "who",
    asks="Pre-activations are $N(0, 1)$. Which of these has outputs of mean 0?",
    options=(
        wrong("ReLU", "relu", "It has no negative output, and positive ones: its mean is $1/\\sqrt{2\\pi}$."),
        wrong("sigmoid", "sigmoid", "Its mean is ½, as $S(z) + S(-z) = 1$."),
        wrong("GELU", "gelu", "It does have negative outputs, but they are small: the mean is $1/(2\\sqrt\\pi)$."),
        right("SELU", "selu", "One of its two constants was chosen for that."),
    ),
)
def the_mean_is_zero(name):
    """Quadrature."""
    return abs(_curvature.moments(act.get(name))[0]) < 1e-9


@question(
    "shifted",
    asks="A tanh layer has biases of 1, its weighted inputs are $N(0, 1)$. The mean of its outputs is",
    options=(
        wrong("0: the range is centred", 0.0, "The range is, the pre-activations are not: they are $N(1, 1)$."),
        right("about 0.55", 0.55, "And that is a mean like ReLU's, though the range is as centred as can be."),
        wrong("about 0.76, that is tanh(1)", 0.76, "That is f of the mean. tanh bends: the mean of f is smaller."),
        wrong("1", 1.0, "No output of tanh reaches 1."),
    ),
)
def the_mean_of_the_shifted_unit_is(value):
    """Average over a fine grid of quantiles."""
    from scipy.special import ndtri

    z = 1 + ndtri((np.arange(100_000) + 0.5) / 100_000)
    return abs(act.tanh(z).mean() - value) < 0.005
