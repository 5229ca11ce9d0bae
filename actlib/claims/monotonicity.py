"""Claims of the chapter on monotonicity: C13 to C19."""

from functools import partial

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr

import actlib as act
from actlib.claims import _monotonicity as shared
from actlib.ledger import Evidence, claim

_claim = partial(claim, section="monotonicity")
THREE = (act.silu, act.gelu, act.sine)


@_claim(
    "C13",
    says="When the activation function is monotonic, the error surface associated with a single-layer model is "
    "guaranteed to be convex.",
    verdict="false",
    correction="It depends on the loss. A sigmoid with squared error has two minima on two examples. What is convex, "
    "for every data set, exactly if f is nondecreasing, is the matching loss ∫(f(t) − y)dt: squared error for the "
    "identity, cross-entropy for the sigmoid and softmax.",
    references=("auer1996",),
    foils={
        "the loss that matches": {"slope": shared.matching_slope},
        "a target that both examples reach": {"targets": np.array([0.9, 0.445])},
        "a matching loss of an f that is not monotone": {"f": act.sine},
    },
)
def a_monotone_f_and_two_minima(slope=shared.squared_slope, targets=shared.TWO_TARGETS, f=act.sigmoid):
    """Minima of a sigmoid's loss on two examples; its curvature by a formula and by differences; the matching loss."""
    loss = partial(slope, act.sigmoid, y=targets)
    grid = np.linspace(-60, 60, 12001)
    values, s = loss(grid), act.sigmoid(2.0)
    minima = [brentq(loss, a, b) for a, b, u, v in zip(grid, grid[1:], values, values[1:], strict=False) if u < 0 <= v]
    one = partial(shared.squared_slope, act.sigmoid, x=np.ones(1), y=np.zeros(1))
    return Evidence(
        minima_with_squared_error=(len(minima), 2, 0),
        left_minimum=(minima[0], -10 * np.log(9), 1e-3),  # there S(−0.1w) = 0.9, and the other example hardly counts
        curvature_of_one_example_at_2=(
            (one(2.0 + 1e-5) - one(2.0 - 1e-5)) / 2e-5,
            2 * s**2 * (1 - s) * (2 - 3 * s),
            1e-8,
        ),
        matching_loss_is_convex=(shared.least_rise(partial(shared.matching_slope, f)) >= 0, 1, 0),
    )


@_claim(
    "C14",
    says="backpropagation informs each neuron how much it should influence each neuron in the next layer",
    verdict="conditional",
    correction="It tells how the loss changes if the influence changes a little: ∂L/∂v = δ·a. That is a rate, not a "
    "desired amount. To mend the error alone, a weight would have to change by −δ/a: the unit that is hardly "
    "active has the smallest gradient and the longest way.",
    references=("rumelhart1986",),
    foils={"the gradient as the amount": {"wanted": lambda error, a: error * a}},
)
def a_gradient_is_a_rate_and_not_an_amount(wanted=lambda error, a: error / a):
    """Gradients by differences beside δ·a; the change of each weight that mends the error; its rank correlation."""
    hidden, error, gradient = shared.net_gradient(act.tanh)
    change = -wanted(error, hidden)
    order = np.argsort(np.abs(gradient))
    return Evidence(
        largest_gap_from_error_times_activity=(np.abs(gradient - error * hidden).max(), 0, 1e-8),
        largest_error_left_by_the_change=(np.abs(error + change * hidden).max(), 0, 1e-12),
        smallest_gradient_has_the_longest_way=(np.argmax(np.abs(change)) == order[0], 1, 0),
    )


@_claim(
    "C15",
    says="If the activation function isn't monotonic then increasing the neuron's weight might cause it to have less "
    "influence, the opposite of what was intended.",
    verdict="conditional",
    correction="The output falls with the weight where x·f'(wx) < 0. With f increasing that is so for every negative "
    "input; only positive inputs make the notes right. SiLU then does it where the weight is −1 and z lies below its "
    "minimum. Nothing goes against what was intended: the gradient has the sign of f', and a small step against it "
    "lowers the loss for any smooth f.",
    foils={"inputs that are positive": {"positive": True}, "a step that is not small": {"rate": 30.0}},
)
def a_weight_can_lessen_the_output_of_a_monotone_unit(positive=False, rate=1e-3):
    """Shares of examples where a larger weight lowers the output, and losses after a step of descent, for SiLU too."""
    both, sizes = shared.unit_inputs(positive), shared.unit_inputs(positive=True)
    bottom = brentq(act.silu.derivative, -2, -1)
    starts = np.linspace(-6, 6, 240)
    falls = (act.silu(shared.descend(act.silu, starts, 0.5, rate, 1)) - 0.5) ** 2 <= (act.silu(starts) - 0.5) ** 2
    fall = shared.share_of_falling_outputs
    return Evidence(
        share_for_tanh=(fall(act.tanh, both), 1 / 2, 0.01),
        share_for_tanh_and_positive_inputs=(fall(act.tanh, sizes), 0, 0),
        share_for_silu_at_weight_minus_1=(fall(act.silu, sizes, -1.0), 2 * ndtr(bottom), 0.01),
        small_steps_that_lower_the_loss_of_silu=(falls.mean(), 1, 0),
    )


@_claim(
    "C16",
    says="However, Monotonicity isn't required. Several papers use non monotonic trained activation functions.",
    verdict="holds",
    correction="GELU, SiLU and Mish fall and rise again; sine does so without end. What is required for universality "
    "is another thing: not to be a polynomial.",
    references=("hendrycks2016", "ramachandran2017", "sitzmann2020", "leshno1993"),
    foils={"monotone functions": {"functions": (act.tanh, act.relu)}, "polynomials": {"functions": (act.square,)}},
)
def non_monotone_functions_learn(functions=THREE):
    """Whether the function falls and rises on a grid, and the share of nets that fit two spirals in 300 steps."""
    z = np.linspace(-6, 6, 1201)
    both = [np.ptp(np.sign(np.diff(f(z)))) == 2 for f in functions]
    return Evidence(
        share_that_fall_and_rise=(np.mean(both), 1, 0),
        share_of_nets_that_fit=(np.mean([shared.steps_to_fit(f) < 300 for f in functions]), 1, 0),
    )


@_claim(
    "C17",
    says="Gradient descent finds a local minimum even with non-monotonic activation functions.",
    verdict="conditional",
    correction="Monotonicity has no part in it. If the loss is smooth, the rate below 2 over its largest curvature, "
    "and the path bounded, gradients go to 0; from almost every start the end is no strict saddle. But a "
    "start on a maximum stays there, larger rates need not settle, and there may be no minimum to find: a sigmoid "
    "with target 1, monotone as it is, drives its weight off for ever.",
    references=("lee2016",),
    foils={"a rate beyond stability": {"rate": 4.0}, "a target in reach of the sigmoid": {"target": 0.9}},
)
def descent_comes_to_rest_where_there_is_a_minimum(rate=0.5, target=1.0):
    """Descent on (f(w) − y)²/2: 200 starts with sine; one on its maximum; the sigmoid's weight after 4000 and
    8000 steps."""
    ends = shared.descend(act.sine, np.random.default_rng(0).uniform(-10, 10, 200), 0.5, rate, 400)
    late = [shared.descend(act.sigmoid, np.zeros(1), target, 1.0, n)[0] for n in (4000, 8000)]
    top = shared.descend(act.sine, np.array([np.pi / 2]), 0.5, rate, 20)[0]
    return Evidence(
        largest_loss_left_with_sine=(np.abs(act.sine(ends) - 0.5).max(), 0, 1e-6),
        way_from_the_maximum_it_starts_on=(abs(top - np.pi / 2), 0, 1e-6),
        growth_of_the_sigmoids_weight=(late[1] - late[0], np.log(2) / 2, 0.02),  # dw/dt ≈ e^(−2w): w ≈ ln(2t)/2
    )


@_claim(
    "C18",
    says="It might only take longer.",
    verdict="conditional",
    correction="It might; here it does not. On two spirals, every net with the gain that suits its function, sine is "
    "the fastest of all, GELU about as fast as ReLU, and both are faster than tanh; the slowest are two monotone "
    "functions, softplus and the sigmoid. One task and one rate, so no ranking: only the rule is refuted.",
    references=("sitzmann2020",),
    foils={"monotone in place of sine": {"f": act.softplus}, "a polynomial": {"f": act.square}},
)
def non_monotone_is_not_slower(f=act.sine):
    """Median steps of five small nets until two spirals are fitted, as ratios; nets that never are."""
    median = {g.name: np.median(shared.steps_to_fit(g)) for g in (act.tanh, act.relu, act.gelu, act.softplus, f)}
    return Evidence(
        sine_needs_less_than_three_quarters_of_tanh=(median[f.name] < 0.75 * median["tanh"], 1, 0),
        gelu_is_faster_than_tanh=(median["gelu"] < 0.9 * median["tanh"], 1, 0),
        gelu_and_relu_differ_by_less_than_a_fifth=(abs(median["gelu"] / median["relu"] - 1) < 0.2, 1, 0),
        softplus_needs_over_one_and_a_half_times_tanh=(median["softplus"] > 1.5 * median["tanh"], 1, 0),
        share_of_sigmoid_nets_that_fit=(np.mean(shared.steps_to_fit(act.sigmoid) < 300), 0, 0.2),
    )


@_claim(
    "C19",
    says="This firing should happen even if the sum surpasses the threshold by a small or a large amount; making "
    "monotonicity a desirable property to not limit the range of the “sum”.",
    verdict="conditional",
    correction="Up to a point. A membrane fires only between two currents: driven too hard it falls silent (excitation "
    "block), so its rate is not monotone. And firing alike for a little and a lot is saturation, "
    "not monotonicity: a step has both, the identity only the second.",
    references=("fitzhugh1961",),
    foils={"a current within the range": {"strong": 0.8}, "a membrane that is hardly damped": {"b": 0.2}},
)
def a_nerve_falls_silent_when_driven_too_hard(strong=2.0, b=0.8):
    """Spikes of FitzHugh's model at three currents; where its state of rest is unstable, from the linearised model."""
    v = np.sqrt(1 - 0.08 * 0.8)  # at rest 1 − v² = εb, with ε = 0.08 and b = 0.8
    low, high = (s * v**3 / 3 - s * v + (s * v + 0.7) / 0.8 for s in (-1, 1))
    return Evidence(
        spikes_without_current=(shared.spikes(0.0, b), 0, 0),
        fires_at_a_current_in_between=(shared.spikes((low + high) / 2, b) > 5, 1, 0),
        spikes_at_a_strong_current=(shared.spikes(strong, b), 0, 0),
        strong_current_is_beyond_the_range=(strong > high, 1, 0),
    )
