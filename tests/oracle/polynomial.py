"""Polynomial family."""

import mpmath as mp

S, B = 2 / 5**0.5, -1 / 5**0.5

VALUE = {
    "square": lambda x: x**2,
    "cube": lambda x: x**3,
    "squared_relu": lambda x: x**2 if x > 0 else mp.mpf(0),
    "star_relu": lambda x, s=S, b=B: mp.mpf(s) * max(x, 0) ** 2 + mp.mpf(b),
}

DERIVATIVE = {
    "square": lambda x: 2 * x,
    "cube": lambda x: 3 * x**2,
    "squared_relu": lambda x: 2 * x if x > 0 else mp.mpf(0),
    "star_relu": lambda x, s=S, b=B: 2 * mp.mpf(s) * max(x, 0),  # noqa: ARG005
}
