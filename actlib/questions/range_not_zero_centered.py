"""Self-check questions of the chapter on ranges that are not zero-centred."""

import numpy as np

from actlib import _off_centre
from actlib.quiz import question, right, wrong


@question(
    "batch",
    asks="Inputs from $U(0, 1)$, squared error. You double the batch from 64 to 128. What becomes of the number of "
    "steps?",
    options=(
        wrong("it halves", 0.5, "Twice the data makes the gradient more precise, not the valley wider."),
        wrong(
            "it falls by $\\sqrt 2$",
            0.5**0.5,
            "That is by how much the gradient's noise falls. Here the shape of the loss is what takes time.",
        ),
        right(
            "hardly anything",
            1.0,
            "The condition number of the second moments sets the pace, and it is the same for every batch.",
        ),
    ),
)
def twice_the_batch_takes(factor):
    """Count steps of both batches to a tenth of the distance, ten inputs, 128 examples."""
    x = np.random.default_rng(0).uniform(size=(128, 10))
    goal = np.where(np.arange(10) % 2, 1.0, -1.0)
    counts = []
    for batch in (64, 128):
        places, _ = _off_centre.path(x, goal, 0 * goal, batch, 400)
        left = np.linalg.norm(places - goal, axis=1) / np.linalg.norm(goal)
        counts.append(int(np.argmax(left < 0.1)))
    return abs(counts[1] / counts[0] - factor) < 0.15


@question(
    "bias",
    asks="Ten inputs from $U(0, 1)$ have the condition number 31. With a bias, trained like a weight, it becomes",
    options=(
        wrong("1", 1.0, "As if the mean had been subtracted. The bias can undo the mean, and has to learn to."),
        wrong(
            "31, as before", 31.0, "The bias is one more input, the constant 1, and it is nearly parallel to the mean."
        ),
        wrong("34", 34.0, "That would be an eleventh input of the same kind. The constant has no spread of its own."),
        right("152", 152.0, "The constant and the mean of the inputs nearly coincide: one more narrow valley."),
    ),
)
def the_condition_number_with_a_bias_is(kappa):
    """Eigenvalues of the second moments of ten inputs and the constant 1."""
    return abs(_off_centre.condition(_off_centre.second_moments(10, 0.5, bias=True)) - kappa) < 0.5


@question(
    "images",
    asks="Pixels from 0 to 255 make descent slow. You divide them all by 255. What becomes of the condition number?",
    options=(
        wrong(
            "it falls by $255^2$",
            255.0**-2,
            "The curvatures do, all of them; their ratio is what decides.",
        ),
        right(
            "nothing; only the best rate changes",
            1.0,
            "Mean and spread shrink alike. It takes a subtraction to part the mean from the spread.",
        ),
        wrong("it becomes 1", 1 / 193, "That takes the mean away as well. Between 0 and 1 the mean is still about ½."),
    ),
)
def dividing_by_255_changes_the_condition_number_by(factor):
    """Condition numbers of 64 uniform pixels in both units."""
    x = 255 * np.random.default_rng(0).uniform(size=(5000, 64))
    kappa = [_off_centre.condition(y.T @ y / len(y)) for y in (x, x / 255)]
    return np.isclose(kappa[1] / kappa[0], factor, rtol=1e-6)
