"""Answers to the assignment *relu*."""

RIGHT_TOO = {
    "dead_units": "dead_units = lambda X, W, b: ((X @ W + b).max(axis=0) <= 0).astype(int)",
    "gradients": """
def gradients(X, W, b, upstream):
    delta = upstream * np.heaviside(X @ W + b, 0)
    return np.hstack([X, np.ones((len(X), 1))]).T @ delta
""",
    "revive": """
def revive(X, W, b, count):
    new = b.copy()
    for unit in np.flatnonzero((X @ W + b <= 0).all(axis=0)):
        z = np.sort(X @ W[:, unit])[::-1]
        k = int(count)
        new[unit] = -(z[k - 1] + z[k]) / 2 if k < len(z) else -z[-1] + 1
    return new
""",
}

WRONG = {
    # judges by the average
    "dead_units/fires once": "dead_units = lambda X, W, b: (X @ W + b).mean(axis=0) <= 0",
    # asks for negative pre-activations
    "dead_units/exactly zero": "dead_units = lambda X, W, b: (X @ W + b < 0).all(axis=0)",
    # averages over the batch
    "gradients/batch": "gradients = lambda X, W, b, upstream: right(X, W, b, upstream) / len(X)",
    # masks the weights' gradient and not the biases'
    "gradients/mask": """
def gradients(X, W, b, upstream):
    z = X @ W + b
    delta = np.where(z != 0, upstream, 0)
    return np.vstack([X.T @ (delta * (z > 0)), delta.sum(axis=0)])
""",
    # takes the derivative 1 at the kink
    "gradients/at the kink": """
def gradients(X, W, b, upstream):
    delta = upstream * (X @ W + b >= 0)
    return np.vstack([X.T @ delta, delta.sum(axis=0)])
""",
    # starts again from zero, and hopes
    "revive/dead units": "revive = lambda X, W, b, count: np.where((X @ W + b <= 0).all(axis=0), 0, b)",
    # treats all units alike
    "revive/living units": "revive = lambda X, W, b, count: right(X, W, b - 1e6, count)",
    # adds up the probabilities of death
    "born_dead/narrow": "born_dead = lambda widths: np.sum(2.0**-widths)",
    # subtracts from 1
    "born_dead/wide": "born_dead = lambda widths: 1 - np.prod(1 - 2.0**-widths)",
}
