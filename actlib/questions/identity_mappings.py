"""Self-check questions of the chapter on identity mappings."""

import numpy as np

import actlib as act
from actlib.quiz import question, right, wrong


@question(
    "pair",
    asks="For which $f$ is $f(x) - f(-x) = x$ for every $x$?",
    options=(
        wrong("tanh", "tanh", "It is bounded: at $x = 10$ the difference is hardly 2."),
        right("GELU", "gelu", "$x\\,\\Phi(x) + x\\,\\Phi(-x) = x$: two GELUs are the identity, as two ReLUs are."),
        wrong("ELU", "elu", "For $x > 0$ the difference is $x + 1 - e^{-x}$, too large by nearly 1."),
        wrong("sigmoid", "sigmoid", "It is bounded: the difference lies between −1 and 1."),
    ),
)
def the_pair_is_the_identity(name):
    """The difference on a grid of [−10, 10]."""
    f, x = act.get(name), np.linspace(-10, 10, 201)
    return np.allclose(f(x) - f(-x), x, atol=1e-12)


@question(
    "deeper",
    asks="A ReLU net of 5 layers fits the training data. A net of 33 layers ends with a higher training loss. Why?",
    options=(
        wrong("it overfits", (True, True), "Then its *training* loss would be lower, not higher."),
        wrong(
            "33 layers of ReLU cannot represent the solution",
            (False, False),
            "They can: put the 5 trained layers at the bottom, and identity layers above them.",
        ),
        right(
            "training does not find the solution, though it is there",
            (True, False),
            "This is the degradation problem: one of optimisation, not of capacity.",
        ),
    ),
)
def represented_and_found(belief):
    """Whether the deepened net has the loss of the shallow one; whether most trained deep nets get below 0.2."""
    from actlib import _deepening

    net, losses = _deepening.trained(act.relu, 5)
    x, _ = _deepening.data()
    represented = np.array_equal(_deepening.deepened(net, 28)(x), net(x)) and np.median(losses[-1]) < 0.2
    return belief == (represented, _deepening.stuck(act.relu, 33) < 3)
