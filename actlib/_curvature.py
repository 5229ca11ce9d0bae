"""The curvature that a linear layer meets on top of units z = s·x, x ~ N(0, I): second moments of their outputs.

With orthonormal weights the pre-activations are independent, N(0, s²) each. So the second-moment matrix of n units'
outputs is v I + m² 11ᵀ, v their variance and m their mean, and its eigenvalues are v + n m², once, and v.
"""

import numpy as np

from actlib import gaussian


def moments(f, spread=1.0, mean=0.0):
    """Return E[f] and E[f²] of a function of the catalogue for z ~ N(mean, spread²)."""
    return gaussian.moments(f, q=spread**2, kinks=f.facts.kinks, mean=mean)


def largest(mean, square, units):
    """Return the largest eigenvalue of the second moments of independent units with these two moments."""
    return square + (units - 1) * mean**2


def condition(mean, square, units):
    """Return the largest eigenvalue over the others, 1 + n m²/v."""
    return 1 + units * mean**2 / (square - mean**2)


def sampled(outputs):
    """Return all eigenvalues, rising, of the second moments of outputs, a row for each example."""
    return np.linalg.eigvalsh(outputs.T @ outputs / len(outputs))


def descent(outputs, rate, steps):
    """Return the errors' mean square after each step of descent for a linear layer on the outputs.

    The targets are those of a layer with unit weights of mixed signs and a little of all ones; it starts at 0.
    """
    examples, units = outputs.shape
    goal = np.where(np.arange(units) % 3 == 0, -1.0, 1.0)
    v, losses = np.zeros(units), []
    for _ in range(steps + 1):
        errors = outputs @ (v - goal)
        losses.append(np.mean(errors**2))
        v = v - rate * outputs.T @ errors / examples
    return np.array(losses)
