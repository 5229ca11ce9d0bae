"""Algebraic family."""

import mpmath as mp

VALUE = {
    "arctan": mp.atan,
    "scaled_arctan": lambda x: 2 / mp.pi * mp.atan(mp.pi * x / 2),
    "arsinh": mp.asinh,
    "softsign": lambda x: x / (1 + abs(x)),
    "elliot_unipolar": lambda x: (1 + x / (1 + abs(x))) / 2,
    "isru": lambda x, alpha=1: x / mp.sqrt(1 + alpha * x**2),
}

DERIVATIVE = {
    "arctan": lambda x: 1 / (1 + x**2),
    "scaled_arctan": lambda x: 1 / (1 + (mp.pi * x / 2) ** 2),
    "arsinh": lambda x: 1 / mp.sqrt(1 + x**2),
    "softsign": lambda x: 1 / (1 + abs(x)) ** 2,
    "elliot_unipolar": lambda x: 1 / (2 * (1 + abs(x)) ** 2),
    "isru": lambda x, alpha=1: mp.power(1 + alpha * x**2, mp.mpf(-3) / 2),
}
