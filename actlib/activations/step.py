"""Functions that jump."""

import numpy as np

from actlib._arrays import select
from actlib.activation import activation, derivative_of
from actlib.activations._known import NONDECREASING, known

_JUMP = {
    "monotonicity": NONDECREASING,
    "smoothness": "discontinuous",
    "kinks": (0.0,),
    "saturates": (True, True),
    "lipschitz": np.inf,
}


def _step_facts():
    return known(limits=(0.0, 1.0), moments=(0.5, 0.5, 0.0, 0.0), minimum=0.0, **_JUMP)


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
    return select(np.isnan(x), x, 0)  # also at the jump, where no derivative exists: what backpropagation would see


def _sign_facts():
    return known(limits=(-1.0, 1.0), moments=(0.0, 1.0, 0.0, 0.0), parity="odd", minimum=-1.0, **_JUMP)


@activation(
    family="step",
    aliases=("bipolar step", "bipolar", "signum"),
    formula=r"\begin{cases} -1 & x < 0 \\ 1 & x \ge 0 \end{cases}",
    declared=_sign_facts,
)
def sign(x):
    """Sign, or bipolar step: -1 below zero, 1 from zero on.

    The signs of the two zeros count, as in `numpy.copysign`, which makes the function odd: sign(0.0) is 1,
    sign(-0.0) is -1. `numpy.sign`, PyTorch and JAX return 0 for both.

    >>> act.sign([-0.1, 0.0, 3.0])
    array([-1.,  1.,  1.])
    """
    return select(np.isnan(x), x, np.copysign(1, x))


derivative_of(sign, "0")(_binary_step_derivative)
