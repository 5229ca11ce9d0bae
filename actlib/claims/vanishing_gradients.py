"""Claims of the chapter on vanishing gradients: C27 to C32."""

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr

import actlib as act
from actlib import meanfield
from actlib.gaussian import expectation
from actlib.ledger import Evidence, claim
from actlib.networks import random_networks, simulated_profile


def _simulated_factor(f, sigma_w, sigma_b=0.0):
    """Factor per layer on the rms of a gradient, over nine layers of 20 random networks of width 100."""
    return simulated_profile(f, sigma_w, sigma_b)[0] ** (1 / 9)


def _expected_factor(f, sigma_w, sigma_b=0.0):
    """The same by quadrature, in networks of infinite width."""
    return meanfield.expected_profile(f, sigma_w, sigma_b)[0] ** (1 / 9)


@claim(
    "C27",
    section="vanishing_gradients",
    says="[Saturation] leads to a problem called vanishing gradient.",
    verdict="conditional",
    correction="It does if the weights stay as they are: biases that saturate tanh turn growth into decay. If large "
    "weights are what saturates the units, they also enlarge the gradient, and win: with σ_w = 20 nine in ten tanh "
    "units are saturated and the gradient explodes.",
    references=("poole2016", "schoenholz2017"),
    foils={
        "the slopes alone, without the weights": {"theory": lambda f, sigma_w: _expected_factor(f, sigma_w) / sigma_w},
        "no bias, so no more saturation": {"bias": 0.0},
    },
)
def saturation_by_weights_explodes_and_saturation_by_biases_vanishes(theory=_expected_factor, bias=10.0):
    """Factors per layer of random tanh networks beside theory; share of units with a slope below 1/10 at σ_w = 20."""
    edge = np.arccosh(np.sqrt(10))  # 1/cosh² is 1/10 there
    top = random_networks(act.tanh, 20.0)[1][-1]
    share = 2 * ndtr(-edge / np.sqrt(meanfield.variance_fixed_point(act.tanh, 20.0)))
    return Evidence(
        share_saturated_at_sigma_w_20=(np.mean(act.tanh.derivative(top) < 0.1), share, 0.02),
        factor_per_layer_at_sigma_w_20=(_simulated_factor(act.tanh, 20.0), theory(act.tanh, 20.0), 0.3),
        factor_per_layer_at_sigma_w_3=(_simulated_factor(act.tanh, 3.0), _expected_factor(act.tanh, 3.0), 0.05),
        the_same_with_biases_of_spread_10=(
            _simulated_factor(act.tanh, 3.0, bias),
            _expected_factor(act.tanh, 3, 10),
            0.05,
        ),
    )


@claim(
    "C28",
    section="vanishing_gradients",
    says="[Vanishing gradients] happens when the gradient of an activation function is very small/zero.",
    verdict="conditional",
    correction="What shrinks or grows is the product of the slopes and the weights. A slope of 1 everywhere vanishes "
    "with σ_w = 0.5. The sigmoid, whose slope is at most 1/4, neither vanishes nor explodes at its critical σ_w (no "
    "biases), and explodes beyond.",
    references=("saxe2014", "schoenholz2017", "pennington2017"),
    foils={
        "the slope alone decides": {"product": lambda _, slope: slope},
        "variance instead of spread": {"product": lambda sigma_w, slope: sigma_w**2 * slope},
    },
)
def the_weights_decide_with_the_slopes(product=lambda sigma_w, slope: sigma_w * slope):
    """Critical σ_w of the sigmoid by two equations; factors per layer, simulated and as σ_w times the rms slope."""

    def imbalance(q):  # a fixed point with χ₁ = 1 has q E[S'²] = E[S²], whatever σ_w
        return q * rms_slope(q) ** 2 - expectation(lambda z: act.sigmoid(z) ** 2, q=q)

    def rms_slope(q):
        return np.sqrt(expectation(lambda z: act.sigmoid.derivative(z) ** 2, q=q))

    q, critical = brentq(imbalance, 1, 1000, xtol=1e-12), meanfield.critical_sigma_w(act.sigmoid)
    at_20 = rms_slope(meanfield.variance_fixed_point(act.sigmoid, 20.0))
    return Evidence(
        critical_sigma_w_of_the_sigmoid=(critical, 1 / product(1.0, rms_slope(q)), 1e-8),
        variance_there=(meanfield.variance_fixed_point(act.sigmoid, critical), q, 1e-6),
        factor_at_the_critical_sigma_w=(_simulated_factor(act.sigmoid, critical), 1.0, 0.06),
        factor_at_sigma_w_20=(_simulated_factor(act.sigmoid, 20.0), product(20.0, at_20), 0.1),
        factor_of_the_identity_at_sigma_w_one_half=(_simulated_factor(act.identity, 0.5), product(0.5, 1.0), 0.01),
    )


@claim(
    "C29",
    section="vanishing_gradients",
    says="This usually happens when the activation function saturates at either of its tails.",
    verdict="conditional",
    correction="Not at the usual start. With σ_w = 1 and unit inputs fewer than five sigmoids in a million have a "
    "slope below 0.01, yet every layer divides the gradient by more than four. The largest slope, 1/4, does nearly all "
    "of that. Saturation adds to it when training or biases drive the units there.",
    references=("glorot2010",),
    foils={
        "inputs that saturate the first layer": {"variance": 100.0},
        "a slope of 1 in the middle": {"f": act.tanh},
    },
)
def an_unsaturated_sigmoid_net_loses_three_quarters_a_layer(variance=1.0, f=act.sigmoid):
    """Share of saturated units by a closed form and by quadrature; the factor per layer by simulation and theory."""
    edge = np.log((0.98 + np.sqrt(0.96)) / 0.02)  # S' = 0.01 there, as S' = ε where e^z + e^-z + 2 = 1/ε
    counted = expectation(lambda z: 1.0 * (act.sigmoid.derivative(z) < 0.01), q=variance, kinks=(-edge, edge))
    return Evidence(
        share_with_slope_below_one_hundredth=(counted, 2 * ndtr(-edge), 1e-10),
        factor_per_layer=(_simulated_factor(f, 1.0), _expected_factor(act.sigmoid, 1.0), 0.005),
        largest_slope=(np.max(f.derivative(np.linspace(-30, 30, 6001))), 0.25, 1e-12),
    )


@claim(
    "C30",
    section="vanishing_gradients",
    says="The chain-rule will multiply the local gradient (of activation function) with the whole objective.",
    verdict="conditional",
    correction="With the gradient of the objective that comes from above, not with the objective: ∂L/∂z = f'(z) ∂L/∂a.",
    references=("rumelhart1986",),
    foils={
        "times the objective itself": {"upstream": lambda loss, _: loss},
        "the local slope alone": {"upstream": lambda *_: 1.0},
    },
)
def the_local_slope_multiplies_the_gradient_from_above(upstream=lambda _, gradient: gradient):
    """∂L/∂z for L = |V f(z) - y|²/2 by central differences, beside f'(z) times Vᵀ(V f(z) - y)."""
    rng = np.random.default_rng(3)
    z, v, y, h = rng.standard_normal(5), rng.standard_normal((4, 5)), rng.standard_normal(4), 1e-5

    def loss(z):
        return np.sum((v @ act.sigmoid(z) - y) ** 2) / 2

    differences = np.array([(loss(z + step) - loss(z - step)) / (2 * h) for step in h * np.eye(5)])
    chain = act.sigmoid.derivative(z) * upstream(loss(z), v.T @ (v @ act.sigmoid(z) - y))
    return Evidence(largest_gap_between_chain_rule_and_differences=(np.abs(chain - differences).max(), 0.0, 1e-8))


@claim(
    "C31",
    section="vanishing_gradients",
    says="when gradient is small/zero, it will “kill” the gradient → no signal will flow through the neuron to its "
    "weights or to its data.",
    verdict="holds",
    correction="For a slope of exactly zero, and for that unit and that example. A small slope passes a small signal, "
    "and another example may find the unit active.",
    references=("glorot2011",),
    foils={"a small slope is as good as none": {"f": act.leaky_relu}},
)
def a_flat_unit_passes_nothing_for_that_example(f=act.relu):
    """Differences of (f(w·x + b) - 1)² in w, b and x where z < 0; the batch gradient once another example has z > 0."""
    w, b = np.array([0.5, -1.0]), np.array([-0.2])
    silent, active = np.array([0.3, 0.8]), np.array([2.0, 0.4])  # z is -0.85 and 0.4

    def loss(p):
        return (f(p[:2] @ p[3:] + p[2]) - 1) ** 2

    def gradient(x, h=1e-6):
        p = np.concatenate([w, b, x])
        return np.array([(loss(p + step) - loss(p - step)) / (2 * h) for step in h * np.eye(5)])

    exact = 2 * (0.4 - 1) * active  # by hand: 2 (a - 1) x for the weights
    return Evidence(
        largest_gradient_of_the_silent_example=(np.abs(gradient(silent)).max(), 0.0, 0.0),
        gap_of_the_batch_gradient_from_the_active_one=(
            np.abs((gradient(silent) + gradient(active))[:2] - exact).max(), 0.0, 1e-8,
        ),
    )  # fmt: skip


def _train_with_flat_units(flat, steps=300, rate=0.05):
    """Fit |x| with 20 ReLU units, `flat` of which never fire; return the change of those, and the losses' ratio."""
    rng = np.random.default_rng(0)
    x = np.linspace(-1, 1, 41)[:, None]
    w, b, v, c = rng.standard_normal((1, 20)), rng.uniform(-1, 1, 20), rng.standard_normal(20) / 4, 0.0
    b[:flat] = -100.0
    start, losses = (w.copy(), b.copy()), []
    for _ in range(steps):
        a, slope = act.relu.value_and_derivative(x @ w + b)
        error = a @ v + c - np.abs(x[:, 0])
        losses.append(np.mean(error**2))
        delta = error[:, None] * v * slope / len(x)
        v, c = v - rate * a.T @ error / len(x), c - rate * error.mean()
        w, b = w - rate * x.T @ delta, b - rate * delta.sum(axis=0)
    moved = max(np.abs(w - start[0])[:, :flat].max(initial=0), np.abs(b - start[1])[:flat].max(initial=0))
    return moved, losses[-1] / losses[0]


@claim(
    "C32",
    section="vanishing_gradients",
    says="[A killed gradient] slows/stops learning completely.",
    verdict="conditional",
    correction="It stops that unit, for those examples. The other units, the biases above and the paths around the "
    "unit go on learning: with half the units flat the loss still falls below a tenth. Skip connections carry the "
    "gradient past ten layers whose slopes are all zero.",
    references=("he2016identity",),
    foils={"all units flat": {"flat": 20}, "no path around": {"skip": 0.0}},
)
def the_rest_of_the_network_goes_on_learning(flat=10, skip=1.0):
    """A fit of abs(x) with flat ReLU units; the derivative through ten steps with skips, by differences."""
    moved, ratio = _train_with_flat_units(flat)
    weights = np.random.default_rng(0).standard_normal((10, 30, 30)) / np.sqrt(30)

    def deep(x):
        for w in weights:
            x = skip * x + act.binary_step(w @ x)
        return x

    x, h = np.random.default_rng(1).standard_normal(30), 1e-7 * np.eye(30)[0]
    return Evidence(
        largest_change_of_a_flat_unit=(moved, 0.0, 0.0),
        loss_falls_below_a_tenth=(ratio < 0.1, 1, 0),
        derivative_through_ten_flat_layers=((deep(x + h) - deep(x - h))[0] / 2e-7, 1.0, 1e-6),
    )
