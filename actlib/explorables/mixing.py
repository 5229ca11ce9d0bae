"""The scene of the chapter mixing: nets whose layers are partly tanh and partly ReLU."""

import numpy as np

from actlib import _mixed
from actlib.widgets import Axis, Choice, Explorable, Line, Panel, Points, Rule, Slider

SHARES = (0, 25, 50, 75, 100)


def shares() -> Explorable:
    """Discover that nothing breaks when the units of one layer are of two kinds."""
    return Explorable(
        _shares,
        controls=[
            Choice("percent", list(SHARES), default=50, label="percent of tanh"),
            Slider("step", 0, _mixed.STEPS, default=_mixed.STEPS, step=_mixed.EVERY, label="step"),
        ],
        panels=[
            Panel(
                Axis("step", -5, _mixed.STEPS + 5),
                Axis("training loss", 1e-4, 2, "log"),
                [
                    Line("steps", "median", label="median"),
                    Points("every", "losses", label="10 nets"),
                    Rule(x="now", label="this step"),
                ],
            ),
            Panel(
                Axis("step", -5, _mixed.STEPS + 5),
                Axis("share in the second layer", 0, 1),
                [Line("steps", "zeros", label="values that are 0"), Line("steps", "flat", label="slopes under 0.01")],
            ),
        ],
        name="mixing/shares",
        title="Two layers of 16 units, some tanh and the others ReLU, learn two spirals",
        question="Guess first: half of each layer is tanh, half ReLU. Will it learn worse than either kind alone?",
        describe="With {percent} % of tanh the median loss after {step} steps is {loss:.4f}, the worst {worst:.4f}; "
        "{zero:.0%} of the second layer's values are 0.",
    )


def _shares(percent, step):
    record, row = _mixed.trained(percent / 100), int(step) // _mixed.EVERY
    losses = record["loss"]
    zeros, flat = (record[name][:, 1].mean(axis=1) for name in ("zeros", "flat"))
    return {
        "steps": record["step"], "median": np.median(losses, axis=1), "now": float(step),
        "every": np.full(_mixed.RUNS, float(step)), "losses": losses[row], "zeros": zeros, "flat": flat,
        "loss": np.median(losses[row]), "worst": losses[row].max(), "zero": zeros[row],
    }  # fmt: skip
