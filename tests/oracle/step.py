"""Step family."""

import mpmath as mp

VALUE = {
    "binary_step": lambda x: mp.mpf(x >= 0),
    "sign": lambda x: mp.mpf(1 if x >= 0 else -1),
}

DERIVATIVE = {
    "binary_step": lambda _: mp.mpf(0),
    "sign": lambda _: mp.mpf(0),
}
