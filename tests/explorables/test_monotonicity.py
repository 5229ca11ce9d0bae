"""The scene on monotonicity against integrals by quadrature, differences, and minima found by SciPy."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import minimize_scalar

import actlib as act
from actlib.explorables import monotonicity as scenes


def computed(**values):
    return scenes.landscape().scene.compute(**values)


@pytest.mark.parametrize("name", scenes.INTEGRALS)
def test_integrals_are_those_of_the_functions(name):
    for z in (-25.0, -1.0, 0.5, 12.0):
        expected = scenes.INTEGRALS[name](0.0) + quad(act.get(name), 0, z, limit=200)[0]
        assert scenes.INTEGRALS[name](z) == pytest.approx(expected, rel=1e-8, abs=1e-8)


@pytest.mark.parametrize("name", scenes.INTEGRALS)
@pytest.mark.parametrize("loss", scenes.LOSSES)
def test_the_slope_is_that_of_the_loss(name, loss):
    frame = computed(f=name, loss=loss, second=-0.3)
    differences = np.gradient(frame["height"], frame["w"], edge_order=2)
    scale = np.abs(differences).max()
    assert differences / scale == pytest.approx(frame["slope"], abs=0.05)


def test_two_minima_as_scipy_finds_them():
    def loss(w):
        return ((act.sigmoid(w * np.array([1.0, -0.1])) - 0.9) ** 2).sum()

    left = minimize_scalar(loss, bounds=(-30, -10), method="bounded").x
    right = minimize_scalar(loss, bounds=(-2, 10), method="bounded").x
    frame = computed(f="sigmoid", loss="squared error", second=-0.1)
    low = frame["w"][1:-1][(np.diff(np.sign(np.diff(frame["height"]))) > 0)]
    assert low == pytest.approx([left, right], abs=0.13)
    assert frame["count"] == 2


@pytest.mark.parametrize(("name", "convex"), [("sigmoid", True), ("tanh", True), ("silu", False), ("sine", False)])
def test_the_matching_loss_is_convex_for_monotone_functions_only(name, convex):
    frame = computed(f=name, loss="matching loss", second=0.2)
    assert (np.diff(frame["height"], 2).min() > -1e-9) is np.bool_(convex)
    assert ("loss is convex" in frame["shape"]) is convex


def test_it_opens_on_two_minima_and_says_so():
    assert "2 minima in view" in scenes.landscape().description()
    assert "never falls" in scenes.landscape().description(loss="matching loss")
