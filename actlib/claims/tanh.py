"""Claims C52 to C59: the hyperbolic tangent."""

import math
from functools import partial

import numpy as np
from scipy import optimize, special

import actlib as act
from actlib import _tanh_nets, meanfield
from actlib.claims import _tanh as shared
from actlib.gaussian import expectation
from actlib.ledger import Evidence, claim

GRID = np.linspace(-8, 8, 1601)
CROSSING = 2 * math.acosh((1 + math.sqrt(3)) / 2)
_claim = partial(claim, section="tanh")


@_claim(
    "C52",
    says="tanh(z) = (e^z−e^(−z)) / (e^z+e^(−z))",
    verdict="holds",
    correction="On paper. As code it is nan as soon as e^z overflows, from |z| = 89 in float32 and 710 in float64, and "
    "near 0 the difference of two numbers close to 1 loses digits: at 10⁻⁸ half of them are gone.",
    references=("higham2002",),
    foils={
        "numerator and denominator exchanged": {"formula": lambda z: 1 / shared.exponentials(z)},
        "the form that does not overflow": {"formula": np.tanh},
    },
)
def the_formula_is_right_and_the_code_is_not(formula=shared.exponentials):
    """The formula against Lambert's continued fraction; the least z at which it is nan; its error at 10⁻⁸."""
    z = np.linspace(0.01, 8, 800)
    return Evidence(
        largest_distance_from_the_fraction=(np.abs(formula(z) - shared.fraction(z)).max(), 0, 1e-14),
        float32_nan_from=(shared.first_bad(formula, np.float32, np.isnan), math.log(np.finfo("f4").max), 1e-3),
        float64_nan_from=(shared.first_bad(formula, np.float64, np.isnan), math.log(np.finfo("f8").max), 1e-3),
        half_of_the_digits_gone_at_1e_8=(1e-10 < abs(formula(1e-8) / 1e-8 - 1) < 1e-7, 1, 0),
    )


@_claim(
    "C53",
    says="tanh'(z) = 1 − tanh(z)²",
    verdict="holds",
    correction="And no other function that is 0 at 0 has this property: softsign z/(1 + |z|) has the slope (1 − |f|)², "
    "not 1 − f². In floats 1 − tanh² cancels; 1/cosh² keeps its digits.",
    references=("higham2002",),
    foils={
        "softsign in its place": {"f": lambda z: z / (1 + np.sqrt(z * z))},
        "1 − |f|": {"law": lambda a: 1 - abs(a)},
    },
)
def the_slope_is_one_minus_the_square(f=shared.exponentials, law=lambda a: 1 - a * a):
    """A complex step against 1 − f²; the differential equation a' = 1 − a², solved from a(0) = 0, against f(2)."""
    z = np.linspace(0.005, 8, 1600)
    at_two, h = 0.0, 2 / 1000
    for _ in range(1000):  # the classical Runge–Kutta method
        k1 = law(at_two)
        k2 = law(at_two + h / 2 * k1)
        k3 = law(at_two + h / 2 * k2)
        at_two += h / 6 * (k1 + 2 * k2 + 2 * k3 + law(at_two + h * k3))
    return Evidence(
        largest_error=(np.abs(law(f(z)) - shared.slope(f, z)).max(), 0, 1e-14),
        solution_at_two=(at_two, f(2.0), 1e-10),
        one_over_cosh_squared_at_20=(act.tanh.derivative(20.0) / (4 * np.exp(-40.0)), 1, 1e-14),
    )


@_claim(
    "C54",
    says="Strictly superior to Sigmoid",
    verdict="false",
    correction="Every tanh net is a sigmoid net, with weights scaled and biases shifted: the two compute the same "
    "functions. What differs are the coordinates in which descent works: from the same function tanh learns faster, "
    "also with each at its own rate. Where a number between 0 and 1 is asked for, a probability or a gate, it is the "
    "sigmoid that serves.",
    references=("lecun1991", "lecun1998"),
    foils={"scaled and not shifted": {"shift": 0.0}, "sigmoid against itself": {"ahead": 0.0}},
)
def a_tanh_net_is_a_sigmoid_net_in_better_coordinates(shift=1.0, ahead=1.0):
    """Carry tanh nets over to sigmoids and compare outputs; then train both from the same function, five draws."""
    net, x = shared.deep_net()
    outputs, rebuilt = (shared.input_gradients(n, x)[0] for n in (net, _tanh_nets.carried(net, 0.0, shift=shift)))
    wins = [
        (shared.errors_after_descent(ahead, own) < shared.errors_after_descent(0.0, own)).sum() for own in (False, True)
    ]
    return Evidence(
        largest_difference_of_the_nets=(np.abs(outputs - rebuilt).max(), 0, 1e-12),
        draws_where_tanh_learns_faster=(wins[0], 5, 0),
        draws_at_their_own_rates=(wins[1], 5, 0),
        tanh_as_a_probability_at_minus_2=(act.tanh(-2.0), (math.exp(-4) - 1) / (math.exp(-4) + 1), 1e-12),
    )


@_claim(
    "C55",
    says="scaled version of sigmoid",
    verdict="conditional",
    correction="Scaled and shifted: tanh z = 2 S(2z) − 1, the output twice as high, the input twice as fast, and the "
    "middle moved from ½ to 0. Scaling alone never comes closer than 1, since a S(bz) has one end at 0.",
    references=("lecun1998",),
    foils={"the input not scaled": {"scale": 1.0}, "the shift forgotten": {"shift": 0.0}},
)
def tanh_is_the_sigmoid_scaled_and_shifted(scale=2.0, shift=1.0):
    """The identity on a grid, with the sigmoid by its formula; and the best that a S(bz) alone can do, by search."""
    rebuilt = 2 / (1 + np.exp(-scale * GRID)) - shift
    return Evidence(
        largest_difference=(np.abs(rebuilt - shared.fraction(GRID)).max(), 0, 1e-14),
        best_by_scaling_alone=(shared.best_scaling(shifted=False), 1, 1e-6),
        best_with_a_shift=(shared.best_scaling(shifted=shift > 0), 0, 1e-6),
    )


@_claim(
    "C56",
    says="stronger gradient",
    verdict="conditional",
    correction="Near 0, four times as strong; beyond |z| = 1.663 weaker. Over z ~ N(0, σ²) the mean square slope is "
    "8 to 16 times the sigmoid's, whatever σ. But stronger belongs to the weights: carried over to sigmoids, the same "
    "net has the same gradient by its inputs. And stronger is not better: at σ_w = 3 tanh's gradients explode.",
    references=("poole2016", "schoenholz2017"),
    foils={
        "a bridge half-way for the sigmoid": {
            "weaker": lambda z: 1.5 * act.sigmoid(1.5 * z) * (1 - act.sigmoid(1.5 * z))
        },
        "weights that are not carried over": {"t": 1.0},
    },
)
def the_slope_is_larger_near_zero_and_on_average(weaker=act.sigmoid.derivative, t=0.0):
    """Root of tanh' = S' in closed form; mean squares at three spreads; input gradients of a net carried over."""
    tanh, mean, (net, x) = act.tanh.derivative, shared.normal_mean, shared.deep_net()
    ratio = {
        q: expectation(lambda z: tanh(z) ** 2, q) / expectation(lambda z: weaker(z) ** 2, q) for q in (1e-4, 1, 1e6)
    }
    own = shared.input_gradients(net, x)[1]
    rebuilt = shared.input_gradients(_tanh_nets.carried(net, t, act.sigmoid), x)[1]
    return Evidence(
        equal_slopes_at=(optimize.brentq(lambda z: tanh(z) - weaker(z), 0.5, 5, xtol=1e-13), CROSSING, 1e-9),
        ratio_at_0=(tanh(0.0) / weaker(0.0), 4, 1e-12),
        mean_square_ratio_at_small_spread=(ratio[1e-4], 16, 0.01),
        mean_square_ratio_at_spread_1=(
            ratio[1],
            mean(lambda z: np.cosh(z) ** -4.0) / mean(lambda z: np.cosh(z / 2) ** -4.0 / 16),
            1e-9,
        ),
        mean_square_ratio_at_large_spread=(ratio[1e6], 8, 0.01),
        difference_of_the_input_gradients=(np.abs(own - rebuilt).max(), 0, 1e-12),
        factor_a_layer_at_sigma_w_3=(math.sqrt(meanfield.chi_1(act.tanh, 3.0)), shared.factor_a_layer(3.0), 1e-9),
    )


@_claim(
    "C57",
    says="Good for activation.",
    verdict="conditional",
    correction="Where a signed, bounded number is asked for, as in the LSTM's candidate, or in place of layer "
    "normalisation; and in deep plain nets with orthogonal weights just at σ_w = 1, where it passes all directions "
    "almost alike and ReLU cannot, since half of its slopes are 0. As the default hidden unit it has given way.",
    references=("hochreiter1997", "pennington2017", "zhu2025"),
    foils={"Gaussian weights": {"orthogonal": False}, "weights twice as large": {"sigma_w": 2.0}},
)
def twenty_orthogonal_tanh_layers_pass_all_directions(orthogonal=True, sigma_w=1.0):
    """Singular values of the input-output Jacobian of 20 layers of 50 units, beside the largest."""
    spectrum = shared.jacobian_spectrum(act.tanh, sigma_w, orthogonal)
    rectified = shared.jacobian_spectrum(act.relu, math.sqrt(2), True)
    return Evidence(
        share_of_directions_tanh_keeps_to_a_half=(np.mean(spectrum > spectrum[0] / 2), 1, 0),
        relu_loses_most_directions_altogether=(np.mean(rectified > rectified[0] / 1e6) < 0.5, 1, 0),
    )


@_claim(
    "C58",
    says="Zero Mean/Centered",
    verdict="conditional",
    correction="The range is centred; the mean is 0 where z is distributed symmetrically about 0, since tanh is odd. "
    "For z ~ N(1, 1) it is 0.55. And a mean over the units of a layer is not the mean of one unit over the data: with "
    "inputs between 0 and 1 the first is near 0 and the second typically ±0.4, and the second is what slows the next "
    "layer down.",
    references=("lecun1998",),
    foils={"centred inputs": {"low": -0.5}, "sigmoid": {"f": act.sigmoid}},
)
def the_mean_over_units_vanishes_and_over_the_data_it_does_not(low=0.0, f=act.tanh):
    """Means by quadrature; then a first layer of 500 units on inputs in [0, 1], beside its Gaussian limit."""
    a = shared.first_layer(f, low)
    mean_of_a_unit = np.vectorize(lambda m: shared.normal_mean(np.tanh, math.sqrt(1 / 12), m))
    return Evidence(
        mean_for_symmetric_z=(expectation(f), 0, 1e-12),
        mean_for_z_about_1=(expectation(f, mean=1.0), shared.normal_mean(np.tanh, mean=1.0), 1e-10),
        mean_over_all_units=(a.mean(), 0, 0.05),
        rms_of_a_units_mean_over_the_data=(
            np.sqrt(np.mean(a.mean(0) ** 2)),
            math.sqrt(expectation(lambda m: mean_of_a_unit(m) ** 2, 1 / 4)),
            0.02,
        ),
    )


@_claim(
    "C59",
    says="They Saturate and kill gradients → Gives rise to vanishing gradients → Stop Learning",
    verdict="conditional",
    correction="It saturates: tanh' < 1 % beyond |z| = 2.99, where the sigmoid needs 4.58, and 1 − a² is exactly 0 in "
    "float32 from |z| = 9.01 on. But with σ_w = 3 nearly a quarter of the units is out there and gradients grow by a "
    "third a layer; and at σ_w = ½, where none is, they halve. What counts is the product of slopes and weights.",
    references=("bengio1994", "schoenholz2017"),
    foils={
        "1/cosh², which does not cancel": {"coded": act.tanh.derivative},
        "the sigmoid's threshold": {
            "threshold": lambda eps: math.log((1 - 2 * eps + math.sqrt(1 - 4 * eps)) / (2 * eps))
        },
    },
)
def saturation_and_vanishing_are_two_things(
    coded=lambda z: 1 - shared.rounded_tanh(z) ** 2, threshold=lambda eps: math.acosh(1 / math.sqrt(eps))
):
    """Thresholds of the slope; where the coded slope is exactly 0; saturated share and factor a layer at two σ_w."""
    found, slope = (optimize.brentq(lambda z: act.tanh.derivative(z) - 0.01, 0, 50, xtol=1e-13), act.tanh.derivative)
    q = meanfield.variance_fixed_point(act.tanh, 3.0)
    share = expectation(lambda z: 1.0 * (slope(z) < 0.01), q, kinks=[-found, found])
    return Evidence(
        beyond_it_below_1_per_cent=(threshold(0.01), found, 1e-9),
        float32_exactly_0_from=(
            shared.first_bad(coded, np.float32, lambda s: s == 0),
            26 * math.log(2) / 2,
            1e-4,
        ),
        saturated_share_at_sigma_w_3=(share, special.erfc(threshold(0.01) / math.sqrt(2 * q)), 1e-6),
        factor_a_layer_at_sigma_w_3=(math.sqrt(meanfield.chi_1(act.tanh, 3.0)), shared.factor_a_layer(3.0), 1e-9),
        factor_a_layer_at_sigma_w_half=(math.sqrt(meanfield.chi_1(act.tanh, 0.5)), 1 / 2, 1e-6),
    )
