"""Shrinkage family."""

import mpmath as mp

VALUE = {
    "tanhshrink": lambda x: x - mp.tanh(x),
    "softshrink": lambda x, lambd=0.5: x - lambd if x > lambd else x + lambd if x < -lambd else mp.mpf(0),
    "hardshrink": lambda x, lambd=0.5: x if x > lambd or x < -lambd else mp.mpf(0),
}

DERIVATIVE = {
    "tanhshrink": lambda x: mp.tanh(x) ** 2,
    "softshrink": lambda x, lambd=0.5: mp.mpf(x > lambd or x < -lambd),
    "hardshrink": lambda x, lambd=0.5: mp.mpf(x > lambd or x < -lambd),
}
