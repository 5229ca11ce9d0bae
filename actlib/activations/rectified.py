"""Functions made of two straight pieces."""

from math import inf, pi, sqrt

import numpy as np

from actlib._parameters import Parameter
from actlib.activation import activation, derivative_of
from actlib.activations._known import INCREASING, NONDECREASING, known


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
        "lipschitz": max(1.0, abs(a)),
        "minimum": 0.0 if a <= 0 else None,
        "argmin": 0.0 if a < 0 else None,
    }
    left = 0.0 if flat else -inf if a > 0 else inf
    return known(limits=(left, inf), moments=moments, infimum=-inf if a > 0 else 0.0, **shape)


def _relu_facts():
    return _slope_facts(0.0)


@activation(
    family="rectified",
    aliases=("rectifier", "ramp", "max(0, x)"),
    formula=r"\max(0, x)",
    references=("fukushima1969", "nair2010"),
    torch="ReLU",
    keras="relu",
    jax="relu",
    declared=_relu_facts,
)
def relu(x):
    """Rectified linear unit: the positive part.

    >>> act.relu([-1.0, 0.0, 2.0])
    array([0., 0., 2.])
    """
    return np.maximum(x, 0)


@derivative_of(relu, r"\begin{cases} 0 & x \le 0 \\ 1 & x > 0 \end{cases}")
def _relu_derivative(x):
    return np.heaviside(x, 0)


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
def leaky_relu(x, negative_slope):
    """Leaky rectified linear unit: a small slope where ReLU is flat.

    The default slope is that of PyTorch, JAX and Flax; Keras uses 0.2 or 0.3. The derivative at 0 is the negative
    slope, as in PyTorch; JAX returns 1 there.

    >>> act.leaky_relu([-1.0, 2.0])
    array([-0.01,  2.  ])
    """
    return np.where(x > 0, x, x.dtype.type(negative_slope) * x)


@derivative_of(leaky_relu, r"\begin{cases} a & x \le 0 \\ 1 & x > 0 \end{cases}")
def _leaky_relu_derivative(x, negative_slope):
    one, slope = x.dtype.type(1), x.dtype.type(negative_slope)
    return np.where(x > 0, one, np.where(np.isnan(x), x, slope))
