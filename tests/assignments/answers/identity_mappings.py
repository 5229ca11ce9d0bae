"""Answers to the assignment *identity_mappings*."""

RIGHT_TOO = {
    # the two units of a coordinate side by side, and scaled
    "relu_identity": """
def relu_identity(n):
    U = np.kron(np.eye(int(n)), [[3.0], [-0.5]])
    return np.stack([U, 1 / np.where(U == 0, np.inf, U)])
""",
    # any permutation of the hidden units, undone by the next layer
    "deepen": """
def deepen(A, B, k):
    n = len(A)
    k = int(k)
    swap = np.eye(n)[::-1]
    matrices = [swap, swap] * (k // 2) + [np.eye(n)] * (k % 2)
    return np.stack([np.hstack([W, np.zeros((n, 1))]) for W in matrices])
""",
    "widen": """
def widen(A, B, units):
    units = units.astype(int)
    # only the first copy speaks
    first = [i == list(units).index(u) for i, u in enumerate(units)]
    return np.hstack([B[:, units] * first, B[:, -1:]])
""",
}

WRONG = {
    # one unit a coordinate: right for what is positive
    "relu_identity/any size": """
def relu_identity(n):
    U = np.vstack([np.eye(int(n)), np.zeros((int(n), int(n)))])
    return np.stack([U, U])
""",
    # forgets that both units leak
    "leaky_identity/any slope": """
def leaky_identity(n, slope):
    U = np.vstack([np.eye(int(n)), -np.eye(int(n))])
    return np.stack([U, U])
""",
    # puts the bias first
    "deepen/any network": """
def deepen(A, B, k):
    n = len(A)
    return np.stack([np.eye(n, n + 1, k=1)] * int(k))
""",
    # halves, however many copies there are
    "widen/any copies": """
def widen(A, B, units):
    units = units.astype(int)
    twice = np.bincount(units)[units] > 1
    return np.hstack([B[:, units] / (1 + twice), B[:, -1:]])
""",
    # forgets the inner ReLU
    "block_jacobian/any input": """
def block_jacobian(U, V, x):
    on = U @ np.maximum(x, 0) > 0
    return np.eye(x.size) + (V * on) @ U
""",
}
