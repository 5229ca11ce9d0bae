"""Claims C33 to C38: what a range that is not zero-centred does to the layer behind it."""

import math
from functools import partial

import numpy as np

import actlib as act
from actlib import _off_centre
from actlib.claims import _range_not_zero_centered as shared
from actlib.ledger import Evidence, claim

_claim = partial(claim, section="range_not_zero_centered")
GOAL, ALONG = np.array([0.8, -0.6]), np.array([0.8, 0.6])


@_claim(
    "C33",
    says="neurons in later layers of processing in a Neural Network would be receiving data that is not zero-centered",
    verdict="conditional",
    correction="If nothing between the layers subtracts the mean. Behind ReLU every unit has a positive mean, 1/√π of "
    "the rms, and behind the sigmoid one of about ½, in every layer. Batch norm takes it away. A centred range is no "
    "guarantee of the opposite: see C58.",
    references=("lecun1998", "ioffe2015"),
    foils={"means subtracted": {"recentre": True}, "tanh for ReLU": {"f": act.tanh}},
)
def the_third_layer_is_off_centre(f=act.relu, recentre=False):
    """Means of units over 500 examples in the third of three wide random layers, against Gaussian integrals."""
    means, rms = shared.unit_means(f, math.sqrt(2), recentre=recentre)
    sigmoid_means, _ = shared.unit_means(act.sigmoid, 1.0, recentre=recentre)
    centred, _ = shared.unit_means(f, math.sqrt(2), recentre=True)
    return Evidence(
        share_of_relu_units_with_positive_mean=((means > 0).mean(), 1, 0),
        mean_over_rms_behind_relu=(means.mean() / rms, 1 / math.sqrt(math.pi), 0.05),
        mean_behind_the_sigmoid=(sigmoid_means.mean(), 1 / 2, 0.05),
        largest_mean_with_means_subtracted=(np.abs(centred).max(), 0, 1e-12),
    )


@_claim(
    "C34",
    says="if the data coming into a neuron is always positive (e.g. x > 0 elementwise in f = w^T x + b), then the "
    "gradient on the weights w will during backpropagation become either all be positive, or all negative",
    verdict="holds",
    correction="For one neuron and one example: the gradient is δ·x, and δ is one number. For inputs of both signs it "
    "happens by chance, with probability 2^(1−d) for d inputs.",
    references=("lecun1998",),
    foils={"inputs of both signs": {"low": -0.5}, "inputs that may be a little negative": {"low": -0.1}},
)
def one_error_times_positive_inputs(low=0.0):
    """Differences of the loss by all five weights of a neuron, for 2000 single examples; the share of one sign."""
    u = np.random.default_rng(1).uniform(size=(2000, 5))
    positive, mixed = (shared.numerical_gradients(inputs) for inputs in (low + u, u - 0.5))
    return Evidence(
        share_of_one_sign_positive_inputs=(_off_centre.share_of_one_sign(positive), 1, 0),
        share_of_one_sign_centred_inputs=(_off_centre.share_of_one_sign(mixed), 2.0**-4, 0.02),
    )


@_claim(
    "C35",
    says="This could introduce undesirable zig-zagging dynamics in the gradient updates for the weights.",
    verdict="conditional",
    correction="With one example a step, only 2 of the 2^d orthants can be entered. Where the goal lies in another one "
    "the path is several times as long as the straight line; where it lies in one of the two, hardly longer. Larger "
    "batches straighten the path, and so do centred inputs.",
    references=("lecun1998",),
    foils={"batches of all 64": {"batch": 64}, "centred inputs": {"mean": 0.0}},
)
def single_examples_zigzag_towards_a_goal_of_mixed_signs(batch=1, mean=1.0):
    """Thirty steps on 64 examples of mean 1, goals (0.8, −0.6) and (0.8, 0.6): directions used, and detours."""
    x = mean + np.random.default_rng(3).uniform(-0.5, 0.5, (64, 2))
    places, gradients = _off_centre.path(x, GOAL, -GOAL, batch, 30)
    straight, _ = _off_centre.path(x, ALONG, -ALONG, batch, 30)
    whole, _ = _off_centre.path(x, GOAL, -GOAL, 64, 30)
    return Evidence(
        orthants_used_of_four=(len(np.unique(np.sign(gradients), axis=0)), 2, 0),
        mixed_goal_path_is_over_three_times_as_long=(_off_centre.detour(places) > 3, 1, 0),
        same_sign_goal_path_is_less_than_half_longer=(_off_centre.detour(straight) < 1.5, 1, 0),
        full_batch_path_is_less_than_half_longer=(_off_centre.detour(whole) < 1.5, 1, 0),
    )


@_claim(
    "C36",
    says="once these gradients are added up across a batch of data the final update for the weights can have variable "
    "signs, somewhat mitigating this issue",
    verdict="conditional",
    correction="If errors have both signs; and only down to a floor. With 20 inputs from U(0, 1) and errors of mean 0, "
    "the share of gradients of one sign is 1 for single examples, 0.56 for batches of 2, and never below 0.30. If the "
    "errors share a sign it stays 1. The curvatures, whose ratio is 1 + 3d = 61, no batch changes.",
    references=("lecun1991", "lecun1998"),
    foils={"centred inputs": {"mean": 0.0}, "errors of mean 2": {"error_mean": 2.0}},
)
def a_batch_mends_signs_down_to_a_floor_and_no_curvature(mean=0.5, error_mean=0.0, d=20):
    """Simulated shares against exact probabilities for 2 and for very many examples; curvatures of 40 000 examples."""

    def share(batch, trials, error_mean=error_mean):
        e, eu = _off_centre.batch_sums(d, batch, trials, error_mean=error_mean)
        return _off_centre.share_of_one_sign(mean * e + eu)

    x = mean - 0.5 + np.random.default_rng(1).uniform(size=(40_000, d))
    return Evidence(
        share_of_one_sign_batch_1=(share(1, 1000), 1, 0),
        share_of_one_sign_batch_2=(share(2, 20000), shared.one_sign_of_two(d), 0.015),
        share_of_one_sign_batch_200=(share(200, 1000), _off_centre.one_sign_limit(d, 0.5), 0.06),
        share_when_errors_share_a_sign=(share(50, 500, error_mean=5.0), 1, 0.01),
        condition_number=(_off_centre.condition(x.T @ x / len(x)), 1 + 3 * d, 4),
    )


@_claim(
    "C37",
    says="this is an inconvenience but it has less severe consequences compared to the saturated activation problem",
    verdict="conditional",
    correction="It depends on how much of either. A mean m in d inputs of variance v costs a factor 1 + d m²/v in "
    "steps: 25 for two inputs of mean 1 and variance 1/12, but 301 for a hundred from U(0, 1). Squared error takes "
    "a time of about e^|z| out of saturation: 166 at 5. What is milder about the mean is the cure: subtract it.",
    references=("lecun1998",),
    foils={"means subtracted": {"mean": 0.0}, "a unit that is not saturated": {"depth": 1.0}},
)
def a_mean_costs_a_polynomial_and_saturation_an_exponential(mean=0.5, depth=5.0):
    """Steps of descent to a hundredth of the slow error; the time out of saturation, beside an integral."""
    two = _off_centre.second_moments(2, 1.0)
    many = _off_centre.condition(_off_centre.second_moments(100, mean))
    slow = _off_centre.descent_steps(two, np.array([1.0, -1.0]), 0.01)
    out, later = shared.descent_from_saturation(depth), shared.descent_from_saturation(depth + 1)
    return Evidence(
        steps_with_two_inputs_of_mean_1=(slow, math.log(0.01) / math.log(1 - 1 / 25), 1),
        condition_number_of_a_hundred_inputs=(many, 1 + 3 * 100, 1e-8),
        time_out_of_saturation_at_5=(out, shared.saturated_time(5.0), 0.5),
        one_unit_deeper_costs_a_factor=(later / out, shared.saturated_time(6.0) / shared.saturated_time(5.0), 0.01),
        a_hundred_inputs_are_worse_than_saturation_at_5=(many > out, 1, 0),
    )


@_claim(
    "C38",
    says="Makes optimization harder.",
    verdict="conditional",
    correction="Through the curvatures: descent needs as many times more steps as their ratio says. Subtracting the "
    "mean, or preconditioning, ends it. A bias does not, although it makes the mean redundant: it joins in, and for "
    "ten inputs from U(0, 1) the ratio rises from 31 to 152. Rates of their own for all weights do not help either.",
    references=("lecun1991", "lecun1998", "ioffe2015"),
    foils={"centred inputs": {"mean": 0.0}, "inputs of mean ¼": {"mean": 0.25}},
)
def the_ratio_of_curvatures_sets_the_pace(mean=0.5, d=10):
    """Condition numbers: as it is, with a bias, centred with a bias of its own scale, rescaled by coordinate; steps."""
    plain, biased = (_off_centre.second_moments(d, mean, bias) for bias in (False, True))
    slow = np.eye(d)[0] - np.eye(d)[1]  # at right angles to the mean
    scaled = plain / np.sqrt(np.outer(np.diag(plain), np.diag(plain)))
    centre, half = 13 / 12 + d / 4, math.sqrt((13 / 12 + d / 4) ** 2 - 1 / 3)
    return Evidence(
        condition_number=(_off_centre.condition(plain), 1 + 3 * d, 1e-9),
        with_a_bias=(_off_centre.condition(biased), (centre + half) / (centre - half), 1e-8),
        with_a_rate_for_each_weight=(_off_centre.condition(scaled), 1 + 3 * d, 1e-9),
        steps=(_off_centre.descent_steps(plain, slow, 0.01), math.log(0.01) / math.log(1 - 1 / (1 + 3 * d)), 1),
        steps_centred=(_off_centre.descent_steps(_off_centre.second_moments(d, 0.0), slow, 0.01), 1, 0),
    )
