"""A layer of two kinds of units, and nets made of such layers."""

from functools import cache

import numpy as np

import actlib as act
from actlib import datasets
from actlib.networks import MLP, Adam, Init, train

STEPS, EVERY, RUNS = 200, 20, 10


class Mixed:
    """The first units of a layer with one activation, the others with another.

    Parameters
    ----------
    share : float
        Of the units, 0 to 1, that are of the first kind.
    first, second : Activation

    Examples
    --------
    >>> Mixed(0.5).value_and_derivative(np.array([-1.0, -1.0]))[0].round(3)
    array([-0.762,  0.   ])
    """

    def __init__(self, share, first=act.tanh, second=act.relu):
        self.share, self.first, self.second = share, first, second

    def value_and_derivative(self, z):
        """Return values and derivatives for pre-activations with the units along the last axis."""
        count = round(self.share * z.shape[-1])
        pairs = self.first.value_and_derivative(z[..., :count]), self.second.value_and_derivative(z[..., count:])
        return tuple(np.concatenate(parts, axis=-1) for parts in zip(*pairs, strict=True))

    def gain(self):
        """Return the gain of the layer: one over the root of the mean of the units' second moments."""
        moments = self.first.facts.gain**-2, self.second.facts.gain**-2
        return (self.share * moments[0] + (1 - self.share) * moments[1]) ** -0.5


@cache
def trained(share):
    """Train 10 nets with two such hidden layers of 16 units on two spirals, each with the gain of its mixture.

    Parameters
    ----------
    share : float
        Of tanh among the units; the others are ReLU.

    Returns
    -------
    dict
        The record of `networks.train`, one row for every 20 steps.
    """
    f = Mixed(share)
    x, y = datasets.spirals(100, turns=1.0, noise=0.05)
    net = MLP([2, 16, 16, 1], f, seeds=range(RUNS), init=Init("fan_in", gain=f.gain()))
    return train(net, x, y, loss="binary", optimizer=Adam(0.02), steps=STEPS, every=EVERY)
