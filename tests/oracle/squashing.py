"""Squashing family."""

import mpmath as mp

from tests.oracle._common import sigmoid

FAR = 10**4  # beyond it exp(-exp(x)) is 0 to millions of digits, and mpmath gives up


def _soft_clipping(x, p=1):
    return mp.log((1 + mp.exp(p * x)) / (1 + mp.exp(p * (x - 1)))) / p


def _smht(x, a=1, b=1, c=1, d=1):
    return (mp.exp(a * x) - mp.exp(-b * x)) / (mp.exp(c * x) + mp.exp(-d * x))


def _smht_slope(x, a=1, b=1, c=1, d=1):
    top, bottom = mp.exp(a * x) - mp.exp(-b * x), mp.exp(c * x) + mp.exp(-d * x)
    top_slope, bottom_slope = a * mp.exp(a * x) + b * mp.exp(-b * x), c * mp.exp(c * x) - d * mp.exp(-d * x)
    return (top_slope * bottom - top * bottom_slope) / bottom**2


VALUE = {
    "erf": mp.erf,
    "erf_scaled": lambda x: mp.erf(mp.sqrt(mp.pi) / 2 * x),
    "complementary_log_log": lambda x: 1 - mp.exp(-mp.exp(x)) if x < FAR else mp.mpf(1),
    "smht": _smht,
    "soft_clipping": _soft_clipping,
}

DERIVATIVE = {
    "erf": lambda x: 2 / mp.sqrt(mp.pi) * mp.exp(-(x**2)),
    "erf_scaled": lambda x: mp.exp(-mp.pi * x**2 / 4),
    "complementary_log_log": lambda x: mp.exp(x) * mp.exp(-mp.exp(x)) if x < FAR else mp.mpf(0),
    "smht": _smht_slope,
    "soft_clipping": lambda x, p=1: sigmoid(p * x) - sigmoid(p * (x - 1)),
}
