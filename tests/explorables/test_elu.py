"""The ELU scenes against mpmath, quadrature and differences."""

import mpmath as mp
import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from actlib.explorables import elu as scenes

ALPHAS = pytest.mark.parametrize("alpha", [0.1, 1.0, 1.7, 3.0])


def _mean(height, rate):
    """Of z for z > 0 and height·(exp(rate·z) − 1) otherwise, for standard normal z."""
    left = quad(lambda z: height * np.expm1(rate * z) * norm.pdf(z), -12, 0)[0]
    return left + quad(lambda z: z * norm.pdf(z), 0, 12)[0]


def _exactly(z, height, rate):
    return [float(v if v > 0 else height * mp.expm1(rate * v)) for v in map(mp.mpf, z)]


@ALPHAS
def test_kink_draws_elu_its_slope_and_its_mean(alpha):
    state = scenes.kink().scene.compute(alpha=alpha)
    np.testing.assert_allclose(state["y"], _exactly(state["z"], alpha, 1), rtol=1e-14)
    left = state["slope_z"] < 0
    np.testing.assert_allclose(state["slope"][left], alpha * np.exp(state["slope_z"][left]), rtol=1e-14)
    np.testing.assert_array_equal(state["slope"][state["slope_z"] > 0], 1)
    assert state["mean"] == pytest.approx(_mean(alpha, 1), abs=1e-9)
    assert state["slopes_at_zero"].tolist() == [alpha, 1.0]


def test_only_alpha_1_is_said_to_have_no_kink():
    scene = scenes.kink()
    verdicts = {alpha: scene.scene.compute(alpha=alpha)["verdict"] for alpha in (0.99, 1.0, 1.01)}
    assert verdicts == {0.99: "has a kink", 1.0: "has no kink", 1.01: "has a kink"}
    assert "no kink" in scene.description()


def test_means_cross_zero_once_where_selu_has_its_alpha():
    state = scenes.kink().scene.compute(alpha=1.0)
    (crossing,) = np.flatnonzero(np.diff(np.sign(state["means"])))
    assert state["alphas"][crossing] < 1.6732632423543772 < state["alphas"][crossing + 1]


@ALPHAS
def test_celu_has_slope_one_at_zero_and_a_positive_mean(alpha):
    state = scenes.celu().scene.compute(alpha=alpha)
    np.testing.assert_allclose(state["celu"], _exactly(state["z"], alpha, 1 / mp.mpf(alpha)), rtol=1e-13)
    left = state["slope_z"] < 0
    np.testing.assert_allclose(state["celu_slope"][left], np.exp(state["slope_z"][left] / alpha), rtol=1e-13)
    assert state["celu_mean"] == pytest.approx(_mean(alpha, 1 / alpha), abs=1e-9)
    assert state["elu_mean"] == pytest.approx(_mean(alpha, 1), abs=1e-9)
    assert state["celu_mean"] > 0
