"""What a network is put together from. A part turns a stack of signals into the next, and gradients back.

Signals have the shape (runs, examples, units); those from outside may be (examples, units), the same for all runs.
`forward` remembers what `backward` needs and `predict` remembers nothing. Parameters and their gradients are views into
the two arrays of the whole network, which `MLP` hands out by `bind`.
"""

import numpy as np

from actlib.catalogue import get


def as_pair(f):
    """Return a function of an array that gives value and derivative, and one that gives the value alone.

    Parameters
    ----------
    f : str, Activation, object with ``value_and_derivative``, or pair of callables
        What a user names as an activation. A pair is (value, derivative).

    Returns
    -------
    tuple of callable

    Raises
    ------
    TypeError
        For anything else.
    """
    f = get(f) if isinstance(f, str) else f
    if hasattr(f, "value_and_derivative"):
        return f.value_and_derivative, f if callable(f) else lambda z: f.value_and_derivative(z)[0]
    if isinstance(f, tuple) and len(f) == 2 and all(map(callable, f)):
        value, derivative = f
        return lambda z: (value(z), derivative(z)), value
    raise TypeError(
        f"activation is {f!r}; use a name of the catalogue, an Activation, an object with value_and_derivative(z), or "
        "a pair (value, derivative) of callables"
    )


class Dense:
    """Weights and biases: z = x W + b.

    Parameters
    ----------
    inputs, outputs : int
        Units before and behind.
    first : bool
        Whether nothing lies before it that wants a gradient.
    bias : bool
        Whether the biases learn; if not, they stay what they are, 0 unless somebody writes into them.
    """

    def __init__(self, inputs, outputs, first=False, bias=True):
        self.inputs, self.outputs, self.first, self.bias = inputs, outputs, first, bias
        self.shapes = [(inputs, outputs), (1, outputs)]

    def bind(self, parameters, gradients):
        """Take the views to work with."""
        self.weights, self.biases = parameters
        self.weights_gradient, self.biases_gradient = gradients

    def predict(self, x):
        """Return z."""
        z = np.matmul(x, self.weights)
        z += self.biases
        return z

    def forward(self, x):
        """Return z, and remember x."""
        self.x = x
        return self.predict(x)

    def backward(self, delta):
        """Fill the gradients from that at z; return that at x."""
        np.matmul(np.swapaxes(self.x, -1, -2), delta, out=self.weights_gradient)
        if self.bias:
            np.sum(delta, axis=-2, keepdims=True, out=self.biases_gradient)
        return None if self.first else np.matmul(delta, np.swapaxes(self.weights, -1, -2))


class Activate:
    """An activation, called once for the whole stack.

    Parameters
    ----------
    f
        As in `as_pair`.
    """

    shapes = ()

    def __init__(self, f):
        self.f = f
        self._both, self._value = as_pair(f)

    def bind(self, parameters, gradients):
        """Take nothing: there are no parameters."""

    def predict(self, z):
        """Return f(z)."""
        return self._like(z, self._value(z))

    def forward(self, z):
        """Return f(z); keep z, f(z) and f'(z)."""
        self.z = z
        self.value, self.slope = (self._like(z, part) for part in self._both(z))
        return self.value

    def backward(self, delta):
        """Return the gradient at z from that at f(z), and keep it."""
        self.delta = delta * self.slope
        return self.delta

    def _like(self, z, values):
        """The values in the precision of z: a user's own function may hold constants of another."""
        if np.shape(values) != z.shape:
            raise ValueError(f"activation {self.f!r} returned shape {np.shape(values)} for shape {z.shape}")
        return np.asarray(values, z.dtype)


class BatchNorm:
    """Batch normalisation of every unit over the examples, then a learned scale and shift (Ioffe and Szegedy, 2015).

    Parameters
    ----------
    units : int
        Its width.
    momentum : float
        Share of a new batch in the running moments, with which `predict` works.
    epsilon : float
        Added to the variance.
    """

    def __init__(self, units, momentum=0.1, epsilon=1e-5):
        self.momentum, self.epsilon = momentum, epsilon
        self.shapes = [(1, units), (1, units)]

    def bind(self, parameters, gradients):
        """Take the views to work with; the running moments start at 0 and 1."""
        self.scale, self.shift = parameters
        self.scale_gradient, self.shift_gradient = gradients
        self.scale[...] = 1
        self.running_mean, self.running_variance = np.zeros_like(self.shift), np.ones_like(self.scale)

    def predict(self, z):
        """Return z normalised by the running moments."""
        return (z - self.running_mean) / np.sqrt(self.running_variance + self.epsilon) * self.scale + self.shift

    def forward(self, z):
        """Return z normalised by the moments of the batch, which go into the running ones."""
        examples, mean = z.shape[-2], z.mean(axis=-2, keepdims=True)
        centred = z - mean
        variance = np.mean(centred * centred, axis=-2, keepdims=True)
        self.deviation = np.sqrt(variance + self.epsilon)
        self.normed = centred / self.deviation
        self.running_mean += self.momentum * (mean - self.running_mean)
        unbiased = variance * (examples / max(examples - 1, 1))
        self.running_variance += self.momentum * (unbiased - self.running_variance)
        return self.normed * self.scale + self.shift

    def backward(self, delta):
        """Fill the gradients from that behind; return that in front, which sums to 0 over the examples."""
        np.sum(delta * self.normed, axis=-2, keepdims=True, out=self.scale_gradient)
        np.sum(delta, axis=-2, keepdims=True, out=self.shift_gradient)
        means = (self.shift_gradient + self.normed * self.scale_gradient) / delta.shape[-2]
        return (delta - means) * (self.scale / self.deviation)


class Residual:
    """Some parts, and a connection past them: x + parts(x).

    Parameters
    ----------
    parts : sequence
        Their output has the width of their input.
    """

    shapes = ()  # those of its parts are asked for one by one

    def __init__(self, parts):
        self.parts = parts

    def predict(self, x):
        """Return x + parts(x)."""
        return x + in_turn("predict", self.parts, x)

    def forward(self, x):
        """Return x + parts(x)."""
        return x + in_turn("forward", self.parts, x)

    def backward(self, delta):
        """Return the gradient at x."""
        return delta + in_turn("backward", self.parts[::-1], delta)


def in_turn(method, parts, signal):
    """Send a signal through parts, one after the other, by the method named.

    Parameters
    ----------
    method : str
        "predict", "forward" or "backward".
    parts : sequence
    signal : ndarray

    Returns
    -------
    ndarray
    """
    for part in parts:
        signal = getattr(part, method)(signal)
    return signal


def flattened(parts):
    """Return the parts in order, those inside residual connections among them.

    Parameters
    ----------
    parts : sequence

    Returns
    -------
    list
    """
    return [inner for part in parts for inner in (flattened(part.parts) if isinstance(part, Residual) else [part])]
