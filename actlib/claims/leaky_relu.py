"""Claims C74 to C78: leaky ReLU."""

from functools import partial

import numpy as np

import actlib as act
from actlib import _leaky
from actlib.claims import _leaky_relu as shared
from actlib.ledger import Evidence, claim

Z = np.linspace(-5, 5, 1001)
_claim = partial(claim, section="leaky_relu")


@_claim(
    "C74",
    says="R(z) = z for z > 0, αz for z <= 0",
    verdict="holds",
    correction="Also (1 + α)/2·z + (1 − α)/2·|z|: a linear unit plus a share of |z|. The shorter max(z, αz) is the "
    "same only for α <= 1.",
    references=("maas2013",),
    foils={
        "max(z, αz)": {"f": lambda z, a: np.maximum(z, a * z)},
        "slopes exchanged": {"f": lambda z, a: np.where(z > 0, a * z, z)},
    },
)
def it_is_half_linear_and_half_absolute_value(f=lambda z, a: act.leaky_relu(z, negative_slope=a)):
    """Compare with the sum of z and |z| for three slopes, with the maximum for two; the maximum's error at α = 2."""
    sums = [np.abs(f(Z, a) - ((1 + a) / 2 * Z + (1 - a) / 2 * np.abs(Z))).max() for a in (0.01, 0.3, 2.0)]
    return Evidence(
        largest_distance_from_the_sum=(max(sums), 0, 1e-14),
        distance_from_the_maximum=(max(np.abs(f(Z, a) - np.maximum(Z, a * Z)).max() for a in (0.01, 0.3)), 0, 0),
        distance_from_the_maximum_at_slope_2=(np.abs(f(Z, 2.0) - np.maximum(Z, 2 * Z)).max(), 5, 1e-12),
    )


@_claim(
    "C75",
    says="R'(z) = 1 for z > 0, α for z < 0",
    verdict="conditional",
    correction="Away from 0. At 0 there is no derivative unless α = 1, and programs must choose: PyTorch returns α, "
    "JAX 1. No choice serves every program: x = (R(x) − R(−x))/(1 + α) asks for (1 + α)/2, and undoing R with the "
    "slope 1/α asks for α or 1.",
    references=("bertoin2021", "lee2020"),
    foils={"a smooth function": {"f": act.softplus}, "the slope in the middle": {"at_zero": lambda a: (1 + a) / 2}},
)
def no_slope_at_zero_serves_both_programs(
    f=lambda z: act.leaky_relu(z, negative_slope=0.2),
    at_zero=lambda a: act.leaky_relu.derivative(0.0, negative_slope=a),
):
    """Slopes on both sides by differences; the chain rule at 0 for two programs whose slope is 1."""
    a, h = 0.2, 2.0**-20
    return Evidence(
        slope_left_of_zero=((f(0.0) - f(-h)) / h, a, 1e-9),
        slope_right_of_zero=((f(h) - f(0.0)) / h, 1, 1e-9),
        chain_rule_for_undoing=(at_zero(a) * at_zero(1 / a), 1, 1e-12),
        chain_rule_for_the_identity=((at_zero(a) + at_zero(a)) / (1 + a), 2 * a / (1 + a), 1e-12),
    )


@_claim(
    "C76",
    says="Sometimes useful. Worth trying.",
    verdict="conditional",
    correction="Where ReLU nets lose their signal: of narrow deep ones many are silent from the start, and with a leak "
    "none is; with the slope 0.3 many more of them learn. In one wide layer the same slope makes learning slower. The "
    "more it leaks, the less it bends; at slope 1 nothing is left to learn with.",
    references=("maas2013", "he2015", "lu2020"),
    foils={"a leak of nothing": {"slope": 0.0}, "no bend left": {"slope": 1.0}},
)
def a_leak_saves_narrow_nets_and_slows_wide_ones(slope=0.3):
    """Inputs lost in 5 layers of 2 units; of 100 such nets, how many learn |x|; five seeds of 40 units on a sine."""
    learned = [shared.nets_that_learn(a, (2,) * 5, np.abs) for a in (0.0, slope)]
    wide = [shared.steps_on_a_sine(a) for a in (0.0, slope)]
    return Evidence(
        share_lost_with_relu=(shared.share_lost(0.0, 2, 5), 1 - (1 - 1 / 4) ** 5, 0.045),
        share_lost_with_a_leak=(shared.share_lost(slope, 2, 5), 0, 0),
        ten_more_narrow_nets_learn=(learned[1] - learned[0] >= 10, 1, 0),
        seeds_where_the_wide_net_is_slower=((wide[1] > wide[0]).sum(), 5, 0),
    )


@_claim(
    "C77",
    says="Leaky ReLUs are one attempt to fix the “dying ReLU” problem by having a small negative slope (of 0.01, or "
    "so).",
    verdict="holds",
    correction="A dead unit learns again, α times as fast as a living one: at 0.01 it takes thirty times as long to "
    "fire as at 0.3. And it need not fire: if its outgoing weight v is smaller than |b|, v changes sign first, and the "
    "unit serves with its flat side. Defaults: 0.01 in PyTorch, 0.2 in TensorFlow, 0.3 in Keras' layer; PReLU starts "
    "at 0.25.",
    references=("maas2013", "he2015"),
    foils={"ReLU": {"slope": 0.0}, "a slope ten times as large": {"slope": 0.1}},
)
def a_dead_unit_returns_in_a_time_of_one_over_the_slope(slope=0.01):
    """One unit at z = −0.8, target 1: steps until it fires beside artanh(0.8/v)/(α·rate); with a small v, its sign."""
    b, v = _leaky.revival(slope, outgoing=1.5)
    faster, _ = _leaky.revival(0.3, outgoing=1.5)
    other_b, other_v = _leaky.revival(slope, outgoing=0.4, steps=20_000)
    return Evidence(
        steps_until_it_fires=(np.argmax(b > 0), _leaky.time_to_fire(0.01, 1.5), 10),
        times_as_long_as_with_slope_0_3=(np.argmax(b > 0) / np.argmax(faster > 0), 30, 6),
        weight_squared_minus_bias_squared=(np.ptp((v**2 - b**2)[b <= 0]), 0, 0.01),
        small_weight_changes_sign=(other_v[-1] < 0, 1, 0),
        and_the_unit_stays_on_its_flat_side=(other_b.max() < 0, 1, 0),
    )


@_claim(
    "C78",
    says="The consistency of the benefit across tasks is presently unclear.",
    verdict="conditional",
    correction="That was 2015. At 0.01 there is little to see: Maas et al. report nearly the same errors with and "
    "without it, and here the steps agree within two per cent. Xu et al. report that other slopes, fixed, learnt or "
    "random, help on images. Across tasks there is no one answer: here the slope 0.3 helps narrow nets and slows wide "
    "ones.",
    references=("maas2013", "he2015", "xu2015"),
    foils={"a slope of 0.3 for the small one": {"small": 0.3}, "the small one for the large": {"large": 0.01}},
)
def a_small_slope_changes_nothing_and_a_large_one_either_way(small=0.01, large=0.3):
    """Median steps of 40 units on a sine, over ReLU's; nets of 5 layers of 2 units that learn |x|, beside ReLU's."""
    relu, leak, steep = (np.median(shared.steps_on_a_sine(a)) for a in (0.0, small, large))
    learned = [shared.nets_that_learn(a, (2,) * 5, np.abs) for a in (0.0, large)]
    return Evidence(
        steps_over_relus_at_the_small_slope=(leak / relu, 1, 0.02),
        large_slope_takes_half_as_long_again=(steep / relu > 1.5, 1, 0),
        and_saves_ten_narrow_nets_or_more=(learned[1] - learned[0] >= 10, 1, 0),
    )
