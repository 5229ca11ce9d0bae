"""Piecewise family."""

import mpmath as mp


def _sqnl(x):
    if abs(x) > 2:
        return mp.sign(x)
    return x - x**2 / 4 if x >= 0 else x + x**2 / 4


def _srelu(x, t_l=-1, a_l=0.1, t_r=1, a_r=0.1):
    if x <= t_l:
        return t_l + mp.mpf(a_l) * (x - t_l)
    return t_r + mp.mpf(a_r) * (x - t_r) if x >= t_r else x


def _srelu_slope(x, t_l=-1, a_l=0.1, t_r=1, a_r=0.1):
    return mp.mpf(a_l if x <= t_l else a_r if x >= t_r else 1)


VALUE = {
    "sqnl": _sqnl,
    "plu": lambda x, alpha=0.1, c=1: _srelu(x, -c, alpha, c, alpha),
    "srelu": _srelu,
}

DERIVATIVE = {
    "sqnl": lambda x: 1 - abs(x) / 2 if abs(x) < 2 else mp.mpf(0),
    "plu": lambda x, alpha=0.1, c=1: _srelu_slope(x, -c, alpha, c, alpha),
    "srelu": _srelu_slope,
}
