"""Sigmoidal family."""

import mpmath as mp

from tests.oracle._common import sigmoid

VALUE = {
    "sigmoid": sigmoid,
    "log_sigmoid": lambda x: -mp.log(1 + mp.exp(-x)),
    "tanh": mp.tanh,
}

DERIVATIVE = {
    "sigmoid": lambda x: mp.exp(-x) / (1 + mp.exp(-x)) ** 2,
    "log_sigmoid": lambda x: 1 / (1 + mp.exp(x)),
    "tanh": lambda x: mp.sech(x) ** 2,
}
