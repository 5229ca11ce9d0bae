"""Multilayer perceptrons, batched over runs: all networks of a comparison compute and learn together.

The seed of a run decides it to the bit, whatever other runs stand beside it in the stack.

>>> import numpy as np
>>> import actlib as act
>>> from actlib import datasets
>>> from actlib.networks import MLP, SGD, Adam, Init, evaluate, train, training
>>> x, y = datasets.spirals(200)  # also blobs, circles, xor, digits; datasets.split(x, y) for a test set

Twenty networks, a learning rate for each, and a record every 100 steps:

>>> net = MLP([2, 16, 16, 1], "tanh", seeds=range(20), init="glorot")
>>> rates = np.repeat([0.1, 0.5], 10)
>>> record = train(net, x, y, loss="binary", optimizer=SGD(rates, momentum=0.9), steps=300, every=100)
>>> record["loss"].shape, record["dead"].shape  # (records, runs), (records, layers, runs)
((4, 20), (4, 2, 20))
>>> loss, accuracy = evaluate(net, x, y, loss="binary")
>>> bool((accuracy[10:] > 0.95).all())
True

The record also has "mean", "variance", "zeros", "flat" (saturated), "shut", "gradient" and "delta"; `MLP.statistics`
says what each is. An activation for each layer, batch norm, residual connections, another law of the weights:

>>> net = MLP([2, 32, 32, 32, 2], ["relu", act.elu, "gelu"], init=Init("orthogonal", gain="matched"), norm="before")
>>> net = MLP([2, *[32] * 9, 2], "relu", residual="preactivation", init=(2**0.5, 0.1))  # (sigma_w, sigma_b)

A derivative of one's own (straight-through), and training in one's own loop, with mini-batches:

>>> step = (lambda z: np.sign(z), lambda z: np.abs(z) < 1)
>>> net = MLP([2, 16, 1], step, seeds=range(3), init="lecun")
>>> for moment in training(net, x, y, loss="binary", optimizer=Adam(0.01), steps=50, batch=20):
...     layer = net.hidden[0]  # .z, .value, .slope, .delta: (runs, examples, units)
...     if moment.loss.max() < 0.1:  # moment.number, .loss, .logits, .net
...         break

``net(x)`` gives logits, ``net.weights`` and ``net.biases`` are views one may write into, ``net.frozen = 1`` keeps the
first layer as it is. ``loss`` is "squared", "binary" or "softmax". float32 unless ``dtype=np.float64``.
"""

from actlib.networks.initialization import INITS, Init, matched_gain
from actlib.networks.mlp import MLP
from actlib.networks.optimizers import SGD, Adam
from actlib.networks.simulation import random_networks, simulated_profile
from actlib.networks.training import Step, evaluate, train, training

__all__ = [
    "INITS",
    "MLP",
    "SGD",
    "Adam",
    "Init",
    "Step",
    "evaluate",
    "matched_gain",
    "random_networks",
    "simulated_profile",
    "train",
    "training",
]
