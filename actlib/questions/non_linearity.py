"""Self-check questions of the chapter on non-linearity."""

from itertools import pairwise

import numpy as np

from actlib.quiz import question, right, wrong


@question(
    "universal",
    asks="A net may have one hidden layer of any width, with biases. For which of these activations can it **not** "
    "come close to every continuous function on $[-1, 1]$?",
    options=(
        wrong("the step", lambda z: (z > 0) * 1.0, "It jumps, but it is no polynomial: staircases come close."),
        wrong("$\\sin z$", np.sin, "It oscillates and is not monotone; the theorem asks for neither."),
        right("$z^2 + z$", lambda z: z**2 + z, "Non-linear, but a polynomial: every sum of units has degree 2."),
        wrong("$|z|$", np.abs, "Its kink is enough: sums of it are all the broken lines."),
    ),
)
def third_differences_vanish(f):
    """Whether every unit, at weights of all sizes, has third differences of 0, as a sum of degree 2 must."""
    x, w = np.linspace(-1, 1, 41), np.array([[0.5], [1.0], [2.0], [3.0]])
    return np.abs(np.diff(f(w * x + 0.3), 3)).max() < 1e-12


@question(
    "dimensions",
    asks="How many linearly independent functions of $x \\in \\mathbb R^{10}$ can a thousand hidden units "
    "$(w \\cdot x + b)^2$ make?",
    options=(
        wrong("1000", 1000, "That would be one for each unit. But all are polynomials of degree 2 in 10 variables."),
        wrong("55", 55, "Those are the monomials $x_i x_j$ with $i \\le j$. The bias adds $x_i$ and 1."),
        right("66", 66, "$(10 + 1)(10 + 2)/2$: the monomials of degree at most 2. Unit 67 adds nothing."),
        wrong("3", 3, "True for a single input: 1, $x$ and $x^2$."),
    ),
)
def the_rank_of_the_features_is(count):
    """The rank of a thousand random units on 120 random points: the answer is below both."""
    rng = np.random.default_rng(0)
    x, w, b = rng.standard_normal((120, 10)), rng.standard_normal((10, 1000)), rng.standard_normal(1000)
    features = (x @ w + b) ** 2
    return np.linalg.matrix_rank(features @ features.T, hermitian=True) == count


@question(
    "bottleneck",
    asks="Four layers without activations have the widths $8 \\to 5 \\to 3 \\to 6 \\to 8$. What can they compute?",
    options=(
        wrong("every affine map of $\\mathbb R^8$", 8, "Affine yes, but everything passes through 3 numbers."),
        right("affine maps whose matrix has rank at most 3", 3, "A product has no larger rank than any factor."),
        wrong("affine maps whose matrix has rank at most 5", 5, "The narrowest layer decides, not the first."),
        wrong("more than one layer could", 9, "Never: any such map is one matrix and one bias."),
    ),
)
def the_rank_of_the_product_is(rank):
    """Multiply four random matrices of those shapes."""
    rng, widths = np.random.default_rng(0), [8, 5, 3, 6, 8]
    product = np.linalg.multi_dot([rng.standard_normal((a, b)) for a, b in pairwise(widths)])
    return np.linalg.matrix_rank(product) == rank
