"""Self-check questions of the chapter on ReLU."""

import numpy as np

import actlib as act
from actlib import meanfield
from actlib._relu_nets import batch_norm
from actlib.quiz import question, right, wrong


@question(
    "centred",
    asks="Batch normalisation stands directly before ReLU and gives it inputs of mean 0 and variance 1, nearly "
    "Gaussian. What is the mean of ReLU's output?",
    options=(
        wrong("0: the layer is centred", 0.0, "What is centred is ReLU's *input*. The output is never negative."),
        right(
            "$1/\\sqrt{2\\pi}$",
            1 / np.sqrt(2 * np.pi),
            "$\\int_0^\\infty z\\,\\varphi(z)\\,dz = \\varphi(0)$. The next layer's inputs are still not centred.",
        ),
        wrong(
            "$1/2$",
            0.5,
            "One half is the second moment of the output, and the share of zeros; its mean is smaller.",
        ),
    ),
)
def the_mean_after_batch_norm_is(mean):
    """Batch-normalised draws from a Gaussian of another mean and spread, through ReLU."""
    z = np.random.default_rng(0).normal(3, 7, (100_000, 4))
    return np.allclose(act.relu(batch_norm(z)).mean(axis=0), mean, atol=0.01)


@question(
    "fifty_layers",
    asks="Fifty ReLU layers with weights $N(0, 1/n)$: a gain of 1. What becomes of the rms of the pre-activations?",
    options=(
        wrong(
            "It stays: the gain is 1.",
            1.0,
            "ReLU throws away half of the mean square. A gain of $\\sqrt 2$ would give it back.",
        ),
        right("It shrinks by $2^{25}$.", 2.0**-25, "Each layer halves the mean square, so two layers halve the rms."),
        wrong("It shrinks by $2^{50}$.", 2.0**-50, "That is what becomes of the mean *square*; the rms is its root."),
        wrong(
            "It grows: ReLU is unbounded.",
            2.0**25,
            "Unbounded is what it may become; with a gain above $\\sqrt 2$ it would.",
        ),
    ),
)
def the_rms_is_multiplied_by(factor):
    """The variance map, fifty times, by quadrature."""
    q = 1.0
    for _ in range(50):
        q = meanfield.next_variance(act.relu, q, 1.0)
    return np.isclose(np.sqrt(q), factor, rtol=1e-6, atol=0)


@question(
    "kink",
    asks="$\\mathrm{ReLU}(x) - \\mathrm{ReLU}(-x)$ is $x$. With the usual convention, slope 0 at the kink, what does "
    "the chain rule make of its derivative at $x = 0$?",
    options=(
        right("0", 0.0, "Both slopes are 0, so their sum is. At a kink the chain rule can be wrong about the whole."),
        wrong("1", 1.0, "That is the true derivative. The chain rule sees only the two pieces, both flat at 0."),
        wrong("$1/2$", 0.5, "With the convention $1/2$ each piece would give $1/2$, and the sum would be right: 1."),
        wrong("2", 2.0, "With the convention 1 it would be 2, wrong on the other side."),
    ),
)
def the_chain_rule_gives(slope):
    """The library's derivatives at 0 and −0, chained by hand."""
    return act.relu.derivative(0.0) + act.relu.derivative(-0.0) == slope
