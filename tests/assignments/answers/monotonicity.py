"""Answers to the assignment *monotonicity*."""

RIGHT_TOO = {
    "curvature": """
def curvature(w, x, y):
    s = 1 / (1 + np.exp(-w * x))
    # the derivative of 2 x (s - y) s (1 - s), with s (1 - s) taken as one factor
    return 2 * x**2 * s * (1 - s) * (s * (1 - s) + (s - y) * (1 - 2 * s))
""",
    "matching_loss": "matching_loss = lambda z, y: np.logaddexp(z, -z) - np.log(2) - y * z",
    "is_convex": """
def is_convex(x, values):
    chord = np.interp(x[1:-1], x, values)
    left, right = x[1:-1] - x[:-2], x[2:] - x[1:-1]
    chord = (right * values[:-2] + left * values[2:]) / (left + right)
    return np.all(values[1:-1] <= chord + 1e-11 * np.abs(values).max())
""",
    "minima": """
def minima(x, values):
    down = np.diff(values) < 0
    up = np.diff(values) > 0
    return x[1:-1][down[:-1] & up[1:]]
""",
}

WRONG = {
    # differentiates the residual and not the slope (Gauss and Newton's matrix)
    "curvature/any neuron": """
def curvature(w, x, y):
    s = 1 / (1 + np.exp(-w * x))
    return 2 * (x * s * (1 - s)) ** 2
""",
    # takes the value far out for the value
    "matching_loss/middle": "matching_loss = lambda z, y: np.abs(z) - np.log(2) - y * z",
    # types the formula
    "matching_loss/far out": "matching_loss = lambda z, y: np.log(np.cosh(z)) - y * z",
    # the gradient of half the squared loss
    "gradient/any data": """
def gradient(X, w, y):
    t = np.tanh(X @ w)
    return X.T @ ((t - y) * (1 - t**2))
""",
    # takes the grid for an even one
    "is_convex/uneven grid": "is_convex = lambda x, values: np.all(np.diff(values, 2) >= -1e-9)",
    # forgives nothing
    "is_convex/straight pieces": "is_convex = lambda x, values: np.all(np.diff(np.diff(values) / np.diff(x)) >= 0)",
    # looks at the middle and the ends
    "is_convex/small dent": """
def is_convex(x, values):
    middle = len(x) // 2
    share = (x[middle] - x[0]) / (x[-1] - x[0])
    return values[middle] <= (1 - share) * values[0] + share * values[-1] + 1e-9
""",
    # counts an end that the curve falls to
    "minima/any curve": """
def minima(x, values):
    padded = np.concatenate([[np.inf], values, [np.inf]])
    return x[(padded[:-2] > values) & (values < padded[2:])]
""",
}
