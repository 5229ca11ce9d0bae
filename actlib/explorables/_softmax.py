"""What the softmax scenes are made of: bars, and a small net trained on three clouds of points."""

from functools import cache

import numpy as np

import actlib as act

CENTRES = 2.5 * np.array([[0.0, 1.0], [-0.8660254037844386, -0.5], [0.8660254037844386, -0.5]])
SPREAD = 0.8


def bars(places, heights, width=0.26):
    """Return the outline of upright bars, one interrupted line, for an `Area`.

    Parameters
    ----------
    places, heights : sequence of float
        Middle and height of each bar.
    width : float
        Of all bars.

    Returns
    -------
    tuple of ndarray
        x and y, each of length 5 a bar; the fifth is nan.

    Examples
    --------
    >>> bars([1.0], [0.5], width=1.0)
    (array([0.5, 0.5, 1.5, 1.5, nan]), array([0. , 0.5, 0.5, 0. , nan]))
    """
    x = np.add.outer(places, width / 2 * np.array([-1, -1, 1, 1, np.nan]))
    y = np.multiply.outer(heights, np.array([0, 1, 1, 0, np.nan]))
    return x.ravel(), y.ravel()


def clouds(rng, size=60):
    """Return points and their one-hot classes: three normal clouds in the plane."""
    points = np.concatenate([centre + SPREAD * rng.standard_normal((size, 2)) for centre in CENTRES])
    return points, np.repeat(np.eye(3), size, axis=0)


@cache
def trained_net(hidden=16, steps=400, rate=0.2):
    """Train a ReLU net on three clouds by gradient descent on the mean cross-entropy.

    Returns
    -------
    tuple of ndarray
        First weights and biases, second weights and biases.
    """
    rng = np.random.default_rng(7)
    x, y = clouds(rng)
    w1, b1 = rng.standard_normal((2, hidden)), np.zeros(hidden)
    w2, b2 = rng.standard_normal((hidden, 3)) * (2 / hidden) ** 0.5, np.zeros(3)
    for _ in range(steps):
        a, slope = act.relu.value_and_derivative(x @ w1 + b1)
        error = (act.softmax(a @ w2 + b2) - y) / len(x)  # the gradient by the logits: p − y
        back = error @ w2.T * slope
        w2, b2 = w2 - rate * a.T @ error, b2 - rate * error.sum(axis=0)
        w1, b1 = w1 - rate * x.T @ back, b1 - rate * back.sum(axis=0)
    return w1, b1, w2, b2


def logits(x):
    """Return the trained net's logits at points of shape (n, 2)."""
    w1, b1, w2, b2 = trained_net()
    return act.relu(x @ w1 + b1) @ w2 + b2
