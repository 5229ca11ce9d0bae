"""Rectified family."""

import mpmath as mp

_LOWER, _UPPER = 1 / 8, 1 / 3


def _leaky(x, slope):
    return x if x > 0 else mp.mpf(slope) * x


def _leaky_slope(x, slope):
    return mp.mpf(1 if x > 0 else slope)


def _mean(lower, upper):
    return (mp.mpf(lower) + mp.mpf(upper)) / 2


VALUE = {
    "relu": lambda x: max(x, 0),
    "leaky_relu": lambda x, negative_slope=0.01: _leaky(x, negative_slope),
    "leaky_relu_0.2": lambda x, negative_slope=0.2: _leaky(x, negative_slope),
    "leaky_relu_0.3": lambda x, negative_slope=0.3: _leaky(x, negative_slope),
    "prelu": lambda x, weight=0.25: _leaky(x, weight),
    "rrelu_eval": lambda x, lower=_LOWER, upper=_UPPER: _leaky(x, _mean(lower, upper)),
    "thresholded_relu": lambda x, threshold=1, value=0: x if x > threshold else mp.mpf(value),
    "abs": lambda x: abs(x),
    "natural_log_relu": lambda x, beta=1: mp.log(1 + beta * max(x, 0)),
}

DERIVATIVE = {
    "relu": lambda x: mp.mpf(x > 0),
    "leaky_relu": lambda x, negative_slope=0.01: _leaky_slope(x, negative_slope),
    "leaky_relu_0.2": lambda x, negative_slope=0.2: _leaky_slope(x, negative_slope),
    "leaky_relu_0.3": lambda x, negative_slope=0.3: _leaky_slope(x, negative_slope),
    "prelu": lambda x, weight=0.25: _leaky_slope(x, weight),
    "rrelu_eval": lambda x, lower=_LOWER, upper=_UPPER: _leaky_slope(x, _mean(lower, upper)),
    "thresholded_relu": lambda x, threshold=1, value=0: mp.mpf(x > threshold),  # noqa: ARG005
    "abs": mp.sign,
    "natural_log_relu": lambda x, beta=1: beta / (1 + beta * x) if x > 0 else mp.mpf(0),
}
