"""Inputs that the checks of several assignments ask for."""

import numpy as np

from actlib.assignments.checking import Case

#: Packages that have a ready answer, or arithmetic that makes the question void.
NUMPY_ALONE = ("actlib", "scipy", "mpmath", "sympy", "sklearn", "torch", "jax", "tensorflow", "keras")


def case(*arrays, dtype=np.float64) -> Case:
    """Make the arguments of one call."""
    return tuple(np.array(array, dtype) for array in arrays)


def between(*intervals, dtype=np.float64, count=60):
    """Draw one call with numbers from several intervals."""
    return lambda rng: (case(np.concatenate([rng.uniform(a, b, count) for a, b in intervals]), dtype=dtype),)


def ends(rng):
    """Draw one call on infinities and nan, all of them there."""
    all_three = [-np.inf, np.inf, np.nan]
    return (case(rng.permutation([*all_three, *rng.choice(all_three, 6)])),)
