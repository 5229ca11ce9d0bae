"""The sigmoid's scenes against root finding, differences, simulation and a second gradient descent."""

import math

import numpy as np
import pytest
from scipy import optimize, stats

from actlib import datasets
from actlib.explorables import _sigmoid
from actlib.explorables import sigmoid as scenes
from actlib.networks import MLP


def logistic(z):
    return 1 / (1 + np.exp(-z))


def computed(scene, **values):
    return scene().scene.compute(**values)


@pytest.mark.parametrize("eps", [1e-4, 0.001, 0.01, 0.05, 0.1])
def test_slope_marks_where_the_slope_is_eps(eps):
    frame = computed(scenes.slope, eps=eps)
    cut = optimize.brentq(lambda z: math.exp(-z) / (1 + math.exp(-z)) ** 2 - eps, 0, 40, xtol=1e-13)
    assert [frame["left"], frame["right"]] == pytest.approx([-cut, cut], abs=1e-9)
    assert frame["low"] == pytest.approx(1 - logistic(cut), rel=1e-9)
    assert frame["share_1"] == pytest.approx(2 * stats.norm.sf(cut), rel=1e-9)
    assert frame["share_5"] == pytest.approx(2 * stats.norm.sf(cut / 5), rel=1e-9)
    inside = np.isfinite(frame["tails"])
    assert np.nanmax(frame["below"]) == pytest.approx(eps, rel=1e-9)
    assert frame["below"][inside] == pytest.approx(np.cosh(frame["tails"][inside] / 2) ** -2 / 4, rel=1e-9)


@pytest.mark.parametrize("y", [0, 0.5, 1])
@pytest.mark.parametrize("logit", [-6.0, 0.0, 2.25])
def test_losses_are_those_of_the_output_and_gradients_their_slopes(logit, y):
    frame = computed(scenes.loss, logit=logit, y=y)

    def squared(z):
        return (logistic(z) - y) ** 2 / 2

    def entropy(z):
        return -y * math.log(logistic(z)) - (1 - y) * math.log(1 - logistic(z))

    for name, of in (("squared", squared), ("entropy", entropy)):
        assert frame[f"{name}_now"] == pytest.approx(of(logit), abs=1e-9)
        assert frame[f"{name}_gradient"] == pytest.approx((of(logit + 1e-5) - of(logit - 1e-5)) / 2e-5, abs=1e-8)
        assert frame[name] == pytest.approx([of(z) for z in frame["z"]], abs=1e-9)
        assert frame[f"{name}_slope"] == pytest.approx(np.gradient(frame[name], frame["z"]), abs=0.03)
        assert [*frame[f"{name}_here"], *frame[f"{name}_slope_here"]] == [
            frame[f"{name}_now"],
            frame[f"{name}_gradient"],
        ]
    assert frame["squared_gradient"] == pytest.approx(frame["entropy_gradient"] * frame["slope"], abs=1e-12)


def _one_net(sigma_w, seed, width=300, depth=10):
    """The rms of the gradient by layer, and the share with S' < 0.01, by forward and backward loops over one input."""
    rng = np.random.default_rng(seed)
    weights = [sigma_w / math.sqrt(width) * rng.normal(size=(width, width)) for _ in range(depth)]
    slopes, a = [], rng.normal(size=width)
    for w in weights:
        a = logistic(w @ a)
        slopes.append(a * (1 - a))
    deltas = [rng.normal(size=width)]
    for w, s in zip(weights[:0:-1], slopes[-2::-1], strict=True):
        deltas.append(s * (w.T @ deltas[-1]))
    rms = [math.sqrt(np.mean(delta**2)) for delta in reversed(deltas)]
    return np.array(rms) / rms[-1], [np.mean(s < 0.01) for s in slopes]


@pytest.mark.parametrize("sigma_w", [1.0, 4.0, 10.0])
def test_depth_profile_is_that_of_simulated_networks(sigma_w):
    frame = computed(scenes.depth, sigma_w=sigma_w)
    profiles, shares = zip(*(_one_net(sigma_w, seed) for seed in range(12)), strict=True)
    assert frame["theory"] == pytest.approx(np.exp(np.mean(np.log(profiles), axis=0)), rel=0.25)
    assert frame["share"] == pytest.approx(np.mean(shares, axis=0), abs=0.04)
    assert frame["bottom"] == pytest.approx(frame["factor"] ** 9)
    assert np.log(frame["trial"]) == pytest.approx(np.log(frame["theory"]), abs=0.7)


def test_at_ten_half_of_the_units_are_saturated_and_the_gradient_survives():
    usual, wild = computed(scenes.depth, sigma_w=1.0), computed(scenes.depth, sigma_w=10.0)
    assert usual["top_share"] < 1e-6
    assert usual["bottom"] < 1e-5
    assert wild["top_share"] > 0.45
    assert wild["bottom"] > 0.5


def test_the_replay_starts_from_small_uniform_weights_and_measures_all_examples():
    history, (x, classes) = _sigmoid.history(), datasets.blobs(1000, centers=10, dimensions=20, spread=6.0)
    net = MLP([20, 40, 40, 40, 40, 10], "sigmoid", init="standard", dtype=np.float64)
    assert all(np.abs(w).max() < 1 / math.sqrt(w.shape[1]) for w in net.weights)
    a, means = x, []
    for w in net.weights[:-1]:
        a = logistic(a @ w[0])
        means.append(a.mean())
    logits = a @ net.weights[-1][0]
    assert history["mean"][0] == pytest.approx(means, abs=1e-9)
    losses = [math.log(np.exp(row - row[c]).sum()) for row, c in zip(logits, classes, strict=True)]
    assert history["loss"][0] == pytest.approx(np.mean(losses), abs=1e-9)
    assert history["accuracy"][0] == np.mean(logits.argmax(axis=1) == classes)


def test_the_top_layer_shuts_first_while_the_loss_waits_and_opens_again():
    start, stuck, end = (computed(scenes.replay, now=now) for now in (0, 1000, 5000))
    assert start["shut"].max() == 0
    assert stuck["shut"].tolist() == [0, 0, 0, 1]
    assert stuck["mean_now_4"] < 0.05 < 0.45 < stuck["mean_now_1"]
    assert stuck["loss_now"] == pytest.approx(math.log(10), abs=0.03)
    assert stuck["accuracy"] <= 0.15
    assert end["loss_now"] < 0.3
    assert end["accuracy"] > 0.9
    assert 0.3 < end["shut_top"] < 0.9


def test_the_replay_shows_the_past_only():
    frame = computed(scenes.replay, now=1000)
    for name in ("loss", "mean_1", "mean_4"):
        assert np.isfinite(frame[name]).tolist() == [step <= 1000 for step in frame["step"]]
    assert frame["mean_4"][20] == frame["mean_now_4"]
    assert frame["loss"][20] == frame["loss_now"]
