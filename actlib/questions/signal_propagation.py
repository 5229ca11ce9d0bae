"""Self-check questions of the chapter on signal propagation."""

import numpy as np
from scipy.interpolate import CubicSpline

import actlib as act
from actlib import meanfield
from actlib.quiz import question, right, wrong


@question(
    "orthogonal",
    asks="Two inputs are orthogonal, correlation 0. What is their correlation after one wide ReLU layer with He's "
    "weights and no biases?",
    options=(
        wrong("0: He's initialisation keeps what comes in", 0.0, "It keeps the *size* of each, not their angle."),
        right(
            "$1/\\pi$",
            1 / np.pi,
            "The values are independent, so $E[f(u)f(v)]$ is the squared mean, $q/(2\\pi)$, beside $E[f(u)^2] = q/2$.",
        ),
        wrong(
            "$1/2$: half of the units are silent for each",
            0.5,
            "Half of them are, but which half is independent for the two inputs.",
        ),
    ),
)
def the_correlation_after_a_layer_is(c):
    """By sampling two independent normal pre-activations."""
    u, v = act.relu(np.random.default_rng(0).standard_normal((2, 400_000)))
    return np.isclose(np.mean(u * v) / np.mean(u**2), c, atol=0.005)


@question(
    "chaos",
    asks="A tanh network has $\\sigma_w = 2$ and no biases. Two inputs that are nearly equal go in. What has become of "
    "their correlation after many layers?",
    options=(
        wrong(
            "It is 1: tanh pulls everything together.",
            1.0,
            "It is for $\\sigma_w \\le 1$, where $\\chi_1 \\le 1$.",
        ),
        wrong("It is what it was.", 0.99, "Only on the line between order and chaos does it change slowly."),
        right("It is 0.", 0.0, "$\\chi_1 > 1$ throws pairs apart, and for an odd $f$ the fixed point is 0."),
    ),
)
def the_correlation_in_the_end_is(c):
    """The map, by a cubic through exact values, a thousand times from 0.99."""
    at, now = np.linspace(0, 1, 21), 0.99
    follow = CubicSpline(at, meanfield.correlation_map(act.tanh, at, 2.0))
    for _ in range(1000):
        now = float(follow(now))
    return np.isclose(now, c, atol=1e-3)
