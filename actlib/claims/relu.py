"""Claims of the notes on ReLU: its formulas and merits, batch normalisation before it, dead units, infinite range."""

import math
from functools import partial

import numpy as np

import actlib as act
from actlib import _relu_nets
from actlib.claims import _relu as _helpers
from actlib.ledger import Evidence, claim
from actlib.networks import MLP, Init

Z = np.linspace(-5, 5, 1001)
PRODUCT = np.random.default_rng(0).standard_normal((100, 5))
TARGET = PRODUCT[:, :1] * PRODUCT[:, 1:2]
_claim = partial(claim, section="relu")


@_claim(
    "C60",
    says="R(z) = z for z > 0, 0 for z <= 0",
    verdict="holds",
    references=("fukushima1969", "nair2010", "glorot2011"),
    foils={"a leak below zero": {"f": act.leaky_relu}, "softplus": {"f": act.softplus}},
)
def relu_is_half_of_z_plus_its_absolute_value(f=act.relu):
    """Compare actlib's ReLU with (z + |z|)/2 on a grid; both are exact in floating point."""
    return Evidence(largest_difference=(np.abs(f(Z) - (Z + np.abs(Z)) / 2).max(), 0, 0))


@_claim(
    "C61",
    says="R'(z) = 1 for z > 0, 0 for z < 0",
    verdict="conditional",
    correction="Away from 0. At 0 there is no derivative: the slopes on the two sides are 0 and 1, and every number "
    "between is a subgradient. PyTorch's and JAX's relu return 0 there, their maximum(x, 0) returns 1/2, and "
    "PyTorch's clamp(min=0) has returned 1. No choice keeps the chain rule: x = relu(x) − relu(−x) asks for 1/2, "
    "relu(relu(x)) = relu(x) for 0 or 1; the least worst error is √5 − 2.",
    references=("bertoin2021", "lee2020", "bolte2021"),
    foils={"one program only": {"programs": slice(0, 1)}, "a smooth ReLU": {"f": act.softplus}},
)
def no_slope_at_zero_serves_every_program(f=act.relu, programs=slice(None)):
    """Take both slopes at 0, then search [0, 1] for the convention s with the least worst error in two programs."""
    s, h = np.linspace(0, 1, 100001), 2.0**-20
    errors = [np.abs(2 * s - 1), np.abs(s * s - s)][programs]  # of two ReLUs, of ReLU in ReLU
    return Evidence(
        slope_left_of_zero=((f(0.0) - f(-h)) / h, 0, 1e-9),
        slope_right_of_zero=((f(h) - f(0.0)) / h, 1, 1e-9),
        least_worst_error=(np.max(errors, axis=0).min(), math.sqrt(5) - 2, 1e-5),
    )


@_claim(
    "C62",
    says="The best for activation (Better gradients).",
    verdict="false",
    correction="No activation is best everywhere. With 20 random units tanh fits a sine on the data better than ReLU "
    "in every draw; ReLU carries |x| on beyond the data better than tanh in every draw. ReLU was the strong default "
    "of convolutional nets from about 2012; transformers use GELU, SiLU and gated units.",
    references=("krizhevsky2012", "hendrycks2016", "ramachandran2017", "shazeer2020"),
    foils={"ReLU against itself": {"rival": act.relu}, "the tasks exchanged": {"smooth": np.abs, "kinked": np.sin}},
)
def tanh_and_relu_each_win_a_task(rival=act.tanh, smooth=lambda x: np.sin(2 * x), kinked=np.abs):
    """Fit the output layer over 20 random units, for 20 draws; count the draws in which each function wins."""
    return Evidence(
        tanh_fits_the_sine_better=(_helpers.wins(rival, act.relu, smooth, reach=2), 20, 0),
        relu_extends_the_kink_better=(_helpers.wins(act.relu, rival, kinked, reach=4), 20, 0),
    )


@_claim(
    "C63",
    says="Non-saturation of gradients which accelerates convergence of SGD",
    verdict="conditional",
    correction="ReLU does not saturate for z > 0; for z < 0, half of the time at the start, its slope is exactly 0, "
    "where tanh is that flat for 0.3 % of standard normal z. It is faster than a sigmoid; a convolutional net of "
    "2012 came to 25 % training error 6 times as fast as with tanh, each at its own rate. Here, each function at its "
    "own gain, tanh needs fewer steps than ReLU.",
    references=("krizhevsky2012", "glorot2010"),
    foils={
        "tanh with weights ten times too small": {"tanh_init": Init(gain=0.16)},
        "tanh for the sigmoid": {"slow": act.tanh},
    },
)
def tanh_with_its_gain_outruns_relu(tanh_init="matched", slow=act.sigmoid):
    """Train 5 hidden layers on the sign of a product; count seeds. Then the share of z ~ N(0, 1) with f' < 0.01."""
    task = (PRODUCT, np.sign(TARGET), [32] * 5, (0.1, 0.2), 200)
    inits = {act.relu: "matched", act.tanh: tanh_init, slow: "matched"}
    relu, tanh, third = (_relu_nets.steps_to_fit(f, *task, init=inits[f]) for f in (act.relu, act.tanh, slow))
    edge = math.atanh(math.sqrt(0.99))  # where 1 − tanh² = 0.01
    return Evidence(
        seeds_where_tanh_is_first=((tanh < relu).sum(), 5, 0),
        most_relu_nets_arrive=((relu < 200).sum() > 2, 1, 0),
        seeds_where_sigmoid_arrives=((third < 200).sum(), 0, 0),
        relu_flat=(_helpers.flat_share(act.relu, 0.0), 0.5, 1e-12),
        tanh_flat=(_helpers.flat_share(act.tanh, edge), math.erfc(edge / math.sqrt(2)), 1e-10),
    )


@_claim(
    "C64",
    says="Sparsity effects and induced regularization.",
    verdict="conditional",
    correction="Half of all units are 0 for any input at the start, in every layer: with symmetric weights and no "
    "bias, z is positive as often as negative. That this regularises is not shown: half-zero features still fit as "
    "many random labels as there are examples, and Xu et al. found that slopes other than 0 did better.",
    references=("glorot2011", "xu2015"),
    foils={"biases below zero": {"bias": -0.5}, "fewer units than labels": {"units": 30}},
)
def half_of_the_units_are_zero_and_fit_random_labels(bias=0.0, units=100):
    """Count zeros in layers 1 to 6 of 400 nets of width 50; then fit 40 random labels with one half-zero layer."""
    rng = np.random.default_rng(0)
    a, shares = rng.standard_normal((400, 1, 50)), {}
    for layer in range(1, 7):
        a = act.relu(a @ rng.standard_normal((400, 50, 50)) * math.sqrt(2 / 50) + bias)
        shares[f"zeros_in_layer_{layer}"] = ((a == 0).mean(), 0.5, 0.015)
    return Evidence(**shares, misfit_of_random_labels=(_helpers.misfit_of_random_labels(units), 0, 1e-9))


@_claim(
    "C65",
    says="ReLU (as usually used in neural networks) introduces sparsity in activations not in weights or biases.",
    verdict="holds",
    references=("glorot2011",),
    foils={"small weights cut to zero": {"cut": 0.05}, "tanh": {"f": act.tanh}},
)
def activations_are_sparse_and_weights_are_not(f=act.relu, cut=0.0):
    """Train 5→100→1 nets for 50 steps; count what is exactly zero."""
    net = MLP([5, 100, 1], f, seeds=range(5), dtype=np.float64)
    *_, last = _relu_nets.descent(net, PRODUCT, TARGET, 0.05, 50)
    weights = (np.abs(np.concatenate([w.ravel() for w in net.weights])) <= cut).mean()
    activations, biases = (last.net.hidden[0].value == 0).mean(), (net.biases[0] == 0).mean()
    return Evidence(zero_activations=(activations, 0.5, 0.1), zero_weights=(weights, 0, 0), zero_biases=(biases, 0, 0))


@_claim(
    "C66",
    says="Not computationally expensive",
    verdict="holds",
    correction="One maximum a unit; an exponential takes about thirty operations. But the weights take twice the "
    "fan-in: at 512 inputs an exponential is 3 % of the layer's arithmetic, ReLU 0.1 %. The saving seldom decides.",
    references=("glorot2011",),
    foils={"an exponential good to four digits": {"accuracy": 1e-4}, "sigmoid": {"kernel": act.sigmoid.kernel}},
)
def an_exponential_takes_thirty_operations_and_relu_one(kernel=act.relu.kernel, accuracy=1e-15):
    """Count operations with a counting array; the exponential is a Taylor sum, its degree from the remainder."""
    remainder = next(n for n in range(1, 20) if (math.log(2) / 2) ** (n + 1) / math.factorial(n + 1) < 1e-15)
    degree, relu = _helpers.degree_needed(accuracy), _helpers.operations(kernel)
    exponential = _helpers.operations(lambda z: _helpers.exponential(z, degree))
    return Evidence(
        operations_of_relu=(relu, 1, 0),
        operations_of_an_exponential=(exponential, 7 + 2 * remainder, 0),
        percent_of_a_layer_of_512_inputs=(100 * exponential / (2 * 512), 3, 0.5),
    )


@_claim(
    "C67",
    says="The problem that ReLU is not zero-centered can be solved/mitigated by using batch normalization, which "
    "normalizes the signal before activation",
    verdict="false",
    correction="What is centred is the input of ReLU. If that is normal, the output has mean 1/√(2π) and variance "
    "½ − 1/(2π), and half of it is 0. A batch norm behind the next weights removes the mean, and makes the weights' "
    "gradient blind to it; without one the mean stays. To centre the output itself, normalise behind ReLU.",
    references=("ioffe2015",),
    foils={"batch norm behind ReLU": {"before": False}, "no batch norm in the next layer": {"followed": False}},
)
def batch_norm_before_relu_leaves_the_output_off_centre(before=True, followed=True):
    """Take moments of ReLU behind batch norm; then what taking its mean away changes in the next layer."""
    rng, (u, w, b) = np.random.default_rng(1), _helpers.normal_layer()
    z = np.abs(u) @ w + b
    a = act.relu(_relu_nets.batch_norm(z)) if before else _relu_nets.batch_norm(act.relu(z))
    w, upstream = rng.standard_normal((64, 64)) / 8, rng.standard_normal(z.shape)
    output, centred = ((_relu_nets.batch_norm(u @ w) if followed else u @ w) for u in (a, a - a.mean(0)))
    delta = _relu_nets.batch_norm_gradient(a @ w, upstream) if followed else upstream
    return Evidence(
        mean_of_the_output=(a.mean(), 1 / math.sqrt(2 * math.pi), 0.005),
        variance_of_the_output=(a.var(), 0.5 - 1 / (2 * math.pi), 0.01),
        share_of_zeros=((a == 0).mean(), 0.5, 0.01),
        the_mean_in_the_next_outputs=(np.abs(output - centred).max(), 0, 1e-10),
        the_mean_in_the_next_gradient=(np.abs(a.mean(0)[:, None] * delta.sum(0)).max(), 0, 1e-9),
    )


@_claim(
    "C68",
    says="From paper: We add the BN transform immediately before the nonlinearity, by normalizing x = Wu + b",
    verdict="holds",
    correction="And so b has no effect: the mean that is subtracted contains it. Leave it out; the shift that batch "
    "norm learns, β, takes its place.",
    references=("ioffe2015",),
    foils={"division by the spread alone": {"norm": lambda z: z / z.std(0)}},
)
def batch_norm_makes_the_bias_redundant(norm=_relu_nets.batch_norm):
    """Add 7.3 to every bias and look for a change; then sum batch norm's gradient, which is the gradient of b."""
    u, w, b = _helpers.normal_layer()
    delta = _relu_nets.batch_norm_gradient(u @ w + b, np.random.default_rng(1).standard_normal(u.shape))
    return Evidence(
        change_from_adding_to_the_bias=(np.abs(norm(u @ w + b + 7.3) - norm(u @ w + b)).max(), 0, 1e-12),
        gradient_of_the_bias=(np.abs(delta.sum(0)).max(), 0, 1e-10),
    )


@_claim(
    "C69",
    says="normalizing it is likely to produce activations with a stable distribution.",
    verdict="conditional",
    correction="Mean and variance are held, whatever the scale of W (5W gives the same output, up to ε = 10⁻⁵), but "
    "not the shape: an exponential law keeps 1/e of itself above its mean, a normal law 1/2. Whether stability is why "
    "batch norm helps is contested.",
    references=("ioffe2015", "santurkar2018"),
    foils={"centring alone": {"norm": lambda z, epsilon: z - z.mean(0) + 0 * epsilon}},
)
def batch_norm_holds_two_moments_and_not_the_shape(norm=_relu_nets.batch_norm):
    """Scale W by 5, beside the first order in ε; then the share above 0 behind batch norm, for two laws."""
    (u, w, _), rng = _helpers.normal_layer(), np.random.default_rng(2)
    z, normal, skew = u @ w, rng.standard_normal((40000, 1)), rng.exponential(size=(40000, 1))
    first_order = np.abs(_relu_nets.batch_norm(z) * 1e-5 * (1 - 1 / 25) / (2 * z.var(0))).max()
    return Evidence(
        change_from_scaling_the_weights=(np.abs(norm(5 * z, 1e-5) - norm(z, 1e-5)).max(), first_order, 1e-9),
        variance_behind_batch_norm=(norm(3 * z + 1, 0.0).var(), 1, 1e-12),
        share_above_0_of_a_normal_law=((norm(normal, 0.0) > 0).mean(), 0.5, 0.01),
        share_above_0_of_an_exponential_law=(
            (norm(skew, 0.0) > 0).mean(),
            1 / math.e,
            0.01,
        ),
    )


@_claim(
    "C70",
    says="If a neuron gets clamped to zero in the forward pass (it doesn’t “fire” / x<0), then its weights will get "
    "zero gradient.",
    verdict="holds",
    correction="The gate is the pre-activation, z < 0, and the zero is for that example only: it reaches the weights "
    "into the unit, its bias, the weights out of it, and whatever lies below.",
    references=("maas2013",),
    foils={"a gate on the sign of the inputs": {"gate": "x"}},
)
def the_gate_is_the_pre_activation(gate="z"):
    """Differentiate the loss of an all-negative example by every weight numerically; compare the gated formula."""
    x, w, v = _helpers.negative_example()
    z, slopes = x @ w, _helpers.differences(lambda w: (act.relu(x @ w) @ v - 1) ** 2 / 2, w)
    formula = np.outer(x, (act.relu(z) @ v - 1) * v * ({"z": z, "x": x.sum()}[gate] > 0))
    return Evidence(
        formula_against_differences=(np.abs(formula - slopes).max(), 0, 1e-6),
        largest_slope_at_units_that_do_not_fire=(np.abs(slopes[:, z < 0]).max(), 0, 0),
        units_that_learn_from_negative_inputs=((np.abs(slopes) > 1e-6).all(0).sum(), (z > 0).sum(), 0),
    )


@_claim(
    "C71",
    says="if a ReLU neuron … never fires, … then this neuron will remain permanently dead.",
    verdict="conditional",
    correction="In the first layer, on fixed data, under plain gradient descent: yes. Weight decay of weights and bias "
    "alike shrinks z and keeps its sign; decay of one of the two can revive. In a later layer the inputs move while "
    "other units learn, and dead units do come back. So they can on new data, and momentum goes on moving them.",
    references=("lu2020",),
    foils={"biases decay alone": {"decay": (0.0, 0.05)}, "earlier layers that do not learn": {"frozen": 1}},
)
def dead_units_stay_in_the_first_layer_and_return_in_the_second(decay=(0.05, 0.05), frozen=0):
    """Count units that were dead on all data and fired later: in the first layer of 1→40→1, the second of 5→20→20→1."""
    shallow = [_helpers.returns_in_the_first_layer(d) for d in ((0.0, 0.0), decay)]
    deep = _helpers.silenced_in_the_second_layer(PRODUCT)
    deep.frozen = frozen
    _, returned = _helpers.returns(deep, PRODUCT, TARGET, 0.05, 200, 1)
    return Evidence(
        units_died_in_the_first_layer=(shallow[0][0] > 0, 1, 0),
        returned_under_plain_descent=(shallow[0][1], 0, 0),
        returned_under_decay_of_all=(shallow[1][1], 0, 0),
        some_returned_in_the_second_layer=(returned > 0, 1, 0),
    )


@_claim(
    "C72",
    says="… knocked off with a large update during training … (usually as a symptom of aggressive learning rates)",
    verdict="holds",
    correction="And sharply: up to the rate 2/λ, λ the largest eigenvalue of the tangent kernel at the start, no unit "
    "dies; at two and a half times that rate most do, within a few steps. It is a cliff, not a slope.",
    references=("maas2013",),
    foils={"a rate below the cliff": {"high": 1.0}, "a rate beyond it": {"low": 2.5}},
)
def units_die_beyond_a_cliff_in_the_learning_rate(low=1.0, high=2.5):
    """Train 10→100→1 nets for 200 full-batch steps over 10 seeds, at both multiples of 2/λ; take the dead share."""
    shares = [_helpers.dead_share(multiple) for multiple in (low, high)]
    return Evidence(dead_share_at_the_low_rate=(shares[0], 0, 0), most_die_at_the_high_rate=(shares[1] > 0.5, 1, 0))


@_claim(
    "C73",
    says="Infinite Range: Can blow up the activation.",
    verdict="conditional",
    correction="Up or down: ReLU is positively homogeneous, so a layer multiplies the rms by g/√2, g the gain of its "
    "weights. Over 50 layers that is 3·10⁻⁸ at g = 1 and 3·10⁷ at g = 2; at He's gain √2 the rms stays.",
    references=("he2015", "hanin2018"),
    foils={"the half that ReLU removes forgotten": {"kept": 1.0}, "softplus": {"f": act.softplus}},
)
def the_rms_grows_by_gain_over_root_two_a_layer(f=act.relu, kept=0.5):
    """Run 4 nets of 50 layers, 512 wide; take log10 of the rms, beside the exact mean of its law at this width."""
    gains = {"log10_rms_at_gain_1": 1.0, "log10_rms_at_gain_root_2": 2**0.5, "log10_rms_at_gain_2": 2.0}
    narrow = _helpers.mean_log10_shrinkage(512)  # −0.001: the log of a mean of 512 squares is a little low
    law = {name: 50 * (math.log10(gain * math.sqrt(kept)) + narrow) for name, gain in gains.items()}
    return Evidence(**{name: (_helpers.log10_rms(f, gain, 512, 50), law[name], 0.3) for name, gain in gains.items()})
