"""Parametric family."""

import mpmath as mp

from tests.oracle._common import sigmoid


def _soft_exponential(x, alpha=0):
    alpha = mp.mpf(alpha)
    if alpha < 0:
        return -mp.log(1 - alpha * (x + alpha)) / alpha
    return (mp.exp(alpha * x) - 1) / alpha + alpha if alpha else x


def _soft_exponential_slope(x, alpha=0):
    alpha = mp.mpf(alpha)
    return mp.exp(alpha * x) if alpha >= 0 else 1 / (1 - alpha * (x + alpha))


def _acon_c(x, p1=1, p2=0, beta=1):
    d = mp.mpf(p1) - p2
    return d * x * sigmoid(beta * d * x) + p2 * x


def _acon_c_slope(x, p1=1, p2=0, beta=1):
    d = mp.mpf(p1) - p2
    u = beta * d * x
    return d * (sigmoid(u) + u * mp.exp(-u) / (1 + mp.exp(-u)) ** 2) + p2


VALUE = {"soft_exponential": _soft_exponential, "acon_c": _acon_c}
DERIVATIVE = {"soft_exponential": _soft_exponential_slope, "acon_c": _acon_c_slope}
