"""Values and derivatives of the whole catalogue against mpmath, in units in the last place."""

import mpmath as mp
import numpy as np
import pytest

import actlib as act
from tests import oracle

# Bounds in ulp: what is asserted is what the docstrings may promise. float16 is computed in float32, rounded once.
BOUND = {np.float64: 4.0, np.float32: 4.0, np.float16: 0.51}
# Within 1 of a root of the derivative the error is measured against its largest term, which is above 0.2 there.
ROOTS = {
    "silu": -1.2784645427610738,
    "gelu": -0.7517915246935645,
    "gelu_tanh": -0.7524614220710163,
    "mish": -1.1924312145154952,
    "xielu": -0.9808292530117262,
    "quick_gelu": -0.7511542554412890,
    "swish_beta": -1.2784645427610738,
    "e_swish": -1.2784645427610738,
    "acon_c": -1.2784645427610738,
    "tanhexp": -1.0788600584646241,
    "smish": -1.3945193019245041,
    "logish": -1.3724541370256921,
    "elish": -0.8813735870195430,
}
# Likewise for a root of the function itself, other than at 0: the largest term is above 0.5 there.
ZEROS = {"xielu": -2.4324842769314482}
# Roots without end, a term that varies much near the root, or an error that is absolute for another reason, which the
# function's docstring names: here the error is measured against this size wherever the value is smaller.
VALUE_SIZES = {"siren_sine": lambda x: 8 * (abs(x) > 5.9e306)}
DERIVATIVE_SIZES = {
    "siren_sine": lambda x: 240 * (abs(x) > 5.9e306),
    "gcu": lambda x: max(abs(mp.cos(x)), abs(x * mp.sin(x))),
    "snake": lambda _: 1,
    "sinc": lambda x: max(abs(mp.cos(x)), abs(mp.sin(x) / x)) / abs(x) if abs(x) > 2 else 0,
    "serf": lambda x: max(1, -x) * mp.erf(mp.log(1 + mp.exp(x))) if -4 < x < 1 else 0,
}
FUNCTIONS = pytest.mark.parametrize("f", act.catalogue(), ids=lambda f: f.name)
DTYPES = pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16], ids=lambda d: d.__name__)


def points(dtype):
    """Log-spaced magnitudes from the smallest subnormal to the largest finite number, and the ordinary range."""
    info = np.finfo(dtype)
    magnitudes = np.exp2(np.linspace(info.minexp - info.nmant, info.maxexp - 0.001, 60))
    ordinary = np.concatenate([np.linspace(0.01, 45, 181), np.linspace(46, 745, 40)])
    with np.errstate(over="ignore", under="ignore"):
        positive = np.concatenate([magnitudes, ordinary]).astype(dtype)
    positive = positive[np.isfinite(positive)]
    return np.unique(np.concatenate([-positive, [dtype(0)], positive]))


def ulps(value, truth, dtype, scale=0.0):
    """The error in spacings of floats at the truth, or at `scale` if that is larger."""
    info = np.finfo(dtype)
    size = max(abs(truth), mp.mpf(scale))
    if size > mp.mpf(float(info.max)) * (1 + mp.mpf(float(info.eps)) / 4):
        return 0.0 if np.isinf(value) and np.sign(value) == mp.sign(truth) else np.inf
    exponent = max(int(mp.floor(mp.log(size, 2))) if size else info.minexp, info.minexp)
    spacing = mp.ldexp(1, exponent - info.nmant)
    return float(abs(mp.mpf(float(value)) - truth) / spacing) if np.isfinite(value) else np.inf


def worst(computed, table, f, x, root=np.inf, size_near_root=0.0, size=lambda _: 0.0):
    with mp.workdps(oracle.DIGITS):
        errors = []
        for value, point in zip(computed, x, strict=True):
            near = abs(float(point) - root) < 1
            scale = max(size(mp.mpf(float(point))), size_near_root * near)
            errors.append(ulps(value, oracle.exact(table, f.name, point), x.dtype.type, scale))
    return max(zip(errors, x.tolist(), strict=True))


def worst_value(f, x):
    return worst(f(x), oracle.VALUE, f, x, ZEROS.get(f.name, np.inf), 0.5, VALUE_SIZES.get(f.name, lambda _: 0.0))


def worst_derivative(f, x):
    size = DERIVATIVE_SIZES.get(f.name, lambda _: 0.0)
    return worst(f.derivative(x), oracle.DERIVATIVE, f, x, ROOTS.get(f.name, np.inf), 0.2, size)


@FUNCTIONS
@DTYPES
def test_value_is_within_its_bound(f, dtype):
    x = points(dtype)
    error, where = worst_value(f, x)
    assert error <= BOUND[dtype], f"{error:.2f} ulp at x = {where!r}"


@FUNCTIONS
@DTYPES
def test_derivative_is_within_its_bound(f, dtype):
    x = points(dtype)
    error, where = worst_derivative(f, x)
    assert error <= BOUND[dtype], f"{error:.2f} ulp at x = {where!r}"


@FUNCTIONS
@DTYPES
def test_both_at_once_are_as_good_as_each_alone(f, dtype):
    x = points(dtype)
    both, alone = np.array(f.value_and_derivative(x)), np.array([f(x), f.derivative(x)])
    largest_term = np.maximum(np.abs(alone), dtype(0.5) * (np.abs(x) < 5))  # near a root the error is absolute
    with np.errstate(all="ignore"):
        error = np.where(both == alone, 0, np.abs(both - alone) / np.spacing(largest_term))
    assert (error <= 4).all(), f"{error.max():.2f} ulp at x = {x[error.max(axis=0).argmax()]!r}"


@FUNCTIONS
def test_oracle_derivative_is_the_derivative_of_the_oracle(f):
    for x in (-3.7, -1.1, -0.2, 0.3, 2.9):
        with mp.workdps(60):
            numerical = mp.diff(oracle.VALUE[f.name], mp.mpf(x))
        assert abs(oracle.exact(oracle.DERIVATIVE, f.name, x) - numerical) < 1e-20


def test_ulps_sees_one_unit_in_the_last_place():
    assert ulps(np.nextafter(1.0, 2), mp.mpf(1), np.float64) == 1.0
    assert ulps(np.inf, mp.mpf(1), np.float64) == np.inf
    assert ulps(0.0, mp.mpf("5e-324"), np.float64) > 0.9
