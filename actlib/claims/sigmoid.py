"""Claims C39 to C51: the logistic sigmoid."""

import numpy as np
from scipy import optimize, special

import actlib as act
from actlib.claims import _sigmoid as shared
from actlib.gaussian import expectation
from actlib.ledger import Evidence, claim

GRID = np.linspace(-30, 30, 6001)
S, slope = act.sigmoid, act.sigmoid.derivative


@claim(
    "C39",
    section="sigmoid",
    says="S(z) = 1/(1+e^(−z))",
    verdict="holds",
    references=("rumelhart1986",),
    foils={"the sign of the exponent lost": {"formula": lambda z: 1 / (1 + np.exp(z))}},
)
def the_formula_is_a_shifted_tanh_and_inverts_the_log_odds(formula=shared.logistic):
    """The formula against (1 + tanh(z/2))/2; the log-odds of its output against z."""
    s = formula(GRID)
    return Evidence(
        largest_distance_from_tanh_form=(np.abs(s - (1 + np.tanh(GRID / 2)) / 2).max(), 0, 1e-15),
        value_at_ln_3=(formula(np.log(3)), 3 / 4, 1e-15),
        log_odds_minus_z=(np.abs(special.logit(s) - GRID)[np.abs(GRID) <= 5].max(), 0, 1e-12),
    )


@claim(
    "C40",
    section="sigmoid",
    says="S'(z) = S(z)·(1−S(z))",
    verdict="holds",
    correction="Since 1 − S(z) = S(−z), it is also S(z)·S(−z): the form for floats, where 1 − S cancels on the right.",
    references=("higham2002",),
    foils={"S(1 + S)": {"product": lambda s, _: s * (1 + s)}, "S²": {"product": lambda s, _: s * s}},
)
def the_slope_is_the_product_of_the_two_probabilities(product=lambda s, _: s * (1 - s)):
    """The product against a complex-step derivative; at z = 36, its relative error, and S(z)S(−z) against e^(−z)."""
    exact, lossy = shared.slope(shared.logistic, GRID), product(S(36.0), S(-36.0)) / slope(36.0) - 1
    return Evidence(
        largest_error=(np.abs(product(S(GRID), S(-GRID)) - exact).max(), 0, 1e-15),
        off_by_one_to_fifty_per_cent_at_36=(0.01 < abs(lossy) < 0.5, 1, 0),
        mirrored_form_over_exp_at_36=(S(36.0) * S(-36.0) / np.exp(-36.0), 1, 1e-14),
    )


@claim(
    "C41",
    section="sigmoid",
    says="Never use as activation",
    verdict="false",
    correction="Gates need values between 0 and 1: LSTM, GLU, squeeze-and-excitation and SiLU contain a sigmoid. As a "
    "hidden unit it is a universal approximator. What to avoid is the sigmoid as the default hidden unit of a deep "
    "plain network at standard initialisation.",
    references=("cybenko1989", "hochreiter1997", "gers2000", "dauphin2017", "hu2018", "elfwing2018"),
    foils={"hidden units without a bend": {"hidden": act.identity}, "an unbounded gate": {"gate": act.softplus}},
)
def sigmoids_approximate_and_gates_hold_a_memory(hidden=S, gate=S):
    """Least squares on 100 random hidden units fits sin(2πx); a cell that a gate at logit 5 keeps for 100 steps."""
    x, rng = np.linspace(-1, 1, 401), np.random.default_rng(0)
    features = hidden(np.outer(x, rng.normal(0, 8, 100)) + rng.uniform(-8, 8, 100))
    fitted = features @ np.linalg.lstsq(features, np.sin(2 * np.pi * x), rcond=1e-10)[0]
    return Evidence(
        largest_misfit_of_100_units=(np.abs(fitted - np.sin(2 * np.pi * x)).max(), 0, 1e-3),
        cell_after_100_steps=(np.prod([gate(5.0)] * 100), np.exp(-100 * np.log1p(np.exp(-5))), 1e-12),
    )


@claim(
    "C42",
    section="sigmoid",
    says="use as an output unit for binary classification",
    verdict="holds",
    correction="Together with cross-entropy taken from the logit: then the gradient is S(z) − y, and the best logit is "
    "the log-odds. The same holds for several labels that do not exclude one another, one sigmoid each.",
    references=("mccullagh1989", "bishop2006"),
    foils={"squared error in its place": {"loss": lambda z, y: (S(z) - y) ** 2 / 2}},
)
def cross_entropy_of_the_logit_has_the_residual_as_its_gradient(loss=lambda z, y: act.softplus(z) - y * z):
    """Differences of the loss against S − y; the logit that minimises the mean loss if four in five are positive."""
    z, h = np.linspace(-8, 8, 161), 1e-5
    gradient = {y: (loss(z + h, y) - loss(z - h, y)) / (2 * h) for y in (0, 1)}
    best = optimize.minimize_scalar(lambda z: 0.8 * loss(z, 1) + 0.2 * loss(z, 0), bracket=(-1, 1)).x
    return Evidence(
        largest_gap_from_residual_target_0=(np.abs(gradient[0] - S(z)).max(), 0, 1e-8),
        largest_gap_from_residual_target_1=(np.abs(gradient[1] - (S(z) - 1)).max(), 0, 1e-8),
        best_logit=(best, np.log(4), 1e-5),
        gradient_at_minus_8_target_1=(gradient[1][0], -1 / (1 + np.exp(-8)), 1e-8),
    )


@claim(
    "C43",
    section="sigmoid",
    says="Has a nice interpretation as the firing rate of a neuron",
    verdict="conditional",
    correction="As a rate in units of its maximum, yes: bounded, increasing, never negative. But without input the "
    "unit fires at half its maximum. To rest at one per cent it needs a bias of −ln 99, with a slope a twenty-fifth of "
    "the largest.",
    references=("glorot2011",),
    foils={"a unit that is quiet at rest": {"rate": lambda z: shared.logistic(z - np.log(99))}},
)
def without_input_the_unit_fires_at_half_its_maximum(rate=shared.logistic):
    """The rate at z = 0, its mean over z ~ N(0, 1), the z of one per cent by root finding, and the slope there."""
    rest = optimize.brentq(lambda z: rate(z) - 0.01, -40, 40, xtol=1e-13)
    return Evidence(
        rate_without_input=(rate(0.0), 1 / 2, 1e-15),
        mean_rate=(expectation(rate), 1 / 2, 1e-10),
        input_for_one_per_cent=(rest, -np.log(99), 1e-10),
        slope_there_over_largest=(shared.slope(rate, rest) / shared.slope(rate, 0.0), 4 * 0.01 * 0.99, 1e-10),
    )


@claim(
    "C44",
    section="sigmoid",
    says="They Saturate and kill gradients → Gives rise to vanishing gradients → Stop Learning",
    verdict="conditional",
    correction="S' falls like e^(−|z|) but is nowhere zero: below 5 % beyond |z| = 2.89, below 1 % beyond 4.58. Floats "
    "can make it exactly 0, and S(1 − S) does so much earlier on the right than on the left. What is killed is this "
    "path for this example; other paths, and an output unit with its matched loss, go on learning.",
    references=("bengio1994", "higham2002", "goodfellow2016"),
    foils={
        "S(z)·S(−z), which keeps both tails": {"product": lambda z: S(z) * S(-z)},
        "the thresholds of e^(−|z|)": {"closed_form": lambda eps: -np.log(eps)},
    },
)
def the_slope_falls_exponentially_and_floats_end_it(closed_form=shared.threshold, product=lambda z: S(z) * (1 - S(z))):
    """Thresholds in closed form against root finding; where S(1 − S) is exactly 0 against powers of two."""
    found = {eps: optimize.brentq(lambda z, e=eps: slope(z) - e, 0, 50, xtol=1e-13) for eps in (0.05, 0.01)}
    return Evidence(
        beyond_it_below_5_per_cent=(closed_form(0.05), found[0.05], 1e-9),
        beyond_it_below_1_per_cent=(closed_form(0.01), found[0.01], 1e-9),
        float32_zero_on_the_right=(shared.first_zero(product, np.float32, 1), 24 * np.log(2), 1e-4),
        float32_zero_on_the_left=(shared.first_zero(product, np.float32, -1), -150 * np.log(2), 1e-3),
        float64_zero_on_the_right=(shared.first_zero(product, np.float64, 1), 53 * np.log(2), 1e-4),
        float64_zero_on_the_left=(shared.first_zero(product, np.float64, -1), -1075 * np.log(2), 1e-3),
    )


@claim(
    "C45",
    section="sigmoid",
    says="Happens when initialization weights are too large",
    verdict="holds",
    correction="What counts is σ_w times the rms of the input. Saturated is not yet vanished: see C51, where half of "
    "all units are saturated and the gradient keeps its size.",
    references=("lecun1998", "glorot2010"),
    foils={"weights not divided by √fan-in": {"shrink": 1.0}},
)
def large_weights_saturate_the_units(shrink=16.0):
    """Share of units with S' < 0.01, 256 inputs, weights N(0, σ_w²/256), simulated, against the Gaussian tail."""
    rng = np.random.default_rng(0)
    z = rng.normal(size=(400, 256)) @ rng.normal(size=(256, 500)) / shrink
    tail = {sigma: special.erfc(shared.threshold(0.01) / sigma / np.sqrt(2)) for sigma in (1, 3, 5, 10)}
    return Evidence(**{f"share_at_sigma_w_{s}": (shared.share_saturated(s * z), tail[s], 0.005) for s in tail})


@claim(
    "C46",
    section="sigmoid",
    says="or sloppy with data preprocessing",
    verdict="conditional",
    correction="In the first layer, yes: at initialisation inputs s times too large act as weights s times too large, "
    "and an offset counts like a spread, through the rms. Later layers see outputs between 0 and 1 whatever the data "
    "were; at standard initialisation they are not saturated.",
    references=("lecun1998",),
    foils={"standardised inputs": {"prepare": lambda x: (x - x.mean()) / x.std()}},
)
def raw_inputs_saturate_the_first_layer_and_only_it(prepare=lambda x: x):
    """Shares with S' < 0.01, two layers, inputs whole numbers 0 to 255; and inputs of unit spread about 10."""
    rng = np.random.default_rng(0)
    first, second = rng.normal(size=(256, 2000)) / 16, rng.normal(size=(2000, 256)) / np.sqrt(2000)
    raw, offset = prepare(rng.integers(0, 256, (100, 256))), prepare(10 + rng.normal(size=(100, 256)))
    tail = {square: special.erfc(shared.threshold(0.01) / np.sqrt(2 * square)) for square in (255 * 511 / 6, 101)}
    return Evidence(
        first_layer_raw=(shared.share_saturated(raw @ first), tail[255 * 511 / 6], 0.02),
        second_layer_raw=(shared.share_saturated(S(raw @ first) @ second), 0, 1e-3),
        first_layer_unit_spread_about_10=(shared.share_saturated(offset @ first), tail[101], 0.03),
    )


@claim(
    "C47",
    section="sigmoid",
    says="Neurons Activation saturates at either tail of 0 or 1",
    verdict="conditional",
    correction="As limits: for real z, 0 < S(z) < 1 and S'(z) > 0 everywhere. In float64 S is exactly 1 from z = 53 ln "
    "2 on, but exactly 0 only from z = −1075 ln 2 down: floats are dense near 0 and not near 1.",
    references=("higham2002",),
    foils={"tanh": {"f": act.tanh}, "an S that stops at the ends": {"f": lambda z: np.clip(0.5 + z / 4, 0, 1)}},
)
def the_ends_are_limits_that_only_floats_reach(f=S):
    """Where 1 − S and S are exactly 0 in float64, by bisection, against powers of two; S over its exponential tail."""
    return Evidence(
        exactly_1_from=(shared.first_zero(lambda z: 1 - f(z), np.float64, 1), 53 * np.log(2), 1e-4),
        exactly_0_from=(shared.first_zero(f, np.float64, -1), -1075 * np.log(2), 1e-3),
        distance_from_0_over_exp_at_minus_700=(f(-700.0) / np.exp(-700.0), 1, 1e-12),
    )


@claim(
    "C48",
    section="sigmoid",
    says="Output NOT Zero-Centered → Gradient updates go too far in different directions → makes optimization harder",
    verdict="conditional",
    correction="The outputs have mean ½ at initialisation. For one example all weights of a unit in the next layer "
    "then get gradients of one sign; over a batch one curvature is about N/4, along (1, …, 1), so that a step which "
    "this direction bears is too short for all others. Subtracting the mean cures it.",
    references=("lecun1998",),
    foils={"tanh, whose mean is 0": {"f": act.tanh}},
)
def the_mean_makes_one_large_curvature_in_the_next_layer(f=S, width=256):
    """Second moments of a layer's outputs, N(0, 1) inputs: largest eigenvalue, its direction, and without the mean."""
    rng = np.random.default_rng(0)
    a = f(rng.normal(size=(4096, width)) @ rng.normal(size=(width, width)) / np.sqrt(width))
    values, vectors = np.linalg.eigh(a.T @ a / len(a))
    return Evidence(
        mean_output=(a.mean(), 1 / 2, 0.01),
        share_of_examples_with_gradients_of_one_sign=(np.mean((a > 0).all(axis=1)), 1, 0),
        largest_eigenvalue=(values[-1], width / 4 + expectation(slope) ** 2, 0.2),
        overlap_with_all_ones=(abs(vectors[:, -1].sum()) / np.sqrt(width), 1, 0.01),
        largest_eigenvalue_without_the_mean=(np.linalg.eigvalsh(np.cov(a.T))[-1], 4 * expectation(slope) ** 2, 0.03),
    )


@claim(
    "C49",
    section="sigmoid",
    says="The local gradient (z * (1−z)) achieves maximum at 0.25, when z = 0.5",
    verdict="false",
    correction="True only if z stands for the output: a(1 − a) is at most ¼, at a = S(z) = ½. For z as the notes "
    "define it, the input of S, the maximum ¼ is at z = 0; at z = ½ the slope is 0.2350, and z(1 − z) may be negative.",
    references=("rumelhart1986",),
    foils={"z(1 − z) of the pre-activation": {"local_gradient": lambda z: z * (1 - z)}},
)
def the_slope_is_largest_where_the_input_is_zero(local_gradient=slope):
    """The maximum of the local gradient as a function of the input z, by search; slopes at ½ and 2 by complex steps."""
    top = optimize.minimize_scalar(lambda z: -local_gradient(z), bounds=(-4, 4), method="bounded")
    return Evidence(
        input_at_the_maximum=(top.x, 0, 1e-4),
        output_at_the_maximum=(shared.logistic(top.x), 1 / 2, 1e-4),
        largest=(-top.fun, 1 / 4, 1e-8),
        slope_at_one_half=(local_gradient(0.5), shared.slope(shared.logistic, 0.5), 1e-12),
        slope_at_two=(local_gradient(2.0), shared.slope(shared.logistic, 2.0), 1e-12),
    )


@claim(
    "C50",
    section="sigmoid",
    says="every time the gradient signal flows through a sigmoid gate, its magnitude always diminishes by one quarter "
    "(or more)",
    verdict="false",
    correction="To at most one quarter: by three quarters or more. Ten gates keep at most 0.25¹⁰ = 9.54e-7, not 0.75¹⁰ "
    "= 0.0563; for z ~ N(0, 1) a gate keeps 0.2066 on average. And a layer multiplies by its weights as well: with "
    "weights above 4 the signal can grow.",
    references=("hochreiter1991", "glorot2010"),
    foils={"by a quarter, read literally": {"factor": 0.75}, "the average for the bound": {"factor": 0.2066}},
)
def ten_gates_keep_at_most_a_quarter_each(factor=0.25, weight=5):
    """Derivative of ten chained sigmoids at their best point, by a complex step; the same with a weight of 5."""
    return Evidence(
        ten_gates=(shared.slope(lambda x: shared.chain(x, 1, 10), 0.5), factor**10, 1e-15),
        ten_gates_weight_5=(shared.slope(lambda x: shared.chain(x, weight, 10), 0.5), (factor * weight) ** 10, 1e-8),
        mean_slope=(expectation(slope), expectation(lambda z: z * S(z)), 1e-10),
        largest_slope_on_a_grid=(slope(GRID).max(), factor, 1e-12),
    )


@claim(
    "C51",
    section="sigmoid",
    says="with basic SGD, the lower layers of a network train much slower than the higher one",
    verdict="conditional",
    correction="At the usual initialisation, σ_w = 1: there the gradient keeps 0.233 of its rms a layer, tanh's 0.87. "
    "It is the product of slopes and weights that counts: at σ_w = 10.15, where half of the units have S' < 0.01, it "
    "keeps its rms from layer to layer.",
    references=("glorot2010", "schoenholz2017"),
    foils={"σ_w = 4, to cancel the largest slope": {"critical": lambda: 4.0}, "all z near 0": {"q": 1e-6}},
)
def gradients_shrink_by_layer_unless_the_weights_are_critical(critical=shared.critical_sigma, q=1.0):
    """Mean factor of δ over nine layers, 20 nets of width 256, against Gaussian integrals; and at the critical σ_w."""
    settled, cut = shared.fixed_point(critical()), shared.threshold(0.01)
    nets = [(S, q, 1.0), (act.tanh, q, 1.0), (S, settled, critical())]
    kept, kept_tanh, kept_critical = (shared.simulated_factor(*net) for net in nets)
    theory, theory_tanh = (shared.factors(f, 1.0, 1.0, 9).prod() for f in (S, act.tanh))
    share = expectation(lambda z: 1.0 * (slope(z) < 0.01), settled, kinks=[-cut, cut])
    return Evidence(
        sigmoid_factor_a_layer=(kept, theory ** (1 / 9), 0.004),
        sigmoid_bottom_over_top=(kept**9, theory, 3e-7),
        tanh_factor_a_layer=(kept_tanh, theory_tanh ** (1 / 9), 0.015),
        critical_factor_a_layer=(kept_critical, 1, 0.05),
        saturated_share_when_critical=(share, special.erfc(cut / np.sqrt(2 * settled)), 1e-4),
    )
