"""The bridge from sigmoid to tanh, f_t(z) = (1 + t) S((1 + t) z) − t, and networks carried over it.

f_0 is the sigmoid and f_1 is tanh, since tanh z = 2 S(2z) − 1.
"""

import numpy as np

from actlib.activations.sigmoidal import sigmoid
from actlib.networks import MLP


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


def one_layer(seeds):
    """Return tanh nets 1→12→1, hinges spread over the data, to be carried over."""
    net = MLP([1, 12, 1], "tanh", seeds=seeds, init=(1.5, 1.0), dtype=np.float64)
    net.weights[1][...] /= 1.5
    net.biases[1][...] = 0
    return net


def carried(net, t, f=None, shift=1.0):
    """Return the networks that compute with f_t what `net` computes with tanh.

    With s = 2/(1 + t), tanh z = s f_t(s z) + 1 − s: the weights into and out of a hidden layer take the factor s, and
    what is constant goes into the next biases.

    Parameters
    ----------
    net : MLP
        With tanh in every hidden layer.
    t : float or ndarray
        As for `Bridge`; an array has one value a run.
    f : optional
        Another activation than `Bridge(t)`, for weights that are meant for it or are a mistake.
    shift : float
        The share of the constant that is carried; anything but 1 is a mistake.
    """
    twin = MLP(net.widths, Bridge(t) if f is None else f, seeds=net.seeds, init="lecun", dtype=net.dtype)
    scale = 2 / (1 + np.reshape(t, (-1, 1, 1)))
    for k, (weights, biases) in enumerate(zip(net.weights, net.biases, strict=True)):
        before, behind = 1.0 if k == 0 else scale, 1.0 if k == net.depth else scale
        constant = shift * (1 - before) * weights.sum(-2, keepdims=True)
        twin.weights[k][...] = weights * before * behind
        twin.biases[k][...] = (biases + constant) * behind
    return twin
