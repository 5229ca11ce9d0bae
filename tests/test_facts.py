"""Declared facts against measured ones, over the whole catalogue and at other parameters."""

import math
from dataclasses import fields, replace

import mpmath as mp
import numpy as np
import pytest
from scipy import optimize

import actlib as act
from actlib import properties
from tests import oracle

CHANGED = [act.leaky_relu.with_parameters(negative_slope=s) for s in (0.0, 0.3, 1.0, 1.5, -0.5, -1.0, -2.0)] + [
    f.with_parameters(alpha=a) for f in (act.elu, act.celu) for a in (0.5, act.activations.exponential.SELU_ALPHA, 2.0)
]
CHANGED += [
    act.hard_tanh.with_parameters(low, high) for low, high in ((-2.0, 0.5), (0.0, 2.5), (0.5, 1.5), (-2.0, 2.0))
]
CHANGED += [act.piecewise_linear_clip.with_parameters(low, high) for low, high in ((-2.0, 0.5), (0.5, 1.5))]
CHANGED += [act.thresholded_relu.with_parameters(t, v) for t, v in ((0.5, 0.5), (-1.0, -2.0), (1.0, 1.5), (-1.0, 0.0))]
CHANGED += [f.with_parameters(lambd=2.0) for f in (act.softshrink, act.hardshrink)]
CHANGED += [act.elu.with_parameters(0.0), act.softshrink.with_parameters(0.0), act.hardshrink.with_parameters(0.0)]
CHANGED += [act.plu.with_parameters(0.5, 2.0), act.srelu.with_parameters(-2.0, 0.3, 2.0, 0.3)]
CHANGED += [act.star_relu.with_parameters(s, b) for s, b in ((1.5, 1.0), (-1.0, 2.0), (-1.0, -1.0))]
CHANGED += [
    act.pelu.with_parameters(a=2.0, b=0.5),
    act.pelu.with_parameters(a=0.5, b=2.0),
    act.e_swish.with_parameters(beta=2.0),
    act.siren_sine.with_parameters(omega_0=-0.7),
    act.snake.with_parameters(a=0.4),
    act.soft_exponential.with_parameters(alpha=0.7),
]


@pytest.mark.parametrize("f", [*act.catalogue(), *CHANGED], ids=repr)
def test_declared_facts_are_the_measured_ones(f):
    assert f.declared(**{name: p.default for name, p in f.parameters.items()}) is not None
    assert properties.compare(f.facts, act.describe(f)) == []


@pytest.mark.parametrize("f", act.catalogue(), ids=lambda f: f.name)
def test_facts_are_measured_the_same_without_the_derivative(f):
    assert properties.compare(f.facts, act.describe(lambda x: f(x))) == []


FLAT = [
    act.plu.with_parameters(0.0, 2.0),
    act.srelu.with_parameters(0.0, 0.0, 1.0, 0.5),
    act.prelu.with_parameters(0.0),
]


@pytest.mark.parametrize("f", [*CHANGED, *FLAT], ids=repr)
def test_infinities_give_the_limits_at_other_parameters(f):
    np.testing.assert_allclose(f([-np.inf, np.inf]), f.facts.limits, rtol=1e-15)


def _moments(f):
    """E[f], E[f²], E[f'], E[f'²] of the definition in mpmath, by 24-point Gauss–Legendre on panels of half a unit."""
    nodes, weights = np.polynomial.legendre.leggauss(24)
    ends = np.unique([*np.arange(-13, 13.5, 0.5), *f.facts.kinks])
    half, middle = np.diff(ends)[:, np.newaxis] / 2, (ends[1:] + ends[:-1])[:, np.newaxis] / 2
    x, share = (middle + half * nodes).ravel(), (half * weights).ravel()
    with mp.workdps(30):
        values = [np.array([float(table[f.name](mp.mpf(t))) for t in x]) for table in (oracle.VALUE, oracle.DERIVATIVE)]
    share = share * np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)
    return [math.fsum(share * terms) for v in values for terms in (v, v**2)]


@pytest.mark.parametrize("f", act.catalogue(), ids=lambda f: f.name)
def test_declared_moments_are_those_of_the_definition(f):
    facts = f.facts
    first, second = facts.gaussian_mean, facts.gaussian_second_moment
    slope, square_slope = facts.gaussian_mean_derivative, facts.gaussian_second_moment_derivative
    np.testing.assert_allclose([first, second, slope, square_slope], _moments(f), rtol=1e-12, atol=1e-14)
    assert facts.gain == pytest.approx(second**-0.5, rel=1e-15)
    assert facts.chi_1 == pytest.approx(square_slope / second, rel=1e-15)


@pytest.mark.parametrize("f", [f for f in act.catalogue() if f.facts.argmin is not None], ids=lambda f: f.name)
def test_declared_minimum_is_that_of_the_definition(f):
    least, at = f.facts.minimum, f.facts.argmin
    assert float(oracle.exact(oracle.VALUE, f.name, at)) == pytest.approx(least, rel=1e-15, abs=1e-300)
    if at not in f.facts.kinks:
        assert abs(oracle.exact(oracle.DERIVATIVE, f.name, at)) < 1e-15


@pytest.mark.parametrize("f", act.catalogue(), ids=lambda f: f.name)
def test_declared_lipschitz_constant_is_the_steepest_slope(f):
    far = np.logspace(1, 8, 200)
    beside_kinks = [np.nextafter(kink, end) for kink in f.facts.kinks for end in (-np.inf, np.inf)]
    x = np.unique(np.concatenate([np.linspace(-12, 12, 4801), far, -far, beside_kinks]))
    slopes = np.abs(f.derivative(x))
    if f.facts.lipschitz == math.inf:
        assert f.facts.smoothness == "discontinuous" or slopes.max() > 1e6
        return
    i = slopes.argmax()
    bounds = x[max(i - 1, 0)], x[min(i + 1, len(x) - 1)]
    peak = optimize.minimize_scalar(
        lambda t: -abs(f.derivative(t)), bounds=bounds, method="bounded", options={"xatol": 1e-9}
    )
    assert max(slopes[i], -peak.fun) == pytest.approx(f.facts.lipschitz, rel=1e-14)
    assert f.facts.smoothness != "discontinuous"


def test_facts_without_a_declaration_are_measured():
    facts = act.softplus.with_parameters(beta=2.0).facts
    assert facts.lipschitz == pytest.approx(1, rel=1e-12)
    assert facts.gaussian_mean == pytest.approx(act.gaussian.expectation(lambda z: act.softplus(z, 2.0)), rel=1e-12)


@pytest.mark.parametrize("name", [f.name for f in fields(act.Facts)])
def test_comparison_sees_a_wrong_declaration_of_any_field(name):
    wrong = {"limits": (0.0, 2.0), "kinks": (1.0,), "saturates": (True, False), "parity": "even", "argmin": 0.0}
    wrong |= {"monotonicity": "none", "convexity": "convex", "smoothness": "C1", "identity_at_origin": True}
    facts = act.sigmoid.facts
    changed = replace(facts, **{name: wrong[name] if name in wrong else 0.1234})
    assert len(properties.compare(changed, act.describe(act.sigmoid))) == 1


def test_selu_constants_solve_the_fixed_point_equations():
    assert act.selu.facts.gaussian_mean == pytest.approx(0, abs=1e-15)
    assert act.selu.facts.gaussian_second_moment == pytest.approx(1, abs=1e-15)
