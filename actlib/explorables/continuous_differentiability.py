"""Scene of the chapter on continuous differentiability: a step, straight-through and tanh on the same curve."""

from functools import cache

import numpy as np

from actlib import _step_nets as nets
from actlib.widgets import Axis, Choice, Explorable, Line, Panel, Points, Slider

WIDTHS = [4, 8, 16]
STEPS, EVERY = 500, 25
SEED = 0


def places() -> Explorable:
    """Jumps stay where they were drawn while heights are learned; straight-through and tanh move them."""
    errors = [
        Line("steps", "error_step", label="step", color=0),
        Line("steps", "error_through", label="straight-through", color=1),
        Line("steps", "error_tanh", label="tanh", color=2),
        Line("steps", "best", label="best for the first jumps", color=6, dash=True),
        Points("step_now", "error_now", label="now", color=3),
    ]
    return Explorable(
        _places,
        controls=[
            Choice("unit", list(nets.UNITS), default="step", label="hidden units"),
            Choice("hidden", WIDTHS, default=8, label="how many"),
            Slider("step", 0, STEPS, default=STEPS, step=EVERY, label="after training steps"),
        ],
        panels=[
            Panel(
                Axis("x", -2, 2), Axis("y", -2, 2), title="The curve, the net, and where its units switch",
                marks=[
                    Line("x", "target", label="curve to learn", color=6, dash=True),
                    Line("x", "output", label="net, at the examples", color=0),
                    Points("first", "first_height", label="switching places at first", color=6),
                    Points("places", "height", label="now", color=3),
                ],
            ),
            Panel(
                Axis("training step", 0, STEPS), Axis("mean squared error", 1e-4, 10, scale="log"), title="Error",
                marks=errors,
            ),
        ],
        name="continuous_differentiability/places",
        title="What a zero derivative does, and what it leaves",
        question="Guess first: the derivative of the step is 0. What will the net of steps learn in 500 steps of "
        "training: nothing, something, as much as tanh?",
        describe="With {hidden} units ({unit}), after {step} training steps, no weight or bias below has moved by "
        "more than {moved:.2f}, and the mean squared error is {now:.4f}; it was {start:.3f}. Weights above the first "
        "jumps, chosen as well as can be, leave the steps {floor:.4f}.",
    )  # fmt: skip


@cache
def _training(unit, hidden):
    """Return outputs, weights below and errors at every record, and the best error above the first places."""
    net = nets.network(nets.UNITS[unit], hidden=hidden, seeds=SEED)
    best = float(nets.best_above(net)[0])
    record = nets.fit(
        net,
        steps=STEPS,
        every=EVERY,
        measure=lambda step: {
            "output": step.logits[0, :, 0].copy(),
            "below": np.stack([step.net.weights[0][0, 0], step.net.biases[0][0, 0]]),
        },
    )
    return record["output"], record["below"], 2 * record["loss"][:, 0], best


def _places(unit, hidden, step):
    runs = {name: _training(name, hidden) for name in nets.UNITS}
    outputs, below, errors, _ = runs[unit]
    best, now = runs["step"][3], round(step / EVERY)
    padded = np.full((2, max(WIDTHS)), np.nan)
    padded[:, :hidden] = [-biases / weights for weights, biases in (below[0], below[now])]
    return {
        "x": nets.X[:, 0], "target": nets.Y[:, 0], "output": outputs[now],
        "first": padded[0], "first_height": np.full(max(WIDTHS), -1.9),
        "places": padded[1], "height": np.full(max(WIDTHS), -1.7),
        "steps": np.arange(0, STEPS + 1, EVERY), "error_step": runs["step"][2],
        "error_through": runs["straight-through"][2], "error_tanh": runs["tanh"][2],
        "best": np.full(len(errors), best), "step_now": step, "error_now": errors[now],
        "moved": float(np.abs(below[now] - below[0]).max()), "now": float(errors[now]), "start": float(errors[0]),
        "floor": best,
    }  # fmt: skip
