"""The scenes of GELU and Swish against mpmath, minimisers and differences."""

import math

import mpmath as mp
import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from actlib.explorables import gelu_and_swish as scenes

GATES = {"sigmoid: SiLU": lambda u: 1 / (1 + mp.exp(-u)), "Φ: GELU": mp.ncdf}
NAMES = pytest.mark.parametrize("name", GATES)
SCENES = pytest.mark.parametrize("scene", [scenes.gate, scenes.approximations])


def times_gate(name, beta):
    return lambda z: mp.mpf(z) * GATES[name](mp.mpf(beta) * mp.mpf(z))


@NAMES
@pytest.mark.parametrize("beta", [0.0, 0.1, 1.0, 10.0])
def test_the_function_and_its_slope(name, beta):
    state, f = scenes.gate().scene.compute(name=name, beta=beta), times_gate(name, beta)
    assert state["value"] == pytest.approx([float(f(z)) for z in state["z"]], rel=1e-12)
    few = slice(None, None, 10)
    slopes = [float(mp.diff(f, z)) for z in state["z"][few]]
    assert state["slope"][few] == pytest.approx(slopes, abs=1e-10)


@NAMES
@pytest.mark.parametrize("beta", [0.4, 1.0, 7.0])
def test_the_marked_points_are_the_extremes(name, beta):
    state, f = scenes.gate().scene.compute(name=name, beta=beta), times_gate(name, beta)
    found = minimize_scalar(lambda z: float(f(z)), bounds=(-4 / beta, 0), method="bounded", options={"xatol": 1e-9})
    assert (state["lowest_at"], state["lowest"]) == pytest.approx((found.x, found.fun), abs=1e-6)
    for sign in (-1, 1):
        slope = minimize_scalar(
            lambda z, sign=sign: -sign * float(mp.diff(f, z)), bounds=sorted((0, sign * 4 / beta)), method="bounded"
        )
        i = (sign + 1) // 2
        assert state["extremes"][i] == pytest.approx(-sign * slope.fun, abs=1e-6)
        assert state["extreme_at"][i] == pytest.approx(slope.x, abs=1e-3 / beta)


def test_the_ends_are_half_the_input_and_nearly_relu():
    scene = scenes.gate()
    assert "half the input" in scene.scene.compute(name="Φ: GELU", beta=0.0)["told"]
    state = scene.scene.compute(name="Φ: GELU", beta=10.0)
    assert np.abs(state["value"] - state["relu"]).max() < 0.02
    assert "−0.2785 at z = −1.278" in scene.description()
    assert "1.0998" in scene.description()


def exactly(z):
    z = mp.mpf(z)
    tanh = mp.tanh(mp.sqrt(2 / mp.pi) * (z + mp.mpf("0.044715") * z**3))
    return z * mp.ncdf(z), z * (1 + tanh) / 2, z / (1 + mp.exp(-mp.mpf("1.702") * z))


@pytest.mark.parametrize("z", [-8.0, -5.0, -0.3, 2.7])
def test_the_strips_are_those_of_the_formulas(z):
    with mp.workdps(40):
        gelu, tanh, quick = exactly(z)
        state = scenes.approximations().scene.compute(z=z)
        at = np.argmin(np.abs(state["strip"] - z))
        assert state["exact"] == pytest.approx(float(gelu), rel=1e-12)
        for form, value in (("tanh", tanh), ("quick", quick)):
            assert state[f"{form}_here"] == pytest.approx(float(value), rel=1e-11)
            error, ratio = float(abs(value - gelu)), float(value / gelu)
            assert state[f"{form}_error_here"] == pytest.approx(error, rel=1e-6) == state[f"{form}_error"][at]
            assert state[f"{form}_ratio_here"] == pytest.approx(ratio, rel=1e-9) == state[f"{form}_ratio"][at]


def test_at_zero_neither_is_too_large():
    state = scenes.approximations().scene.compute(z=0.0)
    assert (state["tanh_ratio_here"], state["quick_ratio_here"], state["tanh_error_here"]) == (1.0, 1.0, 0.0)


def test_the_largest_errors_are_those_of_a_minimiser():
    state = scenes.approximations().scene.compute(z=1.0)
    for form, i, bounds in (("tanh", 1, (2, 3.5)), ("quick", 2, (1.5, 3))):
        found = minimize_scalar(
            lambda z, i=i: -float(abs(exactly(z)[i] - exactly(z)[0])), bounds=bounds, method="bounded"
        )
        assert state[f"{form}_most"] == pytest.approx(-found.fun, rel=2e-3)


@SCENES
def test_what_is_drawn_is_within_half_a_pixel(scene):
    assert scene().interpolation_error() < 0.5


def test_the_steepest_points_solve_their_equations():
    for name, left in (("sigmoid: SiLU", lambda x: x / 2 * math.tanh(x / 2) - 1), ("Φ: GELU", lambda x: x * x - 2)):
        assert abs(left(scenes.STEEPEST_AT[name])) < 1e-14
