"""Functions whose shape is learned: piecewise linear, rational, spline. Outside the catalogue, each being a family.

Their coefficients are parameters, given as sequences; the defaults are where learning starts, or an illustration. They
have values, derivatives, dtypes and ``out=`` like an activation. All is computed in float64; as the sums may cancel,
the error is a few units in the last place of their largest term. Facts are measured.
"""

import numpy as np

from actlib._parameters import Parameter
from actlib._unlisted import unlisted
from actlib.activation import derivative_of, jointly_of
from actlib.activations.gated import silu


def _hinges(a, b):
    if len(a) != len(b):
        raise ValueError(f"a has {len(a)} numbers and b has {len(b)}; each hinge needs one of both")
    return list(zip(a, b, strict=True))


@unlisted(
    family="learned",
    wide=True,
    aliases=("adaptive piecewise linear",),
    parameters={"a": Parameter((0.2, -0.4)), "b": Parameter((0.0, -1.0))},
    formula=r"\max(0, x) + \sum_s a_s \max(0, b_s - x)",
    references=("agostinelli2014",),
)
def apl(x, a, b):
    """Adaptive piecewise linear unit: a ReLU and as many hinges as one likes, at b with slope changes a.

    Its authors start from random hinges; the default is an illustration with two. At a hinge the derivative counts the
    slope of its flat side, as PyTorch's gradient of a maximum with 0 does.

    >>> from actlib import learned
    >>> learned.apl([-3.0, -1.0, 0.0, 2.0])
    array([-0.2,  0.2,  0. ,  2. ])
    >>> learned.apl(-1.0, a=(-0.25,), b=(0.0,))
    np.float64(-0.25)
    """
    lowest, slope = min(0.0, *b), -sum(a)
    near = np.maximum(x, lowest)
    inner = np.maximum(x, 0) + sum(height * np.maximum(at - near, 0) for height, at in _hinges(a, b))
    line = slope * x if slope else 0.0  # left of all hinges; 0 times infinity would be nan
    return np.where(x < lowest, line + float(np.dot(a, b)), inner)


@derivative_of(apl, r"[x > 0] - \sum_s a_s [x < b_s]")
def _apl_derivative(x, a, b):
    steps = sum(height * (x < at) for height, at in _hinges(a, b))
    return np.where(np.isnan(x), x, (x > 0) - steps)


# Least squares fit to the leaky ReLU of slope 0.01 at 1201 even points of [-3, 3], off by 0.034 at most. Those in
# circulation suit a sum of absolute values in the denominator; with the absolute value of a sum they are off by 0.07.
_PAU_A = (0.033578, 0.505, 1.652224, 2.006974, 0.929753, 0.15195)
_PAU_B = (0.0, 3.974205, 0.0, 0.300891)


@unlisted(
    family="learned",
    wide=True,
    aliases=(
        "Padé activation unit",
        "rational",
        "Pade activation unit",
    ),
    parameters={"a": Parameter(_PAU_A), "b": Parameter(_PAU_B)},
    formula=r"\frac{a_0 + a_1 x + \dots + a_m x^m}{1 + \left|b_1 x + \dots + b_n x^n\right|}",
    references=("molina2020",),
)
def pau(x, a, b):
    """Padé activation unit: a quotient of polynomials, without poles; near a leaky ReLU by default.

    The coefficients ascend: a from the constant, b from the linear one. Beyond ±1 both polynomials are divided by their
    highest power, so that none overflows. The derivative takes the absolute value to have slope 0 where it is 0.

    >>> from actlib import learned
    >>> learned.pau([-2.0, 0.0, 2.0]).round(3)
    array([-0.019,  0.034,  2.001])
    >>> learned.pau(4.0, a=(0.0, 1.5), b=(0.5,))
    np.float64(2.0)
    """
    return _pau_both(x, a, b)[0]


@derivative_of(pau, r"\frac{P'}{1 + |Q|} - \frac{P\,Q' \operatorname{sgn} Q}{(1 + |Q|)^2}")
def _pau_derivative(x, a, b):
    return _pau_both(x, a, b)[1]


@jointly_of(pau)
def _pau_both(x, a, b):
    """P and Q as polynomials of x within ±1, as x**m·P and x**n·Q in polynomials of 1/x beyond."""
    p, q = _without_highest_zeros(a), _without_highest_zeros((0.0, *b))
    p_slope, q_slope = (np.arange(len(c)) * c for c in (p, q))  # the coefficients of x·P' and x·Q'
    far = np.abs(x) > 1
    t = np.where(far, 1 / x, x)
    top, bottom, top_slope, bottom_slope = (
        np.where(far, np.polyval(c, t), np.polyval(c[::-1], t)) for c in (p, q, p_slope, q_slope)
    )
    whole = np.where(far, np.abs(t) ** (len(q) - 1), 1) + np.abs(bottom)
    value = top / whole
    slope = (top_slope - value * np.sign(bottom) * bottom_slope) / whole  # times x
    inner = (np.polyval(p_slope[:0:-1], t) - value * np.sign(bottom) * np.polyval(q_slope[:0:-1], t)) / whole
    size = np.where(far, x, 1)
    sign = np.sign(size) ** (len(q) - 1)
    power = len(p) - len(q)
    return sign * size**power * value, np.where(far, sign * size ** (power - 1) * slope, inner)


def _without_highest_zeros(coefficients):
    return np.trim_zeros(np.array(coefficients, np.float64), "b") if any(coefficients) else np.zeros(1)


@unlisted(
    family="learned",
    wide=True,
    aliases=(
        "KAN edge",
        "B-spline edge function",
    ),
    parameters={
        "coef": Parameter((0.0,) * 8),
        "scale_base": Parameter(1.0),
        "scale_sp": Parameter(1.0),
        "grid_range": Parameter((-1.0, 1.0)),
    },
    formula=r"w_b \operatorname{silu}(x) + w_s \sum_i c_i B_i(x)",
    references=("liu2024",),
)
def kan_spline(x, coef, scale_base, scale_sp, grid_range):
    """Edge function of a Kolmogorov–Arnold network: a SiLU and a cubic spline on a uniform grid.

    With n coefficients the grid has n - 3 intervals on its range; the basis functions at its ends reach three intervals
    beyond, and the spline is 0 from there on. By default the eight coefficients of five intervals are 0: where
    learning starts, but for the noise. The names are those of pykan.

    >>> from actlib import learned
    >>> learned.kan_spline([-0.5, 0.5, 9.0], coef=(1.0,) * 8, scale_base=0.0)
    array([1., 1., 0.])
    """
    return _kan_both(x, coef, scale_base, scale_sp, grid_range)[0]


@derivative_of(kan_spline, r"w_b \operatorname{silu}'(x) + w_s \sum_i c_i B_i'(x)")
def _kan_derivative(x, coef, scale_base, scale_sp, grid_range):
    return _kan_both(x, coef, scale_base, scale_sp, grid_range)[1]


@jointly_of(kan_spline)
def _kan_both(x, coef, scale_base, scale_sp, grid_range):
    base = silu.joint_kernel(x) if scale_base else (0.0, 0.0)  # 0 times infinity would be nan
    spline = _cubic_spline(x, coef, grid_range)
    return tuple(scale_base * b + scale_sp * s for b, s in zip(base, spline, strict=True))


def _cubic_spline(x, coef, grid_range):
    """Return the uniform cubic spline and its derivative: on each interval four basis functions are not 0."""
    if len(grid_range) != 2 or not grid_range[0] < grid_range[1]:
        raise ValueError(f"grid_range is {grid_range!r}; it must be two numbers in ascending order")
    intervals = len(coef) - 3
    if intervals < 1:
        raise ValueError(f"coef has {len(coef)} numbers; a cubic spline needs 4 or more")
    step = (grid_range[1] - grid_range[0]) / intervals
    u = np.clip((x - grid_range[0]) / step, -4, intervals + 4)  # in intervals from the left end
    cell = np.floor(np.nan_to_num(u))
    t, s = u - cell, 1 - (u - cell)
    padded = np.concatenate([np.zeros(4), coef, np.zeros(5)])
    c = [padded[cell.astype(int) + k] for k in (4, 5, 6, 7)]
    cubic = s * s * s, 4 - 3 * t * t * (1 + s), 4 - 3 * s * s * (1 + t), t * t * t
    square = -s * s, t * (3 * t - 4), s * (4 - 3 * s), t * t
    value, slope = (sum(a * b for a, b in zip(c, weights, strict=True)) for weights in (cubic, square))
    return value / 6, slope / (2 * step)


LEARNED = (apl, pau, kan_spline)
