"""Small networks for the scenes and claims of the chapter on ReLU: many runs at once, trained by full-batch descent.

A network is a list of layers (weights, biases) of shapes (runs, in, out) and (runs, 1, out); the last layer is linear.
"""

from functools import lru_cache

import numpy as np

import actlib as act


def network(widths, runs, seed, gain=2**0.5):
    """Draw networks: biases 0, weights of variance 1/fan-in behind the inputs and gain²/fan-in behind f.

    Parameters
    ----------
    widths : sequence of int
        Inputs, units of each hidden layer, outputs.
    runs : int
        How many networks.
    seed : int
        Decides the weights.
    gain : float
        E[f(z)²]^(-1/2); the inputs are taken to have unit variance, so the first layer needs none.

    Returns
    -------
    list of (ndarray, ndarray)
    """
    rng = np.random.default_rng(seed)
    scales = [1.0] + [gain] * (len(widths) - 2)
    shapes = zip(widths, widths[1:], scales, strict=False)
    return [(rng.standard_normal((runs, i, o)) * scale / i**0.5, np.zeros((runs, 1, o))) for i, o, scale in shapes]


def forward(layers, x, f=act.relu):
    """Return each layer's input, each layer's pre-activation, and f' at the pre-activations of the hidden layers."""
    inputs, pre, slopes = [x], [], []
    for weights, biases in layers:
        pre.append(inputs[-1] @ weights + biases)
        if len(pre) < len(layers):
            value, slope = f.value_and_derivative(pre[-1])
            inputs.append(value)
            slopes.append(slope)
    return inputs, pre, slopes


def gradients(layers, x, y, f=act.relu):
    """Return pre-activations, and the gradients of half the mean squared error, one pair a layer.

    Parameters
    ----------
    layers : list of (ndarray, ndarray)
        The networks.
    x, y : ndarray
        Examples and targets, (examples, inputs) and (examples, outputs).
    f : Activation
        Of the hidden layers.

    Returns
    -------
    tuple of list
    """
    inputs, pre, slopes = forward(layers, x, f)
    delta, found = (pre[-1] - y) / len(x), []
    for k in reversed(range(len(layers))):
        found.insert(0, (np.swapaxes(inputs[k], -1, -2) @ delta, delta.sum(-2, keepdims=True)))
        if k > 0:
            delta = (delta @ np.swapaxes(layers[k][0], -1, -2)) * slopes[k - 1]
    return pre, found


def descend(layers, x, y, rate, steps, *, f=act.relu, decay=(0.0, 0.0), frozen=0):
    """Train by full-batch gradient descent; yield layers and pre-activations before each step and after the last.

    Parameters
    ----------
    layers, x, y, f
        As in `gradients`.
    rate : float or ndarray
        Learning rate: one, or one a run.
    steps : int
        How many.
    decay : pair of float
        Weight decay of the weights and of the biases.
    frozen : int
        How many of the first layers do not learn.

    Yields
    ------
    tuple of list
    """
    rate = np.reshape(rate, (-1, 1, 1))
    for _ in range(steps):
        pre, found = gradients(layers, x, y, f)
        yield layers, pre
        moved = [
            tuple(p - rate * (g + d * p) for p, g, d in zip(layer, gradient, decay, strict=True))
            for layer, gradient in zip(layers, found, strict=True)
        ]
        layers = layers[:frozen] + moved[frozen:]
    yield layers, forward(layers, x, f)[1]


def dead(pre_activations):
    """Return for each run and unit whether its pre-activation is at most 0 on every example."""
    return (pre_activations <= 0).all(-2)


def critical_rate(layers, x):
    """Return 2/λ for each run, λ the largest eigenvalue of the tangent kernel of nets with one hidden layer.

    Descent on the squared error, linearised at the start, overshoots at any larger rate.
    """
    (weights, biases), (outgoing, _) = layers
    fires = x @ weights + biases
    slopes = act.relu.derivative(fires)
    later = 1 + act.relu(fires) @ np.swapaxes(act.relu(fires), -1, -2)
    first = (slopes * np.swapaxes(outgoing, -1, -2) ** 2) @ np.swapaxes(slopes, -1, -2) * (1 + x @ x.T)
    return 2 * len(x) / np.linalg.eigvalsh(later + first)[:, -1]


def steps_to_fit(f, gain, x, y, hidden, rates, limit):
    """Return for five seeds the steps until the error is a twentieth of the targets' variance, at the best rate.

    The best rate has the least median; `limit` stands for never, and also for a run that diverged.
    """
    best = np.full(5, limit)
    for rate in rates:
        steps = np.full(5, limit)
        nets = network([x.shape[1], *hidden, 1], 5, seed=3, gain=gain)
        with np.errstate(over="ignore", invalid="ignore"):
            for step, (_, pre) in enumerate(descend(nets, x, y, rate, limit - 1, f=f)):
                fits = ((pre[-1] - y) ** 2).mean((-1, -2)) < y.var() / 20
                steps = np.where(fits & (steps == limit), step, steps)
                if (steps < limit).all():
                    break
        best = min(best, steps, key=np.median)
    return best


def batch_norm(z, epsilon=0.0):
    """Return z with mean 0 and variance 1 over the examples (axis 0), for each unit."""
    return (z - z.mean(0)) / np.sqrt(z.var(0) + epsilon)


def batch_norm_gradient(z, upstream):
    """Return the gradient behind `batch_norm`, from the gradient in front of it; it sums to 0 over the examples."""
    normed = batch_norm(z)
    return (upstream - upstream.mean(0) - normed * (upstream * normed).mean(0)) / z.std(0)


@lru_cache
def silenced(width, depth, nets=1000):
    """Simulate nets of one input and zero biases; return two arrays, over the depths 1 to `depth`.

    The share of nets whose last hidden layer is 0 at x = 1, and the share where it is 0 at x = 1 and at x = -1: then,
    since the net is positively homogeneous, it is 0 on the whole line.
    """
    rng = np.random.default_rng(width)
    signal, one, line = np.broadcast_to([[1.0], [-1.0]], (nets, 2, 1)), [], []
    for _ in range(depth):
        fan_in = signal.shape[-1]
        signal = act.relu(signal @ rng.standard_normal((nets, fan_in, width)) * (2 / fan_in) ** 0.5)
        zero = (signal == 0).all(-1)
        one.append(zero[:, 0].mean())
        line.append(zero.all(-1).mean())
    return np.array(one), np.array(line)
