"""The identity: what a layer does without an activation."""

from math import inf

import numpy as np

from actlib.activation import activation, derivative_of, jointly_of
from actlib.activations._known import known


def _identity_facts():
    line = {"convexity": "affine", "parity": "odd", "identity_at_origin": True, "lipschitz": 1.0}
    return known(limits=(-inf, inf), moments=(0.0, 1.0, 1.0, 1.0), **line)


@activation(
    family="linear",
    aliases=("linear",),
    formula="x",
    torch="Identity",
    keras="linear",
    jax="identity",
    declared=_identity_facts,
)
def identity(x, out=None):
    """Identity: the argument itself.

    >>> act.identity([-1.0, 2.0])
    array([-1.,  2.])
    """
    return np.multiply(x, 1, out=out)


@derivative_of(identity, "1")
def _identity_derivative(x, out=None):
    return x.clip(1, 1, out=out)  # nan stays nan


@jointly_of(identity)
def _identity_both(x, out=(None, None)):
    return identity.kernel(x, out[0]), _identity_derivative(x, out[1])
