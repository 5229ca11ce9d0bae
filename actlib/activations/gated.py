"""The argument times a gate between 0 and 1."""

from math import frexp, pi, sqrt

import numpy as np
from scipy import special

from actlib import _accurate
from actlib._accurate import FAR_LEFT, far_left
from actlib._arrays import select
from actlib._parameters import Parameter
from actlib.activation import activation, derivative_of, jointly_of, variant
from actlib.activations._known import gated
from actlib.activations.squashing import exact_square

_FAR = 1e4  # beyond it every gate here is exactly 0 or 1; replaces an infinity that would meet a zero


def _silu_facts():
    moments = (0.20662096414190704, 0.35577551981735216, 0.5, 0.379482351632829309)
    return gated(moments, 1.099839320128866917, -1.2784645427610738, -0.27846454276107380)


@activation(
    family="gated",
    wide=True,
    aliases=(
        "swish",
        "swish-1",
        "SiL",
        "sigmoid linear unit",
        "x*sigmoid(x)",
    ),
    formula=r"x\,\sigma(x)",
    references=("elfwing2018", "ramachandran2017"),
    torch="SiLU",
    keras="silu",
    jax="silu",
    declared=_silu_facts,
)
def silu(x, out=None):
    """Sigmoid linear unit, or swish: the argument gated by its own sigmoid.

    The derivative has a root at -1.278; near it the error is a few units in the last place of its largest term, not
    of the result.

    >>> act.silu([-745.0, 0.0, 2.0])
    array([-2.10471965e-321,  0.00000000e+000,  1.76159416e+000])
    """
    e = np.negative(x, out=out)
    np.exp(e, out=e)
    e += 1
    np.divide(x, e, out=e)
    return far_left(e, x, FAR_LEFT[x.dtype.char], _times_exp)


def _times_exp(x):
    """Return x·exp(x), x < 0: what is left of x times a gate that is 1/(1 + exp(-x)) or falls like it."""
    main, tail = _accurate.split_exp(x)
    return np.maximum(x, -_FAR) * main * tail


def _times_exp_slope(x):
    main, tail = _accurate.split_exp(x)
    return (1 + np.maximum(x, -_FAR)) * main * tail


@derivative_of(silu, r"\sigma(x) \left(1 + x\,\sigma(-x)\right)")
def _silu_derivative(x, out=None):
    return _silu_both(x, (None, out))[1]


@jointly_of(silu)
def _silu_both(x, out=(None, None)):
    e = np.negative(x, out=out[1])
    np.exp(e, out=e)
    gate = 1 + e
    value = np.divide(x, gate, out=out[0])
    np.divide(1, gate, out=gate)
    e *= gate  # σ(-x)
    e *= x.clip(-_FAR, _FAR)
    e += 1
    e *= gate
    low = FAR_LEFT[x.dtype.char]
    return far_left(value, x, low, _times_exp), far_left(e, x, low, _times_exp_slope)


_ARGUMENT = r"u = \sqrt{2/\pi}\, (x + 0.044715\, x^3)"


def _gelu_facts(approximate):
    if approximate == "tanh":
        moments = (0.28203858807878871, 0.42519371103309945, 0.5, 0.45581784596295060)
        return gated(moments, 1.1289930686587718, -0.75246142207101626, -0.17004075057125405)
    moments = (1 / sqrt(4 * pi), 1 / 3 + 1 / (2 * pi * sqrt(3)), 0.5, 0.45585086564928712)
    return gated(moments, 1.1289041451851548, -0.75179152469356446, -0.16997120747990366)


@activation(
    family="gated",
    wide=True,
    aliases=(
        "gaussian error linear unit",
        "x*Phi(x)",
        "gelu(approximate=False)",
    ),
    parameters={"approximate": Parameter("none", choices=("none", "tanh"))},
    formula=r"x\,\Phi(x)",
    references=("hendrycks2016",),
    torch="GELU",
    keras="gelu",
    declared=_gelu_facts,
)
def gelu(x, approximate, out=None):
    """Gaussian error linear unit: the argument times the probability that a standard normal is below it.

    Left of zero, Φ is computed as φ times a scaled complementary error function, with the square in φ's exponent
    carried exactly: gelu(-30) keeps all its digits. ``approximate="tanh"`` is the approximation by a sigmoid of a
    cubic, which JAX and Flax use by default and PyTorch and Keras do not. float32 is computed in float64. The
    derivative has a root at -0.752, near which its error is absolute.

    >>> act.gelu([-30.0, 0.0, 1.0])
    array([-1.47201418e-196,  0.00000000e+000,  8.41344746e-001])
    >>> act.gelu(1.0, approximate="tanh")
    np.float64(0.8411919906082768)
    """
    return _gelu_tanh(x)[0] if approximate == "tanh" else _gelu_exact(x, out)


@derivative_of(gelu, r"\Phi(x) + x\,\varphi(x)")
def _gelu_derivative(x, approximate):
    return _gelu_both(x, approximate)[1]


@jointly_of(gelu)
def _gelu_both(x, approximate):
    return _gelu_tanh(x) if approximate == "tanh" else _gelu_exact_both(x)


_FADED = 37.0  # beyond it exp(-x²/2) will be subnormal


def _bell_and_scaled(size):
    """Return exp(-size²/2) and erfcx(size/√2): half their product is Φ(-size), without underflow or cancellation."""
    square, rest = exact_square(size)
    square *= -0.5
    bell = np.exp(square, out=square)
    rest *= -0.5
    rest *= bell
    bell += rest
    scaled = size / sqrt(2)
    return bell, special.erfcx(scaled, out=scaled)


def _gelu_exact(x, out=None):
    size = np.abs(x, out=out)
    np.minimum(size, _FADED, out=size)
    bell, scaled = _bell_and_scaled(size)
    bell *= scaled
    size *= bell
    size *= -0.5  # -|x|·Φ(-|x|), which is all there is below zero, and what is missing from x above
    size += x.clip(0, np.inf)
    return far_left(size, x, -_FADED, lambda far: _faded(far)[0])


def _gelu_exact_both(x):
    size = np.abs(x)
    np.minimum(size, _FADED, out=size)
    bell, scaled = _bell_and_scaled(size)
    scaled *= bell
    value = scaled * size
    value *= -0.5
    value += x.clip(0, np.inf)
    scaled *= 0.5
    size *= bell
    size /= sqrt(2 * pi)
    scaled -= size
    slope = select(x > 0, 1 - scaled, scaled)
    far_left(value, x, -_FADED, lambda far: _faded(far)[0])
    return value, far_left(slope, x, -_FADED, lambda far: _faded(far)[1])


def _faded(x):
    """Return x·Φ(x) and its derivative where exp(-x²/2) is subnormal, but not yet these."""
    x = np.maximum(x, -64.0)
    bell, tail = _accurate.exp_of_minus_half_square(x)
    scaled = special.erfcx(x / -sqrt(2))
    return x * (0.5 * scaled) * bell * tail, (sqrt(pi / 2) * scaled + x) / sqrt(2 * pi) * bell * tail


_TANH_A, _TANH_B = (1.5957691216057308, -9.96930880911092e-17), (0.07135481627260025, -6.175149918155315e-19)


def _gelu_tanh(x):
    """x·σ(u), u = x·(a + b·x²) with a = √(8/π), b = 0.044715·a, each a sum of two floats: see `_accurate`."""
    near = np.clip(x, -64, 64)  # the gate is 0 or 1 long before
    cubic, rest = _accurate.odd_cubic(near, _TANH_A, _TANH_B)
    e, tail = _accurate.split_exp(-np.abs(cubic))
    e *= 1 - np.sign(cubic) * rest
    left, whole = near < 0, 1 + e
    slope = 1 + near * (_TANH_A[0] + 3 * _TANH_B[0] * near * near) * (select(left, 1, e) / whole)
    value = select(left, x.clip(-_FAR) * e / whole * tail, x / whole)
    return value, select(left, slope * e / whole * tail, slope / whole)


gelu_tanh = variant(
    gelu,
    "gelu_tanh",
    approximate="tanh",
    formulas=(
        rf"\begin{{gathered}} \tfrac{{x}}{{2}} (1 + \tanh u), \\ {_ARGUMENT} \end{{gathered}}",
        r"\begin{gathered} \tfrac{1}{2} (1 + \tanh u + x\, u' \operatorname{sech}^2 u), \\"
        r" u' = \sqrt{2/\pi}\, (1 + 0.134145\, x^2) \end{gathered}",
    ),
    aliases=("tanh approximation", "tanh approximation of GELU", "nn.GELU('tanh')", "gelu(approximate=True)"),
    jax="gelu",
)


def _mish_facts():
    moments = (0.24040388837479144, 0.45234219237588277, 0.56374755728838065, 0.47908375837396977)
    return gated(moments, 1.0884981612517279, -1.1924312145154952, -0.30884341301725040)


@activation(
    family="gated",
    wide=True,
    aliases=("x*tanh(softplus(x))",),
    formula=r"x \tanh\left(\ln(1 + e^x)\right)",
    references=("misra2020",),
    torch="Mish",
    keras="mish",
    jax="mish",
    declared=_mish_facts,
)
def mish(x, out=None):
    """Mish: the argument times the tanh of its softplus.

    With w = exp(x) and n = w(w + 2), the gate tanh(ln(1 + w)) is n/(n + 2): no logarithm, no cancellation.

    >>> act.mish([-40.0, 0.0, 1.0])
    array([-1.69934170e-16,  0.00000000e+00,  8.65098388e-01])
    """
    w = np.exp(x.clip(-_FAR, _EVEN, out=out), out=out)
    n = w + 2
    n *= w
    np.add(n, 2, out=w)
    n /= w
    return far_left(np.multiply(x, n, out=w), x, FAR_LEFT["d"], _times_exp)


_EVEN = 40.0  # beyond it the gate is 1


@derivative_of(mish, r"\frac{n}{n + 2} + \frac{4 x w (w + 1)}{(n + 2)^2},\quad w = e^x,\ n = w(w + 2)")
def _mish_derivative(x, out=None):
    return _mish_both(x, (None, out))[1]


@jointly_of(mish)
def _mish_both(x, out=(None, None)):
    near = x.clip(-_FAR, _EVEN)
    w = np.exp(near, out=out[1])
    n = w + 2
    n *= w
    whole = n + 2
    gate = np.divide(n, whole, out=n)
    value = np.multiply(x, gate, out=out[0])
    near *= w
    near /= whole
    w += 1
    w /= whole
    w *= near
    w *= 4
    w += gate
    low = FAR_LEFT["d"]
    return far_left(value, x, low, _times_exp), far_left(w, x, low, _times_exp_slope)


def _swish_beta_facts(beta):
    return _silu_facts() if beta == 1 else None


@activation(
    family="gated",
    wide=True,
    parameters={"beta": Parameter(1.0)},
    formula=r"x\,\sigma(\beta x)",
    references=("ramachandran2017",),
    declared=_swish_beta_facts,
)
def swish_beta(x, beta):
    """Swish with its parameter: x/2 at beta = 0, the SiLU at 1, towards the ReLU as beta grows.

    The product beta·x is carried as a sum of two floats, as its rounding would cost the exponential digits. The
    derivative has a root at -1.278/beta, near which its error is absolute. float32 is computed in float64.

    >>> act.swish_beta([-1.0, 2.0], beta=2.0)
    array([-0.11920292,  1.96402758])
    """
    return swish_both(x, beta)[0]


@derivative_of(swish_beta, r"\sigma(\beta x) \left(1 + \beta x\,\sigma(-\beta x)\right)")
def _swish_beta_derivative(x, beta):
    return swish_both(x, beta)[1]


@jointly_of(swish_beta)
def swish_both(x, beta):
    """Return x·σ(beta·x) and its derivative by x; the kernel that other families share.

    Parameters
    ----------
    x : ndarray of float64
    beta : float

    Returns
    -------
    tuple of ndarray

    Examples
    --------
    >>> value, slope = swish_both(np.float64(0.0), 3.0)
    >>> float(value), float(slope)
    (0.0, 0.5)
    """
    mantissa, exponent = frexp(beta)
    u, rest = _accurate.product(mantissa, np.clip(np.ldexp(x, exponent), -2 * _FAR, 2 * _FAR))
    e, tail = _accurate.split_exp(-np.abs(u))
    e = e - e * (np.sign(u) * rest)
    left, whole = u < 0, 1 + e
    slope = select(left, 1 + u + e, whole + u * e) / whole
    finite = np.clip(x, np.finfo(x.dtype).min, np.finfo(x.dtype).max)
    return select(left, finite * e / whole * tail, x / whole), select(left, slope * e / whole * tail, slope / whole)


def _quick_gelu_facts(beta):
    if beta != 1.702:
        return _swish_beta_facts(beta)
    moments = (0.28233055281278527061, 0.42195280689698080549, 0.5, 0.44954920047910206466)
    return gated(moments, 1.099839320128866917, -0.75115425544128897011, -0.16361018963635358524)


quick_gelu = variant(
    swish_beta,
    "quick_gelu",
    beta=1.702,
    references=("hendrycks2016",),
    declared=_quick_gelu_facts,
    aliases=("QuickGELU", "x*sigmoid(1.702x)"),
)


def _e_swish_facts(beta):
    silu_facts = _silu_facts()
    mean, square = beta * silu_facts.gaussian_mean, beta**2 * silu_facts.gaussian_second_moment
    moments = (mean, square, 0.5 * beta, beta**2 * silu_facts.gaussian_second_moment_derivative)
    lowest = silu_facts.argmin, beta * silu_facts.minimum
    return gated(moments, beta * silu_facts.lipschitz, *lowest, identity_at_origin=beta == 2)


@activation(
    family="gated",
    wide=True,
    parameters={"beta": Parameter(1.375, low=0.0)},
    formula=r"\beta x\,\sigma(x)",
    references=("alcaide2018",),
    declared=_e_swish_facts,
)
def e_swish(x, beta):
    """E-swish: the SiLU, stretched; its authors choose beta between 1 and 2.

    The derivative has a root at -1.278, near which its error is absolute.

    >>> act.e_swish([-1.0, 2.0], beta=1.5)
    array([-0.40341213,  2.64239123])
    """
    return beta * swish_both(x, 1.0)[0]


@derivative_of(e_swish, r"\beta\,\sigma(x) \left(1 + x\,\sigma(-x)\right)")
def _e_swish_derivative(x, beta):
    return beta * swish_both(x, 1.0)[1]


@jointly_of(e_swish)
def _e_swish_both(x, beta):
    value, slope = swish_both(x, 1.0)
    return beta * value, beta * slope
