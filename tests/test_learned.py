"""Functions with learned coefficients against their definitions, in mpmath and SciPy."""

import doctest
import pickle

import mpmath as mp
import numpy as np
import pytest
from scipy.interpolate import BSpline

import actlib as act
from actlib.learned import LEARNED, apl, kan_spline, pau

RANDOM = np.random.default_rng(0)
KAN = {"coef": tuple(RANDOM.normal(size=9)), "scale_base": 0.7, "scale_sp": -1.3, "grid_range": (-2.0, 1.0)}
PAU = {"a": (0.3, -0.7, 0.0, 1.1), "b": (0.4, -0.9, 0.2, 0.05)}
APL = {"a": (0.3, -0.6, 0.1), "b": (0.5, -0.2, -2.0)}
BOTH = pytest.mark.parametrize(
    ("f", "kwargs"), [(f, {}) for f in LEARNED] + [(apl, APL), (pau, PAU), (kan_spline, KAN)], ids=repr
)


def _apl(x, a, b):
    return max(x, 0) + sum(mp.mpf(s) * max(t - x, 0) for s, t in zip(a, b, strict=True))


def _pau(x, a, b):
    top = sum(mp.mpf(c) * x**k for k, c in enumerate(a))
    return top / (1 + abs(sum(mp.mpf(c) * x**k for k, c in enumerate(b, 1))))


def _basis(x, knots):
    """Cox and de Boor's recursion."""
    if len(knots) == 2:
        return mp.mpf(knots[0] <= x < knots[1])
    left = (x - knots[0]) / (knots[-2] - knots[0]) * _basis(x, knots[:-1])
    return left + (knots[-1] - x) / (knots[-1] - knots[1]) * _basis(x, knots[1:])


def _kan(x, coef, scale_base, scale_sp, grid_range):
    low, high = map(mp.mpf, grid_range)
    step = (high - low) / (len(coef) - 3)
    knots = [low + step * i for i in range(-3, len(coef) + 1)]
    spline = sum(mp.mpf(c) * _basis(x, knots[i : i + 5]) for i, c in enumerate(coef))
    return mp.mpf(scale_base) * x / (1 + mp.exp(-x)) + mp.mpf(scale_sp) * spline


EXACT = {"apl": _apl, "pau": _pau, "kan_spline": _kan}
POINTS = np.concatenate([np.linspace(-4.013, 4.017, 60), [-700.0, -30.0, 30.0, 1e5]])


@BOTH
def test_value_and_derivative_are_those_of_the_definition(f, kwargs):
    settings = {**{n: p.default for n, p in f.parameters.items()}, **kwargs}
    with mp.workdps(80):
        exact = [EXACT[f.name](mp.mpf(float(x)), **settings) for x in POINTS]
        slope = [mp.diff(lambda t: EXACT[f.name](t, **settings), mp.mpf(float(x))) for x in POINTS]
    value, derivative = f.value_and_derivative(POINTS, **kwargs)
    np.testing.assert_allclose(value, np.array(exact, float), rtol=5e-15, atol=1e-15)
    np.testing.assert_allclose(derivative, np.array(slope, float), rtol=2e-14, atol=2e-15)
    np.testing.assert_array_equal(f(POINTS, **kwargs), value)
    np.testing.assert_array_equal(f.derivative(POINTS, **kwargs), derivative)


def test_spline_is_scipys():
    c, h = np.array(KAN["coef"]), 0.5
    spline = BSpline(-2 + h * np.arange(-3, 10), c, 3)
    x = np.linspace(-2, 1, 101)
    for got, expected in zip(
        kan_spline.value_and_derivative(x, tuple(c), 0.0, 1.0, (-2, 1)), (spline(x), spline(x, 1)), strict=True
    ):
        np.testing.assert_allclose(got, expected, atol=2e-14)


@BOTH
def test_far_and_missing_values(f, kwargs):
    x = np.array([-1e308, 1e308, np.nan, -np.inf, np.inf])
    value, slope = f.value_and_derivative(x, **kwargs)
    assert np.isnan(value).tolist() == np.isnan(slope).tolist() == [False, False, True, False, False]
    np.testing.assert_allclose(slope[[0, 1]], slope[[3, 4]], rtol=1e-15)
    for end, far in ((-np.inf, value[0]), (np.inf, value[1])):
        if abs(far) < 1:  # a finite limit
            assert f(end, **kwargs) == pytest.approx(far, abs=1e-15)
        else:
            assert f(end, **kwargs) == np.copysign(np.inf, far)


def test_ends_with_finite_limits():
    assert apl(-np.inf, (0.5, -0.5), (1.0, 0.0)) == apl(-9.0, (0.5, -0.5), (1.0, 0.0)) == 0.5
    assert pau([-np.inf, np.inf], (1.0, 2.0), (0.0, 1.0)).tolist() == [0, 0]
    assert pau([-np.inf, np.inf], (1.0, 2.0), (4.0,)).tolist() == [-0.5, 0.5]
    assert pau([-np.inf, np.inf], (1.0, 2.0), (4.0, 0.0, 0.0)).tolist() == [-0.5, 0.5]
    assert pau([-np.inf, 3.0], (1.0,), ()).tolist() == [1, 1]
    assert pau(3.0, (), ()) == 0


def test_derivatives_at_hinges():
    np.testing.assert_allclose(apl.derivative([-1.0, 0.0]), [-0.2, 0.0])
    assert pau.derivative(0.0, **PAU) == pytest.approx(-0.7)


def test_defaults_start_where_the_docstrings_say():
    x = np.linspace(-3, 3, 601)
    np.testing.assert_allclose(pau(x), act.leaky_relu(x), atol=0.0337)
    np.testing.assert_array_equal(kan_spline(x), act.silu(x))


def test_facts_are_measured():
    assert apl.facts.kinks == (-1.0, 0.0)
    assert pau.facts.smoothness == kan_spline.facts.smoothness == "Cinf"


@pytest.mark.parametrize(
    ("f", "kwargs", "error", "words"),
    [
        (apl, {"a": (1.0,)}, ValueError, "a has 1 numbers and b has 2"),
        (apl, {"a": 1.0}, TypeError, "a is 1.0; it must be a sequence of numbers, each a finite number"),
        (apl, {"a": "ab"}, TypeError, "a is 'ab'"),
        (apl, {"a": (1.0, np.nan)}, ValueError, "a is .*nan.*each a finite number"),
        (pau, {"b": (1.0, "2")}, TypeError, "b is"),
        (pau, {"b": np.zeros((2, 2))}, TypeError, "b is"),
        (kan_spline, {"coef": (1.0,) * 3}, ValueError, "coef has 3 numbers"),
        (kan_spline, {"grid_range": (1.0, 1.0)}, ValueError, "grid_range is .*ascending"),
        (kan_spline, {"grid_range": (1.0,)}, ValueError, "grid_range is .*two numbers"),
    ],
)
def test_wrong_coefficients_are_named(f, kwargs, error, words):
    with pytest.raises(error, match=words):
        f(0.0, **kwargs)


@BOTH
def test_dtypes_pickles_and_other_defaults(f, kwargs):
    changed = f.with_parameters(**kwargs)
    for dtype in (np.float16, np.float32):
        x = np.array([-0.3, 0.8], dtype)
        np.testing.assert_array_equal(changed(x), f(x.astype(float), **kwargs).astype(dtype))
        assert changed.derivative(x).dtype == dtype
    copy = pickle.loads(pickle.dumps(changed))
    assert repr(copy) == repr(changed)
    np.testing.assert_array_equal(
        copy(POINTS), f(POINTS, **{n: np.array(v) if isinstance(v, tuple) else v for n, v in kwargs.items()})
    )


@pytest.mark.parametrize("f", LEARNED, ids=lambda f: f.name)
def test_examples_run(f):
    results = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(
        doctest.DocTestParser().get_doctest(f.__doc__, {}, f.name, None, 0)
    )
    assert (results.attempted >= 3, results.failed) == (True, 0)
