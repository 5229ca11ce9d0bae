"""Networks of steps: one curve, one hidden layer, and a slope to go back by that need not be the derivative."""

import numpy as np

import actlib as act
from actlib.networks import MLP, Adam, train

X = np.linspace(-2, 2, 61)[:, None]
Y = np.sin(2 * X)


def nothing(z):
    """Return 0 everywhere: the derivative of a step wherever it has one."""
    return np.zeros_like(z)


def window(z):
    """Return 1 where |z| < 1 and 0 elsewhere: the slope that straight-through puts in the derivative's place."""
    return (np.abs(z) < 1).astype(z.dtype)


def ramp(width):
    """Return the value and the derivative of a continuously differentiable step that rises from 0 to 1 in `width`."""

    def place(z):
        return np.clip(z / width + 0.5, 0, 1)

    return lambda z: place(z) ** 2 * (3 - 2 * place(z)), lambda z: 6 * place(z) * (1 - place(z)) / width


UNITS = {"step": (act.sign, nothing), "straight-through": (act.sign, window), "tanh": "tanh"}
"""The step runs from −1 to 1, like tanh; the binary step is (1 + sign)/2, a matter of the next layer's weights."""


def network(f, *, hidden=8, seeds=range(5)):
    """Return networks with one input, one hidden layer of f, and one output."""
    return MLP([1, hidden, 1], f, seeds=seeds, init=(1.5, 1.0), dtype=np.float64)


def fit(net, *, rate=0.02, steps=500, every=None, measure=None):
    """Train on the curve by Adam and return the record; its "loss" is half the mean squared error."""
    return train(net, X, Y, loss="squared", optimizer=Adam(rate), steps=steps, every=every, measure=measure)


def best_above(net):
    """Return for each run the smallest mean squared error that the last layer can reach with the hidden layer as it is.

    By least squares: no descent is involved.
    """
    net.forward(X)
    columns = [np.column_stack([values, np.ones(len(X))]) for values in net.hidden[0].value]
    return np.array([np.mean((A @ np.linalg.lstsq(A, Y, rcond=None)[0] - Y) ** 2) for A in columns])


def perceptron(x, y, slope=np.ones_like, passes=1000):
    """Learn the weights of one step unit example by example, w + (y − step(z)) slope(z) x with z = w·x.

    Parameters
    ----------
    x : ndarray, (examples, inputs)
        With a column of ones for the bias.
    y : ndarray, (examples,)
        Classes 0 and 1.
    slope : callable
        1 makes it the perceptron's rule; the step's derivative, descent on half the squared error.
    passes : int
        At most.

    Returns
    -------
    tuple
        The weights, and how many mistakes were made in each pass.
    """
    w, mistakes = np.zeros(x.shape[1]), []
    for _ in range(passes):
        wrong = 0
        for example, target in zip(x, y, strict=True):
            z = w @ example
            error = target - act.binary_step(z)
            w, wrong = w + error * slope(z) * example, wrong + int(error != 0)
        mistakes.append(wrong)
        if not wrong:
            break
    return w, mistakes
