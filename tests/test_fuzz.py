"""A million random bit patterns through every way of calling: subnormals, infinities, every kind of nan."""

import warnings

import numpy as np
import pytest

import actlib as act

TOTAL = 1_000_000
DTYPES = (np.float16, np.float32, np.float64)
FUNCTIONS = pytest.mark.parametrize("f", act.catalogue(), ids=lambda f: f.name)
RIPPLED = {"snake"}  # it has limits at the infinities, its slope has none
SHARE = TOTAL // (len(act.catalogue()) * len(DTYPES)) + 1  # inputs for each function and dtype


def patterns(f, dtype):
    """Random bits, half of them with the exponents of ordinary numbers; other ones for every function."""
    rng = np.random.default_rng([*f.name.encode(), dtype().itemsize])
    info = np.finfo(dtype)
    rare = np.array([0, np.inf, info.max, info.tiny, info.smallest_subnormal, 1], dtype)  # random bits seldom are these
    bits = rng.integers(0, 256, SHARE // 2 * dtype().itemsize, np.uint8).view(dtype)
    return np.concatenate([rare, -rare, bits, rng.normal(scale=5, size=SHARE - len(bits)).astype(dtype)])


@FUNCTIONS
@pytest.mark.parametrize("dtype", DTYPES, ids=lambda d: d.__name__)
def test_any_bits_give_a_number_within_bounds_in_silence(f, dtype):
    x = patterns(f, dtype)
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        value, slope = f.value_and_derivative(x)
        alone, slope_alone = f(x), f.derivative(x)
    np.testing.assert_array_equal(np.isnan(value), np.isnan(x) | _without_limit(f, x))
    endless = np.isinf(x) & (f.name in RIPPLED)
    np.testing.assert_array_equal(np.isnan(slope), np.isnan(x) | _without_limit(f, x) | endless)
    _assert_within(f, value, dtype)
    eps, smallest = float(np.finfo(dtype).eps), float(np.finfo(dtype).smallest_subnormal)
    _assert_near(value, alone, rtol=8 * eps, atol=8 * smallest)  # 4 units in the last place each, as promised
    _assert_near(slope, slope_alone, rtol=8 * eps, atol=8 * eps)  # near a root only the absolute error is promised


@FUNCTIONS
@pytest.mark.parametrize("dtype", DTYPES, ids=lambda d: d.__name__)
def test_an_array_gives_what_its_elements_give_alone(f, dtype):
    x = patterns(f, dtype)[SHARE // 2 : SHARE // 2 + 24]
    for way in (f, f.derivative):
        np.testing.assert_array_equal(way(x), np.array([way(element) for element in x]))


def _without_limit(f, x):
    """Where the facts say that there is no limit, at an infinity, the value is nan."""
    left, right = np.isnan(f.facts.limits)
    return (np.isneginf(x) & left) | (np.isposinf(x) & right)


def _assert_within(f, value, dtype):
    """Between infimum and supremum, rounded outwards by 4 units in the last place (the accuracy promised)."""
    low, high = (np.float64(bound) for bound in (f.facts.infimum, f.facts.supremum))
    room = 4 * float(np.finfo(dtype).eps)
    numbers = value[~np.isnan(value)].astype(np.float64)
    assert (numbers >= low - room * abs(low if np.isfinite(low) else 0)).all()
    assert (numbers <= high + room * abs(high if np.isfinite(high) else 0)).all()


def _assert_near(joint, alone, rtol, atol):
    with np.errstate(invalid="ignore"):  # widening a signalling nan
        joint, alone = joint.astype(float), alone.astype(float)
    np.testing.assert_allclose(joint, alone, rtol=rtol, atol=atol)
