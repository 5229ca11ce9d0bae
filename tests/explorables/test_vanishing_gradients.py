"""The mean field and the scenes of the chapter on vanishing gradients, beside derivations of their own."""

import math

import numpy as np
import pytest

import actlib as act
from actlib import meanfield
from actlib.explorables import vanishing_gradients as scenes
from actlib.networks import random_networks, simulated_profile

ORDER, SATURATED = scenes.order_chaos(), scenes.saturated()
Z = np.linspace(-12, 12, 6001)
WEIGHTS = np.exp(-(Z**2) / 2) * (Z[1] - Z[0]) / math.sqrt(2 * math.pi)
SMOOTH = {
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z: 1 / (4 * np.cosh(z / 2) ** 2)),
    "tanh": (np.tanh, lambda z: 1 / np.cosh(z) ** 2),
}


def order(**values):
    return ORDER.scene.compute(**{"f": "sigmoid", "sigma_w": 1.0, "sigma_b": 0.0, **values})


def second_moment(f, q):
    """E[f(z)²] for z ~ N(0, q) by the trapezoidal rule."""
    return WEIGHTS @ f(np.sqrt(q) * Z) ** 2


def iterated(name, sigma_w, sigma_b):
    """The variance after 300 layers, from an input of variance 1, and χ₁ there."""
    f, slope = SMOOTH[name]
    q = 1.0
    for _ in range(300):
        q = sigma_w**2 * second_moment(f, q) + sigma_b**2
    return q, sigma_w**2 * second_moment(slope, q)


PAIRS = [("sigmoid", 1.0, 0.0), ("sigmoid", 2.0, 1.0), ("tanh", 1.5, 0.0), ("tanh", 2.0, 0.3), ("tanh", 0.8, 0.5)]


@pytest.mark.parametrize(("name", "sigma_w", "sigma_b"), PAIRS)
def test_fixed_point_and_chi_are_where_iteration_ends(name, sigma_w, sigma_b):
    q, chi = iterated(name, sigma_w, sigma_b)
    f = act.get(name)
    assert meanfield.variance_fixed_point(f, sigma_w, sigma_b) == pytest.approx(q, rel=1e-6)
    assert meanfield.chi_1(f, sigma_w, sigma_b) == pytest.approx(chi, rel=1e-5)


@pytest.mark.parametrize(
    ("sigma_w", "sigma_b", "q"),
    [(1.0, 1.0, 2.0), (1.2, 0.5, 0.25 / 0.28), (1.0, 0.0, 0.0), (1.5, 0.0, math.inf), (1.5, 1.0, math.inf)],
)
def test_relu_has_the_fixed_point_of_a_linear_map(sigma_w, sigma_b, q):
    assert meanfield.variance_fixed_point(act.relu, sigma_w, sigma_b) == pytest.approx(q, rel=1e-9)
    assert meanfield.chi_1(act.relu, sigma_w, sigma_b) == pytest.approx(sigma_w**2 / 2, rel=1e-9)


def test_an_input_at_the_fixed_point_stays():
    assert meanfield.variance_fixed_point(act.identity, 1.0) == 1.0


def test_critical_sigma_w_is_one_over_the_slope_or_a_root():
    assert meanfield.critical_sigma_w(act.relu) == pytest.approx(math.sqrt(2), rel=1e-9)
    assert meanfield.critical_sigma_w(act.identity) == pytest.approx(1, rel=1e-9)
    for sigma_b in (0.5, 1.0):
        sigma_w = meanfield.critical_sigma_w(act.tanh, sigma_b)
        assert iterated("tanh", sigma_w, sigma_b)[1] == pytest.approx(1, abs=1e-5)
    with pytest.raises(ValueError, match="does not cross 1"):
        meanfield.critical_sigma_w(act.relu, high=1.0)


@pytest.mark.parametrize(("f", "slope"), [(act.identity, 1.0), (act.relu, math.sqrt(0.5))])
def test_expected_profile_of_homogeneous_functions_is_geometric(f, slope):
    profile = meanfield.expected_profile(f, 1.3, depth=6)
    np.testing.assert_allclose(profile, (1.3 * slope) ** np.arange(5, -1, -1), rtol=1e-9)


def test_simulated_profile_is_the_product_of_the_layers_jacobians():
    options = {"depth": 4, "width": 7, "networks": 1, "samples": 1}
    net, pre_activations = random_networks(act.tanh, 1.5, 0.5, **options)
    delta = np.random.default_rng([3, 0]).standard_normal(7)
    norms = [np.linalg.norm(delta)]
    for w, z in zip(net.weights[:0:-1], pre_activations[2::-1], strict=True):
        jacobian = w[0].T * (1 - np.tanh(z[0, 0]) ** 2)  # of the next pre-activations by these
        delta = jacobian.T @ delta
        norms.append(np.linalg.norm(delta))
    profile = simulated_profile(act.tanh, 1.5, 0.5, **options)
    np.testing.assert_allclose(profile, np.array(norms[::-1]) / norms[0], rtol=1e-12)


def test_random_networks_pass_their_outputs_on():
    net, pre_activations = random_networks(act.relu, 2.0, depth=3, width=50, networks=2, samples=3)
    np.testing.assert_allclose(pre_activations[2], np.maximum(pre_activations[1], 0) @ net.weights[2], rtol=1e-12)
    assert np.std(net.weights[0]) * math.sqrt(50) == pytest.approx(2.0, rel=0.05)


@pytest.mark.parametrize(("name", "sigma_w"), [("sigmoid", 1.0), ("sigmoid", 20.0), ("tanh", 3.0), ("relu", 1.4)])
def test_simulation_follows_theory(name, sigma_w):
    f = act.get(name)
    ratio = simulated_profile(f, sigma_w)[0] / meanfield.expected_profile(f, sigma_w)[0]
    assert ratio == pytest.approx(1, abs=0.2)


@pytest.mark.parametrize(("name", "sigma_w", "sigma_b"), PAIRS)
def test_the_table_of_the_scene_agrees_with_iteration(name, sigma_w, sigma_b):
    shown = order(f=name, sigma_w=sigma_w, sigma_b=sigma_b)
    assert shown["chi"] == pytest.approx(iterated(name, sigma_w, sigma_b)[1], rel=1e-3)
    expected = meanfield.expected_profile(act.get(name), sigma_w, sigma_b, 15)
    np.testing.assert_allclose(shown["theory"], expected, rtol=1e-3)


@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_chi_is_one_on_the_line(name):
    shown = order(f=name)
    for k in (10, 25, 40):
        assert iterated(name, shown["critical_w"][k], shown["critical_b"][k])[1] == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("name", ["identity", "sigmoid", "tanh", "relu", "elu"])
def test_gradients_shrink_left_of_the_line_and_grow_right_of_it(name):
    weights, biases = (control.values for control in ORDER.scene.controls[1:])
    for sigma_b in biases:
        shown = [order(f=name, sigma_w=w, sigma_b=sigma_b) for w in weights[::4]]
        line = np.interp(sigma_b, shown[0]["critical_b"], shown[0]["critical_w"])
        for state in shown:
            if abs(state["here_w"] / line - 1) > 0.03:
                assert state["verdict"] == ("grow" if state["here_w"] > line else "shrink"), state["here_w"]


def test_relu_at_root_two_keeps_its_gradients():
    shown = order(f="relu", sigma_w=math.sqrt(2), sigma_b=2.0)
    assert shown["verdict"] == "keep their size"
    np.testing.assert_allclose(shown["theory"], 1, rtol=1e-6)


@pytest.mark.parametrize(
    ("name", "sigma_w", "sigma_b"), [("tanh", 20.0, 0.0), ("sigmoid", 3.0, 8.0), ("tanh", 2.0, 1.0)]
)
def test_the_share_of_saturated_units_is_that_of_a_sample(name, sigma_w, sigma_b):
    shown = SATURATED.scene.compute(f=name, sigma_w=sigma_w, sigma_b=sigma_b)
    q = meanfield.variance_fixed_point(act.get(name), sigma_w, sigma_b)
    slope = SMOOTH[name][1]
    sample = slope(np.random.default_rng(0).normal(0, math.sqrt(q), 200_000))
    assert shown["share"] == pytest.approx(np.mean(sample < slope(0) / 10), abs=0.005)
    assert shown["factor"] == pytest.approx(math.sqrt(meanfield.chi_1(act.get(name), sigma_w, sigma_b)), rel=1e-3)


def test_relu_is_half_saturated_and_the_identity_never():
    shown = [SATURATED.scene.compute(f=name, sigma_w=3.0, sigma_b=1.0) for name in ("relu", "identity")]
    assert [state["share"] for state in shown] == [0.5, 0]
    assert [state["factor"] for state in shown] == pytest.approx([3 / math.sqrt(2), 3], rel=1e-6)


@pytest.mark.parametrize("scene", [ORDER, SATURATED], ids=repr)
def test_the_static_page_is_within_half_a_pixel(scene):
    assert scene.interpolation_error() < 0.5
