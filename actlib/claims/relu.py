"""Claims of the notes on ReLU: its formulas and merits, batch normalisation before it, dead units, infinite range."""

import math

import numpy as np
from scipy.special import digamma
from scipy.stats import binom

import actlib as act
from actlib.explorables import _relu
from actlib.ledger import Evidence, claim

Z = np.linspace(-5, 5, 1001)
LINE = np.linspace(-1, 1, 41)[:, None]
PRODUCT = np.random.default_rng(0).standard_normal((100, 5))


@claim(
    "C60",
    section="relu",
    says="R(z) = z for z > 0, 0 for z <= 0",
    verdict="holds",
    references=("fukushima1969", "nair2010", "glorot2011"),
    foils={"a leak below zero": {"f": act.leaky_relu}, "softplus": {"f": act.softplus}},
)
def relu_is_half_of_z_plus_its_absolute_value(f=act.relu):
    """Compare actlib's ReLU with (z + |z|)/2 and with max(z, 0), on a grid; both are exact in floating point."""
    return Evidence(
        against_the_absolute_value=(np.abs(f(Z) - (Z + np.abs(Z)) / 2).max(), 0, 0),
        against_the_definition=(np.abs(f(Z) - np.where(Z > 0, Z, 0)).max(), 0, 0),
    )


@claim(
    "C61",
    section="relu",
    says="R′(z) = 1 for z > 0, 0 for z < 0",
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
    two_relus, nested = np.abs(2 * s - 1), np.abs(s * s - s)
    return Evidence(
        slope_left_of_zero=((f(0.0) - f(-h)) / h, 0, 1e-9),
        slope_right_of_zero=((f(h) - f(0.0)) / h, 1, 1e-9),
        least_worst_error=(np.max([two_relus, nested][programs], axis=0).min(), math.sqrt(5) - 2, 1e-5),
    )


def _misfit(f, target, seed, reach):
    """Rms error, on [-reach, reach], of the best output layer found on [-2, 2] over 20 random units."""
    w, b = np.random.default_rng(seed).standard_normal((2, 20))
    near, far = (np.linspace(-end, end, 201) for end in (2, reach))
    features = [np.column_stack([f(np.outer(x, w) + b), np.ones_like(x)]) for x in (near, far)]
    outgoing = np.linalg.lstsq(features[0], target(near), rcond=1e-8)[0]
    return np.sqrt(np.mean((features[1] @ outgoing - target(far)) ** 2))


@claim(
    "C62",
    section="relu",
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
    wins = [_misfit(rival, smooth, seed, 2) < _misfit(act.relu, smooth, seed, 2) for seed in range(20)]
    losses = [_misfit(rival, kinked, seed, 4) > _misfit(act.relu, kinked, seed, 4) for seed in range(20)]
    return Evidence(tanh_fits_the_sine_better=(sum(wins), 20, 0), relu_extends_the_kink_better=(sum(losses), 20, 0))


@claim(
    "C63",
    section="relu",
    says="Non-saturation of gradients which accelerates convergence of SGD",
    verdict="conditional",
    correction="ReLU does not saturate for z > 0; for z < 0, half of the time at the start, its slope is exactly 0, "
    "where tanh is that flat for 0.3 % of standard normal z. It is faster than a sigmoid at the usual scale, and was "
    "6 times faster than tanh in a convolutional net of 2012. Here tanh with its own gain needs fewer steps than ReLU.",
    references=("krizhevsky2012", "glorot2010"),
    foils={"tanh with weights ten times too small": {"tanh_gain": 0.16}, "sigmoid replaced": {"slow": act.tanh}},
)
def tanh_with_its_gain_outruns_relu(tanh_gain=act.tanh.facts.gain, slow=act.sigmoid):
    """Train 5 hidden layers on the sign of a product; count seeds. Then the share of z ~ N(0, 1) with f' < 0.01."""
    y = np.sign(PRODUCT[:, :1] * PRODUCT[:, 1:2])
    task = (PRODUCT, y, [32] * 5, (0.1, 0.2), 250)
    relu, tanh = (_relu.steps_to_fit(f, g, *task) for f, g in ((act.relu, 2**0.5), (act.tanh, tanh_gain)))
    edge = math.atanh(math.sqrt(0.99))  # where 1 − tanh² = 0.01
    return Evidence(
        seeds_where_tanh_is_first=((tanh < relu).sum(), 5, 0),
        seeds_where_relu_arrives=((relu < 250).sum(), 5, 0),
        seeds_where_sigmoid_arrives=((_relu.steps_to_fit(slow, 1.0, *task) < 250).sum(), 0, 0),
        relu_flat=(act.gaussian.expectation(lambda z: act.relu.derivative(z) < 0.01, kinks=[0]), 0.5, 1e-12),
        tanh_flat=(_flat_share(act.tanh, edge), math.erfc(edge / math.sqrt(2)), 1e-10),
    )


def _flat_share(f, edge):
    return act.gaussian.expectation(lambda z: f.derivative(z) < 0.01, kinks=[-edge, edge])


@claim(
    "C64",
    section="relu",
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
    features, labels = act.relu(rng.standard_normal((40, 5)) @ rng.standard_normal((5, units))), rng.standard_normal(40)
    misfit = np.abs(features @ np.linalg.lstsq(features, labels, rcond=None)[0] - labels).max()
    return Evidence(**shares, misfit_of_random_labels=(misfit, 0, 1e-9))


@claim(
    "C65",
    section="relu",
    says="ReLU (as usually used in neural networks) introduces sparsity in activations not in weights or biases.",
    verdict="holds",
    references=("glorot2011",),
    foils={"an L1 penalty, which zeroes weights": {"shrink": 0.05}, "tanh": {"f": act.tanh}},
)
def activations_are_sparse_and_weights_are_not(f=act.relu, shrink=0.0):
    """Train 5→100→1 nets for 50 steps; count what is exactly zero."""
    nets = _relu.network([5, 100, 1], 5, seed=0)
    *_, (layers, pre) = _relu.descend(nets, PRODUCT, PRODUCT[:, :1] * PRODUCT[:, 1:2], 0.05, 50, f=f)
    (w, b), (v, _) = layers
    weights = np.concatenate([w.ravel(), v.ravel()])
    weights = np.sign(weights) * np.maximum(np.abs(weights) - shrink, 0)
    return Evidence(
        zero_activations=((f(pre[0]) == 0).mean(), 0.5, 0.1),
        zero_weights=((weights == 0).mean(), 0, 0),
        zero_biases=((b == 0).mean(), 0, 0),
    )
