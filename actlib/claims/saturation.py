"""Claim C26: what saturation is, and that a finite range neither implies it nor is implied by it."""

import numpy as np

import actlib as act
from actlib.ledger import Evidence, claim


def flat_far_out(f, far=1e4):
    """Return, for the left and the right, whether the slope stays below 2/far over a hundred units from `far` on."""
    z = np.linspace(far, far + 100, 20001)
    with np.errstate(all="ignore"):  # the slope of the exponential overflows
        return tuple(bool(np.abs(f.derivative(side * z)).max() < 2 / far) for side in (-1, 1))


def bounded(f):
    """Return whether the range of f is finite."""
    return np.isfinite(f.facts.infimum) and np.isfinite(f.facts.supremum)


@claim(
    "C26",
    section="saturation",
    says="An activation functions output, with finite range, may saturate near its tail or head (e.g. {0, 1} for "
    "sigmoid).",
    verdict="conditional",
    correction="It may, and need not: sine and cosine are bounded and saturate nowhere. And it takes no finite range: "
    "ReLU saturates on the left, and so do softplus, ELU, GELU and SiLU; arsinh does on both sides, unbounded. "
    "What counts is that f'(z) goes to 0 as z goes to −∞ or to +∞. 0 and 1 are limits of the sigmoid, which no real z "
    "attains.",
    references=("gulcehre2016",),
    foils={
        "a finite range taken for saturation": {"saturates": lambda f: (bounded(f), bounded(f))},
        "looking from 3 on": {"saturates": lambda f: flat_far_out(f, far=3.0)},
    },
)
def slopes_far_out_tell_who_saturates(saturates=flat_far_out):
    """Slopes of all functions of the catalogue from |z| = 10⁴ on, against declared facts; and against the range."""
    functions = act.catalogue()
    found = {f.name: saturates(f) for f in functions}
    declared = {f.name: f.facts.saturates for f in functions}
    counts = [
        (
            sum(bounded(f) and not any(s[f.name]) for f in functions),
            sum(not bounded(f) and any(s[f.name]) for f in functions),
        )
        for s in (found, declared)
    ]
    return Evidence(
        functions_where_slopes_and_facts_disagree=(sum(found[n] != declared[n] for n in found), 0, 0),
        bounded_and_saturating_nowhere=(counts[0][0], counts[1][0], 0),
        unbounded_and_saturating_somewhere=(counts[0][1], counts[1][1], 0),
        slope_of_sine_far_out=(np.abs(act.sine.derivative(np.linspace(1e4, 1e4 + 7, 7001))).max(), 1, 1e-5),
        slope_of_relu_far_out_on_the_left=(act.relu.derivative(-1e4), 0, 0),
        sigmoid_over_its_tail_at_minus_700=(act.sigmoid(-700.0) / np.exp(-700.0), 1, 1e-12),
    )
