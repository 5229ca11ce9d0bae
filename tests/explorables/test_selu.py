"""The scene of SELU against quadrature, samples and Stein's identities."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from actlib.explorables import _selu
from actlib.explorables import selu as scenes

ALPHA, SCALE = 1.6732632423543772, 1.0507009873554805


def selu(z):
    return SCALE * np.where(z > 0, z, ALPHA * np.expm1(np.minimum(z, 0)))


def integral(h, mean, variance):
    law, ends = norm(mean, variance**0.5), (mean - 12 * variance**0.5, mean + 12 * variance**0.5)
    return quad(lambda z: h(z) * law.pdf(z), *ends, points=[0] if ends[0] < 0 < ends[1] else None, limit=200)[0]


@pytest.mark.parametrize(("mean", "variance"), [(0.0, 1.0), (0.3, 1.7), (-2.0, 0.1), (4.0, 0.5), (-1.0, 9.0)])
def test_moments_are_those_of_quadrature(mean, variance):
    first = integral(selu, mean, variance)
    second = integral(lambda z: selu(z) ** 2, mean, variance)
    assert _selu.moments(mean, variance) == pytest.approx((first, second - first**2), abs=1e-8)


def test_a_point_stays_a_point():
    assert _selu.moments(-1.0, 0.0) == pytest.approx((float(selu(-1.0)), 0.0), abs=1e-6)


@pytest.mark.parametrize("omega", ["0", "0.5", "1"])
def test_a_layer_is_what_such_weights_do_to_samples(omega):
    rng, n = np.random.default_rng(0), 40
    w = rng.standard_normal(n)
    w -= w.mean()
    spread = 1.3 - float(omega) ** 2 / n
    w = w * np.sqrt(spread / (w @ w)) + float(omega) / n
    assert (w.sum(), w @ w) == pytest.approx((float(omega), 1.3))
    z = (0.4 + 0.8**0.5 * rng.standard_normal((200_000, n))) @ w
    assert _selu.layer(0.4, 0.8, omega, 1.3) == pytest.approx((selu(z).mean(), selu(z).var()), abs=0.02)


def test_random_weights_spread_the_mean_over_the_units():
    rng, n = np.random.default_rng(1), 2000
    x = 0.6 + 0.5 * rng.standard_normal(n)
    z = rng.standard_normal((4000, n)) @ x * np.sqrt(1.2 / n)
    assert _selu.layer(0.6, 0.25, "random", 1.2) == pytest.approx((selu(z).mean(), selu(z).var()), abs=0.06)


@pytest.mark.parametrize(("omega", "tau"), [("random", 1.0), ("0", 2.0), ("0.5", 1.0), ("1", 0.7)])
def test_stretch_is_the_norm_of_the_jacobian(omega, tau):
    """By Stein's identities at N(0, τ): derivatives of an expectation are expectations of z h and of (z²/τ − 1) h."""
    sides = []
    for h in (selu, lambda z: selu(z) ** 2):
        by_mean = integral(lambda z, h=h: z / tau * h(z), 0, tau)
        by_variance = integral(lambda z, h=h: (z * z / tau - 1) / (2 * tau) * h(z), 0, tau)
        sides.append([0.0 if omega == "random" else float(omega) * by_mean, tau * by_variance])
    mean = integral(selu, 0, tau)
    sides[1] = [b - 2 * mean * a for a, b in zip(*sides, strict=True)]
    assert _selu.stretch(omega, tau) == pytest.approx(np.linalg.svd(sides)[1][0], abs=1e-6)


def test_the_norm_is_that_of_the_paper():
    assert _selu.stretch("0", 1.0) == pytest.approx(0.7877, abs=5e-5)
    assert _selu.stretch("1", 1.0) > 1


def test_arrows_lead_from_the_grid_to_its_image():
    state = scenes.contraction().scene.compute(omega="0.5", tau=1.5)
    arrows = np.column_stack([state["arrow_mean"], state["arrow_variance"]]).reshape(-1, 3, 2)
    assert np.isnan(arrows[:, 2]).all()
    for (mean, variance), head in arrows[::7, :2]:
        first = integral(selu, 0.5 * mean, 1.5 * variance)
        second = integral(lambda z: selu(z) ** 2, 0.5 * mean, 1.5 * variance)
        assert head == pytest.approx([first, second - first**2], abs=1e-8)
    assert arrows[:, 1].T == pytest.approx(np.array([state["head_mean"], state["head_variance"]]))


def end(start, omega, tau, layers):
    for _ in range(layers):
        start = _selu.layer(*start, omega, tau)
    return np.array(start)


@pytest.mark.parametrize(
    ("omega", "tau", "where"), [("random", 1.0, "at mean 0 and variance 1"), ("0", 2.0, "elsewhere")]
)
def test_paths_that_are_said_to_meet_have_one_end(omega, tau, where):
    told = scenes.contraction().scene.compute(omega=omega, tau=tau)["told"]
    wide, narrow = (end(start, omega, tau, 400) for start in scenes.STARTS.values())
    assert "meet" in told
    assert wide == pytest.approx(narrow, abs=1e-6)
    assert where in told
    assert np.allclose(wide, [0, 1], atol=1e-6) == (where != "elsewhere")


def test_paths_that_are_said_not_to_meet_have_two_ends():
    assert "do not meet" in scenes.contraction().scene.compute(omega="1", tau=1.0)["told"]
    wide, narrow = (end(start, "1", 1.0, 200) for start in scenes.STARTS.values())
    assert wide[1] < 1e-6 < 1 < narrow[1]


@pytest.mark.parametrize(
    ("omega", "tau", "word", "sign"), [("random", 2.0, "wider", 1), ("random", 0.5, "narrower", -1)]
)
def test_paths_that_are_said_to_grow_still_do(omega, tau, word, sign):
    assert word in scenes.contraction().scene.compute(omega=omega, tau=tau)["told"]
    for start in scenes.STARTS.values():
        variances = [end(start, omega, tau, layers)[1] for layers in (50, 51, 60)]
        assert (sign * np.diff(variances) > 0).all()


def test_what_is_drawn_is_within_half_a_pixel():
    assert scenes.contraction().interpolation_error() < 0.5
