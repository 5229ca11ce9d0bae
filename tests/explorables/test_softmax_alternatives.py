"""The scenes on alternatives to softmax against bisection, closed forms in two dimensions and exact fractions."""

import math
from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import brentq

from actlib.explorables import softmax_alternatives as scenes

STATES = [(2.0, 1.5), (1.0, 1.0), (4.0, -0.25), (0.25, 3.0), (-0.25, -0.25)]


def _by_bisection(z, power, scale):
    """max(scale·z − τ, 0)^power with the τ at which it sums to 1."""
    z = scale * np.array(z)
    tau = brentq(lambda t: (np.maximum(z - t, 0) ** power).sum() - 1, z.max() - 1, z.max(), xtol=1e-15)
    return np.maximum(z - tau, 0) ** power


def _expected(z):
    exact = [Fraction(s) for s in z]
    ratio = lambda terms: np.array([float(t / sum(terms)) for t in terms])  # noqa: E731
    weights = [math.exp(s) for s in z]
    return {
        "softmax": np.array(weights) / math.fsum(weights),
        "entmax": _by_bisection(z, 2, 0.5),
        "sparsemax": _by_bisection(z, 1, 1.0),
        "Taylor": ratio([1 + s + s * s / 2 for s in exact]),
        "spherical": ratio([s * s for s in exact]),
        "standard": ratio(exact),
    }


@pytest.mark.parametrize(("first", "second"), STATES)
def test_triangle_shows_each_map_at_its_weights_of_the_corners(first, second):
    state = scenes.triangle().scene.compute(first=first, second=second)
    corners = np.array([state["edge_x"][:3], state["edge_y"][:3]])
    np.testing.assert_array_equal(corners, [[0, 1, 0.5], [0, 0, 1]])
    for name, p in _expected((first, second, 1.0)).items():
        point = [state[f"{name}_x"], state[f"{name}_y"]]
        np.testing.assert_allclose(point, corners @ p, atol=1e-12, err_msg=name)
        assert state[name] == pytest.approx(p[2], abs=1e-12)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (2.0, 1.5, "On the edge: sparsemax."),
        (1.0, 1.0, "None is on the edge."),
        (2.0, 0.0, "On the edge: 1.5-entmax, sparsemax, spherical, division by the sum."),
        (2.0, -0.25, "On the edge: 1.5-entmax, sparsemax; outside: division by the sum."),
    ],
)
def test_triangle_says_who_reaches_the_edge(first, second, words):
    assert scenes.triangle().description(first=first, second=second).endswith(words)


@pytest.mark.parametrize("mean", [1.5, 3.0, 15.0])
def test_two_scores_shows_the_two_dimensional_formulas(mean):
    state = scenes.two_scores().scene.compute(mean=mean)
    t = state["gaps"]
    near = np.clip(t, -2, 2)
    a, b = mean - t / 2, mean + t / 2
    expected = {
        "softmax": 1 / (1 + np.exp(-t)),
        "entmax": 0.5 + near * np.sqrt(8 - near**2) / 8,
        "sparsemax": np.clip((1 + t) / 2, 0, 1),
        "Taylor": (2 + 2 * b + b * b) / (4 + 4 * mean + a * a + b * b),
        "spherical": b * b / (a * a + b * b),
        "standard": 0.5 + t / (4 * mean),
    }
    for name, share in expected.items():
        np.testing.assert_allclose(state[name], share, atol=1e-13, err_msg=name)
        assert state[f"p_{name}"] == pytest.approx(share[t.searchsorted(1 - 1e-9)], abs=1e-13)


def test_two_scores_opens_where_taylor_and_division_agree_to_the_last_digit():
    scene = scenes.two_scores().scene
    opening, moved = scene.compute(mean=1.5), scene.compute(mean=1.75)
    assert opening["p_Taylor"] == pytest.approx(opening["p_standard"], abs=1e-15)
    assert abs(moved["p_Taylor"] - moved["p_standard"]) > 0.01
