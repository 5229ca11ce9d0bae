"""Linear family."""

import mpmath as mp

VALUE = {"identity": lambda x: x}
DERIVATIVE = {"identity": lambda _: mp.mpf(1)}
