"""Step family."""

import mpmath as mp

VALUE = {"binary_step": lambda x: mp.mpf(x >= 0)}
DERIVATIVE = {"binary_step": lambda _: mp.mpf(0)}
