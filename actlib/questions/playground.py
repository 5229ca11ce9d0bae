"""Self-check question of the chapter with the playground."""

import numpy as np

from actlib.experiments.playground import Setting, run
from actlib.explorables._playground import statistics
from actlib.quiz import question, right, wrong


@question(
    "blank",
    asks="In a net of ReLUs, all pictures of the second layer have gone blank. What do another thousand steps do?",
    options=(
        wrong("The units come back, slowly.", "back", "Slowly would need a gradient, and there is none."),
        wrong(
            "The first layer goes on learning.",
            "below",
            "Its gradient has to come through the second layer, whose slopes are 0.",
        ),
        right("Next to nothing.", "nothing", "Only the bias of the output still has a gradient."),
    ),
)
def more_steps_do(what):
    """What has moved from step 100 to step 1000 at rate 1, where the second layer is dead."""
    setting = Setting(rate=1)
    early, late = (run(setting).net(step) for step in (100, 1000))
    dead = statistics(late, *setting.examples()[0])["dead"][1] == 1
    moves = [np.abs(a - b).max() > 0.01 * np.abs(a).max() for a, b in zip(early.weights, late.weights, strict=True)]
    found = "back" if not dead else "below" if moves[0] else "nothing"
    return found == what
