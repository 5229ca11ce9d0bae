"""The scene of continuous differentiability against training in plain loops, and the helpers beneath it."""

import numpy as np
import pytest
from scipy.integrate import quad

import actlib as act
from actlib import _step_nets as nets
from actlib.explorables import continuous_differentiability as scenes

SCENE = scenes.places()


def computed(**values):
    return SCENE.scene.compute(**values)


UNITS = {
    "step": (lambda z: np.where(z < 0, -1.0, 1.0), lambda z: 0.0 * z),
    "straight-through": (lambda z: np.where(z < 0, -1.0, 1.0), lambda z: np.where(abs(z) < 1, 1.0, 0.0)),
    "tanh": (np.tanh, lambda z: np.cosh(z) ** -2),
}


def by_hand(unit, hidden, steps):
    """Adam at the rate 0.02 in flat arrays, from the scene's first weights: outputs, places, errors."""
    f, slope = UNITS[unit]
    start = nets.network("tanh", hidden=hidden, seeds=0)
    p = np.concatenate([a[0].ravel() for pair in zip(start.weights, start.biases, strict=True) for a in pair])
    m, v, h = 0 * p, 0 * p, hidden
    x, y = np.linspace(-2, 2, 61), np.sin(2 * np.linspace(-2, 2, 61))
    for step in range(steps + 1):
        w, b, u, c = p[:h], p[h : 2 * h], p[2 * h : 3 * h], p[3 * h]
        z = np.outer(x, w) + b
        out = f(z) @ u + c
        e = (out - y) / len(x)
        if step == steps:
            return out, -b / w, np.mean((out - y) ** 2)
        d = np.outer(e, u) * slope(z)
        g = np.concatenate([x @ d, d.sum(0), e @ f(z), [e.sum()]])
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        p = p - 0.02 * (m / (1 - 0.9 ** (step + 1))) / (np.sqrt(v / (1 - 0.999 ** (step + 1))) + 1e-8)


@pytest.mark.parametrize("hidden", scenes.WIDTHS)
@pytest.mark.parametrize("unit", list(UNITS))
def test_the_scene_is_training_by_hand(unit, hidden):
    for steps in (0, 25, 100, 500):
        frame = computed(unit=unit, hidden=hidden, step=steps)
        out, places, error = by_hand(unit, hidden, steps)
        assert frame["output"] == pytest.approx(out, abs=1e-6)
        assert frame["places"][:hidden] == pytest.approx(places, rel=1e-6, abs=1e-6)
        assert np.isnan(frame["places"][hidden:]).all()
        assert frame["error_now"] == pytest.approx(error, rel=1e-6)
        series = {"step": "error_step", "straight-through": "error_through", "tanh": "error_tanh"}[unit]
        assert frame[series][steps // 25] == frame["now"] == frame["error_now"]


@pytest.mark.parametrize("hidden", scenes.WIDTHS)
def test_steps_stay_and_their_heights_become_the_best_there_are(hidden):
    frame = computed(unit="step", hidden=hidden, step=500)
    assert frame["moved"] == 0
    assert frame["start"] > 1.5 * frame["now"]
    places = frame["first"][:hidden]
    x, y = frame["x"], frame["target"]
    features = np.column_stack([np.ones(61), *[(x > place).astype(float) for place in places]])
    coefficients = np.linalg.pinv(features) @ y  # by singular values, and with jumps from 0 to 1
    assert frame["floor"] == pytest.approx(np.mean((features @ coefficients - y) ** 2), rel=1e-9)
    assert frame["now"] >= frame["floor"] * (1 - 1e-12)


def test_the_scene_opens_on_a_step_net_that_learned_with_jumps_that_did_not_move():
    words = SCENE.description()
    assert "no weight or bias below has moved by more than 0.00" in words
    last = {unit: computed(unit=unit, hidden=8, step=500)["now"] for unit in UNITS}
    assert last["tanh"] < 0.1 * last["step"]
    assert last["straight-through"] < last["step"]


def test_interpolation_error_is_below_half_a_pixel():
    assert SCENE.interpolation_error() < 0.5


@pytest.mark.parametrize("width", [1e-3, 0.5, 4.0])
def test_the_ramp_is_a_c1_step_with_its_derivative(width):
    value, slope = nets.ramp(width)
    z = np.linspace(-width, width, 401)
    h = 1e-6 * width
    assert slope(z) == pytest.approx((value(z + h) - value(z - h)) / (2 * h), abs=1e-5 / width)
    assert [value(-width), value(0.0), value(width)] == [0, 0.5, 1]
    assert quad(slope, -width, width, points=[-width / 2, width / 2])[0] == pytest.approx(1)
    assert np.abs(np.diff(slope(z))).max() < 0.05 / width  # no jump in the slope


def test_the_perceptron_separates_what_can_be_separated_and_goes_on_where_nothing_can():
    x = np.array([[0.0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
    w, mistakes = nets.perceptron(x, np.array([0, 0, 0, 1]))
    assert act.binary_step(x @ w).tolist() == [0, 0, 0, 1]
    assert mistakes[-1] == 0 < mistakes[-2]
    _, mistakes = nets.perceptron(x, np.array([0, 1, 1, 0]), passes=50)
    assert len(mistakes) == 50
    assert min(mistakes) > 0
    w, mistakes = nets.perceptron(x, np.array([0, 0, 0, 1]), nets.nothing, passes=3)
    assert w.tolist() == [0, 0, 0]
    assert mistakes == [3, 3, 3]
