"""Oscillatory family."""

import mpmath as mp


def _sinc_slope(x):
    """At 10⁻³²⁴ the two terms differ in their 650th digit."""
    with mp.workdps(1400):
        return mp.cos(x) / x - mp.sin(x) / x**2 if x else mp.mpf(0)


VALUE = {
    "sine": mp.sin,
    "siren_sine": lambda x, omega_0=30: mp.sin(omega_0 * x),
    "cosine": mp.cos,
    "sinc": lambda x: mp.sin(x) / x if x else mp.mpf(1),
    "snake": lambda x, a=1: x + mp.sin(a * x) ** 2 / a,
    "gcu": lambda x: x * mp.cos(x),
}

DERIVATIVE = {
    "sine": mp.cos,
    "siren_sine": lambda x, omega_0=30: omega_0 * mp.cos(omega_0 * x),
    "cosine": lambda x: -mp.sin(x),
    "sinc": _sinc_slope,
    "snake": lambda x, a=1: 1 + mp.sin(2 * a * x),
    "gcu": lambda x: mp.cos(x) - x * mp.sin(x),
}
