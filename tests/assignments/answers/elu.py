"""Answers to the assignment *elu*."""

RIGHT_TOO = {
    "elu": "elu = lambda z, alpha: np.maximum(z, 0) + alpha * np.expm1(np.minimum(z, 0))",
    "elu_derivative": """
def elu_derivative(z, alpha):
    slope = np.ones_like(z)
    slope[z <= 0] = alpha * np.exp(z[z <= 0])
    return slope
""",
    "zero_mean_alpha": """
def zero_mean_alpha(sigma):
    x, w = np.polynomial.legendre.leggauss(200)
    t = (x - 1) * 6  # from -12 to 0
    law = 6 * w * np.exp(-t**2 / 2) / np.sqrt(2 * np.pi)
    left = (law * np.expm1(np.multiply.outer(sigma, t))).sum(axis=-1)
    return -sigma / np.sqrt(2 * np.pi) / left
""",
}

WRONG = {
    # forgets the bracket
    "elu/any α": "elu = lambda z, alpha: np.where(z > 0, z, np.expm1(np.minimum(z, 0) * alpha))",
    # types the formula
    "elu/near zero": "elu = lambda z, alpha: np.where(z > 0, z, alpha * (np.exp(np.minimum(z, 0)) - 1))",
    # computes the left branch on the right side too
    "elu/no warnings": "elu = lambda z, alpha: np.where(z > 0, z, alpha * np.expm1(z))",
    "elu/float32": "elu = lambda z, alpha: right(np.asarray(z, dtype=float), alpha)",
    # takes the exponent of CELU
    "elu_derivative/any α": """
def elu_derivative(z, alpha):
    return np.where(z > 0, 1, alpha * np.exp(np.minimum(z, 0) / alpha))
""",
    # in terms of the value
    "elu_derivative/far left": """
def elu_derivative(z, alpha):
    return np.where(z > 0, 1, alpha * np.expm1(np.minimum(z, 0)) + alpha)
""",
    # takes the right side at 0
    "elu_derivative/at the kink": """
def elu_derivative(z, alpha):
    return np.where(z >= 0, 1, alpha * np.exp(np.minimum(z, 0)))
""",
    # answers for ELU
    "celu/any α": "celu = lambda z, alpha: np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0)))",
    # forgets the α in the exponent
    "celu_alpha_derivative/any α": """
def celu_alpha_derivative(z, alpha):
    return np.where(z > 0, 0, np.expm1(np.minimum(z, 0) / alpha))
""",
    # takes e^(σ/2), the shift of a variance that is not squared
    "zero_mean_alpha/any σ": """
import math


def zero_mean_alpha(sigma):
    tail = np.array([0.5 * math.erfc(s / math.sqrt(2)) for s in sigma])
    return sigma / np.sqrt(2 * np.pi) / (0.5 - np.exp(sigma / 2) * tail)
""",
}
