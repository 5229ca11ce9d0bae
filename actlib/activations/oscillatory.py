"""Functions that oscillate."""

from math import erf, exp, factorial, frexp, inf, nan, pi, sqrt

import numpy as np

from actlib import _accurate
from actlib._arrays import select
from actlib._parameters import Parameter
from actlib.activation import activation, derivative_of, jointly_of
from actlib.activations._known import INCREASING, known


def _wave(moments, **facts):
    usual = {"limits": (nan, nan), "infimum": -1.0, "supremum": 1.0, "minimum": -1.0, "monotonicity": "none"}
    return known(moments=moments, **{**usual, **facts})


def _sine_facts(omega=1.0):
    ripple = exp(-2 * omega**2)
    slope = omega * exp(-0.5 * omega**2), omega**2 * (1 + ripple) / 2
    shape = {"parity": "odd", "identity_at_origin": omega == 1, "lipschitz": abs(omega)}
    return _wave((0.0, (1 - ripple) / 2, *slope), **shape)


@activation(
    family="oscillatory",
    aliases=("sin", "sinusoid"),
    formula=r"\sin x",
    references=("sitzmann2020",),
    declared=_sine_facts,
)
def sine(x):
    """Sine: bounded, and never saturating; nan at the infinities, where no limit exists.

    >>> act.sine([0.0, np.pi / 2])
    array([0., 1.])
    """
    return np.sin(x)


@derivative_of(sine, r"\cos x")
def _sine_derivative(x):
    return np.cos(x)


def _siren_sine_facts(omega_0):
    return _sine_facts(omega_0) if omega_0 else None


@activation(
    family="oscillatory",
    wide=True,
    aliases=(
        "SIREN",
        "sin(30x)",
    ),
    parameters={"omega_0": Parameter(30.0)},
    formula=r"\sin(\omega_0 x)",
    references=("sitzmann2020",),
    declared=_siren_sine_facts,
)
def siren_sine(x, omega_0):
    """Sine of a high frequency, 30 by default: what the layers of a SIREN apply.

    The product omega_0·x is carried as a sum of two floats: rounded, it would shift the phase by more than a radian
    from 1e15 on. Where it overflows, beyond 6e306, the angle is halved and doubled again, to an absolute error of
    1e-14. float32 is computed in float64.

    >>> act.siren_sine([0.0, np.pi / 60])
    array([0., 1.])
    """
    return _siren_both(x, omega_0)[0]


@derivative_of(siren_sine, r"\omega_0 \cos(\omega_0 x)")
def _siren_sine_derivative(x, omega_0):
    return _siren_both(x, omega_0)[1]


@jointly_of(siren_sine)
def _siren_both(x, omega_0):
    sine, cosine = _sine_and_cosine_of_product(omega_0, x)
    return select(x == 0, omega_0 * x, sine), omega_0 * cosine  # the sum above loses the sign of zero


def _sine_and_cosine_of_product(a, x):
    """Return sin(a·x) and cos(a·x), with the phase of the exact product."""
    mantissa, exponent = frexp(a)
    size = np.abs(x)
    shift = select(size > 1e200, 64, select(size < 1e-200, -64, 0))  # no part of the product leaves the floats
    parts = _accurate.product(mantissa, np.ldexp(x, -shift))
    high, low = (np.ldexp(part, exponent + shift) for part in parts)
    # the low part is a phase of its own where the high part is large; elsewhere its sine and cosine round to these
    turn, rest = (low, 1) if np.all(np.abs(low) < 1e-9) else (np.sin(low), np.cos(low))
    sine, cosine = np.sin(high), np.cos(high)
    sine, cosine = sine * rest + cosine * turn, cosine * rest - sine * turn
    over = np.isinf(high) & np.isfinite(x)
    if over.any():
        s, c = _sine_and_cosine_of_product(a / 2, x[over])
        sine[over], cosine[over] = 2 * s * c, (c - s) * (c + s)
    return sine, cosine


def _cosine_facts():
    ripple = exp(-2)
    moments = (exp(-0.5), (1 + ripple) / 2, 0.0, (1 - ripple) / 2)
    return _wave(moments, parity="even", lipschitz=1.0)


@activation(
    family="oscillatory",
    aliases=("cos",),
    formula=r"\cos x",
    declared=_cosine_facts,
)
def cosine(x):
    """Cosine: the sine, a quarter of a period earlier; nan at the infinities, where no limit exists.

    >>> act.cosine([0.0, np.pi])
    array([ 1., -1.])
    """
    return np.cos(x)


@derivative_of(cosine, r"-\sin x")
def _cosine_derivative(x):
    return -np.sin(x)


def _sinc_facts():
    mean = sqrt(pi / 2) * erf(sqrt(0.5))
    square = sqrt(pi / 2) * erf(sqrt(2)) - (1 - exp(-2)) / 2
    shape = {"limits": (0.0, 0.0), "infimum": -0.21723362821122166, "supremum": 1.0, "minimum": -0.21723362821122166}
    moments = (mean, square, 0.0, 0.065429337774202734310)
    return _wave(moments, **shape, parity="even", saturates=(True, True), lipschitz=0.43618181727145849510)


@activation(
    family="oscillatory",
    aliases=(
        "cardinal sine",
        "sin(x)/x",
    ),
    formula=r"\frac{\sin x}{x}",
    declared=_sinc_facts,
)
def sinc(x):
    """Cardinal sine: sin(x)/x, and 1 at 0; unnormalised, unlike `numpy.sinc`.

    The derivative is a series up to 2 in size, as cos(x)/x - sin(x)/x² cancels near 0; beyond, it has roots without
    end, near which its error is absolute.

    >>> act.sinc([0.0, np.pi / 2, np.inf])
    array([1.        , 0.63661977, 0.        ])
    """
    return _cardinal(x, np.sin(x))


def _cardinal(x, sine):
    return select(np.isinf(x), 0, select(x == 0, 1, sine / x))


# (-1)ᵏ·2k/(2k+1)! for k = 12, …, 1: the coefficients of x²ᵏ⁻¹
_SINC_SLOPE = [(-1) ** k * 2 * k / factorial(2 * k + 1) for k in range(12, 0, -1)]


@derivative_of(sinc, r"\frac{\cos x}{x} - \frac{\sin x}{x^2}")
def _sinc_derivative(x):
    return _sinc_slope(x, np.sin(x))


def _sinc_slope(x, sine):
    near = np.clip(x, -2, 2)
    series = near * np.polyval(np.array(_SINC_SLOPE, x.dtype), near * near)
    far = (np.cos(x) - sine / x) / x
    return select(np.abs(x) <= 2, series, select(np.isinf(x), 0, far))


@jointly_of(sinc)
def _sinc_both(x):
    sine = np.sin(x)
    return _cardinal(x, sine), _sinc_slope(x, sine)


def _snake_facts(a):
    second, fourth = exp(-2 * a * a), exp(-8 * a * a)  # E[cos 2az], E[cos 4az]
    square = 1 + (3 / 8 - second / 2 + fourth / 8) / a**2
    moments = ((1 - second) / (2 * a), square, 1.0, 1 + (1 - fourth) / 2)
    ends = {"limits": (-inf, inf), "infimum": -inf, "supremum": inf, "minimum": None, "monotonicity": INCREASING}
    return _wave(moments, **ends, identity_at_origin=True, lipschitz=2.0)


@activation(
    family="oscillatory",
    wide=True,
    aliases=("x+sin^2(ax)/a",),
    parameters={"a": Parameter(1.0, low=0.0)},
    formula=r"x + \frac{\sin^2(a x)}{a}",
    references=("ziyin2020",),
    declared=_snake_facts,
)
def snake(x, a):
    """Snake: a line with a ripple, for periodic data; increasing, with a slope between 0 and 2.

    The slope touches 0 once a period, near which its error is absolute. float32 is computed in float64.

    >>> act.snake([0.0, np.pi / 2])
    array([0.        , 2.57079633])
    """
    return _snake_both(x, a)[0]


@derivative_of(snake, r"1 + \sin(2 a x)")
def _snake_derivative(x, a):
    return _snake_both(x, a)[1]


@jointly_of(snake)
def _snake_both(x, a):
    sine, cosine = _sine_and_cosine_of_product(a, x)
    ripple = select(np.isinf(x), 0, np.square(sine) / a)  # the line outgrows it
    return x + ripple, 1 + 2 * sine * cosine


def _gcu_facts():
    moments = (0.0, (1 - 3 * exp(-2)) / 2, 0.0, 1.0)
    ends = {"infimum": -inf, "supremum": inf, "minimum": None}
    return _wave(moments, **ends, parity="odd", identity_at_origin=True, lipschitz=inf)


@activation(
    family="oscillatory",
    aliases=(
        "growing cosine unit",
        "x cos x",
    ),
    formula=r"x \cos x",
    references=("noel2021",),
    declared=_gcu_facts,
)
def gcu(x):
    """Growing cosine unit: waves that grow with the argument; nan at the infinities, where no limit exists.

    The derivative has roots without end, near which its error is absolute.

    >>> act.gcu([0.0, 1.0, np.pi])
    array([ 0.        ,  0.54030231, -3.14159265])
    """
    return x * np.cos(x)


@derivative_of(gcu, r"\cos x - x \sin x")
def _gcu_derivative(x):
    return np.cos(x) - x * np.sin(x)


@jointly_of(gcu)
def _gcu_both(x):
    cosine = np.cos(x)
    return x * cosine, cosine - x * np.sin(x)
