"""What several families are made of."""

import mpmath as mp


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def softplus(x):
    return mp.log(1 + mp.exp(x))


def normal_cdf(x):
    """Φ(x); beyond 10⁴ it is 0 or 1 to millions of digits, and mpmath gives up."""
    return mp.erfc(-x / mp.sqrt(2)) / 2 if abs(x) < 10**4 else mp.mpf(x > 0)
