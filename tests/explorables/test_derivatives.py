"""The scene of the derivatives: what is drawn is f, f' and f'', with gaps exactly where they are not."""

import math

import numpy as np
import pytest

import actlib as act
from actlib import _differences as differences
from actlib.explorables import derivatives as scenes

SCENE = scenes.any()
FUNCTIONS = pytest.mark.parametrize("f", act.catalogue(), ids=lambda f: f.name)


def state(name):
    return SCENE.scene.compute(f=name)


def test_every_function_of_the_catalogue_can_be_chosen():
    (choice,) = SCENE.scene.controls
    assert sorted(choice.options) == sorted(f.name for f in act.catalogue())


@FUNCTIONS
def test_what_is_drawn_are_the_values_and_the_slopes(f):
    drawn = state(f.name)
    x = drawn["x"]
    for y, program in ((drawn["value"], f), (drawn["slope"], f.derivative)):
        there = ~np.isnan(y)
        np.testing.assert_array_equal(y[there], program(x[there]))
    assert drawn["at"].size == drawn["slope_residual"].size
    inside = np.nanmax(drawn["slope_residual"]) <= differences.AGREEMENT
    assert inside


@FUNCTIONS
def test_gaps_are_where_f_jumps_and_nowhere_else(f):
    drawn = state(f.name)
    step = drawn["x"][1] - drawn["x"][0]
    kinks = [kink for kink in f.facts.kinks if abs(kink) <= drawn["x"][-1]]
    gaps = drawn["x"][np.isnan(drawn["slope"])]
    assert len(gaps) == len(kinks)
    assert all(np.abs(gaps - kink).min() <= step / 2 for kink in kinks)
    assert np.isnan(drawn["value"]).sum() == (len(kinks) if f.facts.smoothness == "discontinuous" else 0)
    jumps = np.isnan(drawn["curvature"]).sum() - len(kinks)
    assert jumps == 0 or f.facts.smoothness in ("C0", "C1")
    assert jumps > 0 or f.facts.smoothness != "C1"


CURVATURES = {
    "tanh": lambda x: -2 * np.tanh(x) / np.cosh(x) ** 2,
    "elu": lambda x: np.where(x < 0, np.exp(np.minimum(x, 0)), 0),
    "softplus": lambda x: 1 / (2 + 2 * np.cosh(x)),
    "sine": lambda x: -np.sin(x),
}


@pytest.mark.parametrize("name", CURVATURES)
def test_the_second_derivative_is_the_known_one(name):
    drawn = state(name)
    there = ~np.isnan(drawn["curvature"])
    np.testing.assert_allclose(drawn["curvature"][there], CURVATURES[name](drawn["x"][there]), rtol=0, atol=1e-10)
    assert drawn["x"][~there].tolist() == ([0.0] if name == "elu" else [])


def test_residuals_that_are_drawn_are_those_of_the_grid():
    drawn, x = state("silu"), differences.grid(act.silu)
    slope, curvature = differences.residuals(act.silu, x)
    picked = np.isin(x, drawn["at"])
    assert picked.sum() == drawn["at"].size
    np.testing.assert_array_equal(drawn["slope_residual"], slope[picked])
    np.testing.assert_array_equal(drawn["curvature_residual"], curvature[picked])


def test_a_function_that_swings_too_fast_for_the_points_is_drawn_on_a_shorter_piece():
    fast = act.Activation("fast", "test", lambda x: np.sin(40 * x), declared=lambda: act.sine.facts)
    zoom = scenes._zoom(fast)
    assert zoom <= 1 / 8
    assert scenes._zoom(act.tanh) == 1
    x = scenes._X * zoom
    assert math.isclose(np.abs(np.diff(np.sin(40 * x))).max(), 40 * (x[1] - x[0]), rel_tol=0.2)


def test_the_words_tell_what_is_missing():
    assert "neither derivative exists at x = 0." in SCENE.description(f="relu")
    assert "f'' has none at x = 0." in SCENE.description(f="elu")
    assert "both derivatives exist everywhere in sight" in SCENE.description(f="tanh")


def test_the_table_is_light_and_exact():
    assert SCENE.interpolation_error() < 0.5
    assert SCENE.table.compressed_bytes < 60_000
