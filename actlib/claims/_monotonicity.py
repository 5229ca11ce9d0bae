"""What the checks of the chapter on monotonicity share: two data points, descent, spirals, a nerve membrane."""

from functools import cache

import numpy as np
from scipy.integrate import solve_ivp

from actlib import datasets
from actlib.networks import MLP, Adam, training

TWO_INPUTS, TWO_TARGETS = np.array([1.0, -0.1]), np.array([0.9, 0.9])


def squared_slope(f, w, x=TWO_INPUTS, y=TWO_TARGETS):
    """Slope in w of the sum of (f(wx) − y)² over the examples."""
    z = np.multiply.outer(w, x)
    return (2 * (f(z) - y) * f.derivative(z) * x).sum(-1)


def matching_slope(f, w, x=TWO_INPUTS, y=TWO_TARGETS):
    """Slope in w of the sum over the examples of the integral of f(t) − y up to t = wx."""
    return ((f(np.multiply.outer(w, x)) - y) * x).sum(-1)


def least_rise(slope):
    """The least change of a slope from one place to the next on a grid: a convex loss has none below 0."""
    return np.diff(slope(np.linspace(-30, 30, 6001))).min()


def descend(f, w, y, rate, steps=4000):
    """Descent on (f(w) − y)²/2, from many starts at once."""
    for _ in range(steps):
        w = w - rate * (f(w) - y) * f.derivative(w)
    return w


@cache
def steps_to_fit(f, limit=300):
    """Steps of Adam until the cross-entropy of 100 points of two spirals is below 0.05; 5 nets, `limit` if never."""
    x, y = datasets.spirals(100, seed=0)
    net, first = MLP([2, 32, 32, 1], f, seeds=range(5)), np.full(5, limit)
    for moment in training(net, x, y, loss="binary", optimizer=Adam(0.01), steps=limit):
        first = np.where((moment.loss < 0.05) & (first == limit), moment.number, first)
        if (first < limit).all():
            break
    return first


def spikes(current, b=0.8):
    """Spikes of FitzHugh's membrane from time 200 to 600, under a constant current."""

    def motion(_, state):
        v, w = state
        return v - v**3 / 3 - w + current, 0.08 * (v + 0.7 - b * w)

    times = np.linspace(200, 600, 4001)
    v = solve_ivp(motion, (0, 600), (-1.2, -0.6), t_eval=times, rtol=1e-6).y[0]
    return int(((v[:-1] < 0) & (v[1:] >= 0)).sum())


def share_of_falling_outputs(f, inputs, weight=1.0):
    """Share of examples for which a slightly larger weight makes the output smaller."""
    return np.mean(f((weight + 1e-6) * inputs) < f(weight * inputs))


def unit_inputs(positive):
    """200 000 standard normal inputs, or their sizes."""
    x = np.random.default_rng(0).standard_normal(200_000)
    return np.abs(x) if positive else x


def net_gradient(f):
    """Weights, gradients by differences, outputs of five hidden units, and the error, for one output unit."""
    rng = np.random.default_rng(2)
    hidden, v, y = f(rng.standard_normal(5)), rng.standard_normal(5), 1.0

    def loss(v):
        return (v @ hidden - y) ** 2 / 2

    steps = 1e-5 * np.eye(5)
    gradient = np.array([(loss(v + s) - loss(v - s)) / 2e-5 for s in steps])
    return hidden, v @ hidden - y, gradient
