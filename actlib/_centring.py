"""Mean and spread of a unit's output for normal inputs, and what many such units do to the layer behind them."""

from functools import cache

import numpy as np

import actlib as act
from actlib.gaussian import moments


@cache
def output_moments(name, mean=0.0, sigma=1.0):
    """Return mean and variance of f(z), z ~ N(mean, sigma²), for the function of this name."""
    f = act.get(name)
    first, second = moments(f, sigma**2, f.facts.kinks, mean)
    return first, second - first**2


def condition(mean, variance, units):
    """Return the condition number of E[a aᵀ] for independent units of one mean and variance: 1 + d μ²/σ²."""
    return 1 + units * mean**2 / variance


def second_moments(a):
    """Return the mean of a aᵀ over examples (rows)."""
    return a.T @ a / len(a)


def eigenvalue_ratio(matrix):
    """Return the largest eigenvalue over the mean of all others."""
    values = np.linalg.eigvalsh(matrix)
    return values[-1] / values[:-1].mean()
