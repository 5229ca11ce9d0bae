"""The scene on mixing against pure layers of the catalogue and a layer evaluated unit by unit."""

import math

import numpy as np
import pytest

import actlib as act
from actlib import _mixed, datasets
from actlib.explorables import mixing as scenes
from actlib.networks import MLP, Adam, Init, train


def test_a_mixed_layer_is_its_units_side_by_side():
    z = np.random.default_rng(0).normal(0, 2, (3, 5, 8))
    value, slope = _mixed.Mixed(0.25).value_and_derivative(z)
    for unit in range(8):
        f = math.tanh if unit < 2 else lambda x: max(x, 0.0)
        np.testing.assert_allclose(value[..., unit], np.vectorize(f)(z[..., unit]), atol=1e-15)
    np.testing.assert_allclose(slope[..., 2:], z[..., 2:] > 0)
    np.testing.assert_allclose(slope[..., :2], 1 - np.tanh(z[..., :2]) ** 2, atol=1e-15)


def test_the_gain_of_a_mixture_is_that_of_a_large_sample():
    z = np.random.default_rng(1).standard_normal((200_000, 4))
    for share in (0.0, 0.25, 0.5, 1.0):
        value = _mixed.Mixed(share).value_and_derivative(z)[0]
        assert _mixed.Mixed(share).gain() == pytest.approx(np.mean(value**2) ** -0.5, rel=0.01)


@pytest.mark.parametrize(("percent", "f"), [(0, act.relu), (100, act.tanh)])
def test_the_ends_of_the_scene_are_nets_of_one_kind(percent, f):
    net = MLP([2, 16, 16, 1], f, seeds=range(10), init=Init("fan_in", gain=f.facts.gain))
    data = datasets.spirals(100, turns=1.0, noise=0.05)
    record = train(net, *data, loss="binary", optimizer=Adam(0.02), steps=40, every=20)
    state = scenes.shares().scene.compute(percent=percent, step=40)
    np.testing.assert_allclose(state["losses"], record["loss"][2], rtol=1e-3)
    np.testing.assert_allclose(state["zeros"][:3], record["zeros"][:, 1].mean(axis=1), atol=1e-3)


def test_half_and_half_learns_and_says_so():
    scene = scenes.shares()
    state = scene.scene.compute(percent=50, step=200)
    assert state["worst"] < 0.05
    assert state["loss"] == pytest.approx(np.sort(state["losses"])[4:6].mean())
    assert "With 50 % of tanh" in scene.description()
