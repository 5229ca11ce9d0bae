"""Claims C24 and C25: what a zero-centred range has to do with the mean, and what the mean has to do with learning."""

import math
from functools import partial

import numpy as np
from scipy.integrate import quad

import actlib as act
from actlib import _curvature, _off_centre
from actlib.ledger import Evidence, claim

UNITS = 10
DIFFERENCES = np.repeat([1.0, -1.0], UNITS // 2)  # at right angles to the mean
_claim = partial(claim, section="zero_centered_range")


def mean_output(f, shift=0.0):
    """Return E[f(z)], z ~ N(shift, 1)."""
    return act.gaussian.expectation(f, kinks=f.facts.kinks, mean=shift)


def middle_of_the_range(f, shift=0.0):  # noqa: ARG001 (as mean_output: the range does not ask where the inputs are)
    """Return the middle between infimum and supremum."""
    return (f.facts.infimum + f.facts.supremum) / 2


def of_the_catalogue():
    """Return the functions whose declared parity is odd."""
    return [f for f in act.catalogue() if f.facts.parity == "odd"]


@_claim(
    "C24",
    says="Has effects of centering the data (zero mean) by centering the activations.",
    verdict="conditional",
    correction="A range is not a mean. tanh's range is centred, and for z ~ N(1, 1) its mean is 0.55; SELU's is as far "
    "off as a range can be, from −1.76 to ∞, and for z ~ N(0, 1) its mean is 0. What centres outputs is that f and the "
    "law of the pre-activations fit each other. If f is odd, a symmetric law will do; that is all that a centred range "
    "hints at.",
    references=("lecun1998", "klambauer2017"),
    foils={
        "the middle of the range taken for the mean": {"mean": middle_of_the_range},
        "ReLU among the odd functions": {"odd": lambda: [*of_the_catalogue(), act.relu]},
    },
)
def the_mean_asks_for_the_law_and_not_for_the_range(mean=mean_output, odd=of_the_catalogue):
    """Means by quadrature beside adaptive integration of f times a density; odd functions on a symmetric sample."""
    density = 1 / math.sqrt(2 * math.pi)
    shifted, _ = quad(lambda z: math.tanh(z) * density * math.exp(-((z - 1) ** 2) / 2), -12, 14, epsabs=1e-13)
    half = np.random.default_rng(0).exponential(size=1001)
    sample = np.concatenate([half, -half])  # symmetric, and nothing like a normal law
    return Evidence(
        middle_of_tanhs_range=(middle_of_the_range(act.tanh), 0, 0),
        mean_of_tanh_for_inputs_of_mean_1=(mean(act.tanh, 1.0), shifted, 1e-9),
        least_output_of_selu=(act.selu(-1000.0), -1.0507009873554805 * 1.6732632423543772, 1e-9),
        mean_of_selu=(mean(act.selu), 0, 1e-9),
        odd_functions_with_a_mean=(sum(abs(np.mean(f(sample))) > 1e-9 for f in odd()), 0, 0),
    )


@_claim(
    "C25",
    says="Makes learning easier.",
    verdict="conditional",
    correction="For a linear layer behind the units, where what it has to learn differs between them. d independent "
    "outputs of mean μ and variance σ² have the second moments σ²I + μ²11ᵀ: one steep direction, the mean, whose "
    "curvature bounds the rate, and d − 1 flat ones; the condition number is 1 + dμ²/σ². Centring makes it 1. It does "
    "nothing for unequal variances, and what lies along the mean alone is learnt in one step without it.",
    references=("lecun1998", "lecun1991"),
    foils={
        "half the mean": {"shift": lambda mean: mean / 2},
        "all that is to be learnt lies along the mean": {"start": np.ones(UNITS)},
    },
)
def the_steps_follow_the_condition_number(shift=lambda mean: mean, start=DIFFERENCES):
    """Eigenvalues of a sample of ten sigmoid units; steps of descent, simulated, beside the closed form."""
    z = np.random.default_rng(1).standard_normal((20_000, UNITS))
    mean, square = _curvature.moments(act.sigmoid)
    centred = (square - mean**2) * np.eye(UNITS)
    moments = centred + mean**2
    condition = 1 + UNITS * shift(mean) ** 2 / centred[0, 0]
    *others, largest = _curvature.sampled(act.sigmoid(z))
    steps = _off_centre.descent_steps(moments, start, 1e-3)
    unequal = np.diag([1.0, 0.01])  # two centred inputs
    return Evidence(
        condition_of_a_sample=(largest / np.mean(others), condition, 1.5),
        steps_off_centre=(steps, math.ceil(math.log(1e-3) / math.log1p(-1 / condition)), 0),
        steps_centred=(_off_centre.descent_steps(centred, start, 1e-3), 1, 0),
        condition_of_centred_inputs_of_unequal_variance=(_off_centre.condition(unequal), 100, 1e-9),
        steps_along_the_mean=(_off_centre.descent_steps(moments, np.ones(UNITS), 1e-3), 1, 0),
    )
