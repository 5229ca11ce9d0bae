"""Rectified family."""

import mpmath as mp

VALUE = {
    "relu": lambda x: max(x, 0),
    "leaky_relu": lambda x, negative_slope=0.01: x if x > 0 else mp.mpf(negative_slope) * x,
}

DERIVATIVE = {
    "relu": lambda x: mp.mpf(x > 0),
    "leaky_relu": lambda x, negative_slope=0.01: mp.mpf(1 if x > 0 else negative_slope),
}
