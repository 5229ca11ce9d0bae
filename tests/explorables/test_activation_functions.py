"""What the scenes of the definition chapter draw, beside derivations of their own."""

import math

import numpy as np
import pytest
from scipy.stats import norm

from actlib.explorables import activation_functions as scenes

BEND, LAW = scenes.bend(), scenes.law()
STATES = [(mu, sigma) for mu in (-1.5, 0.0, 2.0) for sigma in (0.25, 1.0, 4.0)]


def bend(**values):
    return BEND.scene.compute(**{"w": 1, "b": -1.0, "f": "relu", "units": 1, **values})


def law(**values):
    return LAW.scene.compute(**{"mu": 0.0, "sigma": 1.0, "f": "relu", **values})


@pytest.mark.parametrize(
    ("units", "corners", "values"),
    [(1, [-9, 1, 9], [0, 0, 8]), (2, [-9, 1, 3, 9], [0, 0, 2, 2]), (3, [-9, 1, 3, 5, 9], [0, 0, 2, 0, 0])],
)
def test_relus_make_a_ramp_a_step_and_a_hat(units, corners, values):
    drawn = bend(units=units)
    seen = np.abs(drawn["x"]) < 8
    np.testing.assert_allclose(drawn["y"][seen], np.interp(drawn["x"][seen], corners, values), atol=1e-8)


@pytest.mark.parametrize("w", [-2, -0.5, 1])
def test_units_cross_zero_where_w_x_plus_b_is_their_shift(w):
    places = bend(w=w, b=1.5, units=3)["places"]
    np.testing.assert_allclose(w * places + 1.5, [0, 2, 4], atol=1e-12)


def test_weights_scale_and_place_without_bending():
    drawn = bend(f="identity", w=-2, b=0.5, units=1)
    np.testing.assert_allclose(drawn["y"], -2 * drawn["x"] + 0.5, atol=1e-12)
    assert "straight" in drawn["bends"]
    np.testing.assert_allclose(bend(f="identity", units=3)["y"], 0, atol=1e-12)


def test_two_sigmoids_are_the_known_difference():
    drawn = bend(f="sigmoid", w=2, b=0.0, units=2)
    t = np.clip(drawn["x"], -9, 9)
    expected = (np.tanh(t) - np.tanh(t - 1)) / 2
    np.testing.assert_allclose(drawn["y"][np.abs(drawn["x"]) < 9], expected[np.abs(drawn["x"]) < 9], atol=1e-12)


def test_the_words_give_the_ends_of_the_curve():
    drawn = bend(w=1, b=-1.0)
    assert [drawn[name] for name in ("first", "last", "low", "high")] == [0, 3, 0, 3]
    assert drawn["bends"] == "bends near x = 1.00."


@pytest.mark.parametrize("w", [-2, -1, -0.5, 0.5, 1, 2])
@pytest.mark.parametrize("b", [-3.0, 3.0])
def test_every_curve_reaches_both_edges_of_the_panel(w, b):
    x = bend(w=w, b=b)["x"]
    assert x.min() <= -4
    assert x.max() >= 4


def _relu(mu, sigma):
    cdf, pdf = norm.cdf(mu / sigma), norm.pdf(mu / sigma)
    mean, second = mu * cdf + sigma * pdf, (mu**2 + sigma**2) * cdf + mu * sigma * pdf
    return mean, second - mean**2


def _step(mu, sigma):
    p = norm.cdf(mu / sigma)
    return p, p * (1 - p)


def _elu(mu, sigma):
    """E[e^(kz); z < 0] = e^(kμ + k²σ²/2) Φ(-μ/σ - kσ)."""
    below, once, twice = (math.exp(k * mu + k**2 * sigma**2 / 2) * norm.cdf(-mu / sigma - k * sigma) for k in (0, 1, 2))
    mean, variance = _relu(mu, sigma)
    first, second = mean + once - below, variance + mean**2 + twice - 2 * once + below
    return first, second - first**2


@pytest.mark.parametrize(("mu", "sigma"), STATES)
@pytest.mark.parametrize(("f", "exact"), [("relu", _relu), ("binary_step", _step), ("elu", _elu)])
def test_mean_and_variance_are_those_of_the_closed_form(f, exact, mu, sigma):
    drawn = law(mu=mu, sigma=sigma, f=f)
    np.testing.assert_allclose([drawn["mean"], drawn["variance"]], exact(mu, sigma), atol=1e-9)


@pytest.mark.parametrize("f", ["sigmoid", "tanh", "softplus"])
def test_mean_and_variance_are_those_of_a_sample(f):
    functions = {"sigmoid": lambda z: 1 / (1 + np.exp(-z)), "tanh": np.tanh, "softplus": lambda z: np.log1p(np.exp(z))}
    values = functions[f](np.random.default_rng(0).normal(0.5, 2.0, 200_000))
    drawn = law(mu=0.5, sigma=2.0, f=f)
    np.testing.assert_allclose([drawn["mean"], drawn["variance"]], [values.mean(), values.var()], rtol=0.02)


@pytest.mark.parametrize(("mu", "sigma"), STATES)
def test_the_sigmoid_of_a_gaussian_is_logit_normal(mu, sigma):
    drawn = law(mu=mu, sigma=sigma, f="sigmoid")
    y = drawn["value"]
    expected = norm.pdf(np.log(y / (1 - y)), mu, sigma) / (y * (1 - y))
    np.testing.assert_allclose(drawn["density"], expected, rtol=1e-9, atol=1e-200)


@pytest.mark.parametrize("f", ["identity", "sigmoid", "tanh", "relu", "elu", "softplus", "binary_step"])
def test_density_and_masses_add_up_to_one(f):
    drawn = law(f=f)
    density = np.nan_to_num(drawn["density"])
    area = np.sum((density[1:] + density[:-1]) / 2 * np.diff(drawn["value"]))
    assert area + np.nansum(drawn["mass"]) == pytest.approx(1, abs=0.01)


def test_masses_are_the_probabilities_of_the_half_lines():
    assert law(mu=-1.5, sigma=0.5)["mass"][0] == pytest.approx(norm.cdf(3))
    np.testing.assert_allclose(law(mu=1.0, sigma=2.0, f="binary_step")["mass"], norm.cdf([-0.5, 0.5]))
    assert np.isnan(law(f="elu")["mass"]).all()


@pytest.mark.parametrize(("mu", "sigma"), STATES)
def test_share_of_saturated_sigmoids_by_the_closed_form(mu, sigma):
    edge = math.log((1 - 0.1 + math.sqrt(1 - 0.2)) / 0.1)  # S'(z) = 0.05
    expected = norm.cdf(-edge, mu, sigma) + norm.sf(edge, mu, sigma)
    assert law(mu=mu, sigma=sigma, f="sigmoid")["saturated"] == pytest.approx(expected, abs=0.005)


def test_the_input_is_the_gaussian():
    drawn = law(mu=1.0, sigma=2.0)
    np.testing.assert_allclose(drawn["p"], norm.pdf(drawn["input"], 1.0, 2.0), rtol=1e-12)


@pytest.mark.parametrize("scene", [BEND, LAW], ids=repr)
def test_the_static_page_is_within_half_a_pixel(scene):
    assert scene.interpolation_error() < 0.5
