"""S-shaped functions made of hyperbolic ones, and the logarithm of the logistic one.

Their slopes are written in exp(-|x|), which lies between 0 and 1: nothing overflows, and the tails keep their relative
accuracy as long as a float can hold them.
"""

import math
from math import inf

import numpy as np

from actlib._accurate import FAR_LEFT, far_left, log1p
from actlib._parameters import Parameter
from actlib.activation import activation, derivative_of, jointly_of
from actlib.activations._known import known


def logistic(x, out=None):
    """Return 1/(1 + exp(-x)), accurate in both tails; the kernel that gated functions share.

    Parameters
    ----------
    x : ndarray of float32 or float64
    out : ndarray, optional
        Where to put the result; not `x`.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> logistic(np.array([-600.0, 0.0]))
    array([2.65039655e-261, 5.00000000e-001])
    """
    e = np.negative(x, out=out)
    np.exp(e, out=e)
    e += 1
    np.divide(1, e, out=e)
    return far_left(e, x, FAR_LEFT[x.dtype.char], np.exp)


def _sigmoid_facts():
    moments = (0.5, 0.29337903585809296, 0.20662096414190704, 0.044836241350194372)
    return known(limits=(0.0, 1.0), moments=moments, saturates=(True, True), lipschitz=0.25)


@activation(
    family="sigmoidal",
    aliases=(
        "logistic",
        "soft step",
        "expit",
        "sigma",
    ),
    formula=r"\frac{1}{1 + e^{-x}}",
    references=("rumelhart1986",),
    torch="Sigmoid",
    keras="sigmoid",
    jax="sigmoid",
    declared=_sigmoid_facts,
)
def sigmoid(x, out=None):
    """Logistic sigmoid: from 0 to 1, the log-odds turned into a probability.

    Computed as 1/(1 + exp(-x)), and as exp(x) far to the left, where the other exponential overflows:
    sigmoid(-745) is the positive number that a float64 still holds.

    >>> act.sigmoid([-745.0, 0.0, 2.0])
    array([4.94065646e-324, 5.00000000e-001, 8.80797078e-001])
    """
    return logistic(x, out)


def _falling_exp(x, out=None, rate=-1):
    """Return exp(rate·|x|)."""
    e = np.abs(x, out=out)
    e *= rate
    return np.exp(e, out=e)


@derivative_of(sigmoid, r"\sigma(x)\,\sigma(-x)")
def _sigmoid_derivative(x, out=None):
    return _over_square(_falling_exp(x, out))


def _over_square(e):
    """Return e/(1 + e)², in the memory of `e`; the square as 1 + e(2 + e), which rounds less."""
    square = e + 2
    square *= e
    square += 1
    return np.divide(e, square, out=e)


@jointly_of(sigmoid)
def _sigmoid_both(x, out=(None, None)):
    e = _falling_exp(x, out[1])
    value = np.add(e, 1, out=out[0])
    np.divide(np.maximum(e, x >= 0), value, out=value)  # 1 above zero, where e is less, and e below
    return value, _over_square(e)


def _log_sigmoid_facts():
    moments = (-0.80605918334743978, 0.92124590885930028, 0.5, 0.29337903585809296)
    return known(limits=(-inf, 0.0), moments=moments, convexity="concave", saturates=(False, True), lipschitz=1.0)


@activation(
    family="sigmoidal",
    aliases=(
        "logsigmoid",
        "-softplus(-x)",
    ),
    formula=r"\ln \frac{1}{1 + e^{-x}}",
    torch="LogSigmoid",
    keras="log_sigmoid",
    jax="log_sigmoid",
    declared=_log_sigmoid_facts,
)
def log_sigmoid(x, out=None):
    """Logarithm of the logistic sigmoid: the log-likelihood of a binary outcome.

    Computed as min(x, 0) - log1p(exp(-|x|)): the logarithm of a sigmoid that has underflowed is never taken.

    >>> act.log_sigmoid([-1000.0, 0.0, 40.0])
    array([-1.00000000e+03, -6.93147181e-01, -4.24835426e-18])
    """
    log = log1p(_falling_exp(x, out))
    return np.subtract(x.clip(-inf, 0), log, out=log)


@derivative_of(log_sigmoid, r"\sigma(-x)")
def _log_sigmoid_derivative(x, out=None):
    return logistic(-x, out)


@jointly_of(log_sigmoid)
def _log_sigmoid_both(x, out=(None, None)):
    log, slope = log1p_and_slope(np.abs(x, out=out[0]), x < 0, out[1])
    return np.subtract(x.clip(-inf, 0), log, out=log), slope


def log1p_and_slope(size, high, out=None):
    """Return ln(1 + exp(-size)) and 1/(1 + exp(±size)): the parts of a softplus and of its slope, sharing work.

    Parameters
    ----------
    size : ndarray
        The argument's magnitude; its memory becomes the logarithm's.
    high : ndarray of bool
        Where the slope is the one above 1/2.
    out : ndarray, optional
        Where to put the slope.

    Returns
    -------
    tuple of ndarray

    Examples
    --------
    >>> log1p_and_slope(np.zeros(1), np.array([True]))
    (array([0.69314718]), array([0.5]))
    """
    np.negative(size, out=size)
    e = np.exp(size, out=size)
    slope = np.add(e, 1, out=out)
    np.divide(np.maximum(e, high), slope, out=slope)  # e ≤ 1
    return log1p(e), slope


def _tanh_facts():
    moments = (0.0, 0.39429449039784117, 0.60570550960215883, 0.46440290244826824)
    odd = {"parity": "odd", "identity_at_origin": True, "saturates": (True, True), "lipschitz": 1.0}
    return known(limits=(-1.0, 1.0), moments=moments, **odd)


@activation(
    family="sigmoidal",
    aliases=("hyperbolic tangent",),
    formula=r"\tanh x",
    references=("lecun1998",),
    torch="Tanh",
    keras="tanh",
    jax="tanh",
    declared=_tanh_facts,
)
def tanh(x, out=None):
    """Hyperbolic tangent: from -1 to 1, the sigmoid stretched and shifted.

    >>> act.tanh([-1000.0, 0.0, 1.0])
    array([-1.        ,  0.        ,  0.76159416])
    """
    return np.tanh(x, out=out)


@derivative_of(tanh, r"\operatorname{sech}^2 x")
def _tanh_derivative(x, out=None):
    e = _over_square(_falling_exp(x, out, -2))  # 1 - tanh² would cancel to 0 beyond |x| = 19 in float64
    return np.multiply(e, 4, out=e)


@jointly_of(tanh)
def _tanh_both(x, out=(None, None)):
    return np.tanh(x, out=out[0]), _tanh_derivative(x, out[1])


def _tanh_of_half_facts():
    """Return the facts of tanh(x/2)."""
    moments = (0.0, 0.17351614343237185, 0.41324192828381407, 0.17934496540077749)
    return known(limits=(-1.0, 1.0), moments=moments, parity="odd", saturates=(True, True), lipschitz=0.5)


@activation(
    family="sigmoidal",
    aliases=(
        "symmetric sigmoid",
        "(1-e^-x)/(1+e^-x)",
        "tanh(x/2)",
    ),
    formula=r"\frac{1 - e^{-x}}{1 + e^{-x}} = \tanh \frac{x}{2}",
    declared=_tanh_of_half_facts,
)
def bipolar_sigmoid(x):
    """Bipolar sigmoid: the logistic sigmoid stretched to the range from -1 to 1.

    Computed as tanh(x/2): the quotient of the formula is inf/inf far to the left, and loses digits near 0.

    >>> act.bipolar_sigmoid([-1000.0, 0.0, 2.0])
    array([-1.        ,  0.        ,  0.76159416])
    """
    return np.tanh(0.5 * x)


@derivative_of(bipolar_sigmoid, r"2\,\sigma(x)\,\sigma(-x)")
def _bipolar_sigmoid_derivative(x):
    e = _over_square(_falling_exp(x))
    return np.multiply(e, 2, out=e)


_LECUN = 1.7159  # LeCun's amplitude, a decimal number by definition: the value at 1 is 1 to four digits


def _lecun_tanh_facts():
    moments = (0.0, 0.75043027630506503, 0.85237388880274102, 0.80398911332034586)
    limits, slope = (-_LECUN, _LECUN), _LECUN * 2 / 3
    return known(limits=limits, moments=moments, parity="odd", saturates=(True, True), lipschitz=slope)


@activation(
    family="sigmoidal",
    wide=True,
    aliases=("scaled tanh", "1.7159 tanh(2x/3)"),
    formula=r"1.7159 \tanh \frac{2x}{3}",
    references=("lecun1998",),
    declared=_lecun_tanh_facts,
)
def lecun_tanh(x):
    """LeCun's hyperbolic tangent: it maps ±1 to ±1, to five digits, and bends most near there.

    The derivative's exponent 4x/3 is carried with its rounding error, which would cost hundreds of units in the last
    place far from zero. float32 is computed in float64.

    >>> act.lecun_tanh([-1000.0, 0.0, 1.0])
    array([-1.7159    ,  0.        ,  0.99999726])
    """
    return _LECUN * np.tanh(2 / 3 * x)


@derivative_of(lecun_tanh, r"\frac{2}{3} \cdot 1.7159 \operatorname{sech}^2 \frac{2x}{3}")
def _lecun_tanh_derivative(x):
    four = 4 * np.minimum(np.abs(x), 1e4)  # beyond, the result is 0
    third = four / 3
    rest = (four - 2 * third) - third  # exact; 4|x|/3 = third + rest/3
    e = np.exp(-third) * (1 - rest / 3)
    return _LECUN * 8 / 3 * e / np.square(1 + e)


def _dyt_facts(alpha, gamma, beta):
    return _tanh_of_half_facts() if (alpha, gamma, beta) == (0.5, 1, 0) else None


@activation(
    family="sigmoidal",
    aliases=("dynamic tanh", "DyT"),
    parameters={"alpha": Parameter(0.5), "gamma": Parameter(1.0), "beta": Parameter(0.0)},
    formula=r"\gamma \tanh(\alpha x) + \beta",
    references=("zhu2025",),
    declared=_dyt_facts,
)
def dyt(x, alpha, gamma, beta):
    """Dynamic tanh, a stand-in for layer normalisation: a hyperbolic tangent with learned scales and shift.

    The defaults are the values from which learning starts. A layer learns one alpha, and a gamma and a beta a channel:
    here they are numbers, so that a channel is a call. With an alpha other than a power of two the far tails of the
    derivative carry the rounding of alpha·x; with a beta other than 0 the error near the root is absolute.

    >>> act.dyt([-2.0, 0.0, 2.0])
    array([-0.76159416,  0.        ,  0.76159416])
    """
    a, g, b = (x.dtype.type(number) for number in (alpha, gamma, beta))
    return g * np.tanh(a * x) + b if beta else g * np.tanh(a * x)  # adding 0 would lose the sign of -0


@derivative_of(dyt, r"\alpha \gamma \operatorname{sech}^2(\alpha x)")
def _dyt_derivative(x, alpha, gamma, beta):  # noqa: ARG001
    return x.dtype.type(4 * alpha * gamma) * _over_square(_falling_exp(x, rate=-2 * math.fabs(alpha)))


def _gudermannian_facts():
    moments = (0.0, 0.56663631929645479, 0.74126427412537959, 0.60570550960215883)
    shape = {"parity": "odd", "identity_at_origin": True, "saturates": (True, True), "lipschitz": 1.0}
    return known(limits=(-math.pi / 2, math.pi / 2), moments=moments, **shape)


@activation(
    family="sigmoidal",
    aliases=("gd", "2 atan(tanh(x/2))"),
    formula=r"2 \arctan\left(\tanh \frac{x}{2}\right)",
    declared=_gudermannian_facts,
)
def gudermannian(x):
    """Gudermannian function: the integral of the hyperbolic secant, from -π/2 to π/2.

    >>> act.gudermannian([-1000.0, 0.0, 1.0])
    array([-1.57079633,  0.        ,  0.86576948])
    """
    return 2 * np.arctan(np.tanh(0.5 * x))


@derivative_of(gudermannian, r"\operatorname{sech} x")
def _gudermannian_derivative(x):
    e = np.exp(-np.abs(x))
    return 2 * e / (1 + np.square(e))
