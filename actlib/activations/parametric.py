"""Functions that become others as their parameters, which are learned, change."""

from math import exp, inf

import numpy as np

from actlib._arrays import select
from actlib._parameters import Parameter
from actlib.activation import activation, derivative_of, jointly_of
from actlib.activations._known import known
from actlib.activations.gated import silu, swish_both


def _soft_exponential_facts(alpha):
    if alpha < 0:
        return None
    if alpha == 0:
        line = {"convexity": "affine", "parity": "odd", "identity_at_origin": True, "lipschitz": 1.0}
        return known(limits=(-inf, inf), moments=(0.0, 1.0, 1.0, 1.0), **line)
    mean, square, shift = exp(alpha**2 / 2), exp(2 * alpha**2), alpha - 1 / alpha
    moments = (mean / alpha + shift, square / alpha**2 + 2 * mean / alpha * shift + shift**2, mean, square)
    return known(limits=(shift, inf), moments=moments, convexity="convex", saturates=(True, False), lipschitz=inf)


@activation(
    family="parametric",
    wide=True,
    parameters={"alpha": Parameter(0.0)},
    formula=r"\begin{cases} -\frac{\ln(1 - \alpha (x + \alpha))}{\alpha} & \alpha < 0 \\ x & \alpha = 0 \\"
    r" \frac{e^{\alpha x} - 1}{\alpha} + \alpha & \alpha > 0 \end{cases}",
    references=("godfrey2015",),
    declared=_soft_exponential_facts,
)
def soft_exponential(x, alpha):
    """Soft exponential: a logarithm at alpha = -1, the identity at 0, the exponential at 1.

    Alpha is learned, from 0. For alpha < 0 the function exists only above -alpha + 1/alpha: it is -inf there and nan
    further left. For alpha > 0 the rounding of alpha·x costs the exponential abs(alpha·x)/2 units in the last place.

    >>> act.soft_exponential([0.0, 1.0], alpha=1.0)
    array([1.        , 2.71828183])
    >>> act.soft_exponential([0.0, 1.0, np.e], alpha=-1.0)
    array([-inf,   0.,   1.])
    """
    if alpha == 0:
        return x
    if alpha < 0:
        return -np.log1p(-alpha * (x + alpha)) / alpha
    return np.expm1(alpha * x) / alpha + alpha


@derivative_of(
    soft_exponential,
    r"\begin{cases} \frac{1}{1 - \alpha (x + \alpha)} & \alpha < 0 \\ e^{\alpha x} & \alpha \ge 0 \end{cases}",
)
def _soft_exponential_derivative(x, alpha):
    if alpha == 0:
        return select(np.isnan(x), x, 1)
    if alpha > 0:
        return np.exp(alpha * x)
    inner = 1 - alpha * (x + alpha)
    return select(inner >= 0, 1 / np.abs(inner), np.nan)


def _acon_c_facts(p1, p2, beta):
    return silu.facts if (p1, p2, beta) == (1, 0, 1) else None


@activation(
    family="parametric",
    wide=True,
    aliases=("ACON-C", "activate or not"),
    parameters={"p1": Parameter(1.0), "p2": Parameter(0.0), "beta": Parameter(1.0)},
    formula=r"(p_1 - p_2)\,x\,\sigma\left(\beta (p_1 - p_2) x\right) + p_2 x",
    references=("ma2021",),
    declared=_acon_c_facts,
)
def acon_c(x, p1, p2, beta):
    """ACON-C: a smooth maximum of the lines p1·x and p2·x; the SiLU by default.

    Computed as p1·x·σ(u) + p2·x·σ(-u) with u = beta·(p1 - p2)·x. The derivative has a root at -1.278 by default, near
    which its error is absolute.

    >>> act.acon_c([-2.0, 2.0], p1=1.0, p2=0.25, beta=100.0)
    array([-0.5,  2. ])
    """
    return _acon_c_both(x, p1, p2, beta)[0]


@derivative_of(
    acon_c,
    r"(p_1 - p_2)\,\sigma(u) \left(1 + u\,\sigma(-u)\right) + p_2,\quad u = \beta (p_1 - p_2) x",
)
def _acon_c_derivative(x, p1, p2, beta):
    return _acon_c_both(x, p1, p2, beta)[1]


@jointly_of(acon_c)
def _acon_c_both(x, p1, p2, beta):
    rate = beta * (p1 - p2)
    if rate == 0:  # both gates are a half, and ±inf times p1 and p2 may have two signs
        mean = (p1 + p2) / 2
        return (mean * x if mean else x - x), select(np.isnan(x), x, mean)
    parts = [(p, swish_both(x, gate)) for p, gate in ((p1, rate), (p2, -rate)) if p]
    return tuple(sum(p * part[i] for p, part in parts) for i in (0, 1))
