"""What the checks on leaky ReLU share: nets on the line that learn, or are lost before they begin."""

from functools import cache

import numpy as np

from actlib import _relu_nets
from actlib._leaky import leaky
from actlib.networks import MLP

X = np.linspace(-1, 1, 41)[:, None]


@cache
def nets_that_learn(slope, hidden, target, rate=0.05, steps=800, runs=100):
    """Return how many nets explain half of the variance of a function on the line, at the slope's own gain."""
    net, y = MLP([1, *hidden, 1], leaky(slope), seeds=range(runs), dtype=np.float64), target(X)
    *_, last = _relu_nets.descent(net, X, y, rate, steps)
    return int((2 * last.loss < y.var() / 2).sum())


@cache
def steps_on_a_sine(slope):
    """Return for five seeds the steps in which 40 units learn a sine, each slope at its own gain."""
    return _relu_nets.steps_to_fit(leaky(slope), X, np.sin(3 * X), [40], (0.1, 0.3), 500)


def share_lost(slope, width, depth, nets=2000):
    """Return the share of random nets of one input in which some layer is 0, and so all that follow."""
    return _relu_nets.silenced(width, depth, leaky(slope), nets)[0][-1]
