"""Self-check questions of the chapter on tanh."""

import math

import numpy as np

import actlib as act
from actlib import meanfield
from actlib.quiz import question, right, wrong


@question(
    "rebuilt",
    asks="The layers $a = \\tanh(Wx)$, $y = Va$ are rebuilt with sigmoids as $a_s = S(2Wx)$. What has to follow?",
    options=(
        wrong("$y = V a_s$", (1.0, 0.0), "Then a tanh of $-1$, which is a sigmoid of 0, would contribute nothing."),
        wrong(
            "$y = 2V a_s$",
            (2.0, 0.0),
            "Scaled, and not shifted: every output is too large by the sum of its weights in $V$.",
        ),
        right(
            "$y = 2V a_s - V\\mathbf 1$",
            (2.0, -1.0),
            "$\\tanh z = 2S(2z) - 1$; the $-1$ of every unit goes into the biases.",
        ),
        wrong(
            "nothing exact: another function needs other weights, found by training",
            (0.0, 0.0),
            "The two functions are scaled and shifted copies of each other; weights and biases absorb that.",
        ),
    ),
)
def the_rebuilt_layer_is(factors):
    """Compare both nets on random inputs."""
    rng = np.random.default_rng(0)
    w, v, x = rng.normal(size=(5, 3)), rng.normal(size=(2, 5)), rng.normal(size=(3, 20))
    scale, shift = factors
    return np.allclose(scale * v @ act.sigmoid(2 * w @ x) + shift * v.sum(1, keepdims=True), v @ np.tanh(w @ x))


@question(
    "flatter",
    asks="Where is the slope of tanh smaller than the sigmoid's?",
    options=(
        wrong("nowhere", math.inf, "At 0 it is 1 against ¼. But it falls like $4e^{-2|z|}$, and $S'$ like $e^{-|z|}$."),
        wrong(
            "beyond $|z| = \\ln 4$",
            math.log(4),
            "The ratio is 4 at 0 and falls like $4e^{-|z|}$ far out. Near 0 it falls more slowly than that.",
        ),
        right("beyond $|z| = 1.663$", 1.663, "There $\\cosh z = 2\\cosh(z/2)$: the two slopes are equal."),
        wrong("beyond $|z| = 2.993$", 2.993, "There tanh' falls below 1 %; the sigmoid overtook it long before."),
    ),
)
def tanh_is_flatter_from(edge):
    """Look for the last place on a grid at which tanh' is not smaller."""
    z = np.linspace(0, 20, 200001)
    last = z[act.tanh.derivative(z) >= act.sigmoid.derivative(z)][-1]
    return abs(last - edge) < 1e-3


@question(
    "five_thirds",
    asks="Fifty tanh layers, weights drawn with the gain 5/3. What becomes of a signal, and of a gradient?",
    options=(
        wrong(
            "both keep their size: 5/3 is the gain of tanh",
            ("keeps", "keeps"),
            "It is the gain that is quoted. A signal comes to rest at any gain above 1; a gradient grows.",
        ),
        wrong("both vanish: tanh saturates", ("vanishes", "vanishes"), "At a gain above 1 neither does."),
        right(
            "the signal keeps its size, the gradient grows a hundredfold",
            ("keeps", "grows"),
            "The variance comes to rest; there a layer multiplies gradients by about 1.1.",
        ),
        wrong(
            "the signal explodes, the gradient keeps its size",
            ("grows", "keeps"),
            "A signal between −1 and 1 cannot explode.",
        ),
    ),
)
def at_five_thirds(fate):
    """Variance and gradient of the mean-field recursion over fifty layers."""
    q = [25 / 9]
    for _ in range(49):
        q.append(meanfield.next_variance(act.tanh, q[-1], 5 / 3))
    gradient = meanfield.expected_profile(act.tanh, 5 / 3, depth=50)[0]

    def of(growth):
        return "grows" if growth > 10 else "vanishes" if growth < 0.1 else "keeps"

    return fate == (of(math.sqrt(q[-1] / q[0])), of(gradient))
