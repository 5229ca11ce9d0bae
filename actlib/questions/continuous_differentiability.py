"""Self-check questions of the chapter on continuous differentiability."""

import numpy as np

import actlib as act
from actlib import _step_nets as nets
from actlib.quiz import question, right, wrong


@question(
    "smooth",
    asks="Which of these is continuously differentiable?",
    options=(
        wrong("ReLU", act.relu, "Its slope jumps from 0 to 1 at 0."),
        wrong("hard tanh", act.hard_tanh, "Its slope jumps at −1 and at 1."),
        right("ELU with $\\alpha = 1$", act.elu, "$e^z$ comes to 0 with the slope 1, and the line goes on with it."),
        wrong(
            "ELU with $\\alpha = 2$",
            act.elu.with_parameters(alpha=2.0),
            "The left branch comes to 0 with the slope 2, and the line goes on with 1.",
        ),
    ),
)
def its_slope_has_no_jump(f):
    """Difference quotients on both sides of every point of a grid that contains the kinks."""
    z, h = np.linspace(-2, 2, 401), 1e-6
    return np.abs((f(z + h) - f(z)) / h - (f(z) - f(z - h)) / h).max() < 1e-3


@question(
    "below",
    asks="A net with one hidden layer of steps is trained by gradient descent. Which of its parameters can move?",
    options=(
        wrong("none", (False, False), "The last layer is linear: its gradient is the error times the steps' values."),
        right(
            "those of the last layer only",
            (False, True),
            "Whatever lies below the step gets its gradient times 0; what lies above never meets the step's slope.",
        ),
        wrong("all", (True, True), "The way back to the first layer leads through the step's slope, which is 0."),
        wrong("those of the first layer only", (True, False), "The other way round: the first layer is *below*."),
    ),
)
def these_layers_move(layers):
    """Train one and see."""
    net = nets.network((act.sign, nets.nothing), seeds=0)
    before = [w.copy() for w in net.weights]
    nets.fit(net, steps=5)
    return layers == tuple(bool((w != b).any()) for w, b in zip(net.weights, before, strict=True))


@question(
    "curvature",
    asks="A loss contains the second derivative of the net's output by its input. Which hidden units give it nothing "
    "to work with?",
    options=(
        wrong("tanh", act.tanh, "Its second derivative, $-2a(1 - a^2)$, is 0 at 0 only."),
        right("ReLU", act.relu, "Between its kinks the net is linear: its second derivative is 0 wherever it has one."),
        wrong("softplus", act.softplus, "Its second derivative is $S(1 - S)$, nowhere 0."),
        wrong("sine", act.sine, "Its second derivative is −sine."),
    ),
)
def it_has_no_curvature(f):
    """Second differences of a net with such units."""
    net, h = nets.network(f, seeds=0), 1e-4
    return np.median(np.abs(net(nets.X + h) - 2 * net(nets.X) + net(nets.X - h))) / h**2 < 1e-5
