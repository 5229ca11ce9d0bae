"""Measured facts of functions defined here with scipy.special, against what is known of them."""

import math
from dataclasses import FrozenInstanceError, fields, replace
from math import inf

import numpy as np
import pytest
from scipy import optimize, special

from actlib._scan import scan
from actlib.properties import Facts, compare, describe

UP, NOT_DOWN = "strictly increasing", "nondecreasing"


def softplus(x):
    return np.logaddexp(0, x)


def elu(x, alpha=1.0, scale=1.0):
    return scale * np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def selu(x):
    return elu(x, 1.6732632423543772, 1.0507009873554805)


def gelu(x):
    return x * special.ndtr(x)


def gelu_tanh(x):
    return 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def silu(x):
    return x * special.expit(x)


def torch_softplus(x):
    return np.where(x > 20, x, np.log1p(np.exp(np.minimum(x, 20))))


SMOOTH, CORNER, JUMP = "Cinf", "C0", "discontinuous"
# name: f, (infimum, supremum), limits, monotonicity, convexity, smoothness, kinks, parity, saturates, (argmin, minimum)
SHAPES = {
    "identity": (lambda x: x, (-inf, inf), (-inf, inf), UP, "affine", SMOOTH, (), "odd", "no no", (None, None)),
    "step": (lambda x: x >= 0, (0, 1), (0, 1), NOT_DOWN, "neither", JUMP, (0,), "none", "yes yes", (None, 0)),
    "sign": (np.sign, (-1, 1), (-1, 1), NOT_DOWN, "neither", JUMP, (0,), "odd", "yes yes", (None, -1)),
    "sigmoid": (special.expit, (0, 1), (0, 1), UP, "neither", SMOOTH, (), "none", "yes yes", (None, None)),
    "sigmoid that overflows": (
        lambda x: 1 / (1 + np.exp(-x)),
        *((0, 1), (0, 1), UP, "neither", SMOOTH, (), "none", "yes yes", (None, None)),
    ),
    "tanh": (np.tanh, (-1, 1), (-1, 1), UP, "neither", SMOOTH, (), "odd", "yes yes", (None, None)),
    "arctan": (
        np.arctan,
        *((-math.pi / 2, math.pi / 2), (-math.pi / 2, math.pi / 2)),
        *(UP, "neither", SMOOTH, (), "odd", "yes yes", (None, None)),
    ),
    "softsign": (
        lambda x: x / (1 + np.abs(x)),
        *((-1, 1), (-1, 1), UP, "neither", "C1", (), "odd", "yes yes", (None, None)),
    ),
    "relu": (
        lambda x: np.maximum(x, 0),
        (0, inf),
        (0, inf),
        NOT_DOWN,
        "convex",
        CORNER,
        (0,),
        "none",
        "yes no",
        (None, 0),
    ),
    "leaky relu": (
        lambda x: np.where(x > 0, x, 0.01 * x),
        *((-inf, inf), (-inf, inf), UP, "convex", CORNER, (0,), "none", "no no", (None, None)),
    ),
    "relu6": (
        lambda x: np.clip(x, 0, 6),
        *((0, 6), (0, 6), NOT_DOWN, "neither", CORNER, (0, 6), "none", "yes yes", (None, 0)),
    ),
    "hard sigmoid": (
        lambda x: np.clip(x / 6 + 0.5, 0, 1),
        *((0, 1), (0, 1), NOT_DOWN, "neither", CORNER, (-3, 3), "none", "yes yes", (None, 0)),
    ),
    "hard tanh": (
        lambda x: np.clip(x, -1, 1),
        *((-1, 1), (-1, 1), NOT_DOWN, "neither", CORNER, (-1, 1), "odd", "yes yes", (None, -1)),
    ),
    "hard swish": (
        lambda x: x * np.clip(x + 3, 0, 6) / 6,
        *((-0.375, inf), (0, inf), "none", "neither", CORNER, (-3, 3), "none", "yes no", (-1.5, -0.375)),
    ),
    "elu": (elu, (-1, inf), (-1, inf), UP, "convex", "C1", (), "none", "yes no", (None, None)),
    "elu 2": (lambda x: elu(x, 2.0), (-2, inf), (-2, inf), UP, "neither", CORNER, (0,), "none", "yes no", (None, None)),
    "selu": (
        selu,
        *((-1.7580993408473766, inf), (-1.7580993408473766, inf), UP, "neither", CORNER, (0,), "none", "yes no"),
        (None, None),
    ),
    "gelu": (
        gelu,
        *((-0.16997120747, inf), (0, inf), "none", "neither", SMOOTH, (), "none", "yes no"),
        (-0.75179, -0.16997120747),
    ),
    "gelu tanh": (
        gelu_tanh,
        *((-0.17004075057, inf), (0, inf), "none", "neither", SMOOTH, (), "none", "yes no"),
        (-0.75246, -0.17004075057),
    ),
    "silu": (
        silu,
        *((-0.2784645427610738, inf), (0, inf), "none", "neither", SMOOTH, (), "none", "yes no"),
        (-1.2784645427610738, -0.2784645427610738),
    ),
    "mish": (
        lambda x: x * np.tanh(softplus(x)),
        *((-0.30884341301725, inf), (0, inf), "none", "neither", SMOOTH, (), "none", "yes no"),
        (-1.1924312, -0.30884341301725),
    ),
    "softplus": (softplus, (0, inf), (0, inf), UP, "convex", SMOOTH, (), "none", "yes no", (None, None)),
    "softplus that overflows": (
        lambda x: np.log(1 + np.exp(x)),
        *((0, inf), (0, inf), UP, "convex", SMOOTH, (), "none", "yes no", (None, None)),
    ),
    "log sigmoid": (
        lambda x: -softplus(-x),
        (-inf, 0),
        (-inf, 0),
        UP,
        "concave",
        SMOOTH,
        (),
        "none",
        "no yes",
        (None, None),
    ),
    "sine": (np.sin, (-1, 1), (math.nan, math.nan), "none", "neither", SMOOTH, (), "odd", "no no", (None, -1)),
    "cosine": (np.cos, (-1, 1), (math.nan, math.nan), "none", "neither", SMOOTH, (), "even", "no no", (None, -1)),
    "x sin x": (
        lambda x: x * np.sin(x),
        *((-inf, inf), (math.nan, math.nan), "none", "neither", SMOOTH, (), "even", "no no", (None, None)),
    ),
    "abs": (np.abs, (0, inf), (inf, inf), "none", "convex", CORNER, (0,), "even", "no no", (0, 0)),
    "square": (np.square, (0, inf), (inf, inf), "none", "convex", SMOOTH, (), "even", "no no", (0, 0)),
    "bump": (lambda x: np.exp(-x * x), (0, 1), (0, 0), "none", "neither", SMOOTH, (), "even", "yes yes", (None, None)),
    "square times bump": (
        lambda x: x * x * np.exp(-x * x),
        *((0, 1 / math.e), (0, 0), "none", "neither", SMOOTH, (), "even", "yes yes", (0, 0)),
    ),
    "exp": (np.exp, (0, inf), (0, inf), UP, "convex", SMOOTH, (), "none", "yes no", (None, None)),
    "falling": (
        lambda x: -np.maximum(x, 0),
        *((-inf, 0), (0, -inf), "nonincreasing", "concave", CORNER, (0,), "none", "yes no", (None, None)),
    ),
    "constant": (
        lambda x: np.full_like(x, 3.0),
        *((3, 3), (3, 3), "constant", "affine", SMOOTH, (), "even", "yes yes", (None, 3)),
    ),
    "stairs": (
        lambda x: np.clip(np.floor(x), -2, 1),
        *((-2, 1), (-2, 1), NOT_DOWN, "neither", JUMP, (-1, 0, 1), "none", "yes yes", (None, -2)),
    ),
    "steep sigmoid": (
        lambda x: special.expit(1e5 * x),
        *((0, 1), (0, 1), UP, "neither", SMOOTH, (), "none", "yes yes", (None, None)),
    ),
    "gate that shuts fast": (
        lambda x: np.exp(-np.exp(20 * x)),
        *((0, 1), (1, 0), "strictly decreasing", "neither", SMOOTH, (), "none", "yes yes", (None, None)),
    ),
    "softplus with PyTorch's threshold": (
        torch_softplus,
        *((0, inf), (0, inf), UP, "neither", JUMP, (20,), "none", "yes no", (None, None)),
    ),
}


@pytest.fixture(scope="module")
def measured():
    return {name: describe(shape[0]) for name, shape in SHAPES.items()}


@pytest.mark.parametrize("name", SHAPES)
def test_shape(name, measured):
    facts = measured[name]
    _, bounds, limits, *words, kinks, parity, saturates, lowest = SHAPES[name]
    assert (facts.infimum, facts.supremum) == pytest.approx(bounds, rel=1e-10, abs=1e-14)
    assert facts.limits == pytest.approx(limits, rel=1e-15, abs=0, nan_ok=True)
    assert [facts.monotonicity, facts.convexity, facts.smoothness] == words
    assert facts.kinks == pytest.approx(kinks, rel=1e-9, abs=1e-9)
    assert facts.parity == parity
    assert facts.saturates == tuple(word == "yes" for word in saturates.split())
    for got, expected, tolerance in zip((facts.argmin, facts.minimum), lowest, (1e-5, 1e-10), strict=True):
        assert got is expected is None or got == pytest.approx(expected, abs=tolerance)


LIPSCHITZ = {
    "identity": 1, "step": inf, "sigmoid": 0.25, "tanh": 1, "relu": 1, "hard sigmoid": 1 / 6, "hard swish": 1.5,
    "elu": 1, "elu 2": 2, "selu": 1.7580993408473766, "gelu": special.ndtr(2**0.5) + math.exp(-1) / math.pi**0.5,
    "silu": 1.09983932, "softplus": 1,
    "softplus that overflows": 1, "sine": 1, "x sin x": inf, "abs": 1, "square": inf, "exp": inf, "constant": 0,
    "bump": math.sqrt(2 / math.e), "steep sigmoid": 25000, "arctan": 1, "stairs": inf,
}  # fmt: skip


@pytest.mark.parametrize("name", LIPSCHITZ)
def test_lipschitz(name, measured):
    assert measured[name].lipschitz == pytest.approx(LIPSCHITZ[name], rel=1e-8)


def silu_slope(x):
    s = special.expit(x)
    return s * (1 + x * (1 - s))


def gelu_slope(x):
    return special.ndtr(x) + x * np.exp(-x * x / 2) / math.sqrt(2 * math.pi)


@pytest.mark.parametrize(("f", "slope"), [(silu, silu_slope), (gelu, gelu_slope)])
def test_extremes_by_a_second_route(f, slope):
    steepest = -optimize.minimize_scalar(lambda x: -slope(x), bounds=(0, 5), options={"xatol": 1e-10}).fun
    lowest = optimize.brentq(slope, -3, 0, xtol=1e-14)
    for facts in (describe(f), describe(f, slope)):
        assert facts.lipschitz == pytest.approx(steepest, rel=1e-11)
        assert facts.argmin == pytest.approx(lowest, abs=1e-9)
        assert facts.minimum == pytest.approx(f(lowest), rel=1e-14)


@pytest.mark.parametrize("name", ["identity", "tanh", "elu", "sine", "arctan", "softsign", "hard tanh"])
def test_identity_at_origin(name, measured):
    assert measured[name].identity_at_origin


@pytest.mark.parametrize(
    "name", ["relu", "leaky relu", "sigmoid", "silu", "selu", "cosine", "elu 2", "step", "softplus"]
)
def test_no_identity_at_origin(name, measured):
    assert not measured[name].identity_at_origin


MOMENTS = {  # E[f], E[f²], E[f'], E[f'²]
    "relu": (1 / math.sqrt(2 * math.pi), 0.5, 0.5, 0.5),
    "square": (1, 3, 0, 4),
    "abs": (math.sqrt(2 / math.pi), 1, 0, 1),
    "sine": (0, (1 - math.exp(-2)) / 2, math.exp(-0.5), (1 + math.exp(-2)) / 2),
    "step": (0.5, 0.5, 0, 0),
    "exp": (math.exp(0.5), math.exp(2), math.exp(0.5), math.exp(2)),
    "bump": (3**-0.5, 5**-0.5, 0, 4 * 5**-1.5),
    "hard tanh": (0, 0.5160585509, math.erf(0.5**0.5), math.erf(0.5**0.5)),
}


@pytest.mark.parametrize("name", MOMENTS)
def test_moments(name, measured):
    facts, (mean, square, slope, square_slope) = measured[name], MOMENTS[name]
    assert facts.gaussian_mean == pytest.approx(mean, rel=1e-9, abs=1e-12)
    assert facts.gaussian_second_moment == pytest.approx(square, rel=1e-9)
    assert facts.gaussian_mean_derivative == pytest.approx(slope, rel=1e-9, abs=1e-12)
    assert facts.gaussian_second_moment_derivative == pytest.approx(square_slope, rel=1e-9, abs=1e-12)
    assert facts.gain == pytest.approx(square**-0.5, rel=1e-9)
    assert facts.chi_1 == pytest.approx(square_slope / square, rel=1e-9, abs=1e-12)


def test_selu_keeps_mean_zero_and_variance_one(measured):
    assert measured["selu"].gaussian_mean == pytest.approx(0, abs=1e-12)
    assert measured["selu"].gaussian_second_moment == pytest.approx(1, rel=1e-12)


def test_zero_function_has_no_gain():
    facts = describe(np.zeros_like)
    assert facts.gain == inf
    assert math.isnan(facts.chi_1)


@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize("seed", range(12))
def test_finds_breaks_wherever_they_are(seed, order):
    random = np.random.default_rng(seed)
    at = np.sort(random.normal(size=4) * 10.0 ** random.uniform(-1, 2.5))
    heights = random.choice([-1, 1], 4) * random.uniform(0.1, 2, 4)

    def f(x):
        parts = np.maximum(x - at[:, np.newaxis], 0)
        return np.tanh(x / 3) + heights @ (parts if order else parts > 0)

    found = scan(f).breaks
    assert [b.order for b in found] == [order] * 4
    assert [b.x for b in found] == pytest.approx(at, rel=1e-9, abs=1e-9)
    jumps = [b.right[order] - b.left[order] for b in found]
    assert jumps == pytest.approx(heights, rel=1e-6)


@pytest.mark.parametrize("a", [1e-3, 0.1, 3.0, 50.0, 1e4])
@pytest.mark.parametrize("f", [np.tanh, softplus, np.arctan, gelu, lambda x: np.exp(-((x - 3) ** 2))])
def test_sees_no_break_in_a_smooth_function(f, a):
    assert scan(lambda x: f(a * x)).breaks == ()


def test_two_kinks_close_together():
    assert describe(lambda x: 1e3 * np.clip(x - 0.3, 0, 5e-4)).kinks == pytest.approx((0.3, 0.3005), abs=1e-9)


class WithDerivative:
    """Stands for an Activation: called for the value, with a derivative that may be wrong by a factor."""

    def __init__(self, factor):
        self.factor = factor

    def __call__(self, x):
        return np.tanh(x)

    def derivative(self, x):
        return self.factor / np.cosh(np.minimum(np.abs(x), 300)) ** 2


def test_uses_the_derivative_that_f_brings():
    assert compare(describe(WithDerivative(1.0)), describe(np.tanh)) == []
    with pytest.raises(ValueError, match=r"derivative\(.*\) is .*, but the slope of f there is"):
        describe(WithDerivative(1.001))
    assert compare(describe(WithDerivative(1.001), WithDerivative(1.0).derivative), describe(np.tanh)) == []


def test_does_not_depend_on_how_the_derivative_is_got():
    assert compare(describe(silu, silu_slope), describe(silu)) == []
    assert compare(describe(gelu, gelu_slope), describe(gelu)) == []


def noisy(x):
    return x + 1e-6 * np.random.default_rng(0).standard_normal(x.shape)


@pytest.mark.parametrize(
    ("f", "error", "message"),
    [
        (3, TypeError, "f must be callable.*got 3"),
        (lambda _: "text", TypeError, "dtype <U4"),
        (lambda x: x + 0j, TypeError, "complex128"),
        (lambda x: x.astype(np.float32), TypeError, "float32"),
        (math.tanh, TypeError, r"f takes one number, not an array .*numpy\.vectorize\(f, otypes=\[float\]\)"),
        (lambda x: x if x > 0 else 0.0, TypeError, r"f takes one number, not an array .*ambiguous"),
        (lambda x, y: x + y, TypeError, "missing 1 required positional argument: 'y'"),
        (lambda _: None, TypeError, "dtype object"),
        (lambda x: np.full_like(x, 1e200), ValueError, r"f reaches 1e\+200 .*divide it by a constant"),
        (lambda x: np.exp(x**2), ValueError, "grows as fast as the Gaussian falls"),
        (np.cbrt, ValueError, "beside .*a root"),
        (lambda x: list(x)[:3], ValueError, r"shape it is given: \(3,\) for"),
        (lambda x: np.stack([x, x]), ValueError, "shape it is given"),
        (lambda x: np.where(x == x[0], np.nan, x), ValueError, r"f\(-?\d+.*\) is nan"),
        (lambda x: np.log(x), ValueError, r"f\(-\d+.*\) is nan"),
        (lambda x: np.sign(np.sin(x)), ValueError, "rough in .* places or more"),
        (lambda x: np.tan(x), ValueError, r"rough in|pole|infinite"),
        (lambda _: 3.0, ValueError, r"shape it is given: \(\) for \("),
        (lambda x: x[:-1], ValueError, "shape"),
        (np.sqrt, ValueError, r"f\(-.*\) is nan"),
        (lambda x: x * np.exp(x) / (1 + np.exp(x)), ValueError, r"f\(\d+.*\) is nan"),
        (lambda x: np.where(np.abs(x) < 1, np.inf, x), ValueError, "infinite at"),
        (lambda x: np.full_like(x, np.inf), ValueError, "infinite .*everywhere"),
        (noisy, ValueError, "rough in .* places or more, one near .*noisy"),
        (np.floor, ValueError, "steps without end"),
        (lambda x: np.sin(x * x), ValueError, "oscillates too fast"),
        (lambda x: np.sqrt(np.abs(x)), ValueError, r"beside -?\d.*root"),
        (lambda x: 1 / x, ValueError, r"beside -?\d.*pole"),
    ],
)
def test_errors_say_what_and_where(f, error, message):
    with pytest.raises(error, match=message):
        describe(f)


def test_a_function_of_one_number_can_be_described_as_the_error_says():
    assert compare(describe(np.vectorize(math.tanh, otypes=[float])), describe(np.tanh)) == []


def test_an_error_inside_f_is_shown_as_it_is():
    def broken(_):
        raise ValueError("no such table")

    with pytest.raises(ValueError, match=r"^no such table$"):
        describe(broken)


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        ({}, False),
        ({"argmin": -1.2784645427610738 + 5e-7}, False),
        ({"argmin": -1.278466}, True),
        ({"argmin": None}, True),
        ({"minimum": -0.27846454277}, True),
        ({"lipschitz": 1.0998394}, True),
        ({"gaussian_mean": 0.2066}, True),
        ({"limits": (0.0, math.nan)}, True),
        ({"saturates": (True, True)}, True),
        ({"kinks": (0.0,)}, True),
        ({"smoothness": "C2"}, False),
        ({"smoothness": "C1"}, True),
        ({"smoothness": "discontinuous"}, True),
        ({"parity": "even"}, True),
        ({"identity_at_origin": True}, True),
        ({"monotonicity": "nondecreasing"}, True),
    ],
)
def test_compare_sees_each_difference_and_no_other(change, differs, measured):
    found = compare(replace(measured["silu"], **change), measured["silu"])
    assert [line.split(":")[0] for line in found] == (list(change) if differs else [])


def test_compare_takes_nan_limits_for_equal(measured):
    assert compare(replace(measured["sine"], limits=(math.nan, math.nan)), measured["sine"]) == []


def test_text_is_stable_and_short(measured):
    text, markup = repr(measured["relu"]), measured["relu"]._repr_html_()
    assert text.splitlines()[:3] == [f"{'infimum':34}0", f"{'supremum':34}inf", f"{'limits':34}(0, inf)"]
    assert f"{'saturates':34}(yes, no)" in text.splitlines()
    assert f"{'argmin':34}–" in text.splitlines()
    assert len(text.splitlines()) == markup.count("<tr>") == len(fields(Facts)) == 19
    assert "0x" not in text


def test_facts_cannot_be_changed(measured):
    with pytest.raises(FrozenInstanceError):
        measured["relu"].infimum = 1.0
