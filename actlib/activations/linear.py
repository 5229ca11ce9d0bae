"""The identity: what a layer does without an activation."""

from math import inf

import numpy as np

from actlib._arrays import select
from actlib.activation import activation, derivative_of
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
def identity(x):
    """Identity: the argument itself.

    >>> act.identity([-1.0, 2.0])
    array([-1.,  2.])
    """
    return x


@derivative_of(identity, "1")
def _identity_derivative(x):
    return select(np.isnan(x), x, 1)
