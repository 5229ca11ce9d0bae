"""What the scenes and claims on ReLU, its leaky kin and tanh share: descent, dead units, steps to a fit, curvature."""

from functools import lru_cache

import numpy as np

import actlib as act
from actlib.networks import MLP, SGD, training
from actlib.networks.parts import BatchNorm


def descent(net, x, y, rate, steps, *, decay=0.0):
    """Train by plain descent on half the mean squared error, all examples at once; yield steps as `training` does."""
    return training(net, x, y, loss="squared", optimizer=SGD(rate, weight_decay=decay), steps=steps)


def dead(layer):
    """Return for each run and unit of a layer of ReLUs whether its pre-activation is at most 0 on every example."""
    return (layer.z <= 0).all(-2)


def tangent_eigenvalue(net, x):
    """Return for each run the largest eigenvalue of JᵀJ/n, J the derivatives of the n outputs by the parameters.

    The networks have one hidden layer and one output. Descent on half the mean squared error, linearised, overshoots
    at rates beyond 2 over it.
    """
    net.forward(x)
    (hidden,), (_, outgoing) = net.hidden, net.weights
    later = 1 + hidden.value @ np.swapaxes(hidden.value, -1, -2)
    back = hidden.slope * np.swapaxes(outgoing, -1, -2)
    return np.linalg.eigvalsh(later + (back @ np.swapaxes(back, -1, -2)) * (1 + x @ x.T))[:, -1] / len(x)


def steps_to_fit(f, x, y, hidden, rates, limit, *, init="matched"):
    """Return for five seeds the steps until the error is a twentieth of the targets' variance, at the best rate.

    The best rate has the least median; `limit` stands for never, and also for a run that diverged.
    """
    best = np.full(5, limit)
    for rate in rates:
        steps = np.full(5, limit)
        net = MLP([x.shape[1], *hidden, 1], f, seeds=range(5), init=init, dtype=np.float64)
        for step in descent(net, x, y, rate, limit - 1):
            fits = 2 * step.loss < y.var() / 20
            steps = np.where(fits & (steps == limit), step.number, steps)
            if (steps < limit).all():
                break
        best = min(best, steps, key=np.median)
    return best


def _norm(units, epsilon):
    """A batch norm as it is at the start: scale 1 and shift 0."""
    part = BatchNorm(units, epsilon=epsilon)
    part.bind(np.zeros((2, 1, units)), np.zeros((2, 1, units)))
    return part


def batch_norm(z, epsilon=0.0):
    """Return z, (examples, units), with mean 0 and variance 1 over the examples, for each unit."""
    return _norm(z.shape[-1], epsilon).forward(z)


def batch_norm_gradient(z, upstream):
    """Return the gradient in front of `batch_norm` from the gradient behind it; it sums to 0 over the examples."""
    part = _norm(z.shape[-1], 0.0)
    part.forward(z)
    return part.backward(upstream)


@lru_cache
def silenced(width, depth, f=act.relu, nets=400):
    """Simulate nets of one input and zero biases; return two arrays, over the depths 1 to `depth`.

    The share of nets whose last hidden layer is 0 at x = 1, and the share where it is 0 at x = 1 and at x = -1: then,
    since the net is positively homogeneous, it is 0 on the whole line.
    """
    net = MLP([1, *[width] * depth, 1], f, seeds=range(nets), init=(2**0.5, 0.0))
    net.forward([[1.0], [-1.0]])
    zero = np.array([(layer.value == 0).all(-1) for layer in net.hidden])
    return zero[..., 0].mean(-1), zero.all(-1).mean(-1)
