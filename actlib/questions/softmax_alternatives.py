"""Self-check questions of the chapter on alternatives to softmax."""

import numpy as np

import actlib as act
from actlib.quiz import question, right, wrong


@question(
    "all",
    asks="Two scores. From which gap between them on does sparsemax give the larger one everything?",
    options=(
        wrong("½", 0.5, "At a gap of ½ the shares are $(1 \\pm \\tfrac12)/2$: ¾ and ¼."),
        right("1", 1.0, "The larger share is $(1 + t)/2$, which reaches 1 at $t = 1$ and stays there."),
        wrong("2", 2.0, "That is 1.5-entmax, which looks twice as far down."),
        wrong("none: it only tends to 1", np.inf, "That is softmax. The slope of sparsemax's entropy at 0 is finite."),
    ),
)
def the_winner_takes_all_from_a_gap_of(gap):
    """The first of many gaps at which the library's sparsemax leaves the smaller score nothing."""
    gaps = np.arange(0, 3, 2.0**-6)
    shares = act.sparsemax(np.stack([np.zeros_like(gaps), gaps], axis=-1))
    return gaps[np.argmax(shares[:, 0] == 0)] == gap


@question(
    "agree",
    asks="Taylor softmax and division by the sum agree at the scores 1 and 2. Where do they agree again?",
    options=(
        wrong("at 10 and 20", (10.0, 20.0), "Division by the sum ignores the factor; Taylor softmax does not."),
        wrong("at 2 and 3", (2.0, 3.0), "The gap is the same, but neither of the two maps goes by the gap."),
        right("at ½ and 4", (0.5, 4.0), "Their product is 2, as that of 1 and 2 is: this is the whole condition."),
        wrong("nowhere", (np.nan, np.nan), "There is a whole curve of such pairs: look at the condition again."),
    ),
)
def both_maps_agree_at(scores):
    """Both of the library's maps at the pair."""
    return np.allclose(act.taylor_softmax(scores), act.standard_normalization(scores), rtol=1e-12)


@question(
    "gradient",
    asks="Sparsemax gives the right class nothing. What is the gradient of sparsemax's own loss by that class's score?",
    options=(
        wrong(
            "0: it is outside the support",
            0.0,
            "The *Jacobian* of the map has a row of zeros there. The loss is made so that it does not pass through it.",
        ),
        right("−1", -1.0, "It is $p - y = 0 - 1$: the loss pulls as hard as it ever does."),
        wrong("−∞", -np.inf, "That is the slope of $-\\ln p$ at $p = 0$, a loss nobody can use with sparsemax."),
    ),
)
def the_slope_of_the_loss_is(slope):
    """Central difference of the loss V(z) − ⟨y, z⟩ − Ω(y) at the scores (3, 0), the second being right."""
    h = 1e-4
    ahead, behind = (_loss(np.array([3.0, second]), np.array([0.0, 1.0])) for second in (h, -h))
    return np.isclose((ahead - behind) / (2 * h), slope, atol=1e-9)


def _loss(z, y):
    p = act.sparsemax(z)
    return p @ z - p @ p / 2 + y @ y / 2 - y @ z
