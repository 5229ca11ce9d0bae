"""Smooth rectified family."""

import mpmath as mp

from tests.oracle._common import sigmoid, softplus


def _sparse_plus(x):
    return mp.mpf(0) if x < -1 else x if x > 1 else (x + 1) ** 2 / 4


def _squareplus(x, b=4):
    with mp.workdps(1300):  # the sum cancels to a 10⁶¹⁶th of its terms
        return (x + mp.sqrt(x**2 + b)) / 2


def _squareplus_slope(x, b=4):
    with mp.workdps(1300):
        return (1 + x / mp.sqrt(x**2 + b)) / 2


def _xielu(x, alpha_p=0.8, alpha_n=0.8, beta=0.5):
    return alpha_p * x**2 + beta * x if x > 0 else alpha_n * mp.expm1(x) - alpha_n * x + beta * x


def _xielu_slope(x, alpha_p=0.8, alpha_n=0.8, beta=0.5):
    return 2 * alpha_p * x + beta if x > 0 else alpha_n * mp.exp(x) - alpha_n + mp.mpf(beta)


VALUE = {
    "isrlu": lambda x, alpha=1: x if x > 0 else x / mp.sqrt(1 + alpha * x**2),
    "shifted_softplus": lambda x: softplus(x) - mp.log(2),
    "squareplus": _squareplus,
    "sparse_plus": _sparse_plus,
    "bent_identity": lambda x: (mp.sqrt(x**2 + 1) - 1) / 2 + x,
    "xielu": _xielu,
}

DERIVATIVE = {
    "isrlu": lambda x, alpha=1: mp.mpf(1) if x > 0 else (1 + alpha * x**2) ** mp.mpf("-1.5"),
    "shifted_softplus": sigmoid,
    "squareplus": _squareplus_slope,
    "sparse_plus": lambda x: mp.mpf(0) if x < -1 else mp.mpf(1) if x > 1 else (x + 1) / 2,
    "bent_identity": lambda x: 1 + x / mp.sqrt(x**2 + 1) / 2,
    "xielu": _xielu_slope,
}
