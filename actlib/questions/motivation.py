"""Self-check questions of the chapter on motivation."""

import numpy as np

from actlib.quiz import question, right, wrong


@question(
    "dimensions",
    asks="A net $2 \\to 12 \\to 12 \\to 1$ with biases has 205 parameters, and no activation. How many numbers are "
    "enough to write down any function that it can compute?",
    options=(
        wrong("205", 205, "That many it has. But most changes of them cancel between the layers."),
        right("3", 3, "Two slopes and a constant: whatever the layers, the result is $w \\cdot x + b$."),
        wrong("2", 2, "The slopes; the biases of three layers also leave something: one constant."),
        wrong("13", 13, "The last layer's. But what it adds up are 12 affine functions of two inputs."),
    ),
)
def the_functions_span(count):
    """The rank of the values, on many points, of many random nets of that shape."""
    rng, rows = np.random.default_rng(0), []
    x = rng.standard_normal((300, 2))
    for _ in range(250):
        a = x
        for i, o in [(2, 12), (12, 12), (12, 1)]:
            a = a @ rng.standard_normal((i, o)) / i**0.5 + rng.standard_normal(o)
        rows.append(a.ravel())
    return np.linalg.matrix_rank(np.array(rows), tol=1e-8) == count


@question(
    "kinks",
    asks="One input, one hidden layer of 5 ReLUs, a linear output. Into how many straight pieces can its graph be cut, "
    "at most?",
    options=(
        wrong("5", 5, "Each unit gives one kink, and 5 cuts leave one piece more."),
        right("6", 6, "Each unit bends once, at $-b/w$; between the kinks a sum of straight lines is straight."),
        wrong("10", 10, "A ReLU has two pieces, but the pieces of a sum do not add up: its kinks do."),
        wrong("32", 32, "Patterns of on and off there could be $2^5$, but along a line they change one by one."),
    ),
)
def the_most_pieces_of_random_nets_are(count):
    """Count slopes between the kinks of a hundred nets."""
    rng, most = np.random.default_rng(0), 0
    for w, b, v in rng.standard_normal((100, 3, 5)):
        kinks = np.sort(-b / w)
        ends = np.concatenate([[kinks[0] - 1], kinks, [kinks[-1] + 1]])
        middles = (ends[:-1] + ends[1:]) / 2
        slopes = (np.multiply.outer(middles, w) + b > 0) @ (v * w)
        most = max(most, 1 + np.count_nonzero(np.abs(np.diff(slopes)) > 1e-9))
    return most == count


@question(
    "sawtooth",
    asks="Five layers of two ReLUs each fold $[0, 1]$ five times, and give a sawtooth. How many ReLUs does **one** "
    "hidden layer need for the same graph on $[0, 1]$?",
    options=(
        wrong("10", 10, "As many as the deep net has. But here each unit brings one kink, and no one folds it again."),
        wrong(
            "16", 16, "That is how many teeth there are: each has a kink at its top, and one between it and the next."
        ),
        right(
            "32",
            32,
            "There are $2^5$ pieces, so 31 kinks inside, and no turning of these units gives the first slope too.",
        ),
        wrong("1024", 1024, "Too many: one for each kink is enough."),
    ),
)
def one_layer_needs(count):
    """Fold five times, and fit hinges at the kinks: as many columns as it takes, and none to spare."""
    x = np.linspace(0, 1, 2**8 + 1)
    y = x
    for _ in range(5):
        y = 1 - np.abs(2 * y - 1)
    hinges = np.maximum(x[:, None] - np.arange(32) / 32, 0)
    left = np.abs(hinges @ np.linalg.lstsq(hinges, y)[0] - y).max()
    slopes = np.diff(y) * 2**8
    return left < 1e-9 and 1 + np.count_nonzero(np.abs(np.diff(slopes)) > 1e-9) == count
