"""Gaussian expectations against closed forms, and against mpmath where there is none."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from actlib._callable import evaluate
from actlib.gaussian import chi_1, expectation, gain, moments

VARIANCES = (1e-6, 1e-3, 0.3, 1.0, 7.0, 100.0)


def relu(z):
    return np.maximum(z, 0)


CLOSED_FORMS = {  # name: (f, E[f(z)] for z ~ N(0, q), kinks)
    "identity": (lambda z: z, lambda q: 0.0 * q, ()),
    "square": (lambda z: z * z, lambda q: q, ()),
    "fourth power": (lambda z: z**4, lambda q: 3 * q**2, ()),
    "relu": (relu, lambda q: math.sqrt(q / (2 * math.pi)), (0,)),
    "relu, kink not told": (relu, lambda q: math.sqrt(q / (2 * math.pi)), ()),
    "relu squared": (lambda z: relu(z) ** 2, lambda q: q / 2, (0,)),
    "abs": (np.abs, lambda q: math.sqrt(2 * q / math.pi), (0,)),
    "step": (lambda z: z >= 0, lambda q: 0.5 + 0 * q, (0,)),
    "step at 0.3": (lambda z: (z > 0.3) * 1.0, lambda q: special.ndtr(-0.3 / math.sqrt(q)), (0.3,)),
    "step at 0.3, not told": (lambda z: (z > 0.3) * 1.0, lambda q: special.ndtr(-0.3 / math.sqrt(q)), ()),
    "exp": (np.exp, lambda q: math.exp(q / 2), ()),
    "erf squared": (lambda z: special.erf(z) ** 2, lambda q: 2 / math.pi * math.asin(2 * q / (1 + 2 * q)), ()),
    "ndtr of z - 1": (lambda z: special.ndtr(z - 1), lambda q: special.ndtr(-1 / math.sqrt(1 + q)), ()),
    "bump": (lambda z: np.exp(-z * z), lambda q: (1 + 2 * q) ** -0.5, ()),
    "narrow bump": (lambda z: np.exp(-50 * z * z), lambda q: (1 + 100 * q) ** -0.5, ()),
}


@pytest.mark.parametrize("q", VARIANCES)
@pytest.mark.parametrize("name", CLOSED_FORMS)
def test_closed_forms(name, q):
    f, exact, kinks = CLOSED_FORMS[name]
    size = expectation(lambda z: np.abs(f(z)), q, kinks)
    assert abs(expectation(f, q, kinks) - exact(q)) <= 1e-11 * size


@pytest.mark.parametrize("q", VARIANCES)
def test_cosine_absolutely(q):
    assert expectation(np.cos, q) == pytest.approx(math.exp(-q / 2), rel=0, abs=1e-12)


def hinge(z):
    return np.maximum(z - 0.7, 0) * np.tanh(z)


def mp_hinge(z):
    return max(z - mpmath.mpf(0.7), 0) * mpmath.tanh(z)


def sawtooth(z):
    return np.where(np.abs(z) < 1.5, z, 0)


def mp_sawtooth(z):
    return z if abs(z) < 1.5 else mpmath.mpf(0)


def silu(z):
    return z * special.expit(z)


def mp_silu(z):
    return z / (1 + mpmath.exp(-z))


@pytest.mark.parametrize("q", [1e-2, 1.0, 30.0])
@pytest.mark.parametrize("mean", [0.0, -0.8])
@pytest.mark.parametrize(
    ("f", "mp_f", "kinks"),
    [(hinge, mp_hinge, [0.7]), (sawtooth, mp_sawtooth, [-1.5, 1.5]), (silu, mp_silu, [])],
)
def test_against_mpmath(f, mp_f, kinks, mean, q):
    def integrand(z):
        return mp_f(z) * mpmath.npdf(z, mean, mpmath.sqrt(q))

    with mpmath.workdps(25):
        ends = [mean + i * mpmath.sqrt(q) for i in range(-12, 13, 2)]
        exact = float(mpmath.quad(integrand, sorted([*ends, *map(mpmath.mpf, kinks)])))
    size = expectation(lambda z: np.abs(f(z)), q, kinks, mean)
    for told in (kinks, ()):
        assert abs(expectation(f, q, told, mean) - exact) <= 1e-11 * size + 1e-30


def test_mean_shifts():
    assert expectation(np.exp, 2.0, mean=-3.0) == pytest.approx(math.exp(-2.0), rel=1e-12)
    assert expectation(lambda z: z, 1e-6, mean=1e6) == pytest.approx(1e6, rel=1e-12)


def test_zero_variance_is_the_value_at_the_mean():
    assert expectation(np.exp, 0, mean=1.0) == math.e
    assert expectation(lambda z: z > 0, 0.0) == 0.0


def test_exponential_growth_where_f_itself_overflows():
    assert expectation(np.exp, 400.0) == pytest.approx(math.exp(200), rel=1e-11)


def test_gain_moments_and_chi_of_relu():
    assert moments(relu, kinks=[0]) == pytest.approx((1 / math.sqrt(2 * math.pi), 0.5), rel=1e-13)
    assert gain(relu, [0]) == pytest.approx(math.sqrt(2), rel=1e-13)
    assert chi_1(relu, lambda z: z > 0, [0]) == pytest.approx(1.0, rel=1e-13)


def test_chi_of_erf_has_a_closed_form():
    def slope(z):
        return 2 / math.sqrt(math.pi) * np.exp(-z * z)

    exact = 4 / math.pi / math.sqrt(5) / (2 / math.pi * math.asin(2 / 3))
    assert chi_1(special.erf, slope) == pytest.approx(exact, rel=1e-12)


def test_zero_function_has_no_gain():
    assert gain(np.zeros_like) == math.inf
    assert math.isnan(chi_1(np.zeros_like, np.zeros_like))


@settings(max_examples=60, deadline=None)
@given(
    st.floats(-5, 5), st.floats(-5, 5), st.floats(1e-4, 50), st.floats(-3, 3), st.sampled_from([np.tanh, np.cos, relu])
)
def test_linear_in_f(a, b, q, mean, g):
    def mixed(z):
        return a * np.abs(z) + b * g(z)

    apart = a * expectation(np.abs, q, [0], mean) + b * expectation(g, q, [0], mean)
    size = abs(a) * expectation(np.abs, q, [0], mean) + abs(b) * expectation(lambda z: np.abs(g(z)), q, [0], mean)
    assert abs(expectation(mixed, q, [0], mean) - apart) <= 1e-11 * size + 1e-300


@settings(max_examples=60, deadline=None)
@given(st.floats(1e-4, 50), st.floats(-3, 3), st.floats(-4, 4))
def test_step_anywhere_is_the_normal_distribution(q, mean, at):
    exact = special.ndtr((mean - at) / math.sqrt(q))
    assert expectation(lambda z: z > at, q, [at], mean) == pytest.approx(exact, rel=1e-11, abs=1e-13)
    assert expectation(lambda z: z > at, q, (), mean) == pytest.approx(exact, rel=1e-10, abs=1e-12)


def test_jumps_beside_a_node_of_every_panel_are_seen():
    for at in np.linspace(-2, 2, 65)[:, np.newaxis] + np.array([-1e-4, -1e-7, 3e-6, 4e-9, 1e-10]):
        for jump in at:
            found = expectation(lambda z, jump=jump: z > jump)
            assert found == pytest.approx(special.ndtr(-jump), rel=0, abs=1e-12)


@pytest.mark.parametrize("at", [8.0, 30.0, 36.9])
def test_relative_accuracy_far_out(at):
    for told in ([at], ()):
        assert expectation(lambda z: z > at, kinks=told) == pytest.approx(special.ndtr(-at), rel=1e-10, abs=0)


@pytest.mark.parametrize("at", [37.7, 37.95, 45.0])
def test_nothing_left_but_subnormal_numbers(at):
    assert 0 <= expectation(lambda z: z > at) < 1e-300


@pytest.mark.parametrize("q", [-1.0, math.inf, math.nan])
def test_variance_out_of_its_domain(q):
    with pytest.raises(ValueError, match=r"^q must be .*(nan|inf|-1)"):
        expectation(np.tanh, q)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"q": "big"}, TypeError, "q must be a real number; got 'big'"),
        ({"kinks": [math.nan]}, ValueError, "kinks must be finite"),
        ({"mean": math.inf}, ValueError, "mean must be finite"),
        ({"f": 3}, TypeError, "f must be callable.*got 3"),
        ({"f": lambda z: z + 1j}, TypeError, "complex128"),
        ({"f": lambda z: z.astype(np.float32)}, TypeError, "float32"),
        ({"f": lambda z: z.astype(object)}, TypeError, "object"),
        ({"f": lambda z: z.sum()}, ValueError, r"shape it is given: \(\) for"),
        ({"f": np.sqrt}, ValueError, r"f\(-\d+.* is nan"),
        ({"f": lambda z: np.where(np.abs(z) < 1, np.inf, z)}, ValueError, "f is infinite between z = -?[01]"),
        ({"f": lambda z: np.full_like(z, np.inf)}, ValueError, "infinite almost everywhere"),
        ({"f": lambda z: np.exp(z**2)}, ValueError, "grows as fast as the Gaussian falls"),
        ({"f": lambda z: 1 / np.abs(z)}, RuntimeError, "does not converge .* near z = -?0"),
        ({"f": lambda z: 1 / z, "q": 0.0}, ValueError, r"f\(0.0\) is infinite"),
    ],
)
def test_errors_say_what_and_where(arguments, error, message):
    with pytest.raises(error, match=message):
        expectation(**{"f": np.tanh, **arguments})


def test_noise_does_not_pass_for_a_number():
    noise = np.random.default_rng(0)
    with pytest.raises(RuntimeError, match="does not converge"):
        expectation(lambda z: noise.random(z.shape))


def test_f_may_overwrite_what_it_is_given():
    def destructive(z):
        z[z < 0] = 0
        return z

    assert expectation(destructive, kinks=[0]) == pytest.approx(1 / math.sqrt(2 * math.pi), rel=1e-13)
    x = np.array([-1.0, 1.0])
    evaluate(destructive, x)
    assert x.tolist() == [-1.0, 1.0]
