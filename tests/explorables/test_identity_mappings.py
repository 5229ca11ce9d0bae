"""The scenes on identity mappings against closed forms and a net evaluated and trained without the engine's record."""

import math

import numpy as np
import pytest

import actlib as act
from actlib import _deepening
from actlib.explorables import identity_mappings as scenes


def _after(f, way, layers, x):
    state = scenes.inserted().scene.compute(f=f, way=way, layers=layers)
    return state["y"][np.argmin(np.abs(state["x"] - x))]


@pytest.mark.parametrize("f", ["ReLU", "GELU"])
def test_two_units_of_relu_and_gelu_are_the_identity(f):
    state = scenes.inserted().scene.compute(f=f, way="two units", layers=30)
    np.testing.assert_allclose(state["y"], state["x"], atol=1e-13)
    assert state["errors"].max() < 1e-13


def test_one_unit_of_weight_1_is_the_function_again_and_again():
    assert _after("ReLU", "one unit, weight 1", 7, -2.0) == 0
    assert _after("ReLU", "one unit, weight 1", 7, 2.0) == pytest.approx(2, abs=1e-14)
    assert _after("tanh", "one unit, weight 1", 2, 3.0) == pytest.approx(math.tanh(math.tanh(3)), abs=1e-15)
    gelu = 2 * 0.5 * math.erfc(-2 / math.sqrt(2))
    assert _after("GELU", "one unit, weight 1", 1, 2.0) == pytest.approx(gelu, abs=1e-14)


def test_scaled_tanh_loses_a_third_of_the_cube_a_layer_and_shifted_relu_nothing():
    for layers in (1, 3):
        lost = 3.0 - _after("tanh", "one unit, scaled and shifted", layers, 3.0)
        assert lost == pytest.approx(layers * 0.01 * 27 / 3, rel=0.12)  # the next term is 6/5 · 0.1² · 3² smaller
    assert _after("ReLU", "one unit, scaled and shifted", 30, -3.0) == pytest.approx(-3, abs=1e-12)
    error = scenes.inserted().scene.compute(f="GELU", way="one unit, scaled and shifted", layers=1)["errors"][0]
    assert 1e-4 < error < 1e-2  # GELU(3) is not quite 3


def test_depth_shows_the_losses_of_the_nets_it_speaks_of():
    state = scenes.depth().scene.compute(step=100)
    x, y = _deepening.data()
    net, _ = _deepening.trained(act.relu, 9)
    a = x
    for run in range(2):
        a = x
        for w, b in zip(net.weights[:-1], net.biases[:-1], strict=True):
            a = np.maximum(a @ w[run].astype(float) + b[run], 0)
        z = (a @ net.weights[-1][run] + net.biases[-1][run]).ravel()
        loss = np.mean(np.logaddexp(0, z) - y * z)
        assert state["plain_loss"][state["all"] == 9][run] == pytest.approx(loss, abs=1e-4)
    assert state["plain_median"][1] == pytest.approx(np.sort(state["plain_loss"][5:10])[2])
    assert state["plain_33"] > 2 * state["plain_5"]
    assert state["residual_33"] < 0.2 < state["plain_33"]


def test_a_deepened_net_has_the_layers_and_not_the_change():
    net, _ = _deepening.trained(act.relu, 5)
    deep = _deepening.deepened(net, 4)
    assert (net.depth, deep.depth) == (5, 9)
    x = np.random.default_rng(0).normal(0, 3, (50, 2))
    np.testing.assert_array_equal(deep(x), net(x))
    deep.dense[6].weights[...] *= 1.1
    assert np.abs(deep(x) - net(x)).max() > 0.01
