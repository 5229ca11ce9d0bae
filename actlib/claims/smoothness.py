"""Claim C20: which smooth functions have a monotonic derivative, and whether it is that which generalises."""

import numpy as np

import actlib as act
from actlib import _turns
from actlib.ledger import Evidence, claim

POPULAR = ("sigmoid", "tanh", "gelu", "silu", "mish")
CASES = {"growing": lambda x: np.sqrt(1 + x * x), "levelling": lambda x: np.arctan(2 * x)}


@claim(
    "C20",
    section="smoothness",
    says="Smoothness with Monotonic Derivatives: These have been shown to generalize better in some cases.",
    verdict="conditional",
    correction="In some, and worse in others: beyond the data softplus carries on a curve that grows, and fails on one "
    "that levels off, where tanh is right. SiLU, whose derivative is not monotonic, does as well as softplus on the "
    "first, so it is not the derivative that decides. The property is rare: f' is monotonic if and only if f is convex "
    "or concave, which no sigmoid, tanh, GELU, SiLU or Mish is. Evidence usually given is one work, on sinusoids.",
    references=("gashler2014",),
    foils={
        "monotonic taken for monotonic derivative": {"monotonic": lambda f: f.facts.monotonicity != "none"},
        "a slope almost everywhere taken for smooth": {"smooth": lambda _: True},
        "cases exchanged": {"cases": dict(zip(CASES, reversed(CASES.values()), strict=True))},
    },
)
def slopes_turn_for_all_but_the_convex_and_the_concave(monotonic=_turns.never_turns, smooth=_turns.smooth, cases=CASES):
    """Turns of f' against second differences of f and declared facts; errors of random features beyond their data."""
    candidates = [f for f in act.catalogue() if smooth(f)]
    found = {f.name for f in candidates if monotonic(f)}
    by_chords = {f.name for f in candidates if _turns.bends_one_way(f)}
    declared = {f.name for f in act.catalogue() if _turns.smooth(f) and f.facts.convexity != "neither"}
    errors = {(n, c): _turns.error_beyond(n, cases[c]) for n in ("softplus", "tanh", "silu") for c in cases}
    return Evidence(
        functions_where_slopes_and_chords_disagree=(len(found ^ by_chords), 0, 0),
        functions_where_slopes_and_facts_disagree=(len(found ^ declared), 0, 0),
        smooth_with_monotonic_derivative=(len(found), len(declared), 0),
        popular_ones_among_them=(len(found & set(POPULAR)), 0, 0),
        sine_among_them=("sine" in found, 0, 0),
        softplus_errs_less_on_the_growing=(errors["softplus", "growing"] < errors["tanh", "growing"] / 3, 1, 0),
        tanh_errs_less_on_the_levelling=(errors["tanh", "levelling"] < errors["softplus", "levelling"] / 3, 1, 0),
        silu_errs_like_softplus_on_the_growing=(errors["silu", "growing"] < 2 * errors["softplus", "growing"], 1, 0),
    )
