"""Link functions against mpmath, at the ends of [0, 1] and outside it."""

import doctest
import pickle

import mpmath as mp
import numpy as np
import pytest

import actlib as act
from actlib.link import LINKS, logit, probit
from tests.test_accuracy import ulps

EVERY = pytest.mark.parametrize("f", LINKS, ids=lambda f: f.name)


def quantile(p):
    """Newton's method on ln Φ, from the leading term of its asymptote."""
    if p > 0.5:
        return -quantile(1 - p)
    x = -mp.sqrt(-2 * mp.log(2 * p))
    for _ in range(12):
        tail = mp.erfc(-x / mp.sqrt(2)) / 2
        x -= mp.log(tail / p) * tail / mp.npdf(x)
    return x


VALUE = {"logit": lambda p: mp.log(p / (1 - p)), "probit": quantile}
DERIVATIVE = {"logit": lambda p: 1 / (p * (1 - p)), "probit": lambda p: 1 / mp.npdf(quantile(p))}


def probabilities(dtype):
    rng, info = np.random.default_rng(0), np.finfo(dtype)
    low = np.exp2(-rng.uniform(1, -info.minexp + info.nmant, 30))
    near = 0.5 + rng.normal(size=20) * 10.0 ** -rng.uniform(1, 8, 20)
    x = np.concatenate([rng.uniform(0, 1, 60), low, 1 - np.exp2(-rng.uniform(1, info.nmant, 20)), near]).astype(dtype)
    return np.unique(x[(x > 0) & (x < 1)])


@EVERY
@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16])
def test_value_and_derivative_are_within_their_bounds(f, dtype):
    x = probabilities(dtype)
    steep = 6.0 if f is probit else 4.0  # the docstring says why
    with mp.workdps(60):
        for computed, table, bound in ((f(x), VALUE, 4.0), (f.derivative(x), DERIVATIVE, steep)):
            bound = {np.float64: bound, np.float32: 0.51, np.float16: 0.51}[dtype]
            errors = [ulps(y, table[f.name](mp.mpf(float(p))), dtype) for y, p in zip(computed, x, strict=True)]
            assert max(errors) <= bound, f"{max(errors):.2f} ulp at {x[np.argmax(errors)]!r}"


@EVERY
def test_ends_are_infinite_and_outside_is_nan(f):
    np.testing.assert_array_equal(f([-0.0, 0.0, 1.0]), [-np.inf, -np.inf, np.inf])
    np.testing.assert_array_equal(f.derivative([-0.0, 0.0, 1.0]), np.inf)
    outside = [-np.inf, -1.0, -5e-324, np.nextafter(1, 2), 1e308, np.inf, np.nan]
    assert np.isnan(f.value_and_derivative(outside)).all()


def test_they_undo_what_they_are_named_after():
    x = np.linspace(-30, 30, 61)
    np.testing.assert_allclose(logit(act.sigmoid(x[x < 15])), x[x < 15], rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(probit(act.gelu(x[x < 0]) / x[x < 0]), x[x < 0], rtol=1e-14)


@EVERY
def test_dtypes_out_and_errors_are_those_of_activations(f):
    for dtype in (np.float16, np.float32, np.float64):
        x = np.array([0.25, 0.5], dtype)
        out = np.empty_like(x)
        assert f(x, out=out) is out
        assert f.derivative(x).dtype == dtype
    with pytest.raises(TypeError, match="complex128"):
        f(0.5j)
    with pytest.raises(ValueError, match="is nan"):
        _ = f.facts


@EVERY
def test_they_are_pickled_by_name_and_their_examples_run(f):
    assert pickle.loads(pickle.dumps(f)) is f
    results = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(
        doctest.DocTestParser().get_doctest(f.__doc__, {}, f.name, None, 0)
    )
    assert (results.attempted >= 2, results.failed) == (True, 0)
