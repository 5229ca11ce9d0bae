"""Shrinkage: small arguments are set to zero, or nearly so, and large ones kept or moved towards zero."""

from math import inf

import numpy as np

from actlib._arrays import indicator, select, with_sign
from actlib._parameters import Parameter
from actlib.activation import activation, derivative_of
from actlib.activations._known import NONDECREASING, known
from actlib.activations.clipped import below, density
from actlib.activations.linear import identity

_SERIES = 1.25  # up to here tanh x is taken off x by its continued fraction
_LAST = {"f": 11, "d": 19}  # the fraction's last denominator: what follows it is less than a rounding error


def _tanhshrink_facts():
    moments = (0.0, 0.18288347119352352, 0.39429449039784117, 0.25299188324395059)
    return known(limits=(-inf, inf), moments=moments, parity="odd", lipschitz=1.0)


@activation(
    family="shrinkage",
    aliases=(
        "tanh shrink",
        "x-tanh(x)",
    ),
    formula=r"x - \tanh x",
    torch="Tanhshrink",
    keras="tanh_shrink",
    declared=_tanhshrink_facts,
)
def tanhshrink(x, out=None):
    r"""Argument less its hyperbolic tangent: like x³/3 near zero, like x ∓ 1 far from it.

    The difference would lose all digits near zero. There, with Lambert's continued fraction
    tanh x = x/(1 + q), q = x²/(3 + x²/(5 + x²/(7 + …))), it is x·q/(1 + q), in which nothing cancels.

    >>> act.tanhshrink([-1e-6, 0.0, 2.0])
    array([-3.33333333e-19,  0.00000000e+00,  1.03597242e+00])
    """
    square = x.clip(-_SERIES, _SERIES, out=out)
    square = np.square(square, out=square)
    last = _LAST[x.dtype.char]
    q = square / last
    for odd in range(last - 2, 2, -2):
        q += odd
        np.divide(square, q, out=q)
    np.add(q, 1, out=square)
    q /= square
    q *= x
    rest = np.tanh(x, out=square)
    return select(np.abs(x) < _SERIES, q, np.subtract(x, rest, out=rest))


@derivative_of(tanhshrink, r"\tanh^2 x")
def _tanhshrink_derivative(x, out=None):
    value = np.tanh(x, out=out)
    return np.square(value, out=value)


def _softshrink_facts(lambd):
    if lambd == 0:
        return identity.facts
    peak, outside = density(lambd), 2 * below(-lambd)
    moments = (0.0, (1 + lambd**2) * outside - 2 * lambd * peak, outside, outside)
    shape = {"monotonicity": NONDECREASING, "smoothness": "C0", "kinks": (-lambd, lambd), "parity": "odd"}
    return known(limits=(-inf, inf), moments=moments, lipschitz=1.0, **shape)


@activation(
    family="shrinkage",
    aliases=("soft thresholding", "soft shrink"),
    parameters={"lambd": Parameter(0.5, low=0.0, closed=True)},
    formula=r"\operatorname{sgn}(x) \max(0, |x| - \lambda)",
    references=("donoho1995",),
    torch="Softshrink",
    keras="soft_shrink",
    declared=_softshrink_facts,
)
def softshrink(x, lambd, out=None):
    """Soft thresholding: zero up to a threshold, the argument moved towards zero by it beyond.

    The minimiser of (y - x)²/2 + lambd·|y|. The derivative at ±lambd is 0, as in PyTorch.

    >>> act.softshrink([-2.0, 0.3, 0.75])
    array([-1.5 ,  0.  ,  0.25])
    """
    size = np.abs(x, out=out)
    size -= x.dtype.type(lambd)
    return with_sign(np.maximum(size, 0, out=size), x)


@derivative_of(softshrink, r"\begin{cases} 0 & |x| \le \lambda \\ 1 & |x| > \lambda \end{cases}")
def _softshrink_derivative(x, lambd, out=None):
    return indicator(np.abs(x) > lambd, x, out=out)


def _hardshrink_facts(lambd):
    if lambd == 0:
        return identity.facts
    peak, outside = density(lambd), 2 * below(-lambd)
    shape = {"monotonicity": NONDECREASING, "smoothness": "discontinuous", "kinks": (-lambd, lambd), "parity": "odd"}
    return known(
        limits=(-inf, inf), moments=(0.0, 2 * lambd * peak + outside, outside, outside), lipschitz=inf, **shape
    )


@activation(
    family="shrinkage",
    aliases=("hard thresholding", "hard shrink"),
    parameters={"lambd": Parameter(0.5, low=0.0, closed=True)},
    formula=r"\begin{cases} 0 & |x| \le \lambda \\ x & |x| > \lambda \end{cases}",
    references=("donoho1994",),
    torch="Hardshrink",
    keras="hard_shrink",
    declared=_hardshrink_facts,
)
def hardshrink(x, lambd, out=None):
    """Hard thresholding: zero up to a threshold, the argument itself beyond.

    It jumps at ±lambd, where the value and the derivative are 0, as in PyTorch.

    >>> act.hardshrink([-2.0, 0.5, 0.75])
    array([-2.  ,  0.  ,  0.75])
    """
    return np.multiply(x, np.abs(x, out=out) > lambd, out=out)


derivative_of(hardshrink, r"\begin{cases} 0 & |x| \le \lambda \\ 1 & |x| > \lambda \end{cases}")(_softshrink_derivative)
