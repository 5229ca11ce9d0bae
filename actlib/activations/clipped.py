"""Straight lines clipped at both ends; the derivative at the kinks is 0, as in PyTorch."""

import math

import numpy as np

from actlib._arrays import indicator
from actlib._parameters import Parameter
from actlib.activation import activation, derivative_of
from actlib.activations._known import NONDECREASING, known


def density(t):
    """Return the standard normal density at t.

    Parameters
    ----------
    t : float

    Returns
    -------
    float

    Examples
    --------
    >>> round(density(0.0), 6)
    0.398942
    """
    return math.exp(-t * t / 2) / math.sqrt(2 * math.pi)


def below(t):
    """Return the probability that a standard normal variable is below t.

    Parameters
    ----------
    t : float

    Returns
    -------
    float

    Examples
    --------
    >>> below(0.0)
    0.5
    """
    return math.erfc(-t / math.sqrt(2)) / 2


def slope_between(x, low, high, slope, out=None):
    """Return `slope` strictly between two bounds, 0 elsewhere, nan at nan: the derivative of a clipped line.

    Parameters
    ----------
    x : ndarray of float32 or float64
    low, high, slope : float
    out : ndarray, optional
        Where to put the result.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> slope_between(np.array([-1.0, 0.5, 1.0]), -1, 1, 0.5)
    array([0. , 0.5, 0. ])
    """
    inside = x > low
    inside &= x < high
    return indicator(inside, x, slope, out)


def clipped_line_facts(low, high, slope=1.0, shift=0.0):
    """Return the facts of slope·clip(x, low, high) + shift, low < high, slope > 0.

    Parameters
    ----------
    low, high, slope, shift : float

    Returns
    -------
    Facts

    Examples
    --------
    >>> clipped_line_facts(0.0, 6.0).kinks
    (0.0, 6.0)
    """
    inside, above = below(high) - below(low), below(-high)
    mean = low * below(low) + high * above + density(low) - density(high)
    square = low**2 * below(low) + high**2 * above + inside + low * density(low) - high * density(high)
    moments = (slope * mean + shift, slope**2 * square + 2 * slope * shift * mean + shift**2, slope * inside)
    limits = (slope * low + shift, slope * high + shift)
    return known(
        limits=limits,
        moments=(*moments, slope**2 * inside),
        monotonicity=NONDECREASING,
        smoothness="C0",
        kinks=(low, high),
        parity="odd" if low == -high and shift == 0 else "none",
        identity_at_origin=slope == 1 and shift == 0 and low < 0 < high,
        saturates=(True, True),
        lipschitz=slope,
        minimum=limits[0],
    )


def require_order(low_name, low, high_name, high):
    """Raise unless one parameter is less than another.

    Parameters
    ----------
    low_name, high_name : str
    low, high : float

    Raises
    ------
    ValueError
        Naming both.

    Examples
    --------
    >>> require_order("low", 2.0, "high", 1.0)
    Traceback (most recent call last):
    ...
    ValueError: low is 2.0; it must be a finite number < high = 1.0
    """
    if not low < high:
        raise ValueError(f"{low_name} is {low!r}; it must be a finite number < {high_name} = {high!r}")


def _hard_sigmoid_facts():
    return clipped_line_facts(-3.0, 3.0, 1 / 6, 0.5)


@activation(
    family="clipped",
    aliases=("relu6(x+3)/6",),
    formula=r"\min\left(1, \max\left(0, \frac{x + 3}{6}\right)\right)",
    references=("howard2019",),
    torch="Hardsigmoid",
    keras="hard_sigmoid",
    jax="hard_sigmoid",
    declared=_hard_sigmoid_facts,
)
def hard_sigmoid(x, out=None):
    """Hard sigmoid of PyTorch, JAX and Keras 3: a line of slope 1/6, clipped to [0, 1].

    The derivative at ±3 is 0, as in PyTorch.

    >>> act.hard_sigmoid([-4.0, 0.0, 1.5])
    array([0.  , 0.5 , 0.75])
    """
    line = np.add(x, 3, out=out)
    line.clip(0, 6, out=line)
    return np.divide(line, 6, out=line)


@derivative_of(hard_sigmoid, r"\begin{cases} 1/6 & |x| < 3 \\ 0 & |x| \ge 3 \end{cases}")
def _hard_sigmoid_derivative(x, out=None):
    return slope_between(x, -3, 3, 1 / 6, out)


def _hard_sigmoid_keras2_facts():
    return clipped_line_facts(-2.5, 2.5, 0.2, 0.5)


@activation(
    family="clipped",
    aliases=("clip(0.2x+0.5,0,1)",),
    formula=r"\min\left(1, \max\left(0, \frac{x}{5} + \frac{1}{2}\right)\right)",
    declared=_hard_sigmoid_keras2_facts,
)
def hard_sigmoid_keras2(x):
    """Hard sigmoid of Keras 2 and Theano: a line of slope 1/5, clipped to [0, 1].

    Computed as (x + 2.5)/5, which keeps its digits near the kink at -2.5. The derivative at ±2.5 is 0.

    >>> act.hard_sigmoid_keras2([-4.0, 0.0, 1.5])
    array([0. , 0.5, 0.8])
    """
    return np.clip(x + 2.5, 0, 5) / 5


@derivative_of(hard_sigmoid_keras2, r"\begin{cases} 1/5 & |x| < 5/2 \\ 0 & |x| \ge 5/2 \end{cases}")
def _hard_sigmoid_keras2_derivative(x):
    return slope_between(x, -2.5, 2.5, 1 / 5)


def _sparse_sigmoid_facts():
    return clipped_line_facts(-1.0, 1.0, 0.5, 0.5)


@activation(
    family="clipped",
    aliases=("clip((x+1)/2,0,1)",),
    formula=r"\min\left(1, \max\left(0, \frac{x + 1}{2}\right)\right)",
    references=("martins2016", "blondel2020"),
    keras="sparse_sigmoid",
    jax="sparse_sigmoid",
    declared=_sparse_sigmoid_facts,
)
def sparse_sigmoid(x):
    """Sparse sigmoid: what sparsemax of the pair (x, 0) gives to its first entry.

    The derivative at ±1 is 0.

    >>> act.sparse_sigmoid([-4.0, 0.0, 0.5])
    array([0.  , 0.5 , 0.75])
    """
    return 0.5 * np.clip(x + 1, 0, 2)


@derivative_of(sparse_sigmoid, r"\begin{cases} 1/2 & |x| < 1 \\ 0 & |x| \ge 1 \end{cases}")
def _sparse_sigmoid_derivative(x):
    return slope_between(x, -1, 1, 0.5)


def _hard_tanh_facts(min_val, max_val):
    return clipped_line_facts(min_val, max_val)


@activation(
    family="clipped",
    aliases=("clip(x,-1,1)",),
    parameters={"min_val": Parameter(-1.0), "max_val": Parameter(1.0)},
    formula=r"\min(M, \max(m, x))",
    references=("collobert2011",),
    torch="Hardtanh",
    keras="hard_tanh",
    jax="hard_tanh",
    declared=_hard_tanh_facts,
)
def hard_tanh(x, min_val, max_val, out=None):
    """Hard tanh: the line clipped to [m, M], m = min_val, M = max_val.

    Raises ValueError unless min_val < max_val. The derivative at both is 0, as in PyTorch.

    >>> act.hard_tanh([-4.0, 0.5, 1.5])
    array([-1. ,  0.5,  1. ])
    """
    require_order("min_val", min_val, "max_val", max_val)
    return x.clip(min_val, max_val, out=out)


@derivative_of(hard_tanh, r"\begin{cases} 1 & m < x < M \\ 0 & \text{otherwise} \end{cases}")
def _hard_tanh_derivative(x, min_val, max_val, out=None):
    require_order("min_val", min_val, "max_val", max_val)
    return slope_between(x, min_val, max_val, 1, out)


def _relu6_facts():
    return clipped_line_facts(0.0, 6.0)


@activation(
    family="clipped",
    aliases=("clipped ReLU", "min(max(0, x), 6)"),
    formula=r"\min(6, \max(0, x))",
    references=("krizhevsky2010",),
    torch="ReLU6",
    keras="relu6",
    jax="relu6",
    declared=_relu6_facts,
)
def relu6(x, out=None):
    """Rectified linear unit clipped at 6, so that few bits suffice for its values.

    The derivative at 0 and 6 is 0, as in PyTorch.

    >>> act.relu6([-1.0, 2.0, 7.0])
    array([0., 2., 6.])
    """
    return x.clip(0, 6, out=out)


@derivative_of(relu6, r"\begin{cases} 1 & 0 < x < 6 \\ 0 & \text{otherwise} \end{cases}")
def _relu6_derivative(x, out=None):
    return slope_between(x, 0, 6, 1, out)


def _piecewise_linear_clip_facts(xmin, xmax):
    slope = 1 / (xmax - xmin)
    return clipped_line_facts(xmin, xmax, slope, -xmin * slope)


@activation(
    family="clipped",
    aliases=("unit ramp", "saturated linear"),
    parameters={"xmin": Parameter(0.0), "xmax": Parameter(1.0)},
    formula=r"\min\left(1, \max\left(0, \frac{x - x_{\min}}{x_{\max} - x_{\min}}\right)\right)",
    declared=_piecewise_linear_clip_facts,
)
def piecewise_linear_clip(x, xmin, xmax):
    """Clipped line from 0 at xmin to 1 at xmax.

    Raises ValueError unless xmin < xmax. The derivative at both is 0.

    >>> act.piecewise_linear_clip([-4.0, 0.5, 1.5])
    array([0. , 0.5, 1. ])
    >>> act.piecewise_linear_clip(1.5, xmin=-2.0, xmax=2.0)
    np.float64(0.875)
    """
    require_order("xmin", xmin, "xmax", xmax)
    return np.clip((x - xmin) / x.dtype.type(xmax - xmin), 0, 1)


@derivative_of(
    piecewise_linear_clip,
    r"\begin{cases} (x_{\max} - x_{\min})^{-1} & x_{\min} < x < x_{\max} \\ 0 & \text{otherwise} \end{cases}",
)
def _piecewise_linear_clip_derivative(x, xmin, xmax):
    require_order("xmin", xmin, "xmax", xmax)
    return slope_between(x, xmin, xmax, 1 / (xmax - xmin))
