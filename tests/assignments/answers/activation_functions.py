"""Answers to the assignment *activation_functions*."""

RIGHT_TOO = {
    "parity": """
def parity(x, values):
    odd, even = (np.allclose(values, sign * values[::-1], rtol=0, atol=1e-9) for sign in (-1, 1))
    return 1 if odd else 2 if even else 0
""",
    "never_falls": "never_falls = lambda x, values: np.all(values >= np.maximum.accumulate(values) - 1e-12)",
    "kink": """
def kink(x, values):
    left = (values[1:-1] - values[:-2]) / (x[1:-1] - x[:-2])
    right = (values[2:] - values[1:-1]) / (x[2:] - x[1:-1])
    return x[1 + np.abs(right - left).argmax()]
""",
}

WRONG = {
    # looks at the ends
    "parity/any function": """
def parity(x, values):
    if abs(values[0] + values[-1]) < 1e-9:
        return 1
    return 2 if abs(values[0] - values[-1]) < 1e-9 else 0
""",
    # forgives no rounding
    "parity/roundings": """
def parity(x, values):
    if np.array_equal(values, -values[::-1]):
        return 1
    return 2 if np.array_equal(values, values[::-1]) else 0
""",
    # asks for growth
    "never_falls/level parts": "never_falls = lambda x, values: np.all(np.diff(values) > 0)",
    # compares the ends
    "never_falls/dips": "never_falls = lambda x, values: values[-1] >= values[0]",
    # takes bounded for saturating
    "saturates/both ends": "saturates = lambda x, values: [values[0] >= -1.01, values[-1] <= 1.01]",
    # forgets that slopes may be negative
    "lipschitz/any grid": "lipschitz = lambda x, values: np.max(np.diff(values) / np.diff(x))",
    # takes the grid for an even one
    "kink/uneven grid": "kink = lambda x, values: x[1 + np.abs(np.diff(values, 2)).argmax()]",
}
