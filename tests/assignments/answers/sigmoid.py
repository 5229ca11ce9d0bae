"""Answers to the assignment *sigmoid*: right, naive, and for each check one that it alone catches."""

RIGHT = {
    "sigmoid": """
def sigmoid(z):
    small = np.exp(-np.abs(z))
    return np.where(z < 0, small, 1) / (1 + small)
""",
    "log_sigmoid": """
def log_sigmoid(z):
    return np.minimum(z, 0) - np.log1p(np.exp(-np.abs(z)))
""",
    "bce_with_logits": """
def bce_with_logits(z, y):
    return np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))
""",
}

RIGHT_TOO = {
    "sigmoid": """
def sigmoid(z):
    z = np.asarray(z)
    value = np.empty_like(z)
    left = z < 0
    e = np.exp(z[left])
    value[left] = e / (1 + e)
    value[~left] = 1 / (1 + np.exp(-z[~left]))
    return value
""",
    "log_sigmoid": "log_sigmoid = lambda z: -np.logaddexp(0, -z)",
    "bce_with_logits": "bce_with_logits = lambda z, y: y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)",
}

NAIVE = {
    "sigmoid": "sigmoid = lambda z: 1 / (1 + np.exp(-z))",
    "log_sigmoid": "log_sigmoid = lambda z: np.log(sigmoid(z))",
    "bce_with_logits": "bce_with_logits = lambda z, y: -y * np.log(sigmoid(z)) - (1 - y) * np.log(1 - sigmoid(z))",
}

# Check to a wrong answer that fails it and no other. `right` stands for the right answer of that function.
WRONG = {
    # takes e^z for sigma(z) while the 1 still counts
    "sigmoid/middle": "sigmoid = lambda z: np.where(z < -20, np.exp(np.minimum(z, 0)), right(z))",
    # silences the overflow instead of avoiding it
    "sigmoid/left tail": """
def sigmoid(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))
""",
    # chooses the right branch after computing both
    "sigmoid/no warnings": """
def sigmoid(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))
""",
    # sweeps nan away
    "sigmoid/limits": "sigmoid = lambda z: np.nan_to_num(right(z))",
    # converts to Python's float
    "sigmoid/float32": "sigmoid = lambda z: right(np.asarray(z, dtype=float))",
    # saves memory at the caller's expense
    "sigmoid/manners": """
def sigmoid(z):
    left = z < 0
    np.abs(z, out=z)
    small = np.exp(-z)
    return np.where(left, small, 1) / (1 + small)
""",
    # takes the first term of the series too early
    "log_sigmoid/middle": "log_sigmoid = lambda z: np.where(z > 17, -np.exp(-np.maximum(z, 0)), right(z))",
    # cuts off where exp would overflow, though no exp would
    "log_sigmoid/left tail": "log_sigmoid = lambda z: np.where(np.isneginf(z), z, right(np.maximum(z, -700)))",
    # takes small for 0, at a bound that suits float32
    "log_sigmoid/right tail": "log_sigmoid = lambda z: np.where(z > 90, 0, right(z))",
    # chooses the right branch after computing both
    "log_sigmoid/no warnings": """
def log_sigmoid(z):
    return np.where(z < 0, z - np.log1p(np.exp(z)), -np.log1p(np.exp(-z)))
""",
    # multiplies by a mask: 0 times infinity
    "log_sigmoid/limits": "log_sigmoid = lambda z: (z < 0) * z - np.log1p(np.exp(-np.abs(z)))",
    "log_sigmoid/float32": "log_sigmoid = lambda z: right(np.asarray(z, dtype=float))",
    # loses the shape
    "log_sigmoid/manners": "log_sigmoid = lambda z: np.ravel(right(z))",
    # subtracts large from large
    "bce_with_logits/hard labels": """
def bce_with_logits(z, y):
    return np.maximum(-z, 0) + np.log1p(np.exp(-np.abs(z))) + (1 - y) * z
""",
    # takes the label for a switch
    "bce_with_logits/soft labels": "bce_with_logits = lambda z, y: right(z, np.where(y == 1, y, 0))",
    # clips the logits
    "bce_with_logits/far out": "bce_with_logits = lambda z, y: right(np.clip(z, -700, 700), y)",
    # chooses the right branch after computing both
    "bce_with_logits/no warnings": """
def bce_with_logits(z, y):
    def log_sigmoid(z):
        return np.where(z < 0, z - np.log1p(np.exp(z)), -np.log1p(np.exp(-z)))
    return -y * log_sigmoid(z) - (1 - y) * log_sigmoid(-z)
""",
    "bce_with_logits/float32": "bce_with_logits = lambda z, y: right(np.asarray(z, dtype=float), y)",
    # overwrites the labels
    "bce_with_logits/manners": """
def bce_with_logits(z, y):
    value = right(z, y.copy())
    np.subtract(1, y, out=y)
    return value
""",
}
