"""Self-check questions of the chapter on leaky ReLU."""

import numpy as np

from actlib import _leaky, meanfield
from actlib.quiz import question, right, wrong


@question(
    "gain",
    asks="Fifty layers of leaky ReLU with the slope 0.3, weights drawn with ReLU's gain $\\sqrt 2$. By how much does "
    "the rms of a gradient change on its way down?",
    options=(
        wrong(
            "not at all",
            1.0,
            "That is so at the slope 0. At 0.3 the negative half of the units lets something through.",
        ),
        right(
            "it grows about 8 times",
            8.3,
            "A layer multiplies its mean square by $1 + 0.3^2$; its rms by the root of that, 49 times over.",
        ),
        wrong("it grows about 70 times", 68.2, "That is the mean square. The rms is its root."),
        wrong(
            "it shrinks to $0.3^{50}$",
            0.3**50,
            "That is the one path on which all units are below 0. Half of the units are above it.",
        ),
    ),
)
def a_gradient_changes_by(factor):
    """The mean-field profile of fifty layers."""
    found = meanfield.expected_profile(_leaky.leaky(0.3), np.sqrt(2), depth=50)[0]
    return abs(found / factor - 1) < 0.02


@question(
    "returns",
    asks="A dead unit, $b = -0.8$, with the outgoing weight $v = 1.4$ needs 647 steps at the slope 0.01 to fire again. "
    "About how many at 0.1?",
    options=(
        wrong("647: a slope is a slope", 647, "The gradient that reaches $b$ has the slope as a factor."),
        right("65", 65, "Both $b$ and $v$ move at a speed proportional to the slope: a tenth of the time."),
        wrong("6 or 7", 6.5, "That would be a time like $1/\\alpha^2$. The slope enters once, not twice."),
    ),
)
def it_fires_after(steps):
    """Descend, and look for the first step at which b is positive."""
    b, _ = _leaky.revival(0.1, outgoing=1.4)
    return abs(np.argmax(b > 0) / steps - 1) < 0.1


@question(
    "zero_mean",
    asks="ReLU sends on a mean of $1/\\sqrt{2\\pi}$ for $z \\sim N(0, 1)$. For which slope is leaky ReLU's mean 0?",
    options=(
        wrong("0.01", 0.01, "It takes one per cent of ReLU's mean away."),
        wrong("$-1$", -1.0, "Then it is $|z|$, whose mean is twice ReLU's."),
        right("only for 1", 1.0, "The mean is $(1 - \\alpha)/\\sqrt{2\\pi}$: it vanishes with the bend."),
        wrong(
            "$1/\\sqrt{2\\pi}$",
            1 / np.sqrt(2 * np.pi),
            "That mean would be subtracted from every output; a slope acts on the negative half only.",
        ),
    ),
)
def the_mean_is_zero_at(slope):
    """The Gaussian mean by the trapezoidal rule."""
    z = np.linspace(-10, 10, 2001)
    density = np.exp(-z * z / 2)
    return abs((_leaky.leaky(slope)(z) * density).sum() / density.sum()) < 1e-9
