"""Sigmoidal family."""

import mpmath as mp

from tests.oracle._common import sigmoid

VALUE = {
    "sigmoid": sigmoid,
    "log_sigmoid": lambda x: -mp.log(1 + mp.exp(-x)),
    "tanh": mp.tanh,
    "bipolar_sigmoid": lambda x: 2 * sigmoid(x) - 1,
    "lecun_tanh": lambda x: mp.mpf("1.7159") * mp.tanh(2 * x / 3),
    "dyt": lambda x, alpha=0.5, gamma=1, beta=0: gamma * mp.tanh(alpha * x) + beta,
    "gudermannian": lambda x: 2 * mp.atan(mp.tanh(x / 2)),
}

DERIVATIVE = {
    "sigmoid": lambda x: mp.exp(-x) / (1 + mp.exp(-x)) ** 2,
    "log_sigmoid": lambda x: 1 / (1 + mp.exp(x)),
    "tanh": lambda x: mp.sech(x) ** 2,
    "bipolar_sigmoid": lambda x: 2 * mp.exp(-x) / (1 + mp.exp(-x)) ** 2,
    "lecun_tanh": lambda x: mp.mpf("1.7159") * 2 / 3 * mp.sech(2 * x / 3) ** 2,
    "dyt": lambda x, alpha=0.5, gamma=1, beta=0: gamma * alpha * mp.sech(alpha * x) ** 2,  # noqa: ARG005
    "gudermannian": mp.sech,
}
