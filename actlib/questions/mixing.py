"""Self-check questions of the chapter on mixing."""

import numpy as np

import actlib as act
from actlib.quiz import question, right, wrong


@question(
    "gain",
    asks="Half of a layer's units have mean square ½ for standard normal inputs, the other half 0.1. What is its gain?",
    options=(
        wrong("$(0.5^{-1/2} + 0.1^{-1/2})/2$", (0.5**-0.5 + 0.1**-0.5) / 2, "Mean squares add up; gains do not."),
        right("$0.3^{-1/2}$", 0.3**-0.5, "The layer's mean square is the mean over its units: 0.3."),
        wrong("$0.6^{-1/2}$", 0.6**-0.5, "The next layer divides by *all* units, so the mean counts and not the sum."),
    ),
)
def the_next_layer_has_variance_one(gain):
    """Variance of 400 000 sums over 100 units, 50 of each mean square, with weights of that gain."""
    rng = np.random.default_rng(0)
    values = rng.standard_normal((4000, 100)) * np.repeat([0.5, 0.1], 50) ** 0.5
    sums = values @ rng.standard_normal((100, 100)) * gain / 10
    return abs(sums.var() - 1) < 0.03


@question(
    "gate",
    asks="In an LSTM the forget gate's sigmoid is replaced by tanh. What goes wrong first?",
    options=(
        wrong("the gradient cannot be computed", "gradient", "tanh has a slope everywhere; nothing is amiss there."),
        right("the gate can be negative", "negative", "Then the cell's content changes sign at every such step."),
        wrong("the gate can exceed 1", "above", "tanh is below 1, as the sigmoid is."),
    ),
)
def goes_wrong(what):
    """Values and slopes of tanh on a grid."""
    value, slope = act.tanh.value_and_derivative(np.linspace(-10, 10, 2001))
    return {"gradient": not np.isfinite(slope).all(), "negative": value.min() < 0, "above": value.max() > 1}[what]
