"""What the checks on off-centre ranges share: layers, numerical gradients, exact probabilities, steps to an answer."""

import math

import numpy as np
from scipy.integrate import quad


def unit_means(f, gain, layers=3, width=200, examples=500, recentre=False):
    """Return each unit's mean over the data in the last of some random layers, and the rms of all outputs there."""
    rng = np.random.default_rng(0)
    a = rng.standard_normal((examples, width))
    for _ in range(layers):
        a = f(gain * a @ rng.standard_normal((width, width)) / width**0.5)
        a = a - a.mean(0) if recentre else a
    return a.mean(0), np.sqrt(np.mean(a**2))


def numerical_gradients(x, seed=0, h=1e-6):
    """Return differences of (tanh(w·x) − y)²/2 by w for each example alone: one neuron, random weights and targets."""
    rng, d = np.random.default_rng(seed), x.shape[1]
    w, y = rng.standard_normal(d), rng.standard_normal(len(x))

    def loss(w):
        return (np.tanh(x @ w) - y) ** 2 / 2

    return np.stack([(loss(w + step) - loss(w - step)) / (2 * h) for step in h * np.eye(d)], axis=1)


def one_sign_of_two(d):
    """Return the exact probability that Σ e x has one sign over two examples, x ~ U(0, 1)^d, errors normal.

    In each coordinate (x₁, x₂) has an angle in [0, π/2]; a direction (e₁, e₂) serves them all unless it falls, turned
    by a right angle, among them. So the probability is 1 − E[range of the angles]/π.
    """

    def law(angle):  # P(arctan(x₂/x₁) <= angle)
        return np.tan(angle) / 2 if angle < np.pi / 4 else 1 - 1 / np.tan(angle) / 2

    spread = quad(lambda a: 1 - law(a) ** d - (1 - law(a)) ** d, 0, np.pi / 2, points=[np.pi / 4])[0]
    return 1 - spread / np.pi


def descent_from_saturation(depth, rate=0.1):
    """Return the time, steps times rate, in which squared error takes a sigmoid unit with target 1 from −depth to 0."""
    z, steps = -float(depth), 0
    while z < 0:
        s = 1 / (1 + math.exp(-z))
        z, steps = z + rate * (1 - s) ** 2 * s, steps + 1
    return steps * rate


def saturated_time(depth):
    """Return the same in continuous time: the integral of dz/((1 − S)² S) = (1 + e^z)³ e^(−z) dz from −depth to 0."""
    return quad(lambda z: (1 + np.exp(z)) ** 3 * np.exp(-z), -depth, 0)[0]
