"""The universality dial against polynomial fits, a second least-squares solver, and what the theorem says."""

import numpy as np
import pytest
from numpy.polynomial import Polynomial
from scipy.integrate import quad

from actlib import _one_layer
from actlib.explorables import non_linearity as scenes


def computed(f, width):
    return scenes.universality().scene.compute(f=f, width=width)


@pytest.mark.parametrize(("f", "degree"), [("x", 1), ("x²", 2), ("x³", 3)])
def test_wide_nets_of_powers_are_the_best_polynomial(f, degree):
    nodes, weights = np.polynomial.legendre.leggauss(60)
    best = Polynomial.fit(nodes, np.sin(4 * nodes + 1), degree, w=np.sqrt(weights))
    left = np.sqrt(quad(lambda x: (best(x) - np.sin(4 * x + 1)) ** 2, -1, 1)[0] / 2)
    for width in (degree, 17, 32):
        frame = computed(f, width)
        assert frame["fit"] == pytest.approx(best(frame["x"]), abs=1e-6)
        assert frame["error"] == pytest.approx(left, abs=1e-9)
    assert frame["floor"] == pytest.approx(left, abs=1e-9)
    assert f"degree {degree} gets below" in frame["verdict"]
    if degree > 1:
        assert computed(f, degree - 1)["error"] > left + 0.1


@pytest.mark.parametrize(("f", "program"), [("tanh", np.tanh), ("ReLU", lambda z: np.maximum(z, 0))])
def test_other_fits_are_least_squares_over_the_units(f, program):
    rng = np.random.default_rng(1)
    w, hinge = rng.uniform([-4.5, -1], [4.5, 1], (5, 2)).T
    nodes, weights = np.polynomial.legendre.leggauss(200)
    phi = np.array([np.ones_like(nodes), *(program(a * (nodes - t)) for a, t in zip(w, hinge, strict=True))])
    v = np.linalg.solve(phi * weights @ phi.T, phi * weights @ np.sin(4 * nodes + 1))
    frame, x = computed(f, 5), scenes.X
    net = v[0] + sum(c * program(a * (x - t)) for c, a, t in zip(v[1:], w, hinge, strict=True))
    assert frame["fit"] == pytest.approx(net, abs=1e-6)
    assert frame["error"] == pytest.approx(np.sqrt((v @ phi - np.sin(4 * nodes + 1)) ** 2 @ weights / 2), abs=1e-8)
    assert np.isnan(frame["floor"])


@pytest.mark.parametrize(("f", "reached"), [("tanh", 1e-5), ("ReLU", 0.05)])
def test_errors_of_the_others_fall_and_never_rise(f, reached):
    errors = computed(f, 32)["errors"]
    assert (np.diff(errors) <= 1e-9).all()
    assert errors[-1] <= reached < 0.2 < errors[0]


def test_it_opens_on_squares_that_are_stuck():
    assert "32 units of x²: the rms error is 0.47" in scenes.universality().description()
    assert "No floor is in sight" in scenes.universality().description(f="tanh")


def test_legendre_floor_is_zero_for_polynomials_alone():
    assert _one_layer.rms_beyond(2, lambda x: 1 + x - x**2) == pytest.approx(0, abs=1e-7)
    assert _one_layer.rms_beyond(1, lambda x: x**2) == pytest.approx(np.sqrt(1 / 5 - 1 / 9), rel=1e-12)
