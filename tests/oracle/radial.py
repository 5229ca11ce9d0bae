"""Radial family."""

import mpmath as mp


def _sq_rbf(x):
    if x < -2 or x >= 2:
        return mp.mpf(0)
    return (x + 2) ** 2 / 2 if x < -1 else 1 - x**2 / 2 if x < 1 else (2 - x) ** 2 / 2


def _sq_rbf_slope(x):
    if x < -2 or x >= 2:
        return mp.mpf(0)
    return x + 2 if x < -1 else -x if x < 1 else x - 2


VALUE = {
    "gaussian": lambda x: mp.exp(-(x**2)),
    "sq_rbf": _sq_rbf,
    "multiquadratic": lambda x, a=1: mp.sqrt(x**2 + mp.mpf(a) ** 2),
    "inverse_multiquadratic": lambda x, a=1: 1 / mp.sqrt(x**2 + mp.mpf(a) ** 2),
}

DERIVATIVE = {
    "gaussian": lambda x: -2 * x * mp.exp(-(x**2)),
    "sq_rbf": _sq_rbf_slope,
    "multiquadratic": lambda x, a=1: x / mp.sqrt(x**2 + mp.mpf(a) ** 2),
    "inverse_multiquadratic": lambda x, a=1: -x / mp.power(x**2 + mp.mpf(a) ** 2, mp.mpf(3) / 2),
}
