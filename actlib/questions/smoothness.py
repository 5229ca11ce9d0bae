"""Self-check questions of the chapter on smoothness with monotonic derivatives."""

import numpy as np

import actlib as act
from actlib import _turns
from actlib.quiz import question, right, wrong


@question(
    "which",
    asks="Which of these is continuously differentiable and has a monotonic derivative?",
    options=(
        wrong("tanh", "tanh", "It rises throughout, but its slope rises to 1 at the origin and falls again."),
        wrong("ReLU", "relu", "Its slope never falls, but jumps: ReLU is convex, and not smooth."),
        right("softplus", "softplus", "Its slope is the sigmoid, which only rises."),
        wrong("GELU", "gelu", "Its slope falls, rises beyond 1, and comes back: it turns twice."),
    ),
)
def it_is_smooth_and_its_slope_never_turns(name):
    """Declared smoothness, and turns of the derivative along a grid."""
    return _turns.smooth(act.get(name)) and _turns.never_turns(act.get(name))


@question(
    "turns",
    asks="How often does the slope of GELU turn between rising and falling?",
    options=(
        wrong("never", 0, "Then GELU would be convex or concave; it has a dip, and comes back to 0 on the left."),
        wrong("once", 1, "So do the slopes of the sigmoid and tanh. GELU's has a minimum and a maximum."),
        right("twice", 2, "At $z = \\pm\\sqrt2$, where $f''(z) = \\varphi(z)(2 - z^2)$ changes sign."),
    ),
)
def so_often_its_slope_turns(count):
    """Count the turns of the derivative along a grid."""
    return _turns.turns(act.gelu)[0].size == count


@question(
    "elu",
    asks="ELU has the slope $\\alpha e^z$ on the left and 1 on the right. With which $\\alpha$ is it smooth, with a "
    "monotonic derivative?",
    options=(
        wrong("$\\alpha = \\tfrac12$", 0.5, "The slope only rises, but jumps from one half to 1 at the origin."),
        right("$\\alpha = 1$", 1.0, "The two pieces of the slope meet at 1."),
        wrong("$\\alpha = 2$", 2.0, "The slope rises to 2, drops to 1 at the origin, and stays there."),
    ),
)
def elu_is_smooth_and_its_slope_never_turns(alpha):
    """The jump of the slope at the origin, and the turns of the slope."""
    f = act.elu.with_parameters(alpha=alpha)
    jump = np.ptp(f.derivative(np.array([-1e-9, 1e-9])))
    return jump < 1e-6 and _turns.never_turns(f)
