"""Nets made deeper: by layers that are the identity, exactly; and from the start, by training."""

from functools import cache

import numpy as np

from actlib import datasets
from actlib.networks import MLP, Adam, train

WIDTH, STEPS, EVERY, RUNS = 8, 100, 10, 5


def deepened(net, layers):
    """Return a copy of a plain net with more hidden layers at the top, their weights the identity and no bias.

    The function stays the same if the activation leaves its own values alone, f(f(z)) = f(z), as ReLU does.

    Parameters
    ----------
    net : MLP
        Without norms and residual connections.
    layers : int
        How many.

    Returns
    -------
    MLP
    """
    *below, top = net.widths
    width, f = below[-1], net.activations[-1]
    twin = MLP([*below, *[width] * layers, top], [*net.activations, *[f] * layers], seeds=net.seeds, dtype=net.dtype)
    for part, weights, biases in zip(twin.dense, net.weights[:-1], net.biases[:-1], strict=False):
        part.weights[...], part.biases[...] = weights, biases
    for part in twin.dense[net.depth : -1]:
        part.weights[...], part.biases[...] = np.eye(width), 0
    twin.dense[-1].weights[...], twin.dense[-1].biases[...] = net.weights[-1], net.biases[-1]
    return twin


def data():
    """Return the task: 40 points on two spirals of one turn."""
    return datasets.spirals(40, turns=1.0, noise=0.05)


@cache
def trained(f, depth, residual=None):
    """Train nets of some hidden layers of width 8, by Adam at a rate of 0.01, on all points at once.

    Parameters
    ----------
    f : Activation
        Of all hidden layers.
    depth : int
        How many.
    residual : None or "preactivation"
        Connections past every two layers.

    Returns
    -------
    tuple
        The nets, 5 of them, and their losses: one row for every 10 steps.
    """
    net = MLP([2, *[WIDTH] * depth, 1], f, seeds=range(RUNS), residual=residual)
    record = train(net, *data(), loss="binary", optimizer=Adam(0.01), steps=STEPS, every=EVERY)
    return net, record["loss"]


def stuck(f, depth, residual=None, loss=0.2):
    """Return how many of the 5 nets still have a training loss above `loss` at the end."""
    return int((trained(f, depth, residual)[1][-1] > loss).sum())
