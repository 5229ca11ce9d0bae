"""Claims of the notes on non-linearity: universal approximation, the identity, and layers that collapse."""

from functools import partial
from itertools import pairwise

import numpy as np

import actlib as act
from actlib import _one_layer
from actlib.ledger import Evidence, claim

_claim = partial(claim, section="non_linearity")


@_claim(
    "C03",
    says="When the activation function is non-linear, then a two-layer neural network can be proven to be a universal "
    "function approximator.",
    verdict="conditional",
    correction="Non-polynomial, not non-linear. Let f be bounded on bounded intervals, the closure of its "
    "discontinuities of measure zero. Sums of v f(w·x + b), as many as needed, come uniformly close to every "
    "continuous function on every compact set if and only if f is not a polynomial (almost everywhere). z² is "
    "non-linear, and its nets are polynomials of degree 2 at any width. The theorem says that weights exist, not that "
    "training finds them.",
    references=("leshno1993", "cybenko1989", "hornik1989"),
    foils={
        "a fourth power": {"polynomial": lambda z: z**4},
        "a cube among the universal": {"smooth": lambda z: z**3},
        "a target that is a parabola": {"target": lambda x: 1 + x - x**2},
    },
)
def squares_are_stuck_and_other_functions_are_not(polynomial=np.square, smooth=act.tanh, target=_one_layer.target):
    """Fit sin(4x + 1) by nets of squares and of others; beside the rms that no polynomial of degree 2 gets below."""
    fit, floor = partial(_one_layer.rms_of_fit, target=target), _one_layer.rms_beyond(2, target)
    return Evidence(
        rms_of_4_squares=(fit(polynomial, 4), floor, 1e-9),
        rms_of_400_squares=(fit(polynomial, 400), floor, 1e-9),
        a_floor_above_two_fifths=(floor > 0.4, 1, 0),
        rms_of_40_tanh=(fit(smooth, 40), 0, 1e-5),
        rms_of_400_relu=(fit(act.relu, 400), 0, 1e-3),
        rms_of_400_steps=(fit(lambda z: np.heaviside(z, 0.5), 400), 0, 0.05),
    )


@_claim(
    "C04",
    says="The identity activation function does not satisfy this property.",
    verdict="holds",
    correction="The identity is a polynomial of degree 1: its nets are affine at any width, and on sin(4x + 1) they "
    "stay where the best straight line stays.",
    references=("leshno1993",),
    foils={"squares": {"f": np.square}, "tanh": {"f": act.tanh}},
)
def nets_of_identities_are_straight_lines(f=act.identity):
    """Fit sin(4x + 1) with 2 and 400 units; beside the rms that no straight line gets below."""
    floor = _one_layer.rms_beyond(1)
    fits = {f"rms_of_{n}_units": (_one_layer.rms_of_fit(f, n), floor, 1e-9) for n in (2, 400)}
    return Evidence(**fits, a_floor_above_one_half=(floor > 0.5, 1, 0))


@_claim(
    "C05",
    says="When multiple layers use the identity activation function, the entire network is equivalent to a "
    "single-layer model.",
    verdict="holds",
    correction="As a function: W₃(W₂(W₁x + b₁) + b₂) + b₃ is affine, its matrix W₃W₂W₁ of a rank no larger than the "
    "narrowest layer. Not as something to train: the loss (vw − 1)²/2 has a saddle at 0, where one weight alone has "
    "a bowl.",
    references=("saxe2014",),
    foils={
        "tanh between the layers": {"f": act.tanh},
        "a bottleneck of 5": {"narrowest": 5},
        "biases forgotten": {"biases": 0.0},
    },
)
def identity_layers_are_one_layer(f=act.identity, narrowest=2, biases=1.0):
    """Multiply three layers out and compare; take the rank through a bottleneck of 2, and the curvature at 0."""
    net, ((w1, b1), (w2, b2), (w3, b3)) = _layered(f, [6, 8, narrowest, 7])
    x = np.random.default_rng(1).standard_normal((100, 6))
    single = x @ (w1 @ w2 @ w3) + biases * ((b1 @ w2 + b2) @ w3 + b3)
    h, loss = 1e-4, lambda v, w: (v * w - 1) ** 2 / 2
    return Evidence(
        largest_difference=(np.abs(net(x) - single).max(), 0, 1e-12),
        rank_of_the_single_layer=(np.linalg.matrix_rank(w1 @ w2 @ w3), 2, 0),
        curvature_of_two_layers_along_v_equals_w=((2 * loss(h, h) - 2 * loss(0, 0)) / (2 * h * h), -1, 1e-6),
        curvature_of_one_layer=((loss(1, h) - 2 * loss(1, 0) + loss(1, -h)) / h**2, 1, 1e-6),
    )


def _layered(f, widths):
    """Return a net with random weights and biases as a function, and its layers; f stands between the layers."""
    rng, shapes = np.random.default_rng(0), list(pairwise(widths))
    layers = [(rng.standard_normal(shape) / np.sqrt(shape[0]), rng.standard_normal(shape[1])) for shape in shapes]

    def net(x):
        for w, b in layers[:-1]:
            x = f(x @ w + b)
        return x @ layers[-1][0] + layers[-1][1]

    return net, layers
