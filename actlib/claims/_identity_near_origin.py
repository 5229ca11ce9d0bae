"""What the claims on the identity near the origin are measured with: random nets, and short training."""

import numpy as np

from actlib import datasets, meanfield
from actlib.networks import MLP, SGD, random_networks, train

DEPTH = 10
WIDTH = 200


def wiggly(x, power=2):
    """Return x + x^power sin(1/x), and 0 at 0; its slope at 0 is 1 if the power is above 1."""
    x = np.asarray(x, float)
    inverse = 1 / np.where(x == 0, 1, x)
    return np.where(x == 0, 0, x + x**power * np.sin(inverse))


def simulated_ratio(f, sigma_w, width=WIDTH, networks=10):
    """Return the rms of the pre-activations of the last of ten layers over that of the first, in random networks."""
    layers = random_networks(f, sigma_w, depth=DEPTH, width=width, networks=networks)[1]
    return float(np.sqrt(np.mean(layers[-1] ** 2) / np.mean(layers[0] ** 2)))


def expected_ratio(f, sigma_w):
    """Return the same for networks of infinite width."""
    q = start = sigma_w**2
    for _ in range(DEPTH - 1):
        q = meanfield.next_variance(f, q, sigma_w)
    return float(np.sqrt(q / start))


def learned_losses(f, spread, width=32, depth=5, rate=0.1, steps=150):
    """Return the losses of three networks after training on two circles, each weight drawn with the same law.

    `spread` gives the standard deviation of a weight from the number of inputs of its unit.
    """
    x, y = datasets.circles(60)
    net = MLP([2, *[width] * depth, 1], f, seeds=range(3), init="lecun")
    for w in net.weights:
        inputs = w.shape[1]
        w *= spread(inputs) * inputs**0.5
    return train(net, x, y, loss="binary", optimizer=SGD(rate, momentum=0.9), steps=steps)["loss"][-1]
