"""Rectifiers whose bend is not an exponential's alone: square roots, parabolas, a shifted softplus."""

from math import erfc, exp, inf, log, pi, sqrt

import numpy as np

from actlib._arrays import select
from actlib._parameters import Parameter
from actlib.activation import activation, derivative_of, jointly_of
from actlib.activations._known import NONDECREASING, known
from actlib.activations.sigmoidal import logistic


def _isrlu_facts(alpha):
    if alpha != 1:
        return None
    moments = (0.13736398853630930626, 0.67216022879060076423, 0.78244542362282912964, 0.70695994280234980894)
    shape = {"convexity": "convex", "smoothness": "C2", "identity_at_origin": True, "saturates": (True, False)}
    return known(limits=(-1.0, inf), moments=moments, lipschitz=1.0, **shape)


@activation(
    family="smooth_rectified",
    aliases=("inverse square root linear unit",),
    parameters={"alpha": Parameter(1.0, low=0.0)},
    formula=r"\begin{cases} \frac{x}{\sqrt{1 + \alpha x^2}} & x < 0 \\ x & x \ge 0 \end{cases}",
    references=("carlile2017",),
    declared=_isrlu_facts,
)
def isrlu(x, alpha):
    """Inverse square root linear unit: a line above zero, saturating at -1/√alpha below without an exponential.

    Below -1 computed as -1/√(alpha + 1/x²), where no square overflows.

    >>> act.isrlu([-1e200, -1.0, 2.0])
    array([-1.        , -0.70710678,  2.        ])
    """
    low, a = np.minimum(x, 0), x.dtype.type(alpha)
    far = low < -1
    square = np.square(select(far, 1 / low, low))
    return select(x > 0, x, select(far, -1, low) / np.sqrt(select(far, a + square, 1 + a * square)))


@derivative_of(isrlu, r"\begin{cases} (1 + \alpha x^2)^{-3/2} & x < 0 \\ 1 & x \ge 0 \end{cases}")
def _isrlu_derivative(x, alpha):
    ratio = 1 + x.dtype.type(alpha) * np.square(np.minimum(x, 0))
    return 1 / ratio / np.sqrt(ratio)


def _shifted_softplus_facts():
    moments = (0.11291200278749447511, 0.28426362217404189196, 0.5, 0.29337903585809296)
    return known(limits=(-log(2), inf), moments=moments, convexity="convex", saturates=(True, False), lipschitz=1.0)


@activation(
    family="smooth_rectified",
    aliases=(
        "ssp",
        "ln(e^x/2+1/2)",
    ),
    formula=r"\ln\left(\tfrac{1}{2} e^x + \tfrac{1}{2}\right)",
    references=("schutt2017",),
    declared=_shifted_softplus_facts,
)
def shifted_softplus(x):
    """Shifted softplus: the softplus, lowered by ln 2 to go through the origin.

    Computed as log1p(expm1(x)/2), which keeps all digits near the root at 0, and above 1 as x + log1p(expm1(-x)/2).

    >>> act.shifted_softplus([-1000.0, 1e-20, 1000.0])
    array([-6.93147181e-01,  5.00000000e-21,  9.99306853e+02])
    """
    high = x > 1
    rest = np.log1p(np.expm1(select(high, -x, x)) / 2)
    return select(high, x + rest, rest)


@derivative_of(shifted_softplus, r"\sigma(x)")
def _shifted_softplus_derivative(x):
    return logistic(x)


def _squareplus_facts(b):
    if b != 4:
        return None
    moments = (1.1093055137900279364, 1.5, 0.5, 0.28931538535597276337)
    return known(limits=(0.0, inf), moments=moments, convexity="convex", saturates=(True, False), lipschitz=1.0)


@activation(
    family="smooth_rectified",
    aliases=("(x+sqrt(x^2+b))/2",),
    parameters={"b": Parameter(4.0, low=0.0)},
    formula=r"\frac{x + \sqrt{x^2 + b}}{2}",
    references=("barron2021",),
    keras="squareplus",
    jax="squareplus",
    declared=_squareplus_facts,
)
def squareplus(x, b):
    """Squareplus: a hyperbola in place of the softplus, without an exponential.

    Below zero, where the sum would cancel, computed as (b/2)/(√(x² + b) - x); the root by hypot, which does not
    overflow.

    >>> act.squareplus([-1e10, 0.0, 1.5])
    array([1.e-10, 1.e+00, 2.e+00])
    """
    return _squareplus_both(x, b)[0]


@derivative_of(squareplus, r"\frac{1}{2} \left(1 + \frac{x}{\sqrt{x^2 + b}}\right)")
def _squareplus_derivative(x, b):
    return _squareplus_both(x, b)[1]


@jointly_of(squareplus)
def _squareplus_both(x, b):
    near = np.clip(x, np.finfo(x.dtype).min, np.finfo(x.dtype).max)
    root = np.hypot(near, x.dtype.type(sqrt(b)))
    larger = 0.5 * np.abs(x) + 0.5 * root
    smaller = x.dtype.type(b / 4) / larger
    left = x < 0
    return select(left, smaller, larger), select(left, smaller, 0.5 * np.abs(near) + 0.5 * root) / root


def _sparse_plus_facts():
    density, outside = exp(-0.5) / sqrt(2 * pi), erfc(sqrt(0.5)) / 2  # φ(1) and P(z > 1)
    inside = 1 - 2 * outside
    second = inside - 2 * density  # E[z²; |z| < 1]
    mean = (second + inside) / 4 + density
    square = ((3 * inside - 8 * density) + 6 * second + inside) / 16 + density + outside
    slope = {"monotonicity": NONDECREASING, "convexity": "convex", "smoothness": "C1", "minimum": 0.0}
    moments = (mean, square, 0.5, (second + inside) / 4 + outside)
    return known(limits=(0.0, inf), moments=moments, saturates=(True, False), lipschitz=1.0, **slope)


@activation(
    family="smooth_rectified",
    aliases=(
        "SmeLU",
        "SmeLU(beta=1)",
    ),
    formula=r"\begin{cases} 0 & x < -1 \\ \frac{(x + 1)^2}{4} & -1 \le x < 1 \\ x & x \ge 1 \end{cases}",
    references=("shamir2020",),
    keras="sparse_plus",
    jax="sparse_plus",
    declared=_sparse_plus_facts,
)
def sparse_plus(x):
    """Sparse plus: zero and a line, joined by a parabola; exactly 0 below -1.

    >>> act.sparse_plus([-1.0, 0.0, 1.0, 3.0])
    array([0.  , 0.25, 1.  , 3.  ])
    """
    return select(x >= 1, x, np.square(np.clip(0.5 * x + 0.5, 0, 1)))


@derivative_of(sparse_plus, r"\operatorname{clip}\left(\frac{x + 1}{2}, 0, 1\right)")
def _sparse_plus_derivative(x):
    return np.clip(0.5 * x + 0.5, 0, 1)


def _bent_identity_facts():
    moments = (0.17726540324065765103, 1.0727345967593423490, 1.0, 1.0860801143953003821)
    return known(limits=(-inf, inf), moments=moments, convexity="convex", identity_at_origin=True, lipschitz=1.5)


@activation(
    family="smooth_rectified",
    formula=r"\frac{\sqrt{x^2 + 1} - 1}{2} + x",
    declared=_bent_identity_facts,
)
def bent_identity(x):
    """Bent identity: a hyperbola from slope 1/2 on the left to slope 3/2 on the right.

    Computed as x(1 + r/2) with r = x/(1 + √(x² + 1)): no square overflows and nothing cancels at the origin.

    >>> act.bent_identity([-1e-20, 0.0, 0.75])
    array([-1.00e-20,  0.00e+00,  8.75e-01])
    """
    near, root = _hyperbola(x)
    return x * (1 + 0.5 * (near / (1 + root)))


def _hyperbola(x):
    """Return x, finite, and √(x² + 1)."""
    near = np.clip(x, np.finfo(x.dtype).min, np.finfo(x.dtype).max)
    return near, np.hypot(near, 1)


@derivative_of(bent_identity, r"1 + \frac{x}{2 \sqrt{x^2 + 1}}")
def _bent_identity_derivative(x):
    near, root = _hyperbola(x)
    return 1 + 0.5 * (near / root)


@jointly_of(bent_identity)
def _bent_identity_both(x):
    near, root = _hyperbola(x)
    return x * (1 + 0.5 * (near / (1 + root))), 1 + 0.5 * (near / root)


def _xielu_facts(alpha_p, alpha_n, beta):
    if (alpha_p, alpha_n, beta) != (0.8, 0.8, 0.5):
        return None
    moments = (0.52841645781324483970, 1.7355151357425043387, 0.94757028213439098205, 2.0703353493298622544)
    lowest = {"infimum": -0.20575122409648212894, "minimum": -0.20575122409648212894, "argmin": log(3 / 8)}
    shape = {"monotonicity": "none", "convexity": "convex", "smoothness": "C1", "lipschitz": inf}
    return known(limits=(inf, inf), moments=moments, **lowest, **shape)


@activation(
    family="smooth_rectified",
    wide=True,
    aliases=("expanded integral of ELU",),
    parameters={"alpha_p": Parameter(0.8), "alpha_n": Parameter(0.8), "beta": Parameter(0.5)},
    formula=r"\begin{cases} \alpha_n (e^x - 1) + (\beta - \alpha_n) x & x \le 0 \\"
    r" \alpha_p x^2 + \beta x & x > 0 \end{cases}",
    references=("huang2024",),
    declared=_xielu_facts,
)
def xielu(x, alpha_p, alpha_n, beta):
    """Expanded integral of the ELU: a parabola above zero; below, a line and an exponential.

    Both alphas are learned, from 0.8; beta is fixed. There is a root at -2.432, near which the error is a few units in
    the last place of the largest term, not of the result; likewise near the root of the derivative at ln(3/8).

    >>> act.xielu([-1.0, 0.0, 1.0])
    array([-0.20569645,  0.        ,  1.3       ])
    """
    slope = beta - alpha_n
    line = slope * np.minimum(x, 0) if slope else 0.0  # 0 times infinity would be nan
    return select(x > 0, x * (alpha_p * x + beta), alpha_n * np.expm1(np.minimum(x, 0)) + line)


@derivative_of(
    xielu, r"\begin{cases} \alpha_n e^x + \beta - \alpha_n & x \le 0 \\ 2 \alpha_p x + \beta & x > 0 \end{cases}"
)
def _xielu_derivative(x, alpha_p, alpha_n, beta):
    return select(x > 0, 2 * alpha_p * x + beta, alpha_n * np.expm1(np.minimum(x, 0)) + beta)
