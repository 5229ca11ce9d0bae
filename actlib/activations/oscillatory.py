"""Functions that oscillate."""

from math import exp, nan

import numpy as np

from actlib.activation import activation, derivative_of
from actlib.activations._known import known


def _sine_facts():
    moments = (0.0, (1 - exp(-2)) / 2, exp(-0.5), (1 + exp(-2)) / 2)
    wave = {"monotonicity": "none", "parity": "odd", "identity_at_origin": True, "lipschitz": 1.0, "minimum": -1.0}
    return known(limits=(nan, nan), moments=moments, infimum=-1.0, supremum=1.0, **wave)


@activation(
    family="oscillatory",
    aliases=("sin", "sinusoid"),
    formula=r"\sin x",
    references=("sitzmann2020",),
    declared=_sine_facts,
)
def sine(x):
    """Sine: bounded, and never saturating; nan at the infinities, where no limit exists.

    >>> act.sine([0.0, np.pi / 2])
    array([0., 1.])
    """
    return np.sin(x)


@derivative_of(sine, r"\cos x")
def _sine_derivative(x):
    return np.cos(x)
