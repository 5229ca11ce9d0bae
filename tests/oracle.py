"""Every activation in mpmath, from its definition: imports nothing of actlib, shares no formula with it.

With 350 digits no far tail cancels: 50 are too few there. Arguments are Python floats, exact as given.
"""

import functools

import mpmath as mp

DIGITS = 350


def _sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def _slope(left, right):
    return lambda x, **p: left(x, **p) if x <= 0 else right(x, **p)


def _cubic(x):
    return mp.sqrt(2 / mp.pi) * (x + mp.mpf("0.044715") * x**3)


def _cubic_slope(x):
    return mp.sqrt(2 / mp.pi) * (1 + 3 * mp.mpf("0.044715") * x**2)


@functools.cache
def selu_constants():
    """Solve E[f] = 0, E[f²] = 1 for f = λ·(x or α(exp(x) - 1)), by closed-form half moments."""
    half = lambda t: mp.exp(mp.mpf(t) ** 2 / 2) * mp.ncdf(-t)  # noqa: E731
    alpha = (1 / mp.sqrt(2 * mp.pi)) / (mp.mpf(1) / 2 - half(1))
    square = mp.mpf(1) / 2 + alpha**2 * (half(2) - 2 * half(1) + mp.mpf(1) / 2)
    return alpha, 1 / mp.sqrt(square)


def _normal_cdf(x):
    """Φ(x); beyond 10⁴ it is 0 or 1 to millions of digits, and mpmath gives up."""
    return mp.erfc(-x / mp.sqrt(2)) / 2 if abs(x) < 10**4 else mp.mpf(x > 0)


def _selu(x):
    alpha, scale = selu_constants()
    return scale * (x if x > 0 else alpha * mp.expm1(x))


def _selu_slope(x):
    alpha, scale = selu_constants()
    return scale * (1 if x > 0 else alpha * mp.exp(x))


def _mish_slope(x):
    soft = mp.log(1 + mp.exp(x))
    return mp.tanh(soft) + x * mp.sech(soft) ** 2 * _sigmoid(x)


def _gelu_tanh_slope(x):
    u = _cubic(x)
    return (1 + mp.tanh(u)) / 2 + x * mp.sech(u) ** 2 * _cubic_slope(x) / 2


VALUE = {
    "identity": lambda x: x,
    "binary_step": lambda x: mp.mpf(x >= 0),
    "sigmoid": _sigmoid,
    "log_sigmoid": lambda x: -mp.log(1 + mp.exp(-x)),
    "tanh": mp.tanh,
    "relu": lambda x: max(x, 0),
    "leaky_relu": lambda x, negative_slope=0.01: x if x > 0 else mp.mpf(negative_slope) * x,
    "elu": lambda x, alpha=1: x if x > 0 else alpha * mp.expm1(x),
    "celu": lambda x, alpha=1: x if x > 0 else alpha * mp.expm1(x / mp.mpf(alpha)),
    "selu": _selu,
    "softplus": lambda x, beta=1: mp.log(1 + mp.exp(beta * x)) / beta,
    "silu": lambda x: x * _sigmoid(x),
    "gelu": lambda x: x * _normal_cdf(x),
    "gelu_tanh": lambda x: x * (1 + mp.tanh(_cubic(x))) / 2,
    "mish": lambda x: x * mp.tanh(mp.log(1 + mp.exp(x))),
    "sine": mp.sin,
}

DERIVATIVE = {
    "identity": lambda _: mp.mpf(1),
    "binary_step": lambda _: mp.mpf(0),
    "sigmoid": lambda x: mp.exp(-x) / (1 + mp.exp(-x)) ** 2,
    "log_sigmoid": lambda x: 1 / (1 + mp.exp(x)),
    "tanh": lambda x: mp.sech(x) ** 2,
    "relu": lambda x: mp.mpf(x > 0),
    "leaky_relu": lambda x, negative_slope=0.01: mp.mpf(1 if x > 0 else negative_slope),
    "elu": lambda x, alpha=1: mp.mpf(1) if x > 0 else alpha * mp.exp(x),
    "celu": lambda x, alpha=1: mp.mpf(1) if x > 0 else mp.exp(x / mp.mpf(alpha)),
    "selu": _selu_slope,
    "softplus": lambda x, beta=1: _sigmoid(beta * x),
    "silu": lambda x: _sigmoid(x) + x * mp.exp(-x) / (1 + mp.exp(-x)) ** 2,
    "gelu": lambda x: _normal_cdf(x) + x * mp.npdf(x),
    "gelu_tanh": _gelu_tanh_slope,
    "mish": _mish_slope,
    "sine": mp.cos,
}


def exact(table, name, x, **parameters):
    """Return an activation's value or derivative at a float, as an mpmath number of 350 digits."""
    with mp.workdps(DIGITS):
        return table[name](mp.mpf(float(x)), **parameters)
