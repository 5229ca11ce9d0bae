"""Self-gated family."""

import mpmath as mp

from tests.oracle._common import sigmoid, softplus


def _sigmoid_slope(x):
    return mp.exp(-x) / (1 + mp.exp(-x)) ** 2


def _erf(x):
    """The error function; beyond 10⁴ it is 1 to millions of digits, and mpmath gives up."""
    return mp.erf(x) if x < 10**4 else mp.mpf(1)


def _hard_swish_slope(x):
    return mp.mpf(0) if x <= -3 else mp.mpf(1) if x >= 3 else x / 3 + mp.mpf(1) / 2


def _serf_slope(x):
    return _erf(softplus(x)) + x * 2 / mp.sqrt(mp.pi) * mp.exp(-(softplus(x) ** 2)) * sigmoid(x)


def _tanhexp_slope(x):
    """Beyond 50 the correction to 1 is below the smallest float."""
    return mp.tanh(mp.exp(x)) + x * mp.exp(x) * mp.sech(mp.exp(x)) ** 2 if x < 50 else mp.mpf(1)


def _smish_slope(x):
    u = mp.log(1 + sigmoid(x))
    return mp.tanh(u) + x * mp.sech(u) ** 2 * _sigmoid_slope(x) / (1 + sigmoid(x))


def _elish_slope(x):
    gate, slope = sigmoid(x), _sigmoid_slope(x)
    return gate + x * slope if x >= 0 else mp.exp(x) * gate + mp.expm1(x) * slope


VALUE = {
    "hard_swish": lambda x: x * min(max(x + 3, 0), 6) / 6,
    "serf": lambda x: x * _erf(softplus(x)),
    "tanhexp": lambda x: x * mp.tanh(mp.exp(x)) if x < 50 else x,
    "smish": lambda x: x * mp.tanh(mp.log(1 + sigmoid(x))),
    "logish": lambda x: x * mp.log(1 + sigmoid(x)),
    "elish": lambda x: x * sigmoid(x) if x >= 0 else mp.expm1(x) * sigmoid(x),
    "lisht": lambda x: x * mp.tanh(x),
}

DERIVATIVE = {
    "hard_swish": _hard_swish_slope,
    "serf": _serf_slope,
    "tanhexp": _tanhexp_slope,
    "smish": _smish_slope,
    "logish": lambda x: mp.log(1 + sigmoid(x)) + x * _sigmoid_slope(x) / (1 + sigmoid(x)),
    "elish": _elish_slope,
    "lisht": lambda x: mp.tanh(x) + x * mp.sech(x) ** 2,
}
