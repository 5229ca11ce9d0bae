"""The checks of the assignment *selu*: moments through a kink, the constants of a fixed point, and what they give.

The oracles are closed forms, with forty digits and more: E[e^z; z < 0] for z ~ N(μ, ν) is e^(μ + ν/2) Φ(-(μ + ν)/√ν).
"""

import numpy as np

from actlib.assignments.checking import Check
from actlib.assignments.checks._arrays import close, satisfying
from actlib.assignments.checks._inputs import NUMPY_ALONE, case
from actlib.assignments.checks._rules import exactly

ABSENT = NUMPY_ALONE
ALPHA, SCALE = 1.6732632423543772, 1.0507009873554805


def exact_map(alpha, scale, mu, nu):
    """Return mean and variance of SELU(z), z ~ N(μ, ν), exactly."""
    alpha, scale, mu, nu = (
        exactly.mpf(float(number)) if not isinstance(number, exactly.mpf) else number
        for number in (alpha, scale, mu, nu)
    )
    s = exactly.sqrt(nu)
    below, density = exactly.ncdf(-mu / s), exactly.npdf(mu / s)

    def exponential(k):  # E[e^(kz); z < 0]
        return exactly.exp(k * mu + k * k * nu / 2) * exactly.ncdf(-(mu + k * nu) / s)

    first = mu * (1 - below) + s * density + alpha * (exponential(1) - below)
    second = (mu**2 + nu) * (1 - below) + mu * s * density
    second += alpha**2 * (exponential(2) - 2 * exponential(1) + below)
    return scale * first, scale**2 * (second - first**2)


def moments(alpha, scale):
    """Return mean and second moment at N(0, 1)."""
    mean, variance = exact_map(alpha, scale, 0, 1)
    return float(mean), float(variance + mean**2)


def moment_map(alpha, scale, mu, nu):
    """Return mean and variance at N(μ, ν)."""
    return [float(number) for number in exact_map(alpha, scale, mu, nu)]


def jacobian(alpha, scale, omega, tau):
    """Return the derivatives of a layer's map at (0, 1), by central differences with fifty digits."""
    h = exactly.mpf(10) ** -12
    omega, tau = exactly.mpf(float(omega)), exactly.mpf(float(tau))

    def layer(m, v):
        return exact_map(alpha, scale, omega * m, tau * v)

    to_mean, to_variance = (
        [(up - down) / (2 * h) for up, down in zip(layer(a, 1 + b), layer(-a, 1 - b), strict=True)]
        for a, b in [(h, 0), (0, h)]
    )
    return [[float(m), float(v)] for m, v in zip(to_mean, to_variance, strict=True)]


def solves(value, mu, nu):
    """Say by how much α and λ miss the fixed point."""
    if value.shape != (2,):
        return f"you return shape {value.shape}; α and λ are an array of shape (2,)"
    if not (np.isfinite(value).all() and (value > 0).all()):
        return f"you return {value.tolist()}: α and λ are finite and above 0"
    mean, variance = moment_map(*value, mu, nu)
    if abs(mean - mu) <= 1e-7 and abs(variance - nu) <= 1e-7:
        return ""
    return f"your α = {value[0]:.6g}, λ = {value[1]:.6g} send the law to mean {mean:.6g} and variance {variance:.6g}"


def keeps(value, alpha, scale, keep):
    """Say what mean and variance become when units are dropped to -λα and the rest corrected by a z + b."""
    if value.shape != (2,):
        return f"you return shape {value.shape}; a and b are an array of shape (2,)"
    (a, b), low = value, -float(alpha) * float(scale)
    mean = a * (1 - keep) * low + b
    variance = a**2 * (keep + (1 - keep) * low**2 - ((1 - keep) * low) ** 2)
    if abs(mean) <= 1e-9 and abs(variance - 1) <= 1e-9:
        return ""
    return f"mean 0 and variance 1 become {mean:.6g} and {variance:.6g}"


def drawn(*intervals, count=4):
    """Draw calls on one number from each interval."""
    return lambda rng: tuple(case(*(rng.uniform(a, b) for a, b in intervals)) for _ in range(count))


CONSTANTS = ((1.0, 2.0), (0.8, 1.3))

CHECKS = (
    Check(
        "moments/any constants",
        4,
        (case(ALPHA, SCALE), case(1, 1)),
        drawn(*CONSTANTS),
        close(moments, "nine digits need a formula or a quadrature that splits at the kink.", tolerance=1e-9),
    ),
    Check(
        "moment_map/any law",
        4,
        (case(ALPHA, SCALE, 0, 1), case(ALPHA, SCALE, 0.1, 1.5), case(1, 1, -0.5, 0.5)),
        drawn(*CONSTANTS, (-0.5, 0.5), (0.5, 2)),
        close(moment_map, "mean and variance, for z of mean μ and variance ν: √ν is what multiplies.", tolerance=1e-8),
    ),
    Check(
        "constants/any fixed point",
        5,
        (case(0, 1), case(0, 1.5), case(0.1, 0.8)),
        drawn((-0.1, 0.1), (0.6, 1.8)),
        satisfying(solves, ["mu", "nu"]),
    ),
    Check(
        "jacobian/any layer",
        4,
        (case(ALPHA, SCALE, 0, 1), case(1, 1, 0.3, 1.2)),
        drawn(*CONSTANTS, (-0.5, 0.5), (0.7, 1.4)),
        close(jacobian, "row 0 is the new mean's derivatives, column 0 those with respect to m.", tolerance=1e-5),
    ),
    Check(
        "alpha_dropout/any rate",
        3,
        (case(ALPHA, SCALE, 0.9), case(ALPHA, SCALE, 0.5)),
        drawn(*CONSTANTS, (0.3, 0.95)),
        satisfying(keeps, ["alpha", "scale", "keep"]),
    ),
)
