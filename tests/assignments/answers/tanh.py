"""Answers to the assignment *tanh*."""

RIGHT_TOO = {
    "middle_layer": """
def middle_layer(A):
    return np.hstack([4 * A[:, :-1], 2 * A[:, -1:] - 2 * A[:, :-1] @ np.ones((A.shape[1] - 1, 1))])
""",
    "tanh_derivative": """
def tanh_derivative(z):
    with np.errstate(under="ignore"):
        e = np.exp(-np.abs(z))
        return (2 * e / (1 + e * e)) * (2 * e / (1 + e * e))
""",
}

WRONG = {
    # doubles the weights and not the biases
    "first_layer/any layer": "first_layer = lambda A: np.hstack([2 * A[:, :-1], A[:, -1:]])",
    # forgets that the next sigmoid takes 2z
    "middle_layer/any layer": "middle_layer = lambda A: right(A) / 2",
    # leaves the bias alone
    "last_layer/any layer": "last_layer = lambda A: np.hstack([2 * A[:, :-1], A[:, -1:]])",
    # in terms of the value
    "tanh_derivative/tails": "tanh_derivative = lambda z: 1 - np.tanh(z) ** 2",
    # divides by what overflows
    "tanh_derivative/no warnings": "tanh_derivative = lambda z: 1 / np.cosh(z) ** 2",
    # divides 0 by 0
    "ratio/whole line": """
def ratio(z):
    a, b = np.exp(-2 * np.abs(z)), np.exp(-np.abs(z))
    return (4 * a / (1 + a) ** 2) / (b / (1 + b) ** 2)
""",
}
