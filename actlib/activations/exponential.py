"""The exponential, functions that are a line above zero and an exponential below, and the softplus."""

from math import erfc, exp, inf, pi, sqrt

import numpy as np

from actlib._accurate import expm1, log1p
from actlib._arrays import select
from actlib._parameters import Parameter
from actlib.activation import activation, derivative_of, jointly_of, variant
from actlib.activations._known import INCREASING, known
from actlib.activations.rectified import relu
from actlib.activations.sigmoidal import log1p_and_slope, logistic

SELU_ALPHA, SELU_SCALE = 1.6732632423543772, 1.0507009873554805  # solves the two fixed-point equations: see the test


def _half_moment(t):
    """Return E[exp(t·z); z < 0] for a standard normal z."""
    return exp(t * t / 2) * erfc(t / sqrt(2)) / 2


def _elu_moments(height, rate=1.0, scale=1.0):
    """Return the four moments of scale·(z for z > 0, height·(exp(rate·z) - 1) otherwise)."""
    first, second = _half_moment(rate), _half_moment(2 * rate)
    mean = 1 / sqrt(2 * pi) + height * (first - 0.5)
    square = 0.5 + height**2 * (second - 2 * first + 0.5)
    slope, square_slope = 0.5 + height * rate * first, 0.5 + (height * rate) ** 2 * second
    return scale * mean, scale**2 * square, scale * slope, scale**2 * square_slope


def _elu_facts(alpha=1.0, scale=1.0):
    if alpha == 0:
        return relu.facts
    smooth, unit = alpha == 1, alpha == 1 and scale == 1
    return known(
        limits=(-alpha * scale, inf),
        moments=_elu_moments(alpha, scale=scale),
        monotonicity=INCREASING,
        convexity="convex" if alpha <= 1 else "neither",
        smoothness="C1" if smooth else "C0",
        kinks=() if smooth else (0.0,),
        identity_at_origin=unit,
        saturates=(True, False),
        lipschitz=scale * max(1.0, alpha),
    )


@activation(
    family="exponential",
    aliases=("exponential linear unit",),
    parameters={"alpha": Parameter(1.0, low=0.0, closed=True)},
    formula=r"\begin{cases} \alpha (e^x - 1) & x \le 0 \\ x & x > 0 \end{cases}",
    references=("clevert2016",),
    torch="ELU",
    keras="elu",
    jax="elu",
    declared=_elu_facts,
)
def elu(x, alpha, out=None):
    """Exponential linear unit: a line above zero, saturating at -alpha below.

    The exponential is taken of min(x, 0) only, by expm1: exp(x) - 1 would lose every digit near zero. The
    derivative at 0 is alpha, as in PyTorch.

    >>> act.elu([-1000.0, -1.0, 2.0])
    array([-1.        , -0.63212056,  2.        ])
    """
    return _line_and_exponential(x, 1, alpha, out)


def _line_and_exponential(x, slope, height, out):
    """Return slope·x above zero, height·(exp(x) - 1) below: each is 0 where the other is not."""
    curve = expm1(x.clip(-inf, 0, out=out))
    if height != 1:
        curve *= height
    line = x.clip(0, inf)
    if slope != 1:
        line *= slope
    return np.add(curve, line, out=curve)


@derivative_of(elu, r"\begin{cases} \alpha e^x & x \le 0 \\ 1 & x > 0 \end{cases}")
def _elu_derivative(x, alpha, out=None):
    return _one_and_exponential(x, 1, alpha, out)


def _one_and_exponential(x, slope, height, out):
    """Return the derivative of `_line_and_exponential`."""
    curve = x.clip(-inf, 0, out=out)
    np.exp(curve, out=curve)
    if height == slope:
        return curve if slope == 1 else np.multiply(curve, slope, out=curve)
    curve *= height
    return select(x > 0, x.dtype.type(slope), curve)


@jointly_of(elu)
def _elu_both(x, alpha, out=(None, None)):
    return elu.kernel(x, alpha, out[0]), _elu_derivative(x, alpha, out[1])


elu_alpha2 = variant(elu, "elu_alpha2", alpha=2.0, aliases=("ELU with alpha=2",))


def _celu_facts(alpha):
    return known(
        limits=(-alpha, inf),
        moments=_elu_moments(alpha, rate=1 / alpha),
        convexity="convex",
        smoothness="C1",
        identity_at_origin=True,
        saturates=(True, False),
        lipschitz=1.0,
    )


@activation(
    family="exponential",
    aliases=("continuously differentiable ELU",),
    parameters={"alpha": Parameter(1.0, low=0.0)},
    formula=r"\begin{cases} \alpha (e^{x/\alpha} - 1) & x \le 0 \\ x & x > 0 \end{cases}",
    references=("barron2017",),
    torch="CELU",
    keras="celu",
    jax="celu",
    declared=_celu_facts,
)
def celu(x, alpha, out=None):
    """Continuously differentiable exponential linear unit: slope 1 at zero for every alpha.

    >>> act.celu([-1.0, 2.0], alpha=2.0)
    array([-0.78693868,  2.        ])
    """
    if alpha == 1:
        return _line_and_exponential(x, 1, 1, out)
    curve = x.clip(-inf, 0, out=out)
    curve /= alpha
    curve = expm1(curve)
    curve *= alpha
    curve += x.clip(0, inf)
    return curve


@derivative_of(celu, r"\begin{cases} e^{x/\alpha} & x \le 0 \\ 1 & x > 0 \end{cases}")
def _celu_derivative(x, alpha, out=None):
    curve = x.clip(-inf, 0, out=out)
    if alpha != 1:
        curve /= alpha
    return np.exp(curve, out=curve)


@jointly_of(celu)
def _celu_both(x, alpha, out=(None, None)):
    return celu.kernel(x, alpha, out[0]), _celu_derivative(x, alpha, out[1])


celu_alpha2 = variant(celu, "celu_alpha2", alpha=2.0, aliases=("CELU with alpha=2", "nn.CELU(2.0)", "celu(alpha=2)"))


def _pelu_facts(a, b):
    scale = a / b
    return known(
        limits=(-a, inf),
        moments=_elu_moments(b, rate=1 / b, scale=scale),
        convexity="convex",
        smoothness="C1",
        identity_at_origin=a == b,
        saturates=(True, False),
        lipschitz=scale,
    )


@activation(
    family="exponential",
    aliases=("parametric ELU", "parametric exponential linear unit"),
    parameters={"a": Parameter(1.0, low=0.0), "b": Parameter(1.0, low=0.0)},
    formula=r"\begin{cases} a (e^{x/b} - 1) & x < 0 \\ \frac{a}{b} x & x \ge 0 \end{cases}",
    references=("trottier2016",),
    declared=_pelu_facts,
)
def pelu(x, a, b):
    """Parametric exponential linear unit: a CELU of scale b, stretched to the depth a.

    Both parameters are learned, from a = b = 1, where it is the ELU. The slope a/b is the same on both sides of zero.
    The rounding of x/b costs the exponential abs(x/b)/2 units in the last place, none if b is a power of 2.

    >>> act.pelu([-1.0, 2.0], a=1.0, b=2.0)
    array([-0.39346934,  1.        ])
    """
    low, height = np.minimum(x, 0) / x.dtype.type(b), x.dtype.type(a)
    return select(x > 0, x.dtype.type(a / b) * x, height * np.expm1(low))


@derivative_of(pelu, r"\begin{cases} \frac{a}{b} e^{x/b} & x < 0 \\ \frac{a}{b} & x \ge 0 \end{cases}")
def _pelu_derivative(x, a, b):
    return x.dtype.type(a / b) * np.exp(np.minimum(x, 0) / x.dtype.type(b))


def _selu_facts():
    return _elu_facts(SELU_ALPHA, SELU_SCALE)


@activation(
    family="exponential",
    aliases=("scaled ELU", "scaled exponential linear unit"),
    formula=r"\lambda \begin{cases} \alpha (e^x - 1) & x \le 0 \\ x & x > 0 \end{cases}",
    references=("klambauer2017",),
    torch="SELU",
    keras="selu",
    jax="selu",
    declared=_selu_facts,
)
def selu(x, out=None):
    """Scaled exponential linear unit: an ELU that keeps a standard normal's mean 0 and variance 1.

    alpha = 1.6732632423543772 and lambda = 1.0507009873554805 are the only pair for which it does. The derivative
    at 0 is lambda·alpha, as in PyTorch.

    >>> act.selu([-1.0, 1.0])
    array([-1.11133074,  1.05070099])
    """
    return _line_and_exponential(x, SELU_SCALE, SELU_SCALE * SELU_ALPHA, out)


@derivative_of(selu, r"\lambda \begin{cases} \alpha e^x & x \le 0 \\ 1 & x > 0 \end{cases}")
def _selu_derivative(x, out=None):
    return _one_and_exponential(x, SELU_SCALE, SELU_SCALE * SELU_ALPHA, out)


@jointly_of(selu)
def _selu_both(x, out=(None, None)):
    return selu.kernel(x, out[0]), _selu_derivative(x, out[1])


def _softplus_facts(beta):
    if beta != 1:
        return None
    moments = (0.80605918334743978, 0.92124590885930028, 0.5, 0.29337903585809296)
    return known(limits=(0.0, inf), moments=moments, convexity="convex", saturates=(True, False), lipschitz=1.0)


@activation(
    family="exponential",
    aliases=(
        "smooth rectifier",
        "smooth ReLU",
        "ln(1+e^x)",
    ),
    parameters={"beta": Parameter(1.0, low=0.0)},
    formula=r"\frac{1}{\beta} \ln\left(1 + e^{\beta x}\right)",
    references=("dugas2001",),
    torch="Softplus",
    keras="softplus",
    jax="softplus",
    declared=_softplus_facts,
)
def softplus(x, beta, out=None):
    """Softplus: a smooth ReLU, the integral of the sigmoid.

    Computed as max(x, 0) + log1p(exp(-beta·|x|))/beta. PyTorch returns x itself above beta·x = 20; here every x is
    computed.

    >>> act.softplus([-50.0, 0.0, 1000.0])
    array([1.92874985e-22, 6.93147181e-01, 1.00000000e+03])
    """
    size = np.abs(x, out=out)
    size *= -beta
    return _softplus_from(log1p(np.exp(size, out=size)), x, beta)


def _softplus_from(log, x, beta):
    if beta != 1:
        log /= beta
    log += x.clip(0, inf)
    return log


@derivative_of(softplus, r"\sigma(\beta x)")
def _softplus_derivative(x, beta, out=None):
    return logistic(x if beta == 1 else x.dtype.type(beta) * x, out)


@jointly_of(softplus)
def _softplus_both(x, beta, out=(None, None)):
    size = np.abs(x, out=out[0])
    size *= beta
    log, slope = log1p_and_slope(size, x >= 0, out[1])
    return _softplus_from(log, x, beta), slope


def _exponential_facts():
    moments = (exp(0.5), exp(2), exp(0.5), exp(2))
    return known(limits=(0.0, inf), moments=moments, convexity="convex", saturates=(True, False), lipschitz=inf)


@activation(
    family="exponential",
    aliases=("exp",),
    formula="e^x",
    keras="exponential",
    declared=_exponential_facts,
)
def exponential(x):
    """Exponential function: its own derivative; infinite from 709.8 on in float64.

    >>> act.exponential([-1.0, 0.0, 1000.0])
    array([0.36787944, 1.        ,        inf])
    """
    return np.exp(x)


@derivative_of(exponential, "e^x")
def _exponential_derivative(x):
    return np.exp(x)


@jointly_of(exponential)
def _exponential_both(x):
    value = np.exp(x)
    return value, value.copy()  # the caller may change the one
