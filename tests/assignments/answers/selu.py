"""Answers to the assignment *selu*."""

CLOSED = """
import math


def law(alpha, scale, mu, nu):
    s = math.sqrt(nu)
    below = 0.5 * math.erfc(mu / s / math.sqrt(2))
    density = math.exp(-mu * mu / nu / 2) / math.sqrt(2 * math.pi)
    e1, e2 = (
        math.exp(k * mu + k * k * nu / 2) * 0.5 * math.erfc((mu + k * nu) / s / math.sqrt(2)) for k in (1, 2)
    )
    first = mu * (1 - below) + s * density + alpha * (e1 - below)
    second = (mu**2 + nu) * (1 - below) + mu * s * density + alpha**2 * (e2 - 2 * e1 + below)
    return scale * np.array([first, scale * (second - first**2)])
"""

RIGHT = {
    "constants": CLOSED
    + """

def constants(mu, nu):
    # For given alpha the scale follows from the mean, or from the variance; bisect for the alpha with which both agree.
    low, high = 0.0, 50.0
    for _ in range(200):
        alpha = (low + high) / 2
        mean, variance = law(alpha, 1.0, mu, nu)
        if mean * np.sqrt(nu) > mu * np.sqrt(variance):
            low = alpha
        else:
            high = alpha
    return np.array([alpha, np.sqrt(nu / law(alpha, 1.0, mu, nu)[1])])
""",
    "jacobian": CLOSED
    + """

def jacobian(alpha, scale, omega, tau):
    h = 1e-4
    steps = [(omega * h, 0), (0, tau * h)]
    rows = [law(alpha, scale, a, tau + b) - law(alpha, scale, -a, tau - b) for a, b in steps]
    return np.transpose(rows) / (2 * h)
""",
}

RIGHT_TOO = RIGHT | {
    # by closed forms instead of a quadrature
    "moments": """
import math


def moments(alpha, scale):
    Phi = lambda x: 0.5 * math.erfc(-x / math.sqrt(2))
    e1, e2 = math.exp(0.5) * Phi(-1), math.exp(2) * Phi(-2)
    first = 1 / math.sqrt(2 * math.pi) + alpha * (e1 - 0.5)
    second = 0.5 + alpha**2 * (e2 - 2 * e1 + 0.5)
    return np.array([scale * first, scale**2 * second])
""",
    "alpha_dropout": """
def alpha_dropout(alpha, scale, keep):
    low = -scale * alpha
    values, law = np.array([1.0, -1.0, low]), np.array([keep / 2, keep / 2, 1 - keep])
    mean = law @ values
    a = 1 / np.sqrt(law @ values**2 - mean**2)
    return np.array([a, -a * mean])
""",
}

WRONG = {
    # lets Gauss and Hermite run across the kink
    "moments/any constants": """
def moments(alpha, scale):
    t, w = np.polynomial.hermite_e.hermegauss(60)
    f = scale * np.where(t > 0, t, alpha * np.expm1(np.minimum(t, 0)))
    return np.array([w @ f, w @ f**2]) / np.sqrt(2 * np.pi)
""",
    # takes the variance for the standard deviation
    "moment_map/any law": "moment_map = lambda alpha, scale, mu, nu: right(alpha, scale, mu, nu**2)",
    # knows the constants by heart
    "constants/any fixed point": "constants = lambda mu, nu: np.array([1.6732632423543772, 1.0507009873554805])",
    # transposed
    "jacobian/any layer": "jacobian = lambda *arguments: right(*arguments).T",
    # rescales by the rate alone, as ordinary dropout does
    "alpha_dropout/any rate": "alpha_dropout = lambda alpha, scale, keep: np.array([1 / keep, 0 * keep])",
}
