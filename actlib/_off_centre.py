"""What inputs with a mean do to a linear unit y = w·x under squared error: signs of gradients, curvatures, paths.

Inputs are x = mean + u, u uniform on [−½, ½] in each of d coordinates: variance 1/12, and U(0, 1) at mean ½.
"""

import math

import numpy as np
from scipy.special import ndtr

from actlib.gaussian import expectation
from actlib.networks import MLP, SGD, training

VARIANCE = 1 / 12


def second_moments(d, mean, bias=False):
    """Return E[x xᵀ], the curvature of half the mean squared error; with a bias, x has a 1 at its end."""
    moments = VARIANCE * np.eye(d) + mean**2
    if not bias:
        return moments
    return np.block([[moments, np.full((d, 1), mean)], [np.full((1, d), mean), np.ones((1, 1))]])


def condition(moments):
    """Return the largest over the smallest eigenvalue."""
    eigenvalues = np.linalg.eigvalsh(moments)
    return eigenvalues[-1] / eigenvalues[0]


def one_sign_limit(d, mean):
    """Return the probability that all d components of a gradient have one sign, for a large batch and errors of mean 0.

    The gradient is then normal with correlation r between components: √r t + √(1−r) u_j, with one t for all of them.
    """
    r = mean**2 / (mean**2 + VARIANCE)
    return 2 * expectation(lambda t: ndtr(math.sqrt(r / (1 - r)) * t) ** d)


def batch_sums(d, batch, trials, seed=0, error_mean=0.0):
    """Return Σ e and Σ e u over batches of errors e, N(error_mean, 1); the gradients are mean·Σ e + Σ e u."""
    rng = np.random.default_rng(seed)
    e = error_mean + rng.standard_normal((trials, batch, 1))
    return e.sum(1), (e * rng.uniform(-0.5, 0.5, (trials, batch, d))).sum(1)


def share_of_one_sign(gradients):
    """Return the share of gradients (rows) of which no two components have opposite signs."""
    return np.mean((gradients > 0).all(1) | (gradients < 0).all(1))


def path(x, goal, start, batch, steps, seed=1):
    """Descend on half the mean squared error to w = goal, labels without noise; return the path and the gradients.

    The rate is the one that is best in the bound of Ma, Bassily and Belkin (2018) for this batch: 1/λ, λ the largest
    curvature, if the batch is all of x.
    """
    n, largest = len(x), np.linalg.eigvalsh(x.T @ x / len(x))[-1]
    rate = 1 / largest if batch == n else batch / ((x**2).sum(1).max() + (batch - 1) * largest)
    net = MLP([x.shape[1], 1], seeds=seed, bias=False, dtype=np.float64)
    net.weights[0][0, :, 0] = start
    labels = x @ np.reshape(goal, (-1, 1))
    trained = training(net, x, labels, loss="squared", optimizer=SGD(rate), steps=steps, batch=batch)
    states = [(net.weights[0].copy().ravel(), net.dense[0].weights_gradient.copy().ravel()) for _ in trained]
    places, gradients = zip(*states, strict=True)
    return np.array(places), np.array(gradients[:-1])


def detour(places):
    """Return the length of a path over the distance between its ends."""
    return np.linalg.norm(np.diff(places, axis=0), axis=1).sum() / np.linalg.norm(places[-1] - places[0])


def descent_steps(moments, start, tolerance):
    """Return the steps of descent until w − goal has shrunk from `start` by `tolerance`, at the rate 1/λ."""
    values, vectors = np.linalg.eigh(moments)
    left, steps = vectors.T @ start, 0
    target = tolerance * np.linalg.norm(left)
    while np.linalg.norm(left) > target:
        left, steps = left * (1 - values / values[-1]), steps + 1
    return steps
