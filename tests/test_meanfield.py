"""The mean field beside closed forms, published figures, and random networks of finite width."""

import numpy as np
import pytest
from scipy.special import erf

import actlib as act
from actlib import meanfield
from actlib._bivariate import product_expectation
from actlib.networks import MLP

ROOT2 = 2**0.5
CORRELATIONS = np.array([-1, -0.999, -0.6, -0.01, 0, 0.3, 0.9, 0.9999, 1])


def relu_kernel(c):
    """Cho and Saul (2009): 2 E[relu(u) relu(v)] / q."""
    return (np.sqrt(1 - c**2) + (np.pi - np.arccos(c)) * c) / np.pi


CLOSED_FORMS = {
    "relu": (act.relu, lambda c, q: q / 2 * relu_kernel(c)),
    "abs": (np.abs, lambda c, q: q * (2 * relu_kernel(c) - c)),  # abs z = 2 relu z − z
    "sign": (np.sign, lambda c, _: 2 / np.pi * np.arcsin(c)),
    "erf": (erf, lambda c, q: 2 / np.pi * np.arcsin(2 * q * c / (1 + 2 * q))),  # Williams (1997)
    "sin": (np.sin, lambda c, q: np.exp(-q) * np.sinh(q * c)),
    "exp": (np.exp, lambda c, q: np.exp(q * (1 + c))),
}


@pytest.mark.parametrize("q", [0.04, 1.0, 9.0])
@pytest.mark.parametrize("name", CLOSED_FORMS)
def test_products_of_correlated_values_have_their_closed_forms(name, q):
    f, expected = CLOSED_FORMS[name]
    kinks = () if name in ("erf", "sin", "exp") else (0.0,)
    found = [product_expectation(f, c, q, kinks) for c in CORRELATIONS]
    assert found == pytest.approx(expected(CORRELATIONS, q), rel=1e-11, abs=1e-12)


def test_kinks_off_the_origin_and_steep_functions_agree_with_a_second_way():
    """Hermite coefficients: E[f(u) f(v)] = ∑ a_n² cⁿ, which converges fast for small c."""
    for f, q in ((act.hard_tanh, 2.0), (act.hard_swish, 5.0), (act.elu, 1.0), (act.tanh, 30.0)):
        z, total = np.array([1.0, 0.0]), 0.0
        for n in range(24):
            z = np.eye(n + 1)[n]
            polynomial = np.polynomial.HermiteE(z)
            norm = np.sqrt(float(np.prod(np.arange(1.0, n + 1))))
            mean = act.gaussian.expectation(lambda x, p=polynomial, g=f, s=q: g(x) * p(x / s**0.5), q, f.facts.kinks)
            total += (mean / norm) ** 2 * 0.3**n
        assert product_expectation(f, 0.3, q, f.facts.kinks) == pytest.approx(total, rel=1e-11)


def test_the_correlation_map_of_relu_is_the_arc_cosine_kernel_at_its_critical_point():
    c = np.linspace(0, 1, 5)
    assert meanfield.correlation_map(act.relu, c, ROOT2) == pytest.approx(relu_kernel(c), rel=1e-12)
    assert meanfield.correlation_map(act.relu, 0.5, ROOT2) == pytest.approx(relu_kernel(0.5))
    biased = meanfield.correlation_map(act.relu, c, 1.0, 0.7, q=3.0)
    assert biased == pytest.approx((1.5 * relu_kernel(c) + 0.49) / (1.5 + 0.49), rel=1e-12)


def test_the_slope_of_the_map_at_one_is_chi_1():
    for f, sigma_w, sigma_b in ((act.tanh, 1.5, 0.3), (act.gelu, 1.4, 0.3), (act.sigmoid, 4.0, 0.5)):
        h = 1e-5
        at_one = meanfield.correlation_map(f, [1 - h, 1], sigma_w, sigma_b)
        assert (at_one[1] - at_one[0]) / h == pytest.approx(meanfield.chi_1(f, sigma_w, sigma_b), rel=1e-3)
        assert at_one[1] == pytest.approx(1, abs=1e-10)


@pytest.mark.parametrize("variance", [0.01, 0.05, 0.1, 0.5, 1.0, 2.0])
def test_the_critical_line_of_tanh_solves_both_equations(variance):
    sigma_w = meanfield.critical_sigma_w(act.tanh, variance**0.5)
    q = meanfield.variance_fixed_point(act.tanh, sigma_w, variance**0.5)
    z = np.linspace(-12, 12, 4801)  # the trapezium rule, which for analytic functions has no better
    weights = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * (z[1] - z[0])
    t = np.tanh(q**0.5 * z)
    assert sigma_w**2 * weights @ (1 - t**2) ** 2 == pytest.approx(1, abs=1e-10)
    assert sigma_w**2 * weights @ t**2 + variance == pytest.approx(q, rel=1e-10)


def test_critical_points_known_in_closed_form():
    assert meanfield.critical_sigma_w(act.tanh) == pytest.approx(1, abs=1e-6)
    assert meanfield.critical_sigma_w(act.identity) == pytest.approx(1)
    for sigma_b in (0.0, 0.5):
        assert meanfield.critical_sigma_w(act.relu, sigma_b) == pytest.approx(ROOT2, rel=1e-9)
    leaky = act.leaky_relu.with_parameters(negative_slope=0.3)
    assert meanfield.critical_sigma_w(leaky) == pytest.approx((2 / 1.09) ** 0.5, rel=1e-9)


def test_functions_of_ones_own_are_as_good_as_the_catalogues():
    for own, f in ((np.tanh, act.tanh), (lambda z: np.maximum(z, 0), act.relu), (lambda z: z**3, None)):
        if f is None:  # χ₁ = 9 E[z⁴] at variance 1
            assert meanfield.chi_1(own, 1.0, q=1.0) == pytest.approx(27, rel=1e-9)
            continue
        assert meanfield.chi_1(own, 1.7, 0.3) == pytest.approx(meanfield.chi_1(f, 1.7, 0.3), rel=1e-8)
        assert meanfield.critical_sigma_w(own, 0.2) == pytest.approx(meanfield.critical_sigma_w(f, 0.2), rel=1e-7)
        ours = meanfield.correlation_map(f, [0.2, 0.9], 1.2, 0.3)
        assert meanfield.correlation_map(own, [0.2, 0.9], 1.2, 0.3) == pytest.approx(ours, rel=1e-9)


def test_fixed_points_of_the_correlation():
    assert meanfield.correlation_fixed_point(act.relu, ROOT2) == 1
    assert meanfield.correlation_fixed_point(act.tanh, 1.0, 0.5) == 1
    c = meanfield.correlation_fixed_point(act.tanh, 2.0, 0.3)
    assert 0 < c < 1
    assert meanfield.correlation_map(act.tanh, c, 2.0, 0.3) == pytest.approx(c, abs=1e-9)


def test_depth_scales_are_those_of_the_iterated_maps():
    f, sigmas = act.tanh, (1.5, 0.3)
    scales = meanfield.depth_scales(f, *sigmas)
    q, c = meanfield.variance_fixed_point(f, *sigmas), meanfield.correlation_fixed_point(f, *sigmas)
    near, far = [1.05 * q], [c - 0.003]
    for _ in range(3):
        near.append(meanfield.next_variance(f, near[-1], *sigmas))
        far.append(float(meanfield.correlation_map(f, far[-1], *sigmas)))
    assert np.log((near[2] - q) / (near[3] - q)) == pytest.approx(1 / scales.variance, rel=0.02)
    assert np.log((c - far[2]) / (c - far[3])) == pytest.approx(1 / scales.correlation, rel=0.02)
    assert np.exp(-1 / scales.gradient) == pytest.approx(meanfield.chi_1(f, *sigmas))
    assert meanfield.depth_scales(act.relu, ROOT2).gradient == np.inf


@pytest.mark.parametrize(
    ("f", "sigma_w", "sigma_b"),
    [(act.tanh, 1.5, 0.3), (act.relu, 1.4, 0.2), (act.gelu, 1.6, 0.1), (np.sin, 2.0, 0.5), (act.sigmoid, 3.0, 0.0)],
)
def test_networks_of_finite_width_do_what_the_theory_says(f, sigma_w, sigma_b):
    """Two inputs of correlation 0.6 through six layers of width 400; and a random gradient back."""
    rng, width, depth = np.random.default_rng(1), 400, 6
    one, other = rng.standard_normal((2, width))
    one *= width**0.5 / np.linalg.norm(one)
    other -= other @ one / width * one
    other *= width**0.5 / np.linalg.norm(other)
    own = f if isinstance(f, act.Activation) else (np.sin, np.cos)
    net = MLP([width] * (depth + 1) + [width], own, seeds=range(6), init=(sigma_w, sigma_b))
    logits = net.forward(np.stack([one, 0.6 * one + 0.8 * other]))
    net.backward(rng.standard_normal(logits.shape).astype(np.float32))
    factor, q, c = None, sigma_w**2 + sigma_b**2, (0.6 * sigma_w**2 + sigma_b**2) / (sigma_w**2 + sigma_b**2)
    for k, layer in enumerate(net.hidden):
        z = layer.z.astype(float)
        assert np.mean(z**2) == pytest.approx(q, rel=0.1)
        assert np.mean(z[:, 0] * z[:, 1]) / np.mean(z**2) == pytest.approx(c, abs=0.05)
        if k > 0:
            growth = np.mean(net.hidden[k - 1].delta.astype(float) ** 2) / np.mean(layer.delta.astype(float) ** 2)
            assert growth == pytest.approx(factor, rel=0.15)
        factor = meanfield.chi_1(f, sigma_w, sigma_b, q)
        c = float(meanfield.correlation_map(f, c, sigma_w, sigma_b, q))
        q = meanfield.next_variance(f, q, sigma_w, sigma_b)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: meanfield.chi_1("tanh", 1.0), TypeError, "f is 'tanh'"),
        (lambda: meanfield.correlation_map(act.tanh, 1.5, 2.0), ValueError, "c is 1.5"),
        (lambda: meanfield.correlation_map(act.tanh, 0.5, 0.5), ValueError, "q is 0.0"),
        (lambda: meanfield.depth_scales(act.relu, 1.0), ValueError, "q is 0.0"),
        (lambda: meanfield.critical_sigma_w(act.tanh, low=2, high=3), ValueError, "does not cross 1"),
        (lambda: meanfield.critical_sigma_w(lambda z: z * np.tanh(z)), ValueError, "jumps past 1"),
    ],
)
def test_what_is_wrong_is_named(call, error, message):
    with pytest.raises(error, match=message):
        call()
