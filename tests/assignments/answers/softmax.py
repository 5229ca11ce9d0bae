"""Answers to the assignment *softmax*."""

RIGHT_TOO = {
    "softmax": """
def softmax(z):
    return np.exp(z - np.logaddexp.reduce(z, axis=-1, keepdims=True))
""",
    "log_softmax": "log_softmax = lambda z: z - np.logaddexp.reduce(z, axis=-1, keepdims=True)",
    "cross_entropy_gradient": """
def cross_entropy_gradient(z, labels):
    p = np.exp(z - z.max(axis=1)[:, None])
    p /= p.sum(axis=1)[:, None]
    p[np.arange(len(z)), labels] -= 1
    return p / len(z)
""",
    "norm_bound": """
def norm_bound(z):
    p = np.exp(z - z.max())
    p /= p.sum()
    return np.linalg.norm(np.diag(p) - np.outer(p, p), 2)
""",
}

WRONG = {
    # normalises the columns: right for one vector
    "softmax/last axis": """
def softmax(z):
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)
""",
    # types the formula
    "softmax/large logits": """
def softmax(z):
    return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)
""",
    # subtracts the mean, which may be infinite
    "softmax/masked": """
def softmax(z):
    e = np.exp(z - z.mean(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
""",
    # sums over everything: right for one vector
    "log_softmax/last axis": """
def log_softmax(z):
    shifted = z - z.max()
    return shifted - np.log(np.exp(shifted).sum())
""",
    # takes the logarithm of what has become 0
    "log_softmax/far apart": """
def log_softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.log(e / e.sum(axis=-1, keepdims=True))
""",
    # the gradient of the sum of the losses
    "cross_entropy_gradient/batch": """
def cross_entropy_gradient(z, labels):
    return right(z, labels) * len(z)
""",
    # types the formula
    "cross_entropy_gradient/large logits": """
def cross_entropy_gradient(z, labels):
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    return (p - np.eye(z.shape[1])[labels]) / len(z)
""",
    # the diagonal of the Jacobian alone, as for the sigmoid
    "softmax_jvp/any shape": """
def softmax_jvp(z, v):
    p = np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)
    return p * (1 - p) * v
""",
    # the largest entry for the largest eigenvalue
    "norm_bound/any vector": """
def norm_bound(z):
    p = np.exp(z) / np.exp(z).sum()
    return np.max(p * (1 - p))
""",
}
