"""The claim of the notes on alternatives to softmax, tried on the notes' own two inputs."""

import math

import numpy as np

import actlib as act
from actlib.ledger import Evidence, claim

BLURRY, CRISP = np.array([1.0, 2.0]), np.array([10.0, 20.0])


@claim(
    "C97",
    section="softmax_alternatives",
    says="Alternatives to Softmax: An exploration of softmax alternatives belonging to the spherical loss family; From "
    "Softmax to Sparsemax: a sparse model of attention and multi-label classification",
    verdict="holds",
    correction="On the notes' own inputs [1, 2] and [10, 20] they do what no one would guess. Taylor softmax gives "
    "exactly ⅓ and ⅔ at [1, 2], as division by the sum does, and not at [10, 20]: of two scores that differ the two "
    "maps agree only if their product is 2. Spherical softmax gives ⅕ and ⅘ to both inputs. Sparsemax gives the second "
    "score everything, blurry or crisp; 1.5-entmax gives it ½ + √7/8, then everything.",
    references=("debrebisson2016", "martins2016", "peters2019", "blondel2020"),
    foils={
        "Taylor's polynomial of degree three": {"taylor": lambda z: _shares(1 + z + z**2 / 2 + z**3 / 6)},
        "Taylor's polynomial without its 1": {"taylor": lambda z: _shares(z + z**2 / 2)},
        "squares plus one": {"spherical": lambda z: act.spherical_softmax(z, eps=1.0)},
        "1.5-entmax for sparsemax": {"sparse": act.entmax15},
        "sparsemax for 1.5-entmax": {"half": act.sparsemax},
    },
)
def taylor_meets_division_where_the_product_is_two(
    taylor=act.taylor_softmax, spherical=act.spherical_softmax, sparse=act.sparsemax, half=act.entmax15
):
    """Take each map's second share at both inputs; then Taylor beside division at 1000 pairs a, 2/a, and off them."""
    a = np.exp(np.random.default_rng(0).uniform(-3, 3, 1000))
    pairs = np.stack([a, 2 / a], axis=-1)
    on, off = (np.abs(taylor(z) - act.standard_normalization(z)).max(axis=-1) for z in (pairs, 1.1 * pairs))
    return Evidence(
        taylor_at_1_and_2=(taylor(BLURRY)[1], 2 / 3, 1e-15),
        taylor_at_10_and_20=(taylor(CRISP)[1], 221 / 282, 1e-15),
        spherical_at_1_and_2=(spherical(BLURRY)[1], 0.8, 1e-15),
        spherical_at_10_and_20=(spherical(CRISP)[1], 0.8, 1e-15),
        sparsemax_at_1_and_2=(sparse(BLURRY)[1], 1, 0),
        entmax_at_1_and_2=(half(BLURRY)[1], 0.5 + math.sqrt(7) / 8, 1e-15),
        entmax_at_10_and_20=(half(CRISP)[1], 1, 0),
        taylor_less_division_where_the_product_is_2=(on.max(), 0, 1e-15),
        pairs_that_agree_elsewhere=((off < 1e-9).sum(), 0, 0),
    )


def _shares(terms):
    return terms / terms.sum(axis=-1, keepdims=True)
