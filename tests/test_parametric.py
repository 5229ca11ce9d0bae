"""Functions with parameters far from their defaults, against mpmath."""

import mpmath as mp
import numpy as np
import pytest

import actlib as act
from tests import oracle
from tests.test_accuracy import points, ulps

X = points(np.float64)

# Values that have no root but 0, and derivatives that have none: relative errors are small everywhere.
ACCURATE = [
    (act.isrlu, {"alpha": 7.3}, True),
    (act.isrlu, {"alpha": 1e-9}, True),
    (act.squareplus, {"b": 0.37}, True),
    (act.squareplus, {"b": 1e9}, True),
    (act.pelu, {"a": 0.3, "b": 4.0}, True),
    (act.swish_beta, {"beta": -2.7}, False),
    (act.swish_beta, {"beta": 31.7}, False),
    (act.swish_beta, {"beta": 1e-300}, False),
    (act.swish_beta, {"beta": 1e300}, False),
    (act.swish_beta, {"beta": 0.0}, True),
    (act.e_swish, {"beta": 1.9}, False),
    (act.acon_c, {"p1": 1.3, "p2": 0.25, "beta": 0.7}, False),
    (act.acon_c, {"p1": 0.0, "p2": -0.5, "beta": 3.0}, False),
    (act.acon_c, {"p1": 0.5, "p2": 0.5, "beta": 3.0}, True),
]


@pytest.mark.parametrize(("f", "kwargs", "slope_too"), ACCURATE, ids=repr)
def test_accuracy_holds_for_other_parameters(f, kwargs, slope_too):
    computed, tables = f.value_and_derivative(X, **kwargs), (oracle.VALUE, oracle.DERIVATIVE)
    for values, table in list(zip(computed, tables, strict=True))[: 1 + slope_too]:
        with mp.workdps(oracle.DIGITS):
            errors = [
                ulps(y, oracle.exact(table, f.name, x, **kwargs), np.float64) for y, x in zip(values, X, strict=True)
            ]
        assert max(errors) <= 5, f"{max(errors):.2f} ulp at {X[np.argmax(errors)]!r}"


@pytest.mark.parametrize("beta", [-2.7, 0.3, 31.7])
def test_slope_of_swish_is_accurate_but_for_its_root(beta):
    x = np.concatenate([np.linspace(-3, 3, 41), [-50.0, -700.0, 50.0]]) / beta
    exact = [float(oracle.exact(oracle.DERIVATIVE, "swish_beta", t, beta=beta)) for t in x]
    np.testing.assert_allclose(act.swish_beta.derivative(x, beta), exact, rtol=2e-15, atol=2e-16)


@pytest.mark.parametrize("omega", [1e-3, 0.7, 30.0, 1e4, -7.3, 1e200])
def test_phase_of_siren_is_that_of_the_exact_product(omega):
    x = X[np.abs(X) < min(1e300, 1e300 / abs(omega))]
    value, slope = act.siren_sine.value_and_derivative(x, omega)
    with mp.workdps(700):
        angles = [mp.mpf(omega) * mp.mpf(float(t)) for t in x]
        sines, cosines = np.array([mp.sin(a) for a in angles], float), np.array([mp.cos(a) for a in angles], float)
    np.testing.assert_allclose(value, sines, rtol=1e-15, atol=5e-16)
    np.testing.assert_allclose(slope / omega, cosines, rtol=1e-15, atol=5e-16)


@pytest.mark.parametrize("alpha", [-1.0, -0.3, 0.3, 2.5])
def test_soft_exponential_and_its_inverse_domain(alpha):
    edge = -alpha + 1 / alpha
    x = edge + np.array([0.01, 0.5, 3.0, 40.0]) if alpha < 0 else np.array([-40.0, -1.0, 0.5, 9.0])
    for program, table in ((act.soft_exponential, oracle.VALUE), (act.soft_exponential.derivative, oracle.DERIVATIVE)):
        exact = [float(oracle.exact(table, "soft_exponential", t, alpha=alpha)) for t in x]
        np.testing.assert_allclose(program(x, alpha), exact, rtol=1e-14)
    ends = act.soft_exponential([-np.inf, np.inf], alpha)
    np.testing.assert_array_equal(ends, [np.nan if alpha < 0 else alpha - 1 / alpha, np.inf])


def test_soft_exponential_left_of_its_domain_is_nan():
    assert act.soft_exponential(0.0, -1.0) == -np.inf
    assert act.soft_exponential.derivative(0.0, -1.0) == np.inf
    assert np.isnan(act.soft_exponential.value_and_derivative(-0.1, -1.0)).all()


def test_acon_keeps_its_limits():
    for kwargs, ends in (
        ({"p1": 0.5, "p2": -0.5}, [np.inf, np.inf]),
        ({"p1": 1.0, "p2": 0.5}, [-np.inf, np.inf]),
        ({"p1": 0.5, "p2": -0.5, "beta": -1.0}, [-np.inf, -np.inf]),
        ({"p1": 0.5, "p2": 0.5}, [-np.inf, np.inf]),
    ):
        np.testing.assert_array_equal(act.acon_c([-np.inf, np.inf], **kwargs), ends)


def test_xielu_without_a_line_has_a_limit():
    assert act.xielu(-np.inf, 0.8, 0.5, 0.5) == -0.5
    assert act.xielu([-np.inf, np.inf], 0.8, 0.2, 0.5).tolist() == [-np.inf, np.inf]


def test_one_function_becomes_another():
    x = np.linspace(-6, 6, 101)
    np.testing.assert_allclose(act.acon_c(x), act.silu(x), rtol=1e-15)
    np.testing.assert_allclose(act.swish_beta(x, 1.702), act.quick_gelu(x), rtol=0)
    np.testing.assert_allclose(act.pelu(x), act.elu(x), rtol=1e-15)
    np.testing.assert_allclose(act.xielu.derivative(x[x < 0]), 0.8 * act.elu(x[x < 0]) + 0.5, rtol=1e-13)
