"""The bridge from sigmoid to tanh, f_t(z) = (1 + t) S((1 + t) z) − t, and networks carried over it.

f_0 is the sigmoid and f_1 is tanh, since tanh z = 2 S(2z) − 1. A layer (weights, biases) as in `_relu_nets`.
"""

import numpy as np

from actlib import _relu_nets
from actlib.activations.sigmoidal import sigmoid


class Bridge:
    """f_t with its slope, in the form in which networks take activations.

    Parameters
    ----------
    t : float or ndarray
        From 0, the sigmoid, to 1, tanh; an array has one value a run.
    """

    def __init__(self, t):
        self.t = np.reshape(t, (-1, 1, 1))

    def __call__(self, z):
        """Return f_t(z)."""
        return self.value_and_derivative(z)[0]

    def value_and_derivative(self, z):
        """Return f_t(z) and f_t'(z) = (1 + t)² S'((1 + t) z)."""
        value, slope = sigmoid.value_and_derivative((1 + self.t) * z)
        return (1 + self.t) * value - self.t, (1 + self.t) ** 2 * slope


def carried(layers, t, shift=1.0):
    """Return the layers that compute with f_t what `layers` compute with tanh.

    With s = 2/(1 + t), tanh z = s f_t(s z) + 1 − s: the weights into and out of a hidden layer take the factor s, and
    what is constant goes into the next biases.

    Parameters
    ----------
    layers : list of (ndarray, ndarray)
        Weights of shape (runs, in, out), biases of shape (runs, 1, out); the last layer is linear.
    t : float or ndarray
        As for `Bridge`.
    shift : float
        The share of the constant that is carried; anything but 1 is a mistake.
    """
    scale = 2 / (1 + np.reshape(t, (-1, 1, 1)))
    moved, last = [], len(layers) - 1
    for k, (weights, biases) in enumerate(layers):
        before, behind = 1.0 if k == 0 else scale, 1.0 if k == last else scale
        constant = shift * (1 - before) * weights.sum(-2, keepdims=True)
        moved.append((weights * before * behind, (biases + constant) * behind))
    return moved


def tangent_eigenvalue(layers, x, f):
    """Return for each run the largest eigenvalue of JᵀJ/n, J the derivatives of the n outputs by the parameters.

    The networks have one hidden layer and one output. Descent on half the mean squared error, linearised, overshoots
    at rates beyond 2 over it.
    """
    (inputs, hidden), _, (slopes,) = _relu_nets.forward(layers, x, f)
    later = 1 + hidden @ np.swapaxes(hidden, -1, -2)
    back = slopes * np.swapaxes(layers[1][0], -1, -2)
    return np.linalg.eigvalsh(later + (back @ np.swapaxes(back, -1, -2)) * (1 + inputs @ inputs.T))[:, -1] / len(x)
