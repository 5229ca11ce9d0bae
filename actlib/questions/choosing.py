"""Self-check questions of the chapter on choosing."""

import numpy as np

import actlib as act
from actlib.quiz import question, right, wrong


@question(
    "centred",
    asks="An odd activation that is not linear, at the gain that keeps the variance of a deep network. What do its "
    "gradients do?",
    options=(
        wrong(
            "They keep their size: it is centred.",
            "keep",
            "That is the trouble: no constant makes up for the bends.",
        ),
        wrong("They vanish: it saturates.", "vanish", "It may saturate; the gain makes up for that, and for more."),
        right("They grow.", "grow", "$\\chi_1$ is a mean degree: without a constant, no term has a degree below 1."),
    ),
)
def gradients_of_odd_functions_do(what):
    """The measured χ₁ of every odd function of the catalogue that is not a multiple of the identity."""
    odd = [f.facts for f in act.catalogue() if f.facts.parity == "odd" and f.facts.convexity != "affine"]
    chis = np.array([facts.chi_1 for facts in odd if facts.smoothness != "discontinuous" and facts.gain < np.inf])
    found = "grow" if (chis > 1).all() else "vanish" if (chis < 1).all() else "keep"
    return found == what
