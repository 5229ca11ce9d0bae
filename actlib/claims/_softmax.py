"""What the checks of the chapter softmax share: rival maps, small problems and their solutions."""

import math

import numpy as np
from scipy.optimize import minimize

import actlib as act
from actlib.ledger import Evidence


def naive_softmax(z):
    """Softmax as the formula says, without a shift: it overflows."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.exp(z) / np.exp(z).sum()


def standard_score(z):
    """Return the scores less their mean, over their standard deviation."""
    return (z - z.mean()) / z.std()


def shared_by_winners(z):
    """Return equal shares for all largest entries and nothing for the others."""
    return (z == z.max()) / np.count_nonzero(z == z.max())


def first_winner_takes_all(z):
    """Return the one-hot vector of NumPy's argmax."""
    return np.eye(z.size)[np.argmax(z)]


def best_on_the_simplex(z, entropy_weight):
    """Maximise ⟨p, z⟩ + weight·H(p) by a general optimiser that knows nothing of softmax."""
    return minimize(
        lambda p: entropy_weight * p @ np.log(p) - p @ z,
        np.full(z.size, 1 / z.size),
        method="SLSQP",
        bounds=[(1e-9, 1)] * z.size,
        constraints={"type": "eq", "fun": lambda p: p.sum() - 1},
        tol=1e-13,
    )


def slope_of_cross_entropy(z, y, h=1e-5):
    """Differentiate the cross-entropy of softmax(z) and the truth y by central differences."""
    ahead, behind = (np.log(np.exp(v).sum(axis=1)) - v @ y for v in (z + h * np.eye(z.size), z - h * np.eye(z.size)))
    return (ahead - behind) / (2 * h)


def two_scores(z, temperature, printed):
    """Hold softmax of two scores against the sigmoid of their difference, and against the notes' digits."""
    first, second = act.softmax(z, temperature=temperature)
    difference = z[1] - z[0]
    return Evidence(
        first=(first, 1 / (1 + math.exp(difference)), 2e-15 * first),
        second=(second, act.sigmoid(difference), 1e-15),
        first_as_the_notes_print_it=(first, float(printed[0]), _half_a_digit(printed[0])),
        second_as_the_notes_print_it=(second, float(printed[1]), _half_a_digit(printed[1])),
    )


def _half_a_digit(decimal):
    return 0.5 * 10.0 ** -len(decimal.partition(".")[2])


def random_net(rng, f):
    """Return the map of a net that has learnt nothing: 20 inputs, 64 hidden units, 3 logits."""
    w, b, v = rng.standard_normal((20, 64)) / math.sqrt(10), rng.standard_normal(64), rng.standard_normal((64, 3)) / 8
    return lambda x: f(x @ w + b) @ v
