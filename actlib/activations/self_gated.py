"""The argument times a gate that is neither a sigmoid nor Φ: clipped, or an error function or tanh of something.

The gates of the smooth ones fall like exp(x) on the left. They are computed as that exponential, in two factors (see
`_accurate.split_exp`), times what is left of the gate: the product with x underflows only where x·exp(x) does.
"""

from math import erf, erfc, exp, inf, log, pi, sqrt

import numpy as np
from scipy import special

from actlib import _accurate
from actlib._arrays import select
from actlib.activation import activation, derivative_of, jointly_of
from actlib.activations._known import gated

_FAR = 1e4  # beyond it every gate here has its limit; replaces an infinity that would meet a zero


def _hard_swish_facts():
    density, outside = exp(-4.5) / sqrt(2 * pi), erfc(3 / sqrt(2)) / 2  # φ(3) and P(z > 3)
    second, inside = erf(3 / sqrt(2)) - 6 * density, erf(3 / sqrt(2))  # E[z²; |z| < 3] and P(|z| < 3)
    fourth = 3 * inside - 72 * density
    square = (fourth + 9 * second) / 36 + 3 * density + outside
    moments = (second / 6 + density, square, 0.5, (4 * second + 9 * inside) / 36 + outside)
    return gated(moments, 1.5, -1.5, -0.375, smoothness="C0", kinks=(-3.0, 3.0))


@activation(
    family="self_gated",
    aliases=(
        "hard SiLU",
        "hardswish",
        "x*relu6(x+3)/6",
    ),
    formula=r"\frac{x}{6} \operatorname{clip}(x + 3, 0, 6)",
    references=("howard2019",),
    torch="Hardswish",
    keras="hard_swish",
    jax="hard_swish",
    declared=_hard_swish_facts,
)
def hard_swish(x, out=None):
    """Hard swish: the argument gated by a clipped line.

    The derivative is 0 at -3 and 1 at 3, as in PyTorch.

    >>> act.hard_swish([-3.0, -1.5, 0.0, 4.0])
    array([-0.   , -0.375,  0.   ,  4.   ])
    """
    low = np.maximum(x, -3)
    gate = np.add(low, 3, out=out)
    np.minimum(gate, 6, out=gate)
    gate /= 6
    return np.multiply(low, gate, out=gate)


@derivative_of(
    hard_swish, r"\begin{cases} 0 & x \le -3 \\ \frac{x}{3} + \frac{1}{2} & -3 < x < 3 \\ 1 & x \ge 3 \end{cases}"
)
def _hard_swish_derivative(x, out=None):
    line = x.clip(-3, 3, out=out)
    line *= 2
    line += 3  # where the clipped line ends at 9 and at -3, the slope is 1, 6/6, and 0
    line += 3 * ((x <= -3).view(np.int8) - (x >= 3).view(np.int8))
    return np.divide(line, 6, out=line)


@jointly_of(hard_swish)
def _hard_swish_both(x, out=(None, None)):
    return hard_swish.kernel(x, out[0]), _hard_swish_derivative(x, out[1])


def _serf_facts():
    moments = (0.24930788570459923845, 0.50142312121001008538, 0.59980319867136532303, 0.52998072561921323155)
    return gated(moments, 1.0861254441509971534, -1.1930599689281879662, -0.34843745875960642022)


@activation(
    family="self_gated",
    wide=True,
    aliases=(
        "log-softplus error activation function",
        "x*erf(softplus(x))",
    ),
    formula=r"x \operatorname{erf}\left(\ln(1 + e^x)\right)",
    references=("nag2021",),
    declared=_serf_facts,
)
def serf(x):
    """Serf: the argument times the error function of its softplus.

    The derivative has a root at -1.193, near which its error is absolute. float32 is computed in float64.

    >>> act.serf([-745.0, 0.0, 1.0])
    array([-2.37151510e-321,  0.00000000e+000,  9.36721915e-001])
    """
    return _serf_both(x)[0]


@derivative_of(serf, r"\operatorname{erf}(s) + \frac{2}{\sqrt{\pi}} x\, e^{-s^2} \sigma(x),\quad s = \ln(1 + e^x)")
def _serf_derivative(x):
    return _serf_both(x)[1]


@jointly_of(serf)
def _serf_both(x):
    e, tail = _accurate.split_exp(-np.abs(x))
    s = np.maximum(x, 0) + np.log1p(e)
    gate, density = special.erf(s), 2 / sqrt(pi) * np.exp(-s * s)
    slope = gate + np.clip(x, -_FAR, _FAR) * density * (select(x < 0, e, 1) / (1 + e))
    return _times(x, gate, slope, tail)


def _times(x, gate, slope, tail):
    """Return x·gate and slope, on the left times the second factor of the exponential in them."""
    last = select(x < 0, tail, 1)
    return np.maximum(x, -_FAR) * gate * last, slope * last


def _tanhexp_facts():
    moments = (0.26213172503904630825, 0.52909370357573412950, 0.61438560286747155192, 0.56117138355790477034)
    return gated(moments, 1.0619753087179159692, -1.0788600584646240567, -0.35328577784821127099)


@activation(
    family="self_gated",
    wide=True,
    aliases=("x*tanh(e^x)",),
    formula=r"x \tanh\left(e^x\right)",
    references=("liu2020",),
    declared=_tanhexp_facts,
)
def tanhexp(x):
    """TanhExp: the argument times the tanh of its exponential.

    The derivative has a root at -1.079, near which its error is absolute. float32 is computed in float64.

    >>> act.tanhexp([-745.0, 0.0, 1.0])
    array([-2.10471965e-321,  0.00000000e+000,  9.91328916e-001])
    """
    return _tanhexp_both(x)[0]


@derivative_of(tanhexp, r"\tanh w + x\, w \operatorname{sech}^2 w,\quad w = e^x")
def _tanhexp_derivative(x):
    return _tanhexp_both(x)[1]


@jointly_of(tanhexp)
def _tanhexp_both(x):
    _, tail = _accurate.split_exp(-np.abs(x))
    w = np.exp(np.clip(x, -700, 6))  # tanh(exp(6)) is 1, its slope less than any float's spacing
    gate, e = np.tanh(w), np.exp(-2 * w)
    bend = select(x < 0, 1 - gate * gate, 4 * e / np.square(1 + e))
    slope = gate + np.clip(x, -_FAR, _FAR) * w * bend
    return _times(x, gate, slope, tail)


def _smish_facts():
    moments = (0.12005702266030055549, 0.15835465794077702746, 0.34894355141167914787, 0.16755041739732483749)
    return gated(moments, 0.63688422288122629865, -1.3945193019245040842, -0.24999366366012949539)


@activation(
    family="self_gated",
    wide=True,
    aliases=("x*tanh(ln(1+sigmoid(x)))",),
    formula=r"x \tanh\left(\ln(1 + \sigma(x))\right)",
    references=("wang2022",),
    declared=_smish_facts,
)
def smish(x):
    """Smish: the argument times the tanh of the logarithm of 1 plus its sigmoid; of slope 3/5 on the right.

    With w = exp(x) the gate is w(2 + 3w)/(2 + 6w + 5w²): no logarithm, no cancellation. The derivative has a root at
    -1.395, near which its error is absolute. float32 is computed in float64.

    >>> act.smish([-40.0, 0.0, 1.0])
    array([-1.69934170e-16,  0.00000000e+00,  4.99570106e-01])
    """
    return _smish_both(x)[0]


@derivative_of(
    smish, r"\frac{w (2 + 3 w)}{b} + \frac{4 x w (1 + w) (1 + 2 w)}{b^2},\quad w = e^x,\ b = 2 + 6 w + 5 w^2"
)
def _smish_derivative(x):
    return _smish_both(x)[1]


@jointly_of(smish)
def _smish_both(x):
    """Left of 0 in polynomials of w, right of it in those of 1/w: see the formula of the derivative."""
    e, tail = _accurate.split_exp(-np.abs(x))
    left, near = x < 0, np.clip(x, -_FAR, _FAR)
    last = select(left, e, 1)
    bottom = select(left, 2 + e * (6 + 5 * e), 5 + e * (6 + 2 * e))
    gate = select(left, 2 + 3 * e, 3 + 2 * e) / bottom
    low = 4 * (1 + near) + e * (18 + 12 * near + e * (28 + 8 * near + 15 * e))
    high = 15 + e * (28 + 8 * near + e * (18 + 12 * near + e * (4 + 4 * near)))
    slope = select(left, low, high) / np.square(bottom)
    return _times(x, gate * last, slope * last, tail)


def _logish_facts():
    moments = (0.13983948466334764425, 0.19446410615995084014, 0.38123054459065043089, 0.20607825077368323098)
    return gated(moments, 0.74631118041273968135, -1.3724541370256921111, -0.25276881678944035309)


@activation(
    family="self_gated",
    wide=True,
    aliases=("x*ln(1+sigmoid(x))",),
    formula=r"x \ln(1 + \sigma(x))",
    references=("zhu2021",),
    declared=_logish_facts,
)
def logish(x):
    """Logish: the argument times the logarithm of 1 plus its sigmoid; of slope ln 2 on the right.

    The derivative has a root at -1.372, near which its error is absolute. float32 is computed in float64.

    >>> act.logish([-745.0, 0.0, 1.0])
    array([-2.10471965e-321,  0.00000000e+000,  5.48733117e-001])
    """
    return _logish_both(x)[0]


@derivative_of(logish, r"\ln(1 + s) + \frac{x\, s (1 - s)}{1 + s},\quad s = \sigma(x)")
def _logish_derivative(x):
    return _logish_both(x)[1]


@jointly_of(logish)
def _logish_both(x):
    e, tail = _accurate.split_exp(-np.abs(x))
    left = x < 0
    gate = np.log1p(select(left, e, 1) / (1 + e))
    slope = gate + np.clip(x, -_FAR, _FAR) * (e / ((1 + e) * select(left, 1 + 2 * e, 2 + e)))
    return _times(x, gate, slope, tail)


def _elish_facts():
    moments = (0.23921673940376913085, 0.34306728013594962766, 0.46101724353953044504, 0.36653115437405399268)
    silu_steepest, root = 1.099839320128866917, sqrt(2) - 1
    return gated(moments, silu_steepest, log(root), -(root**2), smoothness="C1")


@activation(
    family="self_gated",
    wide=True,
    aliases=("exponential linear squashing",),
    formula=r"\begin{cases} (e^x - 1)\,\sigma(x) & x < 0 \\ x\,\sigma(x) & x \ge 0 \end{cases}",
    references=("basirat2018",),
    declared=_elish_facts,
)
def elish(x):
    """Exponential linear squashing: the SiLU above zero, an ELU gated by the sigmoid below.

    The derivative has a root at ln(√2 - 1) = -0.881, near which its error is absolute. float32 is
    computed in float64.

    >>> act.elish([-745.0, 0.0, 2.0])
    array([-4.94065646e-324,  0.00000000e+000,  1.76159416e+000])
    """
    e = np.exp(-np.abs(x))
    return select(x < 0, np.expm1(np.minimum(x, 0)) * e, x) / (1 + e)


@derivative_of(
    elish,
    r"\begin{cases} \frac{w (w^2 + 2 w - 1)}{(1 + w)^2} & x < 0,\ w = e^x \\"
    r" \sigma(x) (1 + x\,\sigma(-x)) & x \ge 0 \end{cases}",
)
def _elish_derivative(x):
    e = np.exp(-np.abs(x))
    m = np.expm1(-np.abs(x))
    left = e * select(x > -0.9, m * (m + 4) + 2, e * (e + 2) - 1)  # the same; the first keeps more digits near 0
    return select(x < 0, left, 1 + e + np.minimum(x, _FAR) * e) / np.square(1 + e)


def _lisht_facts():
    moments = (0.60570550960215882558, 0.75788986667881532391, 0.0, 0.86570021935494765162)
    ends = {"limits": (inf, inf), "saturates": (False, False), "parity": "even"}
    return gated(moments, 1.1996786402577338339, 0.0, 0.0, **ends)


@activation(
    family="self_gated",
    aliases=(
        "linearly scaled hyperbolic tangent",
        "x*tanh(x)",
    ),
    formula=r"x \tanh x",
    references=("roy2019",),
    declared=_lisht_facts,
)
def lisht(x):
    """LiSHT: the argument times its tanh, even and never negative.

    >>> act.lisht([-2.0, 0.0, 1.0])
    array([1.92805516, 0.        , 0.76159416])
    """
    return x * np.tanh(x)


@derivative_of(lisht, r"\tanh x + x \operatorname{sech}^2 x")
def _lisht_derivative(x):
    near = np.clip(x, -_FAR, _FAR)
    e = np.exp(-2 * np.abs(near))
    return np.tanh(x) + near * (4 * e / np.square(1 + e))
