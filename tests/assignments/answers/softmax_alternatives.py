"""Answers to the assignment *softmax_alternatives*."""

RIGHT = {
    "sparsemax_jvp": """
def sparsemax_jvp(z, v):
    order = -np.sort(-z)
    tau = max((order[:k].sum() - 1) / k for k in range(1, len(z) + 1))
    on = z > tau
    return on * (v - v[on].mean())
""",
    "sparsemax_loss": """
def sparsemax_loss(z, label):
    order = -np.sort(-z)
    tau = max((order[:k].sum() - 1) / k for k in range(1, len(z) + 1))
    return 0.5 + 0.5 * np.sum((z**2 - tau**2)[z > tau]) - z[int(label)]
""",
}

RIGHT_TOO = RIGHT | {
    # the threshold is the largest of the candidates
    "sparsemax": """
def sparsemax(z):
    order = -np.sort(-z, axis=-1)
    candidates = (np.cumsum(order, axis=-1) - 1) / np.arange(1, z.shape[-1] + 1)
    return np.maximum(z - candidates.max(axis=-1, keepdims=True), 0)
""",
    "spherical_softmax": "spherical_softmax = lambda z: (z / np.linalg.norm(z / abs(z).max()) / abs(z).max()) ** 2",
}

WRONG = {
    # spreads what is too much over all, once, and cuts
    "sparsemax/one vector": """
def sparsemax(z):
    return np.maximum(z - (z.sum(axis=-1, keepdims=True) - 1) / z.shape[-1], 0)
""",
    # treats a table as one long vector
    "sparsemax/last axis": """
def sparsemax(z):
    return right(z.ravel()).reshape(z.shape)
""",
    # bisects between fixed ends
    "sparsemax/far from zero": """
def sparsemax(z):
    low, high = np.full((*z.shape[:-1], 1), -100.0), np.full((*z.shape[:-1], 1), 100.0)
    for _ in range(100):
        tau = (low + high) / 2
        much = np.maximum(z - tau, 0).sum(axis=-1, keepdims=True) > 1
        low, high = np.where(much, tau, low), np.where(much, high, tau)
    return np.maximum(z - tau, 0)
""",
    # subtracts the mean over all
    "sparsemax_jvp/any direction": """
def sparsemax_jvp(z, v):
    order = -np.sort(-z)
    tau = max((order[:k].sum() - 1) / k for k in range(1, len(z) + 1))
    return (z > tau) * (v - v.mean())
""",
    # sums over all scores
    "sparsemax_loss/any label": """
def sparsemax_loss(z, label):
    order = -np.sort(-z)
    tau = max((order[:k].sum() - 1) / k for k in range(1, len(z) + 1))
    return 0.5 + 0.5 * np.sum(z**2 - tau**2) - z[int(label)]
""",
    # types the formula
    "spherical_softmax/any scale": "spherical_softmax = lambda z: z**2 / np.sum(z**2)",
    # forgets the 2
    "taylor_softmax/any vector": "taylor_softmax = lambda z: (1 + z + z**2) / np.sum(1 + z + z**2)",
}
