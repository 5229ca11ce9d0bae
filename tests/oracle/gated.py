"""Gated family."""

import mpmath as mp

from tests.oracle._common import normal_cdf, sigmoid, softplus


def _cubic(x):
    return mp.sqrt(2 / mp.pi) * (x + mp.mpf("0.044715") * x**3)


def _gelu_tanh_slope(x):
    u, slope = _cubic(x), mp.sqrt(2 / mp.pi) * (1 + 3 * mp.mpf("0.044715") * x**2)
    return (1 + mp.tanh(u)) / 2 + x * mp.sech(u) ** 2 * slope / 2


def _mish_slope(x):
    soft = softplus(x)
    return mp.tanh(soft) + x * mp.sech(soft) ** 2 * sigmoid(x)


def _swish_slope(x, beta=1):
    return sigmoid(beta * x) + beta * x * mp.exp(-beta * x) / (1 + mp.exp(-beta * x)) ** 2


VALUE = {
    "silu": lambda x: x * sigmoid(x),
    "gelu": lambda x: x * normal_cdf(x),
    "gelu_tanh": lambda x: x * (1 + mp.tanh(_cubic(x))) / 2,
    "mish": lambda x: x * mp.tanh(softplus(x)),
    "swish_beta": lambda x, beta=1: x * sigmoid(beta * x),
    "quick_gelu": lambda x, beta=1.702: x * sigmoid(beta * x),
    "e_swish": lambda x, beta=1.375: beta * x * sigmoid(x),
}

DERIVATIVE = {
    "silu": lambda x: sigmoid(x) + x * mp.exp(-x) / (1 + mp.exp(-x)) ** 2,
    "gelu": lambda x: normal_cdf(x) + x * mp.npdf(x),
    "gelu_tanh": _gelu_tanh_slope,
    "mish": _mish_slope,
    "swish_beta": _swish_slope,
    "quick_gelu": lambda x, beta=1.702: _swish_slope(x, beta),
    "e_swish": lambda x, beta=1.375: beta * _swish_slope(x),
}
