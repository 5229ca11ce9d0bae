"""Functions that jump."""

import numpy as np

from actlib.activation import activation, derivative_of
from actlib.activations._known import NONDECREASING, known


def _step_facts():
    jump = {"smoothness": "discontinuous", "kinks": (0.0,), "saturates": (True, True), "lipschitz": np.inf}
    return known(
        limits=(0.0, 1.0), moments=(0.5, 0.5, 0.0, 0.0), monotonicity=NONDECREASING, argmin=None, minimum=0.0, **jump
    )


@activation(
    family="step",
    aliases=("Heaviside", "unit step", "threshold logic unit"),
    formula=r"\begin{cases} 0 & x < 0 \\ 1 & x \ge 0 \end{cases}",
    references=("mcculloch1943",),
    declared=_step_facts,
)
def binary_step(x):
    """Binary step: 0 below zero, 1 from zero on.

    >>> act.binary_step([-0.1, 0.0, 3.0])
    array([0., 1., 1.])
    """
    return np.heaviside(x, 1)


@derivative_of(binary_step, "0")
def _binary_step_derivative(x):
    return np.where(np.isnan(x), x, 0)  # also at the jump, where no derivative exists: what backpropagation would see
