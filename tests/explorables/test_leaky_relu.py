"""Leaky ReLU's scenes against quadrature, random paths, and descent with numerical gradients."""

import math

import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp
from scipy.stats import norm

from actlib import _leaky
from actlib.explorables import leaky_relu as scenes


def computed(scene, **values):
    return scene().scene.compute(**values)


def unit(z, a):
    return z if z > 0 else a * z


@pytest.mark.parametrize("alpha", [0.001, 0.01, 0.1, 1.0])
def test_the_gain_keeps_the_mean_square(alpha):
    frame = computed(scenes.slope, alpha=alpha, depth=5)
    second = quad(lambda z: unit(z, alpha) ** 2 * norm.pdf(z), -12, 0)[0] + 0.5
    assert frame["gain"] ** 2 * second == pytest.approx(1)
    assert frame["chi"] == pytest.approx(2 * second)
    assert frame["unit"] == pytest.approx([unit(z, alpha) for z in frame["z"]])
    at = np.argmin(np.abs(frame["slopes"] - alpha))
    assert frame["gains"][at] == pytest.approx(frame["gain"])


@pytest.mark.parametrize("depth", [5, 50])
def test_paths_and_gradients_through_all_layers(depth):
    alpha = 10**-0.5
    frame = computed(scenes.slope, alpha=alpha, depth=depth)
    at = np.argmin(np.abs(frame["slopes"] - alpha))
    assert frame["least"][at] == pytest.approx(math.prod([alpha] * depth)) == frame["path"]
    assert frame["typical"][at] == pytest.approx(math.prod([math.sqrt(1 + alpha**2)] * depth)) == frame["total"]
    negative = np.random.default_rng(0).random((200_000, 5)) < 0.5  # the mean square over paths, weights of gain √2
    if depth == 5:
        square = np.mean(np.where(negative, alpha, 1.0).prod(axis=1) ** 2) * 2**5
        assert math.sqrt(square) == pytest.approx(frame["total"], rel=0.02)


def test_defaults_differ_by_thirty():
    known = computed(scenes.slope, alpha=0.01, depth=20)["known"]
    assert known.max() / known.min() == pytest.approx(30)
    assert known.tolist() == [0.01, 0.2, (1 / 8 + 1 / 3) / 2, 0.25, 0.3]


@pytest.mark.parametrize(("alpha", "outgoing"), [(0.01, 1.4), (0.1, 0.4), (1.0, 1.0)])
def test_revival_descends_on_the_squared_error(alpha, outgoing):
    frame = computed(scenes.revival, alpha=alpha, outgoing=outgoing)

    def loss(b, v):
        return (v * unit(b, alpha) - 1) ** 2 / 2

    b, v, h, places = -0.8, outgoing, 1e-6, []
    for _ in range(3001):
        places.append((b, v))
        slope_b, slope_v = (loss(b + h, v) - loss(b - h, v)) / (2 * h), (loss(b, v + h) - loss(b, v - h)) / (2 * h)
        b, v = b - 0.1 * slope_b, v - 0.1 * slope_v
    assert np.array(places)[frame["steps"]].T == pytest.approx(np.array([frame["b"], frame["v"]]), abs=1e-4)
    assert frame["output"] == pytest.approx([v * unit(b, alpha) for b, v in zip(frame["b"], frame["v"], strict=True)])


@pytest.mark.parametrize(("outgoing", "fate"), [(1.4, "fires"), (1.0, "fires"), (0.4, "turns around"), (0.8, "is on")])
def test_it_fires_if_the_outgoing_weight_is_larger_than_the_bias(outgoing, fate):
    assert computed(scenes.revival, alpha=0.1, outgoing=outgoing)["fate"].startswith(fate)


def test_time_to_fire_is_that_of_the_flow():
    flow = solve_ivp(lambda _, p: 0.002 * p[::-1], (0, 5000), [-0.8, 1.4], events=lambda _, p: p[0], rtol=1e-10)
    assert _leaky.time_to_fire(0.02, 1.4) == pytest.approx(flow.t_events[0][0], rel=1e-6)
