"""Self-check questions of the chapter on the range."""

import actlib as act
from actlib import _curvature, meanfield
from actlib.quiz import question, right, wrong


@question(
    "smallest_rate",
    asks="A linear layer learns on top of 100 independent units, their z of unit variance. Behind which f must its "
    "rate be the smallest?",
    options=(
        wrong("identity", "identity", "Unbounded, and harmless: its mean is 0, so the curvature is $E[f^2] = 1$."),
        wrong("ReLU", "relu", "Unbounded, with a mean of about 0.4. There is a bounded one with a larger mean."),
        right("sigmoid", "sigmoid", "Bounded by 1, with a mean of ½: the curvature is about a quarter of the width."),
        wrong("tanh", "tanh", "Bounded, and its mean is 0: the largest of the four rates."),
    ),
)
def its_layer_has_the_largest_curvature(name):
    """Compare $E[f^2] + 99 E[f]^2$."""

    def curvature(f):
        return _curvature.largest(*_curvature.moments(act.get(f)), 100)

    return name == max(("identity", "relu", "sigmoid", "tanh"), key=curvature)


@question(
    "explodes",
    asks="In which of these wide random networks do gradients explode on their way back?",
    options=(
        wrong("ReLU, $\\sigma_w = \\sqrt 2$", ("relu", 2**0.5), "Its range is infinite, and $\\chi_1$ exactly 1."),
        wrong("tanh, $\\sigma_w = 1$", ("tanh", 1.0), "$\\chi_1$ is 1 here: its slope is 1 at 0, where z goes."),
        right("tanh, $\\sigma_w = 3$", ("tanh", 3.0), "Bounded outputs; but $\\sigma_w^2$ outweighs the small slopes."),
        wrong("identity, $\\sigma_w = 0.9$", ("identity", 0.9), "$\\chi_1 = \\sigma_w^2 < 1$: they vanish."),
    ),
)
def chi_1_is_above_1(network):
    """Compute $\\chi_1$."""
    name, sigma_w = network
    return meanfield.chi_1(act.get(name), sigma_w) > 1.001


@question(
    "guarantee",
    asks="What does $|f| \\le B$ guarantee for a linear layer on top of n units?",
    options=(
        wrong("gradients that do not explode", "gradients", "Those depend on slopes and weights; see tanh at 3."),
        wrong("a larger stable rate than any unbounded f has", "larger", "The sigmoid's is smaller than ReLU's."),
        right(
            "a stable rate of at least $2/(nB^2)$, whatever the inputs",
            "floor",
            "The eigenvalues add up to the sum of the $E[f^2]$, at most $nB^2$.",
        ),
    ),
)
def a_bound_guarantees(what):
    """Look for a counterexample among sigmoid, tanh and ReLU; for the floor, at spreads up to 100."""

    def curvature(f, spread=1.0):
        return _curvature.largest(*_curvature.moments(f, spread), 50)

    return {
        "gradients": meanfield.chi_1(act.tanh, 3.0) <= 1,
        "larger": curvature(act.sigmoid) < curvature(act.relu),
        "floor": all(curvature(f, s) <= 50 for f in (act.sigmoid, act.tanh) for s in (0.1, 1.0, 100.0)),
    }[what]
