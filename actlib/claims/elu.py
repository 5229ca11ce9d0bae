"""The claim of the chapter ELU: a heading with nothing under it, and what belongs there."""

import math

from scipy.special import ndtr

import actlib as act
from actlib.ledger import Evidence, claim

STEP = 1e-6
ROOT_E = math.exp(0.5)


@claim(
    "C79",
    section="elu",
    says="ELU: (a heading with nothing under it)",
    verdict="blank",
    correction=(
        "ELU(z) = z for z > 0 and α(exp z − 1) otherwise, α > 0. Its slope at zero jumps from α to 1: it is C¹ "
        "exactly at α = 1, and never C². Its range is (−α, ∞). For z ~ N(0, 1) its mean is 1/√(2π) − α(½ − √e Φ(−1)), "
        "which is zero at one α only, SELU's 1.6733, and there the graph has a kink. CELU, α(exp(z/α) − 1) below "
        "zero, is C¹ for every α and has mean zero for none."
    ),
    references=("clevert2016", "barron2017", "klambauer2017"),
    foils={
        "CELU in its place": {"f": act.celu},
        "the half moment without its factor √e": {"tilt": 1.0},
        "a floor at −1 whatever α is": {"floor": -1.0},
    },
)
def the_bend_the_floor_and_the_mean_follow_from_alpha(f=act.elu, tilt=ROOT_E, floor=-2.0):
    """Bend by differences, floor, Gaussian moments by quadrature, and where in α they vanish; beside closed forms."""
    half = tilt * ndtr(-1.0)  # E[exp(z); z < 0]
    square = math.exp(2.0) * ndtr(-2.0)  # E[exp(2z); z < 0]
    zero_mean = 1 / math.sqrt(2 * math.pi) / (0.5 - half)
    return Evidence(
        alpha_without_a_kink=(_root(_bend, f), 1.0, 1e-5),
        jump_of_the_second_derivative_at_alpha_1=(_bend_of_slope(f), -1.0, 1e-5),
        floor_at_alpha_2=(f(-1000.0, 2.0), floor, 0.0),
        mean_at_alpha_1=(_mean(1.0, f), 1 / math.sqrt(2 * math.pi) - (0.5 - half), 1e-10),
        second_moment_at_alpha_2=(_second(2.0, f), 0.5 + 4 * (square - 2 * half + 0.5), 1e-10),
        alpha_of_zero_mean=(_root(_mean, f), zero_mean, 1e-9),
        alpha_of_selu=(zero_mean, 1.6732632423543772, 1e-13),  # the literal in the SELU authors' own code
        alphas_of_ten_at_which_celu_has_a_positive_mean=(sum(_mean(a, act.celu) > 0 for a in range(1, 11)), 10, 0),
    )


def _root(quantity, f):
    """Where a quantity that is a straight line in α vanishes, from its values at 1 and 2."""
    one, two = quantity(1.0, f), quantity(2.0, f)
    return 1 + one / (one - two)


def _bend(alpha, f):
    return (f(STEP, alpha) + f(-STEP, alpha)) / STEP  # slope on the right less slope on the left; f(0) = 0


def _bend_of_slope(f):
    right, left = f.derivative(STEP, 1.0) - 1, 1 - f.derivative(-STEP, 1.0)
    return (right - left) / STEP


def _mean(alpha, f):
    return act.gaussian.expectation(lambda z: f(z, alpha), kinks=[0])


def _second(alpha, f):
    return act.gaussian.expectation(lambda z: f(z, alpha) ** 2, kinks=[0])
