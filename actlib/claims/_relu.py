"""Computations behind the claims on ReLU: fits, counted operations, dead units that come back, depth."""

import math

import numpy as np
from scipy.special import digamma
from scipy.stats import binom

import actlib as act
from actlib import _relu_nets
from actlib.networks import MLP


def misfit(f, target, seed, reach):
    """Rms error, on [-reach, reach], of the best output layer found on [-2, 2] over 20 random units."""
    w, b = np.random.default_rng(seed).standard_normal((2, 20))
    near, far = (np.linspace(-end, end, 201) for end in (2, reach))
    features = [np.column_stack([f(np.outer(x, w) + b), np.ones_like(x)]) for x in (near, far)]
    outgoing = np.linalg.lstsq(features[0], target(near), rcond=1e-8)[0]
    return np.sqrt(np.mean((features[1] @ outgoing - target(far)) ** 2))


def wins(f, rival, target, reach):
    """In how many of 20 draws of the units f has the smaller misfit."""
    return sum(misfit(f, target, seed, reach) < misfit(rival, target, seed, reach) for seed in range(20))


def misfit_of_random_labels(units):
    """Largest error of the best output layer over one ReLU layer, on 40 examples with random labels."""
    rng = np.random.default_rng(0)
    features, labels = act.relu(rng.standard_normal((40, 5)) @ rng.standard_normal((5, units))), rng.standard_normal(40)
    return np.abs(features @ np.linalg.lstsq(features, labels, rcond=None)[0] - labels).max()


def flat_share(f, edge):
    """P(f'(z) < 0.01), z ~ N(0, 1), for an f whose slope crosses 0.01 at -edge and edge."""
    return act.gaussian.expectation(lambda z: f.derivative(z) < 0.01, kinks=[-edge, edge])


def exponential(z, degree):
    """Exp(z) as a program does it: 2^k times a Taylor sum at r = z - k·ln 2, ln 2 in two parts."""
    high = 355 / 512  # so short that k·high is exact
    k = np.rint(z * (1 / math.log(2)))
    r = z - k * high
    r = r - k * -2.1219444005469057e-4  # ln 2 − 355/512
    total = 1 / math.factorial(degree)
    for n in reversed(range(degree)):
        total = total * r + 1 / math.factorial(n)
    return np.ldexp(total, k.astype(int))


def degree_needed(accuracy):
    """Return the least degree at which `exponential` is that accurate, relatively, from -20 to 20."""
    z = np.linspace(-20, 20, 4001)
    return next(n for n in range(1, 20) if np.abs(exponential(z, n) / np.exp(z) - 1).max() < accuracy)


def operations(program):
    """Return how many operations a program takes for each element of an array."""
    count = 0

    class Counting(np.ndarray):
        def __array_ufunc__(self, ufunc, method, *inputs, **options):
            nonlocal count
            count += 1
            if "out" in options:  # as in a ^= b
                options["out"] = plain(options["out"])
            return getattr(ufunc, method)(*plain(inputs), **options).view(Counting)

    def plain(arrays):
        return tuple(a.view(np.ndarray) if isinstance(a, np.ndarray) else a for a in arrays)

    program(np.linspace(-2, 2, 5).view(Counting))
    return count


def normal_layer():
    """Inputs, weights and biases of a layer of 64 units under 2000 examples."""
    rng = np.random.default_rng(0)
    return rng.standard_normal((2000, 64)), rng.standard_normal((64, 64)) / 8, rng.standard_normal(64)


def differences(loss, w, h=1e-5):
    """The gradient of a loss by central differences, one weight at a time."""
    slopes = np.empty_like(w)
    for place in np.ndindex(w.shape):
        step = np.zeros_like(w)
        step[place] = h
        slopes[place] = (loss(w + step) - loss(w - step)) / (2 * h)
    return slopes


def negative_example():
    """One example with all inputs negative, and weights into and out of 20 units."""
    rng = np.random.default_rng(0)
    return -np.abs(rng.standard_normal(5)), rng.standard_normal((5, 20)), rng.standard_normal(20)


def silenced_in_the_second_layer(x, margin=0.05):
    """20 nets 5→20→20→1, the bias of unit 0 of the second layer so low that it is dead on all of x."""
    net = MLP([5, 20, 20, 1], "relu", seeds=range(20), dtype=np.float64)
    net.forward(x)
    net.biases[1][..., :1] -= net.hidden[1].z[..., :1].max(-2, keepdims=True) + margin
    return net


def returns(net, x, y, rate, steps, layer, decay=0.0):
    """Return how many units of a layer were dead on all data at some step, and how many of them fired later."""
    trained = _relu_nets.descent(net, x, y, rate, steps, decay=decay)
    gone = np.array([_relu_nets.dead(step.net.hidden[layer]) for step in trained])
    return gone.any(0).sum(), (gone[:-1] & ~gone[1:]).any(0).sum()


def returns_in_the_first_layer(decay):
    """`returns` for ten 1→40→1 nets at a rate that kills many."""
    x = np.linspace(-1, 1, 41)[:, None]
    return returns(MLP([1, 40, 1], "relu", seeds=range(10), dtype=np.float64), x, np.sin(3 * x), 0.9, 60, 0, decay)


def dead_share(multiple):
    """Share of dead units in ten 10→100→1 nets after 200 steps at a multiple of the rate 2/λ."""
    x = np.random.default_rng(0).standard_normal((100, 10))
    y = np.sin(x[:, :1]) + x[:, 1:2] * x[:, 2:3]
    net = MLP([10, 100, 1], "relu", seeds=range(10), dtype=np.float64)
    *_, last = _relu_nets.descent(net, x, y, multiple * 2 / _relu_nets.tangent_eigenvalue(net, x), 200)
    return _relu_nets.dead(last.net.hidden[0]).mean()


def log10_rms(f, gain, width, depth, nets=4):
    """Mean over nets of log10 of the rms of the last layer, for an input of rms 1; weights of variance gain²/width."""
    rng = np.random.default_rng(0)
    a = np.ones((nets, 1, width), np.float32)
    for _ in range(depth):
        a = f(a @ rng.standard_normal((nets, width, width), np.float32) * np.float32(gain / width**0.5))
    return np.log10(np.sqrt(np.mean(a.astype(float) ** 2, axis=-1))).mean()


def mean_log10_shrinkage(width):
    """E[log10 √s], s = (2/n)·Σ max(0, z)² over n normal z: a χ² with a binomial number of degrees of freedom."""
    k = np.arange(1, width + 1)
    logs = digamma(k / 2) + math.log(2) + math.log(2 / width)
    return float(binom.pmf(k, width, 0.5) @ logs) / (2 * math.log(10))
