"""Link functions: from a probability to the whole line. Outside the catalogue, as they are defined on [0, 1] only.

They undo an S-shaped activation: `logit` the logistic sigmoid, `probit` the normal distribution function. They have
values, derivatives, dtypes and ``out=`` like an activation, and nan outside [0, 1]; facts of a function on the whole
line they have not, so asking for them raises ValueError.
"""

from math import pi, sqrt

import numpy as np
from scipy import special

from actlib._unlisted import unlisted
from actlib.activation import derivative_of


def _smaller_tail(x):
    """Return min(x, 1 - x) and whether that is x. Exact, since 1 - x is for x ≥ 1/2."""
    left = x < 0.5
    return np.where(left, x, 1 - x), left


@unlisted(family="link", wide=True, aliases=("log-odds",), formula=r"\ln\frac{x}{1 - x}", references=("mccullagh1989",))
def logit(x):
    """Log-odds of a probability: the inverse of the logistic sigmoid.

    -inf at 0, inf at 1, nan outside [0, 1]. Between 1/4 and 3/4 computed as 2·artanh(2x - 1), which keeps all digits
    near the root at 1/2; elsewhere from the logarithm of the smaller of x and 1 - x. float32 is computed in float64.

    >>> from actlib import link
    >>> link.logit([0.0, 0.5, 0.75, 1.0, 2.0])
    array([      -inf, 0.        , 1.09861229,        inf,        nan])
    """
    tail, left = _smaller_tail(x)
    far = np.log(tail) - np.log1p(-tail)
    return np.where(tail > 0.25, 2 * np.arctanh(2 * x - 1), np.where(left, far, -far))


@derivative_of(logit, r"\frac{1}{x (1 - x)}")
def _logit_derivative(x):
    tail, _ = _smaller_tail(x)
    return np.where(tail >= 0, 1 / np.abs(tail) / (1 - tail), np.nan)  # abs: 1/-0.0 would be -inf


@unlisted(
    family="link", wide=True, aliases=("normal quantile",), formula=r"\Phi^{-1}(x)", references=("mccullagh1989",)
)
def probit(x):
    """Quantile of the standard normal distribution: the inverse of Φ.

    -inf at 0, inf at 1, nan outside [0, 1]. The derivative 1/φ(p), p = probit(x), is computed from the Mills ratio
    where x or 1 - x is below 0.15, as √(π/2)·erfcx(-p/√2)/x: squaring p in an exponential would cost thousands of units
    in the last place. This costs at most six, as SciPy's erfcx is good to five. float32 is computed in float64.

    >>> from actlib import link
    >>> link.probit([0.0, 0.5, 0.975, 1.0, -0.1])
    array([      -inf, 0.        , 1.95996398,        inf,        nan])
    """
    return special.ndtri(x)


@derivative_of(probit, r"\frac{1}{\varphi\left(\Phi^{-1}(x)\right)}")
def _probit_derivative(x):
    tail, _ = _smaller_tail(x)
    p = special.ndtri(np.abs(tail))
    far = sqrt(pi / 2) * special.erfcx(p / -sqrt(2)) / tail
    slope = np.where(tail > 0.15, sqrt(2 * pi) * np.exp(p * p / 2), far)
    return np.where(tail > 0, slope, np.where(tail == 0, np.inf, np.nan))


LINKS = (logit, probit)
