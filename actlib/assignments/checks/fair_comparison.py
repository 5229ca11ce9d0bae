"""The checks of the assignment *fair_comparison*: choosing rates, reporting scores, and saying how sure one is."""

import itertools

import numpy as np

from actlib.assignments.checking import Check
from actlib.assignments.checks._arrays import close
from actlib.assignments.checks._inputs import NUMPY_ALONE, case

ABSENT = NUMPY_ALONE


def best_rates(validation):
    """Return, for each activation, the rate with the smallest mean loss among those that never diverged."""
    chosen = []
    for losses in validation:
        means = {rate: sum(row) / len(row) for rate, row in enumerate(losses) if all(np.isfinite(row))}
        chosen.append(min(means, key=means.get))
    return chosen


def final_scores(validation, test):
    """Return the test losses at the rates that validation chose."""
    return [losses[rate] for losses, rate in zip(test, best_rates(validation), strict=True)]


def p_value(a, b):
    """Return the share of sign changes whose mean difference is at least as large in size."""
    difference = [float(x) - float(y) for x, y in zip(a, b, strict=True)]
    found = abs(sum(difference))
    signs = itertools.product((-1, 1), repeat=len(difference))
    as_large = [abs(sum(s * d for s, d in zip(sign, difference, strict=True))) >= found - 1e-9 for sign in signs]
    return sum(as_large) / len(as_large)


def holm(p):
    """Return Holm's adjusted p-values: for each, the largest over those no larger of (how many are left) times p."""
    order = sorted(range(len(p)), key=lambda i: p[i])
    adjusted, worst = [0.0] * len(p), 0.0
    for rank, i in enumerate(order):
        worst = max(worst, (len(p) - rank) * p[i])
        adjusted[i] = min(1.0, worst)
    return adjusted


def seeds_needed(effect, spread):
    """Return how many pairs show an effect at 5 % two-sided with power 80 %, by the normal approximation."""
    return np.ceil(((1.959963984540054 + 0.8416212335729143) * spread / effect) ** 2)


def well_behaved(rng):
    """Draw losses where the smallest of all is at another rate than the smallest mean."""
    losses = rng.uniform(0.4, 0.6, (3, 4, 5))
    for activation in range(3):
        lucky, good = rng.permutation(4)[:2]
        losses[activation, good] -= 0.2
        losses[activation, lucky, rng.integers(5)] = 0.05
        losses[activation, lucky] += 0.1 * (losses[activation, lucky] > 0.1)
    return (case(losses),)


def diverging(rng):
    """Draw losses where the rate with the smallest losses diverged on one seed; each next best is best throughout."""
    losses = rng.uniform(0.5, 0.6, (3, 4, 5))
    for activation in range(3):
        broken, good = rng.permutation(4)[:2]
        losses[activation, good] -= 0.2
        losses[activation, broken] -= 0.3
        losses[activation, broken, rng.integers(5)] = rng.choice([np.nan, np.inf])
    losses[0, :, :] = np.where(np.isinf(losses[0]), np.nan, losses[0])
    return (case(losses),)


def two_tables(rng):
    """Draw validation losses, and test losses that would choose otherwise."""
    return (case(rng.uniform(0.3, 0.6, (3, 4, 5)), rng.uniform(0.3, 0.6, (3, 4, 5))),)


def pairs(rng):
    """Draw the scores of two activations over the same seeds, better and worse."""
    return tuple(
        case(shared + step + rng.normal(0, 0.3, 8), shared)
        for shared, step in [(rng.normal(0, 2, 8), 0.4), (rng.normal(0, 2, 8), -0.4)]
    )


def spaced(rng):
    """Draw p-values out of order, so far apart that each stays below the next and below 1."""
    return (case(np.roll([0.001, 0.01, 0.05, 0.3], rng.integers(1, 4)) * rng.uniform(0.8, 1.2)),)


def crowded(rng):
    """Draw rising p-values that lie close together, the last near 1."""
    return (case([*np.sort(rng.uniform(0.02, 0.023, 3)), rng.uniform(0.7, 0.8), rng.uniform(0.8, 0.9)]),)


RNG = np.random.default_rng(2)

CHECKS = (
    Check(
        "best_rates/no run diverged",
        2,
        (case([[[0.3, 0.4], [0.1, 0.9]], [[0.5, 0.5], [0.2, 0.3]]]),),
        well_behaved,
        close(best_rates, "the smallest mean over the seeds; one lucky run is no reason."),
    ),
    Check(
        "best_rates/some diverged",
        3,
        (case([[[0.3, 0.4], [0.1, np.nan]], [[0.5, np.inf], [0.2, 0.3]]]),),
        diverging,
        close(best_rates, "a rate at which any run diverged is out; leaving the run out would reward it."),
    ),
    Check(
        "final_scores/any tables",
        4,
        (case([[[0.3, 0.4], [0.2, 0.3]]], [[[0.1, 0.2], [0.5, 0.6]]]),),
        two_tables,
        close(final_scores, "validation chooses the rate, and the test losses at that rate are reported as they are."),
    ),
    Check(
        "p_value/pairs",
        4,
        (case([1, 2, 3], [0, 0, 0]), case([0.2, 0.1, 0.4, 0.3], [0.1, 0.3, 0.2, 0.2])),
        pairs,
        close(p_value, "count the sign changes, of all 2ⁿ, with a mean difference at least as large in size."),
    ),
    Check(
        "holm/any order",
        2,
        (case([0.01, 0.001, 0.3]),),
        spaced,
        close(holm, "the smallest is multiplied by n, the next by n - 1, …; each goes back to its place."),
    ),
    Check(
        "holm/close together",
        2,
        (case([0.02, 0.021, 0.022]), case([0.02, 0.7, 0.8])),
        crowded,
        close(holm, "no adjusted value lies below that of a smaller p, and none above 1."),
    ),
    Check(
        "seeds_needed/any effect",
        3,
        (case(0.1, 0.1), case(0.01, 0.05)),
        lambda rng: tuple(case(e, e * rng.uniform(0.7, 5)) for e in rng.uniform(0.01, 0.2, 5)),
        close(seeds_needed, "((1.960 + 0.8416) spread / effect)², and the next whole number: fewer do not suffice."),
    ),
)
