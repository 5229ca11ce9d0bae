"""S-shaped functions of several straight or parabolic pieces.

The derivative at a kink is that of the outer piece.
"""

from math import inf

import numpy as np

from actlib._arrays import select
from actlib._parameters import Parameter
from actlib.activation import activation, derivative_of
from actlib.activations._known import NONDECREASING, known
from actlib.activations.clipped import below, density, require_order


def _sqnl_facts():
    moments = (0.0, 0.39458188134486445, 0.60954842221539696, 0.44923107583987468)
    shape = {"monotonicity": NONDECREASING, "smoothness": "C1", "parity": "odd", "identity_at_origin": True}
    return known(limits=(-1.0, 1.0), moments=moments, saturates=(True, True), lipschitz=1.0, minimum=-1.0, **shape)


@activation(
    family="piecewise",
    aliases=("square nonlinearity",),
    formula=r"\begin{cases} x - x|x|/4 & |x| < 2 \\ \operatorname{sgn} x & |x| \ge 2 \end{cases}",
    references=("wuraola2018sqnl",),
    declared=_sqnl_facts,
)
def sqnl(x):
    """Square nonlinearity: an S of two parabolas, flat beyond ±2.

    >>> act.sqnl([-4.0, 0.0, 1.0])
    array([-1.  ,  0.  ,  0.75])
    """
    near = np.clip(x, -2, 2)
    return near * (1 - 0.25 * np.abs(near))


@derivative_of(sqnl, r"\max\left(0, 1 - \frac{|x|}{2}\right)")
def _sqnl_derivative(x):
    return np.maximum(1 - 0.5 * np.abs(x), 0)


def _plu_facts(alpha, c):
    if not 0 < alpha < 1:
        return None
    outside, inside = below(-c), 1 - 2 * below(-c)
    square = inside - 2 * c * density(c)
    square += 2 * alpha**2 * (c * density(c) + outside) + 2 * (1 - alpha) ** 2 * c**2 * outside
    square += 4 * alpha * (1 - alpha) * c * density(c)
    moments = (0.0, square, inside + 2 * alpha * outside, inside + 2 * alpha**2 * outside)
    shape = {"smoothness": "C0", "kinks": (-c, c), "parity": "odd", "identity_at_origin": True}
    return known(limits=(-inf, inf), moments=moments, lipschitz=1.0, **shape)


@activation(
    family="piecewise",
    aliases=("piecewise linear unit",),
    parameters={"alpha": Parameter(0.1), "c": Parameter(1.0, low=0.0)},
    formula=r"\begin{cases} \alpha (x + c) - c & x < -c \\ x & |x| \le c \\ \alpha (x - c) + c & x > c \end{cases}",
    references=("nicolae2018",),
    declared=_plu_facts,
)
def plu(x, alpha, c):
    """Piecewise linear unit: the identity from -c to c, a line of slope alpha outside.

    The derivative at ±c is alpha.

    >>> act.plu([-11.0, 0.5, 11.0])
    array([-2. ,  0.5,  2. ])
    """
    return _bent(x, -c, alpha, c, alpha)


@derivative_of(plu, r"\begin{cases} 1 & |x| < c \\ \alpha & |x| \ge c \end{cases}")
def _plu_derivative(x, alpha, c):
    return _bent_slope(x, -c, alpha, c, alpha)


def _bent(x, t_l, a_l, t_r, a_r):
    """The identity between two thresholds, lines of two slopes outside."""
    inner = np.clip(x, t_l, t_r)
    excess = x - inner
    slope = x.dtype.type(a_l) if a_l == a_r else select(excess < 0, x.dtype.type(a_l), x.dtype.type(a_r))
    outer = slope * excess
    if 0 in (a_l, a_r):
        outer = select(slope == 0, 0, outer)  # 0·inf would be nan
    return select(excess == 0, x, inner + outer)


def _bent_slope(x, t_l, a_l, t_r, a_r):
    kind = x.dtype.type
    slope = select(x <= t_l, kind(a_l), select(x < t_r, kind(1), kind(a_r)))
    return select(np.isnan(x), x, slope)


def _srelu_facts(t_l, a_l, t_r, a_r):
    return _plu_facts(a_l, t_r) if (-t_l, a_l) == (t_r, a_r) and t_r > 0 else None


@activation(
    family="piecewise",
    aliases=("S-shaped ReLU",),
    parameters={"t_l": Parameter(-1.0), "a_l": Parameter(0.1), "t_r": Parameter(1.0), "a_r": Parameter(0.1)},
    formula=r"\begin{cases} t_l + a_l (x - t_l) & x \le t_l \\ x & t_l < x < t_r \\ t_r + a_r (x - t_r) & x \ge t_r"
    r" \end{cases}",
    references=("jin2016",),
    declared=_srelu_facts,
)
def srelu(x, t_l, a_l, t_r, a_r):
    """S-shaped rectified linear unit: the identity between two thresholds, lines of learned slopes outside.

    A layer learns the four numbers, one set a channel; with the defaults, an illustration, it is `plu`. Raises
    ValueError unless t_l < t_r. The derivative at the thresholds is a_l and a_r.

    >>> act.srelu([-11.0, 0.5, 11.0])
    array([-2. ,  0.5,  2. ])
    >>> act.srelu([-11.0, 0.5, 11.0], t_l=0.0, a_l=0.0)
    array([0. , 0.5, 2. ])
    """
    require_order("t_l", t_l, "t_r", t_r)
    return _bent(x, t_l, a_l, t_r, a_r)


@derivative_of(srelu, r"\begin{cases} a_l & x \le t_l \\ 1 & t_l < x < t_r \\ a_r & x \ge t_r \end{cases}")
def _srelu_derivative(x, t_l, a_l, t_r, a_r):
    require_order("t_l", t_l, "t_r", t_r)
    return _bent_slope(x, t_l, a_l, t_r, a_r)
