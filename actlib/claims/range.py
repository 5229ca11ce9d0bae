"""Claims C06 to C09: what the range of a function has to do with stability, efficiency and learning rates."""

import math
from functools import partial

import numpy as np
from scipy.special import erf

import actlib as act
from actlib import _curvature, meanfield
from actlib.claims import _range as shared
from actlib.ledger import Evidence, claim

_claim = partial(claim, section="range")


@_claim(
    "C06",
    says="When the range of the activation function is finite, gradient-based training methods tend to be more stable",
    verdict="conditional",
    correction="A finite range bounds activations, not gradients. From layer to layer their mean square grows by "
    "χ₁ = σ_w² E[f'²], in which the range does not occur. Weights of spread 3 make tanh's gradients explode; at √2 "
    "ReLU's, of infinite range, keep their size exactly. What counts is χ₁ near 1, and the ratio of curvatures.",
    references=("poole2016", "schoenholz2017"),
    foils={
        "weights of spread 1 for tanh": {"sigma_w": 1.0},
        "outputs taken for slopes": {"factor": shared.growth_of_outputs},
    },
)
def the_bounded_explodes_and_the_unbounded_does_not(sigma_w=3.0, factor=meanfield.chi_1):
    """Backpropagation through five layers of random networks of 200 units, beside the factor that theory gives."""
    bounded, unbounded = (shared.factor_in_networks(f, s) for f, s in ((act.tanh, sigma_w), (act.relu, 2**0.5)))
    return Evidence(
        tanh_factor_in_networks=(bounded, math.sqrt(factor(act.tanh, sigma_w)), 0.04),
        tanh_gradients_grow_by_a_fifth_a_layer_or_more=(bounded > 1.2, 1, 0),
        relu_factor_in_networks=(unbounded, 1, 0.04),
        relu_chi_1=(factor(act.relu, 2**0.5), 1, 1e-12),
    )


@_claim(
    "C07",
    says="…because pattern presentations significantly affect only limited weights.",
    verdict="conditional",
    correction="True of units that are localised or saturated, whatever their range. A pattern moves a unit's weights "
    "in proportion to f'(z). Sigmoids of spread 1 nearly all have a slope above a tenth of the largest, and so have "
    "sines of any large spread; of sigmoids of spread 10 only 28 % have, of arsinh, unbounded, at spread 100, 8 %.",
    references=("gulcehre2016",),
    foils={
        "values taken for slopes": {"share": partial(shared.share_affected, of=lambda f: f)},
        "no saturation": {"wide": 1.0},
    },
)
def slopes_tell_which_weights_move(share=shared.share_affected, wide=10.0):
    """Shares of 200 000 units with a slope above a tenth of the largest, against Gaussian integrals."""
    edge = 2 * math.acosh(math.sqrt(10))  # S'(z) = 1/(4 cosh²(z/2))
    return Evidence(
        sigmoids_of_spread_1=(share(act.sigmoid, 1.0), erf(edge / math.sqrt(2)), 0.005),
        sigmoids_of_spread_10=(share(act.sigmoid, wide), erf(edge / 10 / math.sqrt(2)), 0.005),
        sines_of_spread_10=(share(act.sine, wide), 1 - 2 * math.asin(0.1) / math.pi, 0.005),
        arsinhs_of_spread_100=(share(act.arsinh, 10 * wide), erf(math.sqrt(99) / 100 / math.sqrt(2)), 0.005),
    )


@_claim(
    "C08",
    says="When the range is infinite, training is generally more efficient because pattern presentations "
    "significantly affect most of the weights.",
    verdict="false",
    correction="ReLU's range is infinite, and for any one pattern half of its units, at initialisation, get a gradient "
    "of exactly 0; all sines, bounded, get one. The word for what is meant is non-saturating, and ReLU is that on one "
    "side only. Nor do more weights moved mean fewer steps: for a layer on top, the ratio of curvatures tells, which "
    "for n independent ReLUs is 1 + n/(π − 1), and 1 for tanh.",
    references=("glorot2011", "lecun1991"),
    foils={"leaky ReLU for ReLU": {"f": act.leaky_relu}, "biases of 1": {"bias": 1.0}},
)
def one_pattern_leaves_half_the_relus_alone(f=act.relu, bias=0.0):
    """Differences of the loss of one pattern by a weight of each of 20 000 units; curvatures of 40 000 examples."""
    x = np.random.default_rng(2).standard_normal((40_000, 10))
    ratios = [values[-1] / values[0] for values in (_curvature.sampled(g(x)) for g in (f, act.tanh))]
    return Evidence(
        share_of_relus_with_zero_gradient=(shared.share_untouched(f, bias), 1 / 2, 0.012),
        share_of_sines_with_zero_gradient=(shared.share_untouched(act.sine, bias), 0, 0.001),
        ratio_of_curvatures_of_ten_relus=(ratios[0], 1 + 10 / (math.pi - 1), 0.25),
        ratio_of_curvatures_of_ten_tanhs=(ratios[1], 1, 0.1),
    )


@_claim(
    "C09",
    says="In the latter case, smaller learning rates are typically necessary.",
    verdict="conditional",
    correction="Descent is stable below 2/λ, λ the largest curvature. For a linear layer on n independent units it is "
    "E[f²] + (n − 1) E[f]²: for large n the mean decides. The sigmoid, bounded, needs a smaller rate than "
    "ReLU, as it is and even more at equal E[f²]; tanh and arsinh, at equal E[f²], the same. What a bound B does give "
    "is a guarantee, λ ≤ n B², whatever the inputs. Inputs ten times as large divide ReLU's rate by 100.",
    references=("lecun1991", "lecun1998"),
    foils={"means subtracted": {"centred": True}, "ReLU for the sigmoid": {"bounded": act.relu}},
)
def the_mean_sets_the_largest_rate(bounded=act.sigmoid, centred=False):
    """Largest curvatures of 20 units in 10 000 examples, against moments; descent just below the bound, and above."""
    layer = partial(shared.layer, centred=centred)
    curvature = {f.name: _curvature.sampled(layer(f))[-1] for f in (bounded, act.relu, act.tanh, act.arsinh)}
    square = {name: _curvature.moments(act.get(name))[1] for name in curvature}
    few, bound = layer(act.relu, examples=2000), 2 / _curvature.largest(*shared.RELU, 20)
    below, above = (_curvature.descent(few, share * bound, 60) for share in (0.95, 1.05))
    equal = {name: curvature[name] / square[name] for name in curvature}
    wide = _curvature.sampled(layer(act.relu, spread=10.0))[-1]
    return Evidence(
        curvature_behind_relus=(curvature["relu"], 1 / 2 + 19 / (2 * math.pi), 0.1),
        sigmoid_over_relu_at_equal_second_moment_above_2=(equal[bounded.name] / equal["relu"] > 2, 1, 0),
        sigmoid_over_relu_as_they_are_above_1=(curvature[bounded.name] / curvature["relu"] > 1.2, 1, 0),
        arsinh_over_tanh_at_equal_second_moment=(equal["arsinh"] / equal["tanh"], 1, 0.02),
        descent_below_the_bound_falls=(below[-1] < below[1], 1, 0),
        descent_above_the_bound_grows=(above[-1] > 10 * above[1], 1, 0),
        ten_times_the_inputs_relu=(wide / curvature["relu"], 100, 1e-6),
        ten_times_the_inputs_tanh_stays_below_n=(_curvature.sampled(layer(act.tanh, spread=10.0))[-1] <= 20, 1, 0),
    )
