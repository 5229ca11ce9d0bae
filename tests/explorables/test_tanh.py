"""tanh's scenes against a second gradient descent, differences, quadrature and networks in plain loops."""

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.stats import norm

from actlib import _tanh_nets
from actlib.explorables import tanh as scenes
from actlib.networks import MLP


def computed(scene, **values):
    return scene().scene.compute(**values)


def unit(t, z):
    return (1 + t) / (1 + np.exp(-(1 + t) * z)) - t


def plain_net(t, carried):
    """The scene's net with the unit f_t, in flat arrays; carried over from tanh by hand."""
    net = _tanh_nets.one_layer([0])
    w, b, v, c = net.weights[0].ravel(), net.biases[0].ravel(), net.weights[1].ravel(), net.biases[1].item()
    if not carried:
        return w, b, v, c
    s = 2 / (1 + t)
    return s * w, s * b, s * v, c + (1 - s) * v.sum()


def outputs(t, net, x):
    w, b, v, c = net
    return unit(t, np.outer(x, w) + b) @ v + c


def descended(t, net, rate, steps, x, y):
    for _ in range(steps):
        w, b, v, c = net
        a = unit(t, np.outer(x, w) + b)
        e = (a @ v + c - y) / len(x)
        d = np.outer(e, v) * (a + t) * (1 - a)  # f_t' = (f_t + t)(1 − f_t)
        net = w - rate * x @ d, b - rate * d.sum(0), v - rate * e @ a, c - rate * e.sum()
    return net


@pytest.mark.parametrize("carried", [True, False])
@pytest.mark.parametrize("t", [0.0, 0.35, 1.0])
def test_morph_is_the_net_by_hand_and_its_descent(t, carried):
    weights = scenes.WEIGHTS[0 if carried else 1]
    frame = computed(scenes.morph, t=t, weights=weights, rates=scenes.RATES[0])
    x, y = frame["x"], np.sin(2 * frame["x"])
    net = plain_net(t, carried)
    assert frame["target"] == pytest.approx(y)
    assert frame["unit"] == pytest.approx(unit(t, frame["z"]), abs=1e-12)
    assert frame["start"] == pytest.approx(outputs(t, net, x), abs=1e-12)
    for steps in (0, 20, 400):
        error = np.mean((outputs(t, descended(t, net, 0.1, steps, x, y), x) - y) ** 2)
        assert frame["error"][steps // 10] == pytest.approx(error, rel=1e-8)
    assert [frame["last"], frame["rate"]] == [frame["error"][-1], 0.1]
    assert frame["slope"] == pytest.approx((unit(t, 1e-6) - unit(t, -1e-6)) / 2e-6)


def test_morph_opens_on_the_same_function_and_a_slower_descent():
    frame = computed(scenes.morph, t=0.0, weights="carried over", rates="0.1 for all")
    assert frame["gap"] < 1e-12
    assert frame["last"] > 5 * frame["last_tanh"]
    own = computed(scenes.morph, t=0.0, weights="carried over", rates="1/λ, each its own")
    assert own["last"] > 2 * own["last_tanh"]
    assert computed(scenes.morph, t=0.0, weights="left as they are", rates="0.1 for all")["gap"] > 0.5


@pytest.mark.parametrize("t", [0.0, 0.5, 1.0])
def test_its_own_rate_is_one_over_the_tangent_eigenvalue(t):
    frame, net = computed(scenes.morph, t=t, weights="carried over", rates="1/λ, each its own"), plain_net(t, True)
    start = np.concatenate([*net[:3], [net[3]]])

    def at(p):
        return outputs(t, (p[:12], p[12:24], p[24:36], p[36]), frame["x"])

    steps = np.eye(start.size) * 1e-6
    jacobian = np.array([(at(start + s) - at(start - s)) / 2e-6 for s in steps])
    assert frame["rate"] == pytest.approx(len(frame["x"]) / np.linalg.norm(jacobian, 2) ** 2, rel=1e-6)


def test_deep_nets_are_carried_over_too():
    rng = np.random.default_rng(0)
    net, x = MLP([2, 4, 3, 2], "tanh", init=(1.5, 1.0), dtype=np.float64), rng.normal(size=(7, 2))
    for t in (0.0, 0.4):
        a, b = x, x
        moved = _tanh_nets.carried(net, t)
        for k in range(3):
            a, b = (s @ n.weights[k][0] + n.biases[k][0] for s, n in ((a, net), (b, moved)))
            a, b = (np.tanh(a), unit(t, b)) if k < 2 else (a, b)
        assert b == pytest.approx(a, abs=1e-12)


@pytest.mark.parametrize("spread", [0.1, 1.0, 10.0])
def test_slopes_cross_where_a_root_is_and_have_these_mean_squares(spread):
    frame = computed(scenes.slopes, spread=spread)

    def tanh(z):
        return 1 / math.cosh(z) ** 2

    def sigmoid(z):
        return 1 / (4 * math.cosh(z / 2) ** 2)

    cross = brentq(lambda z: tanh(z) - sigmoid(z), 0.5, 5, xtol=1e-13)
    assert [frame["left"], frame["right"]] == pytest.approx([-cross, cross], abs=1e-9)
    assert frame["beyond"] == pytest.approx(200 * norm.sf(cross / spread), rel=1e-9)
    squares = [2 * quad(lambda z, f=f: f(z) ** 2 * norm.pdf(z, 0, spread), 0, 40)[0] for f in (tanh, sigmoid)]
    assert [frame["now_tanh"], frame["now_sigmoid"]] == pytest.approx(squares, rel=1e-7)
    assert frame["ratio"] == pytest.approx(squares[0] / squares[1])
    assert 8 < frame["ratio"] < 16


@pytest.mark.parametrize("sigma_w", [0.5, 1.6, 3.0])
def test_gain_is_that_of_wide_nets_in_plain_loops(sigma_w):
    frame, rng, width = computed(scenes.gain, sigma_w=sigma_w), np.random.default_rng(5), 400
    a, weights, slopes, rms = rng.normal(size=width), [], [], []
    for _ in range(30):
        weights.append(sigma_w / math.sqrt(width) * rng.normal(size=(width, width)))
        a = np.tanh(weights[-1] @ a)
        rms.append(math.sqrt(np.mean(a**2)))
        slopes.append(1 - a**2)
    assert frame["rms"] == pytest.approx(rms, rel=0.25)
    delta = rng.normal(size=width)
    gradient = [1.0]
    top = math.sqrt(np.mean(delta**2))
    for w, s in zip(weights[:0:-1], slopes[-2::-1], strict=True):
        delta = s * (w.T @ delta)
        gradient.append(math.sqrt(np.mean(delta**2)) / top)
    assert np.log(frame["gradient"]) == pytest.approx(np.log(gradient[::-1]), abs=0.7)
    assert frame["bottom"] == pytest.approx(frame["factor"] ** 29)


def test_below_one_the_signal_fades_above_the_gradient_grows_and_little_just_above():
    fading, middle, open_on, large = (computed(scenes.gain, sigma_w=s) for s in (1.0, 1.2, 1.6, 3.0))
    assert fading["last"] < 0.25 * fading["first"]
    assert middle["last"] > 0.6 * middle["first"]
    assert 0.5 < middle["bottom"] < 2
    assert open_on["last"] > 0.8 * open_on["first"]
    assert open_on["bottom"] > 5
    assert large["bottom"] > 1000
