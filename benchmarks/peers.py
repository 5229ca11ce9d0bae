"""The same functions by other means: as one would write them in NumPy, and as other packages have them.

Each entry of `CONTENDERS` takes an activation of the catalogue and a NumPy array, and returns a function of no argument
that computes the value there, or None where the package does not have the function.
"""

import functools

import jax
import numba
import numexpr
import numpy as np
import torch
from scipy import special

jax.config.update("jax_enable_x64", True)

# The textbook formula, in the array's own precision; no care for overflow, cancellation or memory.
NAIVE = {
    "identity": lambda x: x.copy(),
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "log_sigmoid": lambda x: np.log(1 / (1 + np.exp(-x))),
    "tanh": lambda x: np.tanh(x),
    "softsign": lambda x: x / (1 + np.abs(x)),
    "hard_sigmoid": lambda x: np.clip(x / 6 + 0.5, 0, 1),
    "hard_swish": lambda x: x * np.clip(x / 6 + 0.5, 0, 1),
    "hard_tanh": lambda x: np.clip(x, -1, 1),
    "relu": lambda x: np.maximum(x, 0),
    "relu6": lambda x: np.clip(x, 0, 6),
    "leaky_relu": lambda x: np.where(x > 0, x, 0.01 * x),
    "prelu": lambda x: np.where(x > 0, x, 0.25 * x),
    "rrelu_eval": lambda x: np.where(x > 0, x, 11 / 48 * x),
    "elu": lambda x: np.where(x > 0, x, np.exp(x) - 1),
    "celu": lambda x: np.where(x > 0, x, np.exp(x) - 1),
    "selu": lambda x: 1.0507009873554805 * np.where(x > 0, x, 1.6732632423543772 * (np.exp(x) - 1)),
    "softplus": lambda x: np.log(1 + np.exp(x)),
    "silu": lambda x: x / (1 + np.exp(-x)),
    "gelu": lambda x: 0.5 * x * (1 + special.erf(x / 2**0.5)),
    "mish": lambda x: x * np.tanh(np.log(1 + np.exp(x))),
    "tanhshrink": lambda x: x - np.tanh(x),
    "softshrink": lambda x: np.sign(x) * np.maximum(np.abs(x) - 0.5, 0),
    "hardshrink": lambda x: np.where(np.abs(x) > 0.5, x, 0),
}
SCIPY = {
    "sigmoid": special.expit,
    "log_sigmoid": special.log_expit,
    "gelu": lambda x: x * special.ndtr(x),
}
# With whole numbers only: a float constant would make numexpr compute float32 in float64.
NUMEXPR = {
    "sigmoid": "1 / (1 + exp(-x))",
    "log_sigmoid": "-log1p(exp(-x))",
    "tanh": "tanh(x)",
    "softsign": "x / (1 + abs(x))",
    "hard_sigmoid": "where(x < -3, 0, where(x > 3, 1, (x + 3) / 6))",
    "hard_swish": "where(x < -3, 0, where(x > 3, x, x * (x + 3) / 6))",
    "hard_tanh": "where(x < -1, -1, where(x > 1, 1, x))",
    "relu": "where(x > 0, x, 0)",
    "relu6": "where(x < 0, 0, where(x > 6, 6, x))",
    "elu": "where(x > 0, x, expm1(x))",
    "celu": "where(x > 0, x, expm1(x))",
    "softplus": "log1p(exp(x))",
    "silu": "x / (1 + exp(-x))",
    "mish": "x * tanh(log1p(exp(x)))",
    "tanhshrink": "x - tanh(x)",
}
NOT_IN_NUMBA = ("gelu",)  # it has no scipy.special


def torch_function(f):
    """Return PyTorch's function of a tensor, with its own defaults; its random slopes at their mean."""
    if f.name == "identity":
        return torch.clone  # nn.Identity does nothing at all: no result of its own
    return getattr(torch.nn, f.torch)().eval().requires_grad_(False)


@functools.cache
def jax_function(f):
    """Return JAX's function of an array, compiled."""
    return jax.jit(getattr(jax.nn, f.jax))


@functools.cache
def _compiled(name):
    return numba.njit(NAIVE[name])


def _torch(f, x):
    function = torch_function(f).to(torch.from_numpy(x[:0]).dtype) if f.name != "identity" else torch.clone
    return functools.partial(function, torch.from_numpy(x))


def _jax(f, x):
    if not f.jax:
        return None
    function, array = jax_function(f), jax.numpy.asarray(x)
    return lambda: function(array).block_until_ready()


def _numexpr(f, x):
    if f.name not in NUMEXPR:
        return None
    return lambda: numexpr.evaluate(NUMEXPR[f.name], local_dict={"x": x}, global_dict={})


CONTENDERS = {
    "naive NumPy": lambda f, x: functools.partial(NAIVE[f.name], x),
    "torch": _torch,
    "scipy": lambda f, x: functools.partial(SCIPY[f.name], x) if f.name in SCIPY else None,
    "numexpr": _numexpr,
    "numba": lambda f, x: functools.partial(_compiled(f.name), x) if f.name not in NOT_IN_NUMBA else None,
    "jax": _jax,
}


def set_threads(count):
    """Let every package that can be told use as many threads; JAX decides for itself when it starts."""
    torch.set_num_threads(count)
    numexpr.set_num_threads(count)
