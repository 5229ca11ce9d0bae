"""Answers to the assignment *vanishing_gradients*."""

RULE = """
t = np.linspace(-10, 10, 401)
law = np.exp(-(t**2) / 2) * 0.05 / np.sqrt(2 * np.pi)


def settled(sigma_w, sigma_b):
    # by Newton's method, from the right
    q = sigma_w**2 + sigma_b**2
    for _ in range(200):
        value, near = (sigma_w**2 * (law @ np.tanh(np.sqrt(p) * t) ** 2) + sigma_b**2 for p in (q, q * (1 - 1e-6)))
        step = (value - q) / (1 - (value - near) / (q * 1e-6))
        q += step
        if abs(step) < 1e-12:
            break
    return q
"""

RIGHT = {
    "fixed_point": RULE + "\n\ndef fixed_point(sigma_w, sigma_b):\n    return settled(sigma_w, sigma_b)\n",
    "critical_sigma_w": RULE
    + """

def critical_sigma_w(sigma_b):
    low, high = 0.8, 5.0
    for _ in range(30):
        s = (low + high) / 2
        chi = s**2 * (law @ (1 - np.tanh(np.sqrt(settled(s, sigma_b)) * t) ** 2) ** 2)
        low, high = (s, high) if chi < 1 else (low, s)
    return s
""",
}

RIGHT_TOO = RIGHT | {
    "second_moment": RULE + "\n\ndef second_moment(q):\n    return law @ np.tanh(np.sqrt(q) * t) ** 2\n",
    "gradient_ratio": "gradient_ratio = lambda chi, depth: np.exp(depth * np.log(chi) / 2)",
}

WRONG = {
    # takes the variance for the standard deviation
    "second_moment/any variance": "second_moment = lambda q: right(q**2)",
    # squares the mean, where the mean of the square is asked
    "chi_1/any weights": RULE
    + """

def chi_1(sigma_w, q):
    return sigma_w**2 * (law @ np.cosh(np.sqrt(q) * t) ** -2.0) ** 2
""",
    # forgets the biases
    "fixed_point/with biases": "fixed_point = lambda sigma_w, sigma_b: right(sigma_w, 0 * sigma_b)",
    # iterates a round number of times
    "fixed_point/slow": RULE
    + """

def fixed_point(sigma_w, sigma_b):
    q = 1.0
    for _ in range(30):
        q = sigma_w**2 * (law @ np.tanh(np.sqrt(q) * t) ** 2) + sigma_b**2
    return q
""",
    # takes the variance that the biases alone would give
    "critical_sigma_w/any biases": RULE
    + """

def critical_sigma_w(sigma_b):
    return 1 / np.sqrt(law @ np.cosh(sigma_b * t) ** -4.0)
""",
    # forgets the root
    "gradient_ratio/any depth": "gradient_ratio = lambda chi, depth: chi**depth",
}
