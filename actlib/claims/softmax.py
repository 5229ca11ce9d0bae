"""The claims of the chapter softmax: what it computes, what its inputs mean, and what it reacts to."""

import math

import numpy as np

import actlib as act
from actlib.claims import _softmax as rival
from actlib.ledger import Evidence, claim

OTHER_BASES = {"temperature 2": {"temperature": 2.0}, "powers of two": {"temperature": 1 / math.log(2)}}


@claim(
    "C85",
    section="softmax",
    says="softmax function can be seen as trying to minimize the cross-entropy between the predictions and the truth",
    verdict="false",
    correction=(
        "Softmax is a map and knows no truth. What it optimises is another thing: softmax(z) is the p on the simplex "
        "that maximises ⟨p, z⟩ + H(p), the mean score plus the entropy, and the maximum is LSE(z). Cross-entropy is a "
        "loss; training minimises it. The two fit together, since its gradient by the logits is p − y."
    ),
    references=("bridle1990", "blondel2020"),
    foils={"no entropy": {"entropy_weight": 0.0}, "the gradient without the truth": {"truth_weight": 0.0}},
)
def softmax_maximises_score_plus_entropy(entropy_weight=1.0, truth_weight=1.0):
    """The variational problem by a general optimiser, the gradient of the cross-entropy by central differences."""
    z, y = np.array([1.0, 2.0, -0.5, 0.3]), np.eye(4)[2]
    best = rival.best_on_the_simplex(z, entropy_weight)
    gradient = act.softmax(z) - truth_weight * y
    return Evidence(
        largest_score_plus_entropy=(-best.fun, act.logsumexp(z), 1e-9),
        distance_of_the_maximiser_from_softmax=(np.abs(best.x - act.softmax(z)).max(), 0.0, 1e-5),
        error_of_the_gradient_p_minus_y=(np.abs(rival.slope_of_cross_entropy(z, y) - gradient).max(), 0.0, 1e-8),
    )


@claim(
    "C86",
    section="softmax",
    says="ŷ_i represent log-probabilities",
    verdict="false",
    correction=(
        "The inputs of softmax are log-probabilities only up to a common constant: log p = z − LSE(z). Exponentials of "
        "the inputs 1 and 2 add up to e + e², not to 1. Of all z + c, which share one softmax, one holds log p."
    ),
    references=("blanchard2021",),
    foils={"inputs taken for log-probabilities": {"constant": lambda z: 0.0 * z[:, 0]}},
)
def inputs_are_log_probabilities_but_for_a_constant(constant=act.logsumexp):
    """What exponentials of inputs, and of inputs less the constant, add up to; over 1000 random inputs."""
    z = np.random.default_rng(86).normal(0, 2, (1000, 5))
    log_p = z - constant(z)[:, np.newaxis]
    return Evidence(
        total_of_exponentials_of_1_and_2=(np.exp([1.0, 2.0]).sum(), math.e + math.e**2, 1e-12),
        largest_error_of_totals_less_the_constant=(np.abs(np.exp(log_p).sum(axis=1) - 1).max(), 0.0, 1e-12),
        largest_distance_from_log_softmax=(np.abs(log_p - act.log_softmax(z)).max(), 0.0, 1e-12),
    )


@claim(
    "C87",
    section="softmax",
    says="when we perform exponentiation we end up with the raw probabilities",
    verdict="conditional",
    correction=(
        "Only where LSE(z) = 0, as for the output of log-softmax. Exponentials of logits are relative weights: their "
        "ratios are the odds p_i/p_j, but to be probabilities they must be divided by their sum, e^LSE(z)."
    ),
    foils={"exponentials not divided by their sum": {"divided": False}},
)
def exponentials_are_weights_until_they_are_divided(divided=True):
    """Sums of exponentials of logits and of log-softmax, and the odds; over 100,000 random inputs."""
    z = np.random.default_rng(87).standard_normal((100_000, 10))
    weights = np.exp(z)
    p = weights / weights.sum(axis=1, keepdims=True) if divided else weights
    return Evidence(
        mean_sum_of_raw_exponentials=(weights.sum(axis=1).mean(), 10 * math.exp(0.5), 0.1),
        largest_error_of_sums_where_lse_is_0=(np.abs(np.exp(act.log_softmax(z)).sum(axis=1) - 1).max(), 0.0, 1e-13),
        largest_error_of_sums_after_division=(np.abs(p.sum(axis=1) - 1).max(), 0.0, 1e-13),
        largest_error_of_log_odds=(np.abs(np.log(p[:, 0] / p[:, 1]) - (z[:, 0] - z[:, 1])).max(), 0.0, 1e-12),
    )


@claim(
    "C88",
    section="softmax",
    says="In this case the softmax equation find the MLE (Maximum Likelihood Estimate).",
    verdict="false",
    correction=(
        "An equation estimates nothing. Minimising the cross-entropy over the logits (or over the weights behind them) "
        "does: counts 5, 3, 2 lead to p = (0.5, 0.3, 0.2), the relative frequencies. Softmax of the counts does not."
    ),
    references=("bridle1990training",),
    foils={"softmax alone, without training": {"steps": 0}},
)
def training_finds_the_maximum_likelihood(steps=1000):
    """Gradient descent on the mean cross-entropy of ten observations, beside the relative frequencies."""
    counts = z = np.array([5.0, 3.0, 2.0])
    for _ in range(steps):
        z = z - (act.softmax(z) - counts / counts.sum())
    trained, alone = act.softmax(z), act.softmax(counts)
    return Evidence(
        probability_of_the_first=(trained[0], 0.5, 1e-9),
        probability_of_the_second=(trained[1], 0.3, 1e-9),
        probability_of_the_third=(trained[2], 0.2, 1e-9),
        softmax_of_the_counts_for_the_first=(alone[0], 1 / (1 + math.exp(-2) + math.exp(-3)), 1e-12),
    )


@claim(
    "C89",
    section="softmax",
    says=(
        "If a neuron's output is a log probability, then the summation of many neurons' outputs is a multiplication of "
        "their probabilities. That's more commonly useful than a sum of probabilities."
    ),
    verdict="conditional",
    correction=(
        "The algebra holds for log-probabilities, not for logits. The product is the probability of all events "
        "together only if they are independent: for two copies of one coin it is half the truth. The gain is mostly "
        "numerical: 1000 factors of 0.3 underflow, 1000 logarithms add up. Mixtures and marginals need sums."
    ),
    foils={"logits taken for log-probabilities": {"log_probability": lambda z: z}},
)
def sums_of_logs_are_products_for_independent_events(log_probability=act.log_softmax):
    """Seven outputs added as logarithms and multiplied as probabilities; two copies of a coin; 1000 factors."""
    rng = np.random.default_rng(89)
    z, coin = rng.standard_normal((7, 3)), rng.integers(0, 2, 100_000)
    factors = np.full(1000, 0.3)
    return Evidence(
        sum_of_seven_logs=(log_probability(z)[:, 0].sum(), math.log(act.softmax(z)[:, 0].prod()), 1e-12),
        truth_over_product_for_two_copies=((coin * coin).mean() / coin.mean() ** 2, 2.0, 0.05),
        product_of_1000_factors_in_float64=(factors.prod(), 0.0, 0.0),
        sum_of_their_logs=(np.log(factors).sum(), 1000 * math.log(0.3), 1e-9),
    )


@claim(
    "C90",
    section="softmax",
    says="It is a softened version of the argmax function (limit as T → 0)",
    verdict="conditional",
    correction=(
        "As T falls to 0, softmax(z/T) tends to the one-hot vector of the largest score, not to its index, if the "
        "largest is unique; tied scores share equally. Between two scores at a gap δ the distance from the limit is "
        "1/(1 + exp(δ/T)). So the limit is pointwise: at every T > 0 scores that are nearly tied are still undecided."
    ),
    references=("bridle1990", "hinton2015"),
    foils={
        "a high temperature": {"temperature": 1000.0},
        "the first of the winners takes all": {"limit": rival.first_winner_takes_all},
    },
)
def cold_softmax_is_uniform_over_the_winners(temperature=1e-3, limit=rival.shared_by_winners):
    """Distance from the limit without and with a tie, the rate at which it falls, and its worst case near a tie."""
    unique, tied, gaps = np.array([1.0, 2.0, 0.0]), np.array([2.0, 2.0, 1.0]), np.array([0.1, 0.2, 0.4])
    cold = [np.abs(act.softmax(z, temperature=temperature) - limit(z)).max() for z in (unique, tied)]
    lost = act.softmax([[0.0, gap] for gap in gaps], temperature=0.1)[:, 0]
    return Evidence(
        distance_with_one_winner=(cold[0], 0.0, 1e-12),
        distance_with_a_tie=(cold[1], 0.0, 1e-12),
        error_of_the_rate=(np.abs(lost - 1 / (1 + np.exp(gaps / 0.1))).max(), 0.0, 1e-14),
        share_of_the_loser_by_a_hair=(act.softmax([0.0, 1e-12], temperature=1e-3)[0], 0.5, 1e-8),
    )


@claim(
    "C91",
    section="softmax",
    says=(
        "It react to low stimulation (think blurry image) of your neural net with rather uniform distribution and to "
        "high stimulation (ie. large numbers, think crisp image) with probabilities close to 0 and 1."
    ),
    verdict="conditional",
    correction=(
        "It reacts to differences, not to magnitudes. Scores that are multiplied move apart, and then the sentence "
        "holds. Scores that are raised together leave it where it was: [1001, 1002] gives what [1, 2] gives, "
        "[1000, 1000] is undecided, and [−20, −10] is as sure as [10, 20]. Softmax ignores shifts, not scale."
    ),
    references=("goodfellow2016",),
    foils={
        "exponentials without the shift": {"f": rival.naive_softmax},
        "standard normalisation": {"f": act.standard_normalization},
    },
)
def softmax_reacts_to_differences(f=act.softmax):
    """The notes' two inputs raised, lowered, level and multiplied."""
    blurry, crisp = np.array([1.0, 2.0]), np.array([10.0, 20.0])
    return Evidence(
        change_when_1000_is_added=(np.abs(f(blurry + 1000) - f(blurry)).max(), 0.0, 0.0),
        change_when_30_is_subtracted=(np.abs(f(crisp - 30) - f(crisp)).max(), 0.0, 0.0),
        largest_share_of_two_large_equals=(f(np.array([1000.0, 1000.0])).max(), 0.5, 0.0),
        log_odds_after_multiplying_by_10=(np.log(f(10 * blurry)[1] / f(10 * blurry)[0]), 10.0, 1e-12),
    )


@claim(
    "C92",
    section="softmax",
    says="While standard normalisation does not care as long as the proportion are the same.",
    verdict="conditional",
    correction=(
        "It ignores the scale, even its sign, where the sum is not 0; but not a shift: [1001, 1002] gives nearly equal "
        "shares. With scores of both signs its output is no distribution, at sum 0 it is undefined, and of −1 and −2 "
        "the smaller gets the larger share."
    ),
    foils={"softmax in its place": {"f": act.softmax}},
)
def standard_normalisation_ignores_scale_only(f=act.standard_normalization):
    """The notes' input scaled, shifted, with both signs, negated, and with sum 0."""
    z = np.array([1.0, 2.0])
    return Evidence(
        change_when_multiplied_by_10=(np.abs(f(10 * z) - f(z)).max(), 0.0, 1e-15),
        first_share_after_adding_1000=(f(z + 1000)[0], 1001 / 2003, 1e-15),
        first_share_of_minus_1_and_2=(f(np.array([-1.0, 2.0]))[0], -1.0, 0.0),
        share_of_the_smaller_of_minus_1_and_minus_2=(f(-z)[1], 2 / 3, 1e-15),
        undefined_shares_at_sum_0=(np.isnan(f(np.array([-1.0, 1.0]))).sum(), 2, 0),
    )


@claim(
    "C93",
    section="softmax",
    says="softmax([1,2]) # blurry image of a ferret [0.26894142, 0.73105858]",
    verdict="holds",
    correction="The second number is the sigmoid of 1, the difference of the scores.",
    foils=OTHER_BASES,
)
def softmax_of_1_and_2_is_the_sigmoid_of_1(temperature=1.0):
    """Softmax beside the sigmoid of the difference and beside the notes' digits."""
    return rival.two_scores([1.0, 2.0], temperature, printed=("0.26894142", "0.73105858"))


@claim(
    "C94",
    section="softmax",
    says="softmax([10,20]) # crisp image of a cat [0.0000453978687, 0.999954602]",
    verdict="holds",
    correction="The second number is the sigmoid of 10, the difference of the scores.",
    foils=OTHER_BASES,
)
def softmax_of_10_and_20_is_the_sigmoid_of_10(temperature=1.0):
    """Softmax beside the sigmoid of the difference and beside the notes' digits."""
    return rival.two_scores([10.0, 20.0], temperature, printed=("0.0000453978687", "0.999954602"))


@claim(
    "C95",
    section="softmax",
    says=(
        "std_norm([1,2]) [0.3333333333333333, 0.6666666666666666] … "
        "std_norm([10,20]) [0.3333333333333333, 0.6666666666666666]"
    ),
    verdict="holds",
    correction=(
        "To the last digit, and in exact arithmetic for every multiple of [1, 2]. This is division by the sum; the "
        "standard score (z − mean)/σ, whose name is much alike, gives [−1, 1]."
    ),
    foils={"the standard score": {"f": rival.standard_score}, "softmax": {"f": act.softmax}},
)
def division_by_the_sum_gives_thirds_twice(f=act.standard_normalization):
    """Both inputs beside the notes' digits, and a third one that keeps the difference instead of the ratio."""
    shares, crisp = f(np.array([1.0, 2.0])), f(np.array([10.0, 20.0]))
    return Evidence(
        first_of_1_and_2=(shares[0], 0.3333333333333333, 0.0),
        second_of_1_and_2=(shares[1], 0.6666666666666666, 0.0),
        largest_change_at_10_and_20=(np.abs(crisp - shares).max(), 0.0, 0.0),
        first_of_11_and_12=(f(np.array([11.0, 12.0]))[0], 11 / 23, 1e-15),
    )


@claim(
    "C96",
    section="softmax",
    says="what happens when soft max has 10 times larger input, ie your neural net got a crisp image",
    verdict="conditional",
    correction=(
        "A picture, not a law. In a ReLU net logits grow linearly along almost every ray, and almost any input becomes "
        "“crisp” if it is far enough away: a net with random weights, which has learnt nothing, is certain there. "
        "Certainty is not evidence: whether it is deserved is a question of calibration."
    ),
    references=("hein2019", "guo2017"),
    foils={"bounded units": {"f": act.tanh}, "near the origin": {"distance": 1.0}},
)
def far_away_a_net_that_has_learnt_nothing_is_certain(f=act.relu, distance=1e5):
    """Logits and confidence of a random net with 64 hidden units along 1000 random rays."""
    rng = np.random.default_rng(96)
    net, rays = rival.random_net(rng, f), rng.standard_normal((1000, 20)) / math.sqrt(20)
    near, far, further = (net(t * rays) for t in (1.0, distance, 2 * distance))
    growth = np.linalg.norm(further, axis=1) / np.linalg.norm(far, axis=1)
    return Evidence(
        growth_of_the_logits_when_the_distance_doubles=(np.median(growth), 2.0, 1e-3),
        share_of_rays_with_confidence_over_99_percent=(np.mean(act.softmax(far).max(axis=1) > 0.99), 1.0, 0.01),
        the_same_share_at_distance_1=(np.mean(act.softmax(near).max(axis=1) > 0.99), 0.0, 0.05),
    )
