"""Claims C10 to C12: whether a derivative must be continuous, what a step's is, and what learns all the same."""

import numpy as np

import actlib as act
from actlib import _step_nets as nets
from actlib import datasets
from actlib.ledger import Evidence, claim

RUNS = 5
SECTION = "continuous_differentiability"


def backpropagated_against_differences(net, h=1e-6):
    """Return the largest distance between gradients by backpropagation and by differences of the error."""
    net.backward((net.forward(nets.X) - nets.Y) / len(nets.X))
    backward, there = net.gradients.copy(), net.parameters.copy()

    def error(shift):
        net.parameters[...] = there + shift
        return ((net(nets.X) - nets.Y) ** 2).mean((-1, -2)) / 2

    steps = h * np.eye(there.shape[1])
    slopes = np.stack([(error(step) - error(-step)) / (2 * h) for step in steps], axis=1)
    net.parameters[...] = there
    return np.abs(slopes - backward).max()


def curvature(net, h=1e-4):
    """Return the median size of the second derivative of the net's output by its input, by differences."""
    return np.median(np.abs(net(nets.X + h) - 2 * net(nets.X) + net(nets.X - h))) / h**2


@claim(
    "C10",
    section=SECTION,
    says="Continuously differentiable: this property is desirable for enabling gradient-based optimization methods.",
    verdict="conditional",
    correction="It helps, but is neither necessary nor enough. In practice it suffices that f is locally Lipschitz, "
    "and so differentiable almost everywhere: ReLU is not C¹, and while its nets here were trained no pre-activation "
    "met the kink. And a C¹ step that rises between two data points has slope 0 at all of them, and learns no more "
    "than a jump does. C¹ matters for second-order methods; a loss with f'' in it sees nothing of a ReLU's bends; and "
    "smooth functions are reported to make training more reproducible.",
    references=("davis2020", "bolte2021", "sitzmann2020", "shamir2020"),
    foils={
        "a function that is not locally Lipschitz": {"f": act.binary_step},
        "a function that has curvature": {"f": act.tanh},
        "a C¹ step as wide as the data": {"width": 4.0},
    },
)
def kinks_do_no_harm_and_smoothness_alone_does_no_good(f=act.relu, width=1e-6):
    """ReLU nets trained, and their gradients by differences; their curvature; a C¹ step narrower than any gap."""
    net = nets.network(f, hidden=16, seeds=range(RUNS))
    record = nets.fit(net, every=1, measure=lambda step: {"met": (step.net.hidden[0].z == 0).sum()})
    errors = ((net(nets.X) - nets.Y) ** 2).mean((-1, -2))
    smooth = nets.network(nets.ramp(width), seeds=range(RUNS))
    before = smooth.weights[0].copy()
    nets.fit(smooth)
    return Evidence(
        runs_of_five_in_which_the_kinked_net_fits=(int((errors < 0.03).sum()), RUNS, 0),
        preactivations_that_met_the_kink=(record["met"].sum(), 0, 0),
        gradients_by_backpropagation_minus_by_differences=(backpropagated_against_differences(net), 0, 1e-6),
        median_curvature_of_the_kinked_net=(curvature(net), 0, 1e-5),
        movement_of_weights_below_a_narrow_c1_step=(np.abs(smooth.weights[0] - before).max(), 0, 0),
    )


@claim(
    "C11",
    section=SECTION,
    says="The binary step activation function is not differentiable at 0, and it differentiates to 0 for all other "
    "values.",
    verdict="holds",
    foils={
        "a steep ramp for the step": {"f": lambda z: np.clip(z / 1e-2 + 1, 0, 1)},
        "a steep sigmoid for the step": {"f": lambda z: act.sigmoid(20 * z)},
    },
)
def quotients_of_the_step(f=act.binary_step):
    """Difference quotients: at 0 from both sides, as h shrinks, and everywhere else, on both sides of z."""
    h = 10.0 ** -np.arange(1, 13)
    left, right = (f(0.0) - f(-h)) / h, (f(h) - f(0.0)) / h
    size = 10 ** np.linspace(-6, 3, 901)
    z = np.concatenate([-size, size])
    reach = np.abs(z) / 2
    return Evidence(
        power_of_h_in_the_left_quotient_at_0=(np.polyfit(np.log(h), np.log(left), 1)[0], -1, 1e-12),
        left_quotient_times_h=((left * h).min(), 1, 1e-12),
        largest_right_quotient_at_0=(np.abs(right).max(), 0, 0),
        largest_quotient_away_from_0=(np.abs((f(z + reach) - f(z - reach)) / (2 * reach)).max(), 0, 0),
        largest_slope_as_the_library_has_it=(np.abs(act.binary_step.derivative(z)).max(), 0, 0),
    )


@claim(
    "C12",
    section=SECTION,
    says="…so gradient-based methods can make no progress with it.",
    verdict="conditional",
    correction="None below the step: its gradients are exactly 0 there. The layer above learns as if nothing were "
    "amiss, a regression on random features. And there is progress below the step as soon as another slope takes the "
    "derivative's place (straight-through, surrogate gradients), or for a single unit by the perceptron's rule, which "
    "uses no slope at all.",
    references=("bengio2013", "minsky1969"),
    foils={
        "a straight-through slope taken for the derivative": {"slope": nets.window},
        "a layer above that stands still, too": {"rate": 0.0},
        "the derivative taken for a straight-through slope": {"through": nets.nothing},
        "the perceptron's rule with the step's derivative": {"rule": nets.nothing},
    },
)
def what_learns_below_and_above_a_step(slope=nets.nothing, rate=0.02, through=nets.window, rule=np.ones_like):
    """Step nets on one curve: movement below, the error above against least squares; straight-through."""
    net, moving = (nets.network((act.sign, s), seeds=range(2 * RUNS)) for s in (slope, through))
    below = net.weights[0].copy(), net.biases[0].copy()
    best = nets.best_above(net)
    nets.fit(net, rate=rate, steps=1000)
    nets.fit(moving, steps=1000)
    errors, moved = (((n(nets.X) - nets.Y) ** 2).mean((-1, -2)) for n in (net, moving))
    after = net.weights[0], net.biases[0]
    x, y = datasets.blobs(200, centers=2, spread=2.5, seed=1)
    x = np.column_stack([x, np.ones(len(x))])
    w, _ = nets.perceptron(x, y, rule)
    wrong = (act.binary_step(x @ w) != y).sum()
    return Evidence(
        movement_below_the_step=(max(np.abs(a - b).max() for a, b in zip(after, below, strict=True)), 0, 0),
        error_over_that_of_least_squares_above=(np.max(errors / best), 1, 0.01),
        share_of_runs_that_straight_through_makes_better=(np.mean(moved < 0.95 * best), 1, 0.25),
        mistakes_of_the_perceptron_in_the_end=(int(wrong), 0, 0),
    )
