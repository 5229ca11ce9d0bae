"""Rectifiers: functions of two pieces that meet at zero, most of them straight."""

from math import fabs, inf, pi, sqrt

import numpy as np

from actlib._arrays import indicator, select
from actlib._parameters import Parameter
from actlib.activation import activation, derivative_of, jointly_of, variant
from actlib.activations._known import INCREASING, NONDECREASING, known
from actlib.activations.clipped import below, density


def _slope_facts(negative_slope):
    """Return the facts of x for x > 0, a·x otherwise: moments from E[z; z > 0] = φ(0) and symmetry."""
    a = negative_slope
    moments = ((1 - a) / sqrt(2 * pi), (1 + a * a) / 2, (1 + a) / 2, (1 + a * a) / 2)
    straight, flat = a == 1, a == 0
    shape = {
        "monotonicity": INCREASING if a > 0 else NONDECREASING if flat else "none",
        "convexity": "affine" if straight else "convex" if a < 1 else "concave",
        "smoothness": "Cinf" if straight else "C0",
        "kinks": () if straight else (0.0,),
        "parity": "odd" if straight else "even" if a == -1 else "none",
        "identity_at_origin": straight,
        "saturates": (flat, False),
        "lipschitz": max(1.0, fabs(a)),
        "minimum": 0.0 if a <= 0 else None,
        "argmin": 0.0 if a < 0 else None,
    }
    left = 0.0 if flat else -inf if a > 0 else inf
    return known(limits=(left, inf), moments=moments, infimum=-inf if a > 0 else 0.0, **shape)


def _relu_facts():
    return _slope_facts(0.0)


@activation(
    family="rectified",
    aliases=(
        "rectifier",
        "ramp",
        "max(0, x)",
        "R(z)",
    ),
    formula=r"\max(0, x)",
    references=("fukushima1969", "nair2010"),
    torch="ReLU",
    keras="relu",
    jax="relu",
    declared=_relu_facts,
)
def relu(x, out=None):
    """Rectified linear unit: the positive part.

    >>> act.relu([-1.0, 0.0, 2.0])
    array([0., 0., 2.])
    """
    return np.maximum(x, 0, out=out)


@derivative_of(relu, r"\begin{cases} 0 & x \le 0 \\ 1 & x > 0 \end{cases}")
def _relu_derivative(x, out=None):
    return indicator(x > 0, x, out=out)


@jointly_of(relu)
def _relu_both(x, out=(None, None)):
    value = relu.kernel(x, out[0])
    return value, np.sign(value, out=out[1])


@activation(
    family="rectified",
    aliases=("LReLU",),
    parameters={"negative_slope": Parameter(0.01)},
    formula=r"\begin{cases} a x & x \le 0 \\ x & x > 0 \end{cases}",
    references=("maas2013",),
    torch="LeakyReLU",
    jax="leaky_relu",
    declared=_slope_facts,
)
def leaky_relu(x, negative_slope, out=None):
    """Leaky rectified linear unit: a small slope where ReLU is flat.

    The default slope is that of PyTorch, JAX and Flax; Keras uses 0.2 or 0.3. The derivative at 0 is the negative
    slope, as in PyTorch; JAX returns 1 there.

    >>> act.leaky_relu([-1.0, 2.0])
    array([-0.01,  2.  ])
    """
    if negative_slope == 0:
        return np.maximum(x, 0, out=out)  # 0·(-inf) would be nan
    line = np.multiply(x, x.dtype.type(negative_slope), out=out)
    return (np.maximum if negative_slope <= 1 else np.minimum)(x, line, out=line)


@derivative_of(leaky_relu, r"\begin{cases} a & x \le 0 \\ 1 & x > 0 \end{cases}")
def _leaky_relu_derivative(x, negative_slope, out=None):
    slope = x.dtype.type(negative_slope)
    if 0 <= negative_slope <= 1:
        signs = np.sign(x, out=out)
        return np.maximum(signs, slope, out=signs)
    return select(x > 0, x.dtype.type(1), select(np.isnan(x), x, slope))


@jointly_of(leaky_relu)
def _leaky_relu_both(x, negative_slope, out=(None, None)):
    return leaky_relu.kernel(x, negative_slope, out[0]), _leaky_relu_derivative(x, negative_slope, out[1])


leaky_relu_02 = variant(
    leaky_relu,
    "leaky_relu_0.2",
    negative_slope=0.2,
    aliases=("leaky_relu_02", "LReLU, slope 0.2"),
    keras="leaky_relu",
)
leaky_relu_03 = variant(
    leaky_relu,
    "leaky_relu_0.3",
    negative_slope=0.3,
    aliases=("leaky_relu_03", "LReLU, slope 0.3", "keras.layers.LeakyReLU", "layers.LeakyReLU"),
)


@activation(
    family="rectified",
    aliases=("parametric ReLU",),
    parameters={"weight": Parameter(0.25)},
    formula=r"\begin{cases} w x & x \le 0 \\ x & x > 0 \end{cases}",
    references=("he2015",),
    torch="PReLU",
    declared=lambda weight: _slope_facts(weight),
)
def prelu(x, weight, out=None):
    """Parametric rectified linear unit: a leaky ReLU whose slope is learned.

    The default is the slope from which PyTorch starts learning; Keras starts from 0, Flax from 0.01. Where a layer
    learns one weight a channel, give them as an array; it goes with the last axis, as NumPy broadcasts, while PyTorch's
    goes with the second: there, ``weight[:, None, None]`` for images. The derivative at 0 is the weight.

    >>> act.prelu([-1.0, 2.0])
    array([-0.25,  2.  ])
    >>> act.prelu([[-1.0, -1.0], [2.0, 2.0]], weight=[0.25, 0.5])
    array([[-0.25, -0.5 ],
           [ 2.  ,  2.  ]])
    """
    return leaky_relu.kernel(x, weight, out)


@derivative_of(prelu, r"\begin{cases} w & x \le 0 \\ 1 & x > 0 \end{cases}")
def _prelu_derivative(x, weight, out=None):
    return _leaky_relu_derivative(x, weight, out)


@jointly_of(prelu)
def _prelu_both(x, weight, out=(None, None)):
    return _leaky_relu_both(x, weight, out)


@activation(
    family="rectified",
    aliases=("randomised leaky ReLU", "randomized leaky ReLU"),
    parameters={"lower": Parameter(1 / 8), "upper": Parameter(1 / 3)},
    formula=r"\begin{cases} \frac{l + u}{2} x & x \le 0 \\ x & x > 0 \end{cases}",
    references=("xu2015",),
    torch="RReLU",
    declared=lambda lower, upper: _slope_facts((lower + upper) / 2),
)
def rrelu_eval(x, lower, upper, out=None):
    """Randomised leaky rectified linear unit, as it is evaluated after training.

    In training every negative argument has a slope drawn evenly between lower and upper; here it has their mean. The
    derivative at 0 is that mean.

    >>> act.rrelu_eval([-48.0, 2.0])
    array([-11.,   2.])
    """
    return leaky_relu.kernel(x, (lower + upper) / 2, out)


@derivative_of(rrelu_eval, r"\begin{cases} \frac{l + u}{2} & x \le 0 \\ 1 & x > 0 \end{cases}")
def _rrelu_eval_derivative(x, lower, upper, out=None):
    return _leaky_relu_derivative(x, (lower + upper) / 2, out)


@jointly_of(rrelu_eval)
def _rrelu_eval_both(x, lower, upper, out=(None, None)):
    return _leaky_relu_both(x, (lower + upper) / 2, out)


def _thresholded_facts(threshold, value):
    """Return the facts of x for x > threshold, value otherwise."""
    t, left, right = threshold, below(threshold), below(-threshold)
    second = value**2 * left + t * density(t) + right
    rises, jumps = value <= t, value != t
    return known(
        limits=(value, inf),
        moments=(value * left + density(t), second, right, right),
        infimum=min(value, t),
        monotonicity=NONDECREASING if rises else "none",
        convexity="neither" if jumps else "convex",
        smoothness="discontinuous" if jumps else "C0",
        kinks=(t,),
        identity_at_origin=t < 0,
        saturates=(True, False),
        lipschitz=inf if jumps else 1.0,
        minimum=value if rises else None,
    )


@activation(
    family="rectified",
    aliases=(
        "threshold",
        "x if x>theta else 0",
        "threshold(x,1,0)",
    ),
    parameters={"threshold": Parameter(1.0), "value": Parameter(0.0)},
    formula=r"\begin{cases} v & x \le \theta \\ x & x > \theta \end{cases}",
    references=("konda2014",),
    declared=_thresholded_facts,
)
def thresholded_relu(x, threshold, value):
    """Thresholded rectified linear unit: the argument where it is above a threshold, a constant value elsewhere.

    The defaults are those of the layer of Keras 2; PyTorch has the function as ``Threshold(threshold, value)``, without
    defaults. The derivative at the threshold is 0, as in PyTorch.

    >>> act.thresholded_relu([-1.0, 0.9, 2.0])
    array([0., 0., 2.])
    """
    return select(x <= threshold, x.dtype.type(value), x)


@derivative_of(thresholded_relu, r"\begin{cases} 0 & x \le \theta \\ 1 & x > \theta \end{cases}")
def _thresholded_relu_derivative(x, threshold, value):  # noqa: ARG001
    return indicator(x > threshold, x)


@activation(
    family="rectified",
    aliases=("absolute value", "absolute value rectification", "modulus"),
    formula="|x|",
    references=("jarrett2009",),
    declared=lambda: _slope_facts(-1.0),
)
def abs(x):
    """Absolute value: even, so that only the size of the argument counts.

    The derivative at 0 is 0, as in PyTorch.

    >>> act.abs([-1.0, 0.0, 2.0])
    array([1., 0., 2.])
    """
    return np.abs(x)


@derivative_of(abs, r"\operatorname{sgn} x")
def _abs_derivative(x):
    return np.sign(x)


def _natural_log_relu_facts(beta):
    if beta != 1:
        return None
    moments = (0.26741114785894768, 0.19342180068732449, 0.30743526976815893, 0.20637755016959661)
    shape = {"monotonicity": NONDECREASING, "smoothness": "C0", "kinks": (0.0,), "saturates": (True, True)}
    return known(limits=(0.0, inf), moments=moments, lipschitz=1.0, minimum=0.0, **shape)


@activation(
    family="rectified",
    aliases=("NLReLU", "ln(1+relu(x))"),
    parameters={"beta": Parameter(1.0, low=0.0)},
    formula=r"\ln(1 + \beta \max(0, x))",
    references=("liu2019",),
    declared=_natural_log_relu_facts,
)
def natural_log_relu(x, beta):
    """Natural logarithm rectified linear unit: a ReLU that grows only like a logarithm.

    Computed by log1p. The derivative at 0 is 0, as for ReLU.

    >>> act.natural_log_relu([-1.0, 0.0, 1.0])
    array([0.        , 0.        , 0.69314718])
    """
    return np.log1p(x.dtype.type(beta) * np.maximum(x, 0))


@derivative_of(natural_log_relu, r"\begin{cases} 0 & x \le 0 \\ \frac{\beta}{1 + \beta x} & x > 0 \end{cases}")
def _natural_log_relu_derivative(x, beta):
    b = x.dtype.type(beta)
    return select(x > 0, b, 0) / (1 + b * np.maximum(x, 0))
