"""Clipped family."""

import mpmath as mp


def clip(x, low, high):
    return mp.mpf(min(max(x, low), high))


def inside(x, low, high):
    return mp.mpf(low < x < high)


def _ramp(x, xmin=0, xmax=1):
    return clip((x - xmin) / (mp.mpf(xmax) - xmin), 0, 1)


VALUE = {
    "hard_sigmoid": lambda x: clip(x / 6 + mp.mpf(1) / 2, 0, 1),
    "hard_sigmoid_keras2": lambda x: clip(x / 5 + mp.mpf(1) / 2, 0, 1),
    "sparse_sigmoid": lambda x: clip(x / 2 + mp.mpf(1) / 2, 0, 1),
    "hard_tanh": lambda x, min_val=-1, max_val=1: clip(x, min_val, max_val),
    "relu6": lambda x: clip(x, 0, 6),
    "piecewise_linear_clip": _ramp,
}

DERIVATIVE = {
    "hard_sigmoid": lambda x: inside(x, -3, 3) / 6,
    "hard_sigmoid_keras2": lambda x: inside(x, -2.5, 2.5) / 5,
    "sparse_sigmoid": lambda x: inside(x, -1, 1) / 2,
    "hard_tanh": lambda x, min_val=-1, max_val=1: inside(x, min_val, max_val),
    "relu6": lambda x: inside(x, 0, 6),
    "piecewise_linear_clip": lambda x, xmin=0, xmax=1: inside(x, xmin, xmax) / (mp.mpf(xmax) - xmin),
}
