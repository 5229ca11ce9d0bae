"""Claims C39 to C51: the logistic sigmoid."""

import numpy as np
from scipy import optimize, special

from actlib.activations.exponential import softplus
from actlib.activations.linear import identity
from actlib.activations.sigmoidal import sigmoid, tanh
from actlib.gaussian import expectation
from actlib.ledger import Evidence, claim

GRID = np.linspace(-30, 30, 6001)


def _logistic(z):
    """S as the notes write it; it takes complex numbers, so that a derivative can be had without differences."""
    return 1 / (1 + np.exp(-z))


def _slope(f, z, h=1e-20):
    """f'(z) by a complex step: no difference is taken, so nothing cancels."""
    return np.imag(f(z + 1j * h)) / h


def _threshold(eps):
    """The abs(z) beyond which S' < eps."""
    return np.log((1 - 2 * eps + np.sqrt(1 - 4 * eps)) / (2 * eps))


def _first_zero(f, dtype, side):
    """The z nearest to 0, on the side of the sign given, where f is exactly 0 in floats of this type."""
    inside, outside = 0.0, 1000.0
    for _ in range(60):
        middle = (inside + outside) / 2
        inside, outside = (inside, middle) if f(dtype(side * middle)) == 0 else (middle, outside)
    return side * outside


def _share_saturated(z, eps=0.01):
    return np.mean(sigmoid.derivative(z) < eps)


@claim(
    "C39",
    section="sigmoid",
    says="S(z) = 1/(1+e^(−z))",
    verdict="holds",
    references=("rumelhart1986",),
    foils={"the sign of the exponent lost": {"formula": lambda z: 1 / (1 + np.exp(z))}},
)
def the_formula_is_a_shifted_tanh_and_inverts_the_log_odds(formula=_logistic):
    """The formula against (1 + tanh(z/2))/2; the log-odds of its output against z; its left tail against e^z."""
    s = formula(GRID)
    return Evidence(
        largest_distance_from_tanh_form=(np.abs(s - (1 + np.tanh(GRID / 2)) / 2).max(), 0, 1e-15),
        value_at_ln_3=(formula(np.log(3)), 3 / 4, 1e-15),
        log_odds_minus_z=(np.abs(special.logit(s) - GRID)[np.abs(GRID) <= 5].max(), 0, 1e-12),
        left_tail_over_exp_at_minus_700=(formula(-700.0) / np.exp(-700.0), 1, 1e-12),
    )


@claim(
    "C40",
    section="sigmoid",
    says="S′(z) = S(z)·(1−S(z))",
    verdict="holds",
    correction="Since 1 − S(z) = S(−z), it is also S(z)·S(−z): the form for floats, where 1 − S cancels on the right.",
    references=("higham2002",),
    foils={"S(1 + S)": {"product": lambda s, _: s * (1 + s)}, "S²": {"product": lambda s, _: s * s}},
)
def the_slope_is_the_product_of_the_two_probabilities(product=lambda s, _: s * (1 - s)):
    """Both products against a complex-step derivative, and their relative errors far to the right, at z = 36."""
    s, mirrored = sigmoid(GRID), sigmoid(-GRID)
    lossy = product(sigmoid(36.0), None) / sigmoid.derivative(36.0) - 1
    kept = sigmoid(36.0) * sigmoid(-36.0) / np.exp(-36.0) - 1
    return Evidence(
        largest_error=(np.abs(product(s, mirrored) - _slope(_logistic, GRID)).max(), 0, 1e-15),
        largest_error_of_mirrored_form=(np.abs(s * mirrored - _slope(_logistic, GRID)).max(), 0, 1e-15),
        relative_error_at_36_below_one_half=(0.01 < abs(lossy) < 0.5, 1, 0),
        relative_error_at_36_of_mirrored_form=(kept, 0, 1e-14),
    )


@claim(
    "C41",
    section="sigmoid",
    says="Never use as activation",
    verdict="false",
    correction="Gates need values between 0 and 1: LSTM, GLU, squeeze-and-excitation and SiLU all contain a sigmoid. As a "
    "hidden unit it is a universal approximator. What to avoid is the sigmoid as the default hidden unit of a deep plain "
    "network at standard initialisation.",
    references=("cybenko1989", "hochreiter1997", "gers2000", "dauphin2017", "hu2018", "elfwing2018"),
    foils={"hidden units without a bend": {"hidden": identity}, "an unbounded gate": {"gate": softplus}},
)
def sigmoids_approximate_and_gates_hold_a_memory(hidden=sigmoid, gate=sigmoid):
    """Least squares on 100 random hidden units fits sin(2πx); a cell that a gate at logit 5 keeps for 100 steps."""
    x, rng = np.linspace(-1, 1, 401), np.random.default_rng(0)
    features = hidden(np.outer(x, rng.normal(0, 8, 100)) + rng.uniform(-8, 8, 100))
    target = np.sin(2 * np.pi * x)
    weights = np.linalg.lstsq(features, target, rcond=1e-10)[0]
    cell = 1.0
    for _ in range(100):
        cell = cell * gate(5.0)
    return Evidence(
        largest_misfit_of_100_units=(np.abs(features @ weights - target).max(), 0, 1e-3),
        cell_after_100_steps=(cell, np.exp(-100 * softplus(-5.0)), 1e-12),
    )


def _bce_with_logits(z, y):
    return softplus(z) - y * z


@claim(
    "C42",
    section="sigmoid",
    says="use as an output unit for binary classification",
    verdict="holds",
    correction="Together with cross-entropy taken from the logit: then the gradient is S(z) − y, and the best logit is the "
    "log-odds. The same holds for several labels that do not exclude one another, one sigmoid each.",
    references=("mccullagh1989", "bishop2006"),
    foils={"squared error in its place": {"loss": lambda z, y: (sigmoid(z) - y) ** 2 / 2}},
)
def cross_entropy_of_the_logit_has_the_residual_as_its_gradient(loss=_bce_with_logits):
    """Differences of the loss against S − y; the logit that minimises the mean loss when four in five are positive."""
    z, h = np.linspace(-8, 8, 161), 1e-5
    slopes = {y: (loss(z + h, y) - loss(z - h, y)) / (2 * h) for y in (0, 1)}
    best = optimize.minimize_scalar(lambda z: 0.8 * loss(z, 1) + 0.2 * loss(z, 0), bracket=(-1, 1)).x
    return Evidence(
        largest_gap_from_residual_target_0=(np.abs(slopes[0] - sigmoid(z)).max(), 0, 1e-8),
        largest_gap_from_residual_target_1=(np.abs(slopes[1] - (sigmoid(z) - 1)).max(), 0, 1e-8),
        best_logit=(best, np.log(4), 1e-5),
        gradient_when_confidently_wrong=((loss(-8 + h, 1) - loss(-8 - h, 1)) / (2 * h), -1 / (1 + np.exp(-8)), 1e-8),
    )


@claim(
    "C43",
    section="sigmoid",
    says="Has a nice interpretation as the firing rate of a neuron",
    verdict="conditional",
    correction="As a rate in units of its maximum, yes: bounded, increasing, never negative. But without input the unit fires "
    "at half its maximum. To rest at one per cent it needs a bias of −ln 99, where its slope is a twenty-fifth of the best.",
    references=("glorot2011", "mcculloch1943"),
    foils={"a unit that is quiet at rest": {"rate": lambda z: _logistic(z - np.log(99))}},
)
def without_input_the_unit_fires_at_half_its_maximum(rate=_logistic):
    """The rate at z = 0, its mean over z ~ N(0, 1), the z of one per cent by root finding, and the slope there."""
    rest = optimize.brentq(lambda z: rate(z) - 0.01, -40, 40, xtol=1e-13)
    return Evidence(
        rate_without_input=(rate(0.0), 1 / 2, 1e-15),
        mean_rate=(expectation(rate), 1 / 2, 1e-10),
        input_for_one_per_cent=(rest, -np.log(99), 1e-10),
        slope_there_over_largest=(_slope(rate, rest) / _slope(rate, 0.0), 4 * 0.01 * 0.99, 1e-10),
    )


@claim(
    "C44",
    section="sigmoid",
    says="They Saturate and kill gradients → Gives rise to vanishing gradients → Stop Learning",
    verdict="conditional",
    correction="S′ falls like e^(−|z|) but is nowhere zero: below 5 % beyond |z| = 2.89, below 1 % beyond 4.58. A float can "
    "make it exactly 0, and S(1 − S) does so much earlier on the right than on the left. What is killed is this path for "
    "this example; other paths, and an output unit with its matched loss, go on learning.",
    references=("bengio1994", "higham2002", "goodfellow2016"),
    foils={
        "S(z)·S(−z), which keeps both tails": {"product": lambda z: sigmoid(z) * sigmoid(-z)},
        "the thresholds of e^(−|z|)": {"threshold": lambda eps: -np.log(eps)},
    },
)
def the_slope_falls_exponentially_and_floats_end_it(threshold=_threshold, product=lambda z: sigmoid(z) * (1 - sigmoid(z))):
    """Thresholds in closed form against root finding; where S(1 − S) is exactly 0 against powers of two, both sides."""
    found = {eps: optimize.brentq(lambda z, e=eps: sigmoid.derivative(z) - e, 0, 50, xtol=1e-13) for eps in (0.05, 0.01)}
    return Evidence(
        beyond_it_below_5_per_cent=(threshold(0.05), found[0.05], 1e-9),
        beyond_it_below_1_per_cent=(threshold(0.01), found[0.01], 1e-9),
        float32_zero_on_the_right=(_first_zero(product, np.float32, 1), 24 * np.log(2), 1e-4),
        float32_zero_on_the_left=(_first_zero(product, np.float32, -1), -150 * np.log(2), 1e-3),
        float64_zero_on_the_right=(_first_zero(product, np.float64, 1), 53 * np.log(2), 1e-4),
        float64_zero_on_the_left=(_first_zero(product, np.float64, -1), -1075 * np.log(2), 1e-3),
    )


@claim(
    "C45",
    section="sigmoid",
    says="Happens when initialization weights are too large",
    verdict="holds",
    correction="What counts is σ_w times the rms of the input. Saturated is not yet vanished: see C51, where half of all units "
    "are saturated and the gradient keeps its size.",
    references=("lecun1998", "glorot2010"),
    foils={"weights not divided by √fan-in": {"shrink": 1.0}},
)
def large_weights_saturate_the_units(fan_in=256, shrink=16.0):
    """Share of units with S' < 0.01 for weights N(0, σ_w²/fan-in), simulated, against the Gaussian tail."""
    rng = np.random.default_rng(0)
    z = rng.normal(size=(400, fan_in)) @ rng.normal(size=(fan_in, 500)) / shrink
    tail = {sigma: special.erfc(_threshold(0.01) / sigma / np.sqrt(2)) for sigma in (1, 3, 5, 10)}
    names = {f"share_at_sigma_w_{sigma}": (_share_saturated(sigma * z), tail[sigma], 0.005) for sigma in tail}
    return Evidence(**names)


@claim(
    "C46",
    section="sigmoid",
    says="or sloppy with data preprocessing",
    verdict="conditional",
    correction="In the first layer, yes: inputs s times too large act exactly as weights s times too large, and an offset "
    "counts with the spread, through the rms. Later layers see outputs between 0 and 1 whatever the data were, so at "
    "standard initialisation they are not saturated.",
    references=("lecun1998",),
    foils={"standardised pixels": {"prepare": lambda x: (x - x.mean()) / x.std()}},
)
def raw_pixels_saturate_the_first_layer_and_only_it(prepare=lambda x: x):
    """Shares with S' < 0.01 in two layers fed with whole numbers 0 to 255, and with unit spread about a mean of 10."""
    rng = np.random.default_rng(0)
    first, second = (rng.normal(size=(256, 256)) / 16 for _ in range(2))
    raw, offset = prepare(rng.integers(0, 256, (400, 256))), prepare(10 + rng.normal(size=(400, 256)))
    tail = {rms2: special.erfc(_threshold(0.01) / np.sqrt(2 * rms2)) for rms2 in (255 * 511 / 6, 101)}
    return Evidence(
        first_layer_raw_pixels=(_share_saturated(raw @ first), tail[255 * 511 / 6], 0.02),
        second_layer_raw_pixels=(_share_saturated(sigmoid(raw @ first) @ second), 0, 1e-3),
        first_layer_unit_spread_mean_10=(_share_saturated(offset @ first), tail[101], 0.06),
    )


@claim(
    "C47",
    section="sigmoid",
    says="Neurons Activation saturates at either tail of 0 or 1",
    verdict="conditional",
    correction="As limits: for real z, 0 < S(z) < 1 and S′(z) > 0 everywhere. In float64 S is exactly 1 from z = 53 ln 2 on, "
    "but exactly 0 only from z = −1075 ln 2 down: floats are dense near 0 and not near 1.",
    references=("higham2002",),
    foils={"tanh": {"f": tanh}, "an S that stops at the ends": {"f": lambda z: np.clip(0.5 + z / 4, 0, 1)}},
)
def the_ends_are_limits_that_only_floats_reach(f=sigmoid):
    """Where 1 − S and S are exactly 0 in float64, by bisection, against powers of two; S over its exponential tail."""
    return Evidence(
        exactly_1_from=(_first_zero(lambda z: 1 - f(z), np.float64, 1), 53 * np.log(2), 1e-4),
        exactly_0_from=(_first_zero(f, np.float64, -1), -1075 * np.log(2), 1e-3),
        distance_from_0_over_exp_at_minus_700=(f(-700.0) / np.exp(-700.0), 1, 1e-12),
    )
