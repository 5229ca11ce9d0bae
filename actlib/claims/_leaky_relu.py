"""What the checks on leaky ReLU share: nets on the line that learn, or are lost before they begin."""

from functools import cache

import numpy as np

from actlib import _relu_nets
from actlib._leaky import gain, leaky

X = np.linspace(-1, 1, 41)[:, None]


@cache
def nets_that_learn(slope, hidden, target, rate=0.05, steps=400, runs=40):
    """Return how many nets explain half of the variance of a function on the line, at the slope's own gain."""
    nets, y = _relu_nets.network([1, *hidden, 1], runs, seed=1, gain=gain(slope)), target(X)
    *_, (_, pre) = _relu_nets.descend(nets, X, y, rate, steps, f=leaky(slope))
    return int((((pre[-1] - y) ** 2).mean((-1, -2)) < y.var() / 2).sum())


@cache
def steps_on_a_sine(slope):
    """Return for five seeds the steps in which 40 units learn a sine, each slope at its own gain."""
    return _relu_nets.steps_to_fit(leaky(slope), gain(slope), X, np.sin(3 * X), [40], (0.1, 0.3), 500)


def share_lost(slope, width, depth, nets=2000):
    """Return the share of random nets of one input in which some layer is 0."""
    rng, a = np.random.default_rng(0), np.ones((nets, 1, 1))
    for _ in range(depth):
        a = leaky(slope)(a @ rng.standard_normal((nets, a.shape[-1], width)))
    return (a == 0).all(-1).mean()
