"""Gates and other maps along an axis against their definitions, and their products with the Jacobian."""

import doctest
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from actlib.gates import (
    GATES,
    bilinear_glu,
    brelu,
    crelu,
    geglu,
    glu,
    maxout,
    polynorm,
    rbf_multi,
    reglu,
    swiglu,
    swiglu_oai,
)

EVERY = pytest.mark.parametrize("f", GATES, ids=lambda f: f.name)


def _logistic(t):
    return 1 / (1 + math.exp(-t))


def _clip(t, low, high):
    return min(max(t, low), high)


def _pairs(of):
    """A gate on Python lists: of(a, b) for each number a of the first half and b of the second."""
    return lambda x: [of(a, b) for a, b in zip(x[: len(x) // 2], x[len(x) // 2 :], strict=True)]


def _polynorm(x, weight=(1 / 3, 1 / 3, 1 / 3), bias=0.0, eps=0.0):
    norms = [math.sqrt(sum(t ** (2 * i) for t in x) / len(x) + eps) for i in range(1, len(weight) + 1)]
    return [sum(w * t ** (i + 1) / norms[i] for i, w in enumerate(weight)) + bias for t in x]


DEFINITION = {
    "glu": _pairs(lambda a, b: a * _logistic(b)),
    "bilinear_glu": _pairs(lambda a, b: a * b),
    "reglu": _pairs(lambda a, b: a * max(b, 0)),
    "geglu": _pairs(lambda a, b: a * b * math.erfc(-b / math.sqrt(2)) / 2),
    "swiglu": _pairs(lambda a, b: a * b * _logistic(b)),
    "swiglu_oai": _pairs(lambda a, b: (_clip(a, -7, 7) + 1) * min(b, 7) * _logistic(1.702 * min(b, 7))),
    "crelu": lambda x: [max(t, 0) for t in x] + [max(-t, 0) for t in x],
    "maxout": lambda x: [max(pair) for pair in zip(x[::2], x[1::2], strict=True)],
    "brelu": lambda x: [max(t, 0) if i % 2 == 0 else -max(-t, 0) for i, t in enumerate(x)],
    "polynorm": _polynorm,
    "rbf_multi": lambda x: math.exp(-sum(t * t for t in x) / 2),
}


@EVERY
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_values_are_those_of_the_definition(f, data):
    elements = st.floats(-30, 30).map(lambda t: round(t, 3))
    x = data.draw(arrays.arrays(np.float64, data.draw(st.sampled_from([2, 4, 6])), elements=elements))
    if f is polynorm and not x.any():
        return  # 0/0: see the test of zeros
    np.testing.assert_allclose(f(x), DEFINITION[f.name](x.tolist()), rtol=1e-13, atol=1e-15)


@EVERY
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64], ids=lambda d: d.__name__)
def test_dtypes_are_kept_and_axes_are_equivalent(f, dtype):
    x, v = np.random.default_rng(0).uniform(-2, 2, (2, 4, 2, 6)).astype(dtype)
    for axis in (-1, 0, 1):
        for got, plain in (
            (f(x, axis), f(np.moveaxis(x, axis, -1))),
            (f.jvp(x, v, axis=axis), f.jvp(np.moveaxis(x, axis, -1), np.moveaxis(v, axis, -1))),
        ):
            expected = plain if f is rbf_multi else np.moveaxis(plain, -1, axis)
            np.testing.assert_allclose(
                got, expected, rtol=8 * float(np.finfo(dtype).eps), atol=float(np.finfo(dtype).eps)
            )
            assert got.dtype == dtype


@EVERY
def test_float16_is_computed_in_float32_and_rounded_once(f):
    x = np.random.default_rng(1).uniform(-2, 2, (50, 4)).astype(np.float16)
    np.testing.assert_array_equal(f(x), f(x.astype(np.float32)).astype(np.float16))


@EVERY
def test_jvp_is_the_directional_derivative(f):
    rng = np.random.default_rng(2)
    x, v = rng.uniform(-3, 3, (3, 6)), rng.normal(size=(3, 6))
    step = 1e-6
    numerical = (f(x + step * v) - f(x - step * v)) / (2 * step)
    np.testing.assert_allclose(f.jvp(x, v), numerical, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize(
    ("f", "kwargs"),
    [
        (swiglu_oai, {"alpha": 0.9, "limit": 1.5}),
        (maxout, {"k": 3}),
        (polynorm, {"weight": (0.5, -0.2), "bias": 3.0, "eps": 0.1}),
        (rbf_multi, {"centre": (0.5, -0.5, 0, 0, 1, 2), "sigma": 2.5}),
    ],
    ids=lambda p: getattr(p, "name", ""),
)
def test_parameters_are_known_to_value_and_jvp(f, kwargs):
    rng = np.random.default_rng(3)
    x, v = rng.uniform(-2.5, 2.5, (4, 6)), rng.normal(size=(4, 6))
    step = 1e-6
    numerical = (f(x + step * v, **kwargs) - f(x - step * v, **kwargs)) / (2 * step)
    np.testing.assert_allclose(f.jvp(x, v, **kwargs), numerical, rtol=1e-6, atol=1e-8)
    a, b = x[:, :3], x[:, 3:]
    expected = {
        swiglu_oai: lambda: (np.clip(a, -1.5, 1.5) + 1) * np.minimum(b, 1.5) / (1 + np.exp(-0.9 * np.minimum(b, 1.5))),
        maxout: lambda: np.stack([a.max(1), b.max(1)], 1),
        polynorm: lambda: np.array([_polynorm(row, **kwargs) for row in x.tolist()]),
        rbf_multi: lambda: np.exp(-((x - kwargs["centre"]) ** 2).sum(1) / (2 * 2.5**2)),
    }[f]()
    np.testing.assert_allclose(f(x, **kwargs), expected, rtol=1e-13)


@EVERY
def test_jacobian_has_the_jvps_as_columns(f):
    x = np.array([0.2, 1.0, -0.7, 0.4])
    columns = [f.jvp(x, column) for column in np.eye(4)]
    np.testing.assert_array_equal(f.jacobian(x), np.stack(columns, axis=-1))
    with pytest.raises(ValueError, match="use jvp"):
        f.jacobian(x[None])


def test_derivatives_at_kinks_are_the_documented_ones():
    np.testing.assert_array_equal(crelu.jvp([0.0, 0.0], [1.0, 2.0]), [0, 0, 0, 0])
    np.testing.assert_array_equal(brelu.jvp([0.0, 0.0], [1.0, 2.0]), [0, 0])
    np.testing.assert_array_equal(reglu.jvp([1.0, 0.0], [0.0, 1.0]), [0])
    np.testing.assert_array_equal(maxout.jvp([3.0, 3.0], [1.0, 10.0]), [1])
    on, off = swiglu_oai.jvp([7.0, 7.0], [1.0, 0.0]), swiglu_oai.jvp([7.001, 7.0], [1.0, 0.0])
    assert (on > 6).all()
    assert (off == 0).all()
    assert swiglu_oai.jvp([1.0, 7.0], [0.0, 1.0]) > 1.9
    assert swiglu_oai.jvp([1.0, 7.001], [0.0, 1.0]) == 0


def test_far_tails_keep_their_digits():
    assert swiglu([1.0, -740.0])[0] == pytest.approx(-740 * math.exp(-740), rel=1e-6)
    assert geglu([1e100, -30.0])[0] == pytest.approx(-1.4720141846e-96, rel=1e-9)
    np.testing.assert_allclose(glu([3.0, -800.0]), [0.0])
    assert rbf_multi([1e200, 1e200]) == 0
    assert rbf_multi.jvp([1e200, 1e200], [1.0, 1.0]) == 0


def test_polynorm_neither_overflows_nor_depends_on_scale():
    x = np.array([1.0, -2.0, 0.5])
    for scale in (1e-300, 1e-30, 1e30, 1e300):
        np.testing.assert_allclose(polynorm(scale * x), polynorm(x), rtol=1e-14)
    np.testing.assert_allclose(polynorm(1e-200 * x, eps=1e-6), [0, 0, 0], atol=1e-190)


def test_polynorm_of_zeros_is_the_bias_and_has_no_derivative():
    np.testing.assert_array_equal(polynorm([0.0, 0.0], bias=2.0), [2, 2])
    assert np.isnan(polynorm.jvp([0.0, 0.0], [1.0, 0.0])).all()
    np.testing.assert_allclose(polynorm.jvp([0.0, 0.0], [1.0, 0.0], eps=1e-6), [1e3 / 3, 0], rtol=1e-14)


@EVERY
def test_nan_reaches_the_result_and_an_empty_axis_is_fine(f):
    x = np.array([[np.nan] * 2, [1.0, 2.0]])
    assert np.isnan(f(x)[0]).all()
    assert not np.isnan(f(x)[1]).any()
    assert (
        f(np.zeros((3, 0))).shape
        == f.jvp(np.zeros((3, 0)), np.zeros((3, 0))).shape
        == ((3,) if f is rbf_multi else (3, 0))
    )


@EVERY
@pytest.mark.parametrize(
    ("x", "axis", "error", "words"),
    [
        (1.0, -1, ValueError, "0 dimensions"),
        ([1.0, 2.0], 1, ValueError, "axis is 1"),
        ([1.0, 2.0], 0.5, TypeError, "axis is 0.5"),
        ([1.0, 2.0], True, TypeError, "axis is True"),
        ([1j, 2.0], -1, TypeError, "complex128"),
    ],
)
def test_bad_input_is_named(f, x, axis, error, words):
    with pytest.raises(error, match=words):
        f(x, axis=axis)
    with pytest.raises(error, match=words):
        f.jvp(x, x, axis=axis)


@pytest.mark.parametrize("f", [glu, bilinear_glu, reglu, geglu, swiglu, swiglu_oai], ids=lambda f: f.name)
def test_gated_units_need_an_even_length(f):
    with pytest.raises(ValueError, match=r"shape \(2, 3\): the length along axis 1 is 3; it must be even"):
        f(np.zeros((2, 3)), axis=1)


@pytest.mark.parametrize(
    ("f", "kwargs", "error", "words"),
    [
        (maxout, {"k": 4}, ValueError, "length along axis -1 is 6; k = 4 must divide it"),
        (maxout, {"k": 1.5}, ValueError, "k is 1.5; it must be a whole number > 0"),
        (maxout, {"k": 0}, ValueError, "k is 0; it must be a finite number > 0"),
        (polynorm, {"eps": -1.0}, ValueError, "eps is -1.0; it must be a finite number >= 0"),
        (polynorm, {"weight": 1.0}, TypeError, "weight is 1.0; it must be a sequence"),
        (rbf_multi, {"centre": (1.0, 2.0)}, ValueError, "centre has 2 numbers; .* the 6 of x"),
        (rbf_multi, {"sigma": 0.0}, ValueError, "sigma is 0.0; it must be a finite number > 0"),
        (glu, {"k": 2}, TypeError, "'k' is unknown; glu takes x, axis"),
    ],
)
def test_wrong_parameters_are_named(f, kwargs, error, words):
    with pytest.raises(error, match=words):
        f(np.ones(6), **kwargs)


def test_a_direction_of_another_shape_is_brought_to_that_of_x_or_refused():
    np.testing.assert_array_equal(crelu.jvp([[1.0, 2.0]] * 3, [1.0, 2.0]), [[1, 2, 0, 0]] * 3)
    with pytest.raises(ValueError, match="broadcast"):
        crelu.jvp([1.0, 2.0], [1.0, 2.0, 3.0])


@EVERY
def test_docstrings_are_complete_and_their_examples_run(f):
    for section in ("Parameters", "Returns", "Raises", "Examples"):
        assert f"{section}\n{'-' * len(section)}" in f.__doc__
    results = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(
        doctest.DocTestParser().get_doctest(f.__doc__, {}, f.name, None, 0)
    )
    assert (results.attempted >= 2, results.failed) == (True, 0)
    assert repr(f).startswith(f"{f.name}(x, axis=-1")
