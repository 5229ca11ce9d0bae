"""Answers to the assignment *fair_comparison*."""

RIGHT = {
    "final_scores": """
def final_scores(validation, test):
    means = np.nan_to_num(validation, nan=np.inf).mean(axis=2)
    return np.stack([losses[rate] for losses, rate in zip(test, means.argmin(axis=1))])
""",
}

RIGHT_TOO = {
    "best_rates": """
def best_rates(validation):
    means = validation.sum(axis=2)
    return np.nanargmin(np.where(np.isfinite(means), means, np.nan), axis=1)
""",
    "p_value": """
import itertools


def p_value(a, b):
    d = a - b
    signs = np.array(list(itertools.product([-1, 1], repeat=len(d))))
    return np.mean(np.abs(signs @ d) >= abs(d.sum()) * (1 - 1e-12))
""",
    "holm": """
def holm(p):
    n = len(p)
    return np.array([min(1, max((n - np.sum(p < q)) * q for q in p if q <= mine)) for mine in p])
""",
}

WRONG = {
    # picks the luckiest run
    "best_rates/no run diverged": """
def best_rates(validation):
    losses = np.where(np.isfinite(validation), validation, np.inf)
    finite = np.isfinite(losses).all(axis=2)
    return np.where(finite, losses.min(axis=2), np.inf).argmin(axis=1)
""",
    # leaves out the runs that diverged
    "best_rates/some diverged": """
def best_rates(validation):
    return np.nanmean(np.where(np.isfinite(validation), validation, np.nan), axis=2).argmin(axis=1)
""",
    # peeks at the test losses
    "final_scores/any tables": "final_scores = lambda validation, test: right(test, test)",
    # counts one side only
    "p_value/pairs": """
import itertools


def p_value(a, b):
    d = a - b
    signs = np.array(list(itertools.product([-1, 1], repeat=len(d))))
    return np.mean(signs @ d >= d.sum() - 1e-12)
""",
    # takes the p-values for sorted ones
    "holm/any order": """
def holm(p):
    return np.minimum(1, np.maximum.accumulate(p * np.arange(len(p), 0, -1)))
""",
    # multiplies and leaves it at that
    "holm/close together": """
def holm(p):
    rank = np.argsort(np.argsort(p))
    return p * (len(p) - rank)
""",
    # rounds down
    "seeds_needed/any effect": """
def seeds_needed(effect, spread):
    return np.floor(((1.959964 + 0.841621) * spread / effect) ** 2)
""",
}
