"""Exponential family."""

import functools

import mpmath as mp

from tests.oracle._common import sigmoid, softplus


@functools.cache
def selu_constants():
    """Solve E[f] = 0, E[f²] = 1 for f = λ·(x or α(exp(x) - 1)), by closed-form half moments."""

    def half(t):
        return mp.exp(mp.mpf(t) ** 2 / 2) * mp.ncdf(-t)

    alpha = (1 / mp.sqrt(2 * mp.pi)) / (mp.mpf(1) / 2 - half(1))
    square = mp.mpf(1) / 2 + alpha**2 * (half(2) - 2 * half(1) + mp.mpf(1) / 2)
    return alpha, 1 / mp.sqrt(square)


def _selu(x):
    alpha, scale = selu_constants()
    return scale * (x if x > 0 else alpha * mp.expm1(x))


def _selu_slope(x):
    alpha, scale = selu_constants()
    return scale * (1 if x > 0 else alpha * mp.exp(x))


VALUE = {
    "elu": lambda x, alpha=1: x if x > 0 else alpha * mp.expm1(x),
    "celu": lambda x, alpha=1: x if x > 0 else alpha * mp.expm1(x / mp.mpf(alpha)),
    "elu_alpha2": lambda x, alpha=2: x if x > 0 else alpha * mp.expm1(x),
    "celu_alpha2": lambda x, alpha=2: x if x > 0 else alpha * mp.expm1(x / mp.mpf(alpha)),
    "pelu": lambda x, a=1, b=1: mp.mpf(a) * (x / b if x > 0 else mp.expm1(x / b)),
    "selu": _selu,
    "softplus": lambda x, beta=1: softplus(beta * x) / beta,
    "exponential": mp.exp,
}

DERIVATIVE = {
    "elu": lambda x, alpha=1: mp.mpf(1) if x > 0 else alpha * mp.exp(x),
    "celu": lambda x, alpha=1: mp.mpf(1) if x > 0 else mp.exp(x / mp.mpf(alpha)),
    "elu_alpha2": lambda x, alpha=2: mp.mpf(1) if x > 0 else alpha * mp.exp(x),
    "celu_alpha2": lambda x, alpha=2: mp.mpf(1) if x > 0 else mp.exp(x / mp.mpf(alpha)),
    "pelu": lambda x, a=1, b=1: mp.mpf(a) / b * (1 if x > 0 else mp.exp(x / b)),
    "selu": _selu_slope,
    "softplus": lambda x, beta=1: sigmoid(beta * x),
    "exponential": mp.exp,
}
