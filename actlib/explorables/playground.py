"""The scene of the playground: a small classifier in the plane, from stored runs or trained while the reader waits."""

from dataclasses import asdict

import numpy as np

from actlib.experiments.playground import OPTIONS, RECORDS, SETTINGS, STEPS, Setting, run
from actlib.explorables import _playground as shown
from actlib.networks import evaluate
from actlib.widgets import Axis, Choice, Explorable, Line, Map, Panel, Points, Stops

LAYERS, WIDTH = OPTIONS["layers"][-1], OPTIONS["width"][-1]
POINTS = 60
"""The most points of one class that a net learns from."""
SIDE = shown.TILE + shown.GAP


def classifier() -> Explorable:
    """Discover what activation, depth, width, weights, rate and shortcuts each do to a border, and to its learning."""
    plane = [
        Map("answer", shown.CELLS, shown.CELLS, levels=12, label="the net: surely a ring … surely filled"),
        Line("border_x", "border_y", label="undecided", color=6),
        Points("x_0", "y_0", label="ring", color=0, dash=True),
        Points("x_1", "y_1", label="filled", color=1),
    ]
    mosaic = [
        Map("units", LAYERS * SIDE, WIDTH * SIDE, levels=7, label="a unit: negative … 0 … positive"),
        Line("frame_x", "frame_y", color=6),
    ]
    losses = [
        Line("records", "loss", label="points learned from", color=0),
        Line("records", "test_loss", label="other points", color=1),
    ]
    gradients = [Line("layer", "gradient", color=2), Points("layer", "gradient", label="of a layer's weights", color=2)]
    half = Setting()
    controls = [
        Choice("data", OPTIONS["data"], default=half.data, label="points"),
        Choice("first", OPTIONS["first"], default=half.first, label="f of the first layer"),
        Choice("further", OPTIONS["further"], default=half.further, label="f of further layers"),
        Choice("layers", OPTIONS["layers"], default=half.layers, label="hidden layers"),
        Choice("width", OPTIONS["width"], default=half.width, label="units a layer"),
        Choice("init", OPTIONS["init"], default=half.init, label="initial weights"),
        Choice("shortcuts", OPTIONS["shortcuts"], default=half.shortcuts),
        Stops("rate", OPTIONS["rate"], default=half.rate, label="learning rate"),
        Stops("step", STEPS, default=STEPS[-1]),
    ]
    return Explorable(
        _classifier,
        controls=controls,
        panels=[
            Panel(Axis("x₁", -shown.EDGE, shown.EDGE), Axis("x₂", -shown.EDGE, shown.EDGE), plane, title="The plane"),
            Panel(Axis("unit", 0.5, WIDTH + 0.5), Axis("layer", 0.5, LAYERS + 0.5), mosaic, title="Hidden units"),
            Panel(Axis("step", 1, STEPS[-1], scale="log"), Axis("loss", 1e-4, 10, scale="log"), losses, title="Loss"),
            Panel(
                Axis("layer", 0.5, LAYERS + 0.5),
                Axis("norm", 1e-8, 100, scale="log"),
                gradients,
                title="Gradient of the loss",
            ),
        ],
        name="playground/classifier",
        title="A playground",
        question="Guess first: two layers of four ReLU units learn to tell a disk from the ring round it. What shape "
        "will the border have? And with tanh, or with the identity?",
        describe="{data}; hidden layers: {layers}, of {width} units each; f = {first}, in further layers {further}; "
        "weights {init}; shortcuts {shortcuts}; learning rate {rate:g}. {when}, {right:.0%} of the points learned from "
        "and {test_right:.0%} of the others are on their side of the border; the loss is {last:.2g} and "
        "{last_test:.2g}. {border}. Dead hidden units, whose slope is 0 at every point learned from: {dead:.0f} of "
        "{hidden:.0f}.",
        stored=[{**asdict(setting), "step": step} for setting in SETTINGS for step in STEPS],
    )


def _classifier(step, **fields):
    setting = Setting(**fields)
    training = run(setting)
    for passed in training.advance(step):
        yield _state(setting, passed, f"At work on {step} steps, after {training.step}")
    yield _state(setting, step, f"After {step} steps")


def _state(setting, step, when):
    (x, y), test = setting.examples()
    training = run(setting)
    net, past = training.net(step), np.array(RECORDS) <= step
    loss, right = evaluate(net, x, y, loss="binary")
    test_loss, test_right = evaluate(net, *test, loss="binary")
    found = shown.statistics(net, x, y)
    losses = np.where(past[:, None], training.losses, np.nan)
    border_x, border_y = shown.border(net)
    frame_x, frame_y = shown.frames(setting.layers, setting.width, LAYERS * WIDTH)
    coordinates = {f"{axis}_{label}": _padded(x[y == label, i]) for i, axis in enumerate("xy") for label in (0, 1)}
    return {
        **coordinates,
        "answer": shown.answer(net), "units": shown.units(net, LAYERS, WIDTH),
        "frame_x": frame_x, "frame_y": frame_y,
        "border_x": border_x, "border_y": border_y, "border": shown.shape_of_border(net),
        "records": np.array(RECORDS, float), "loss": losses[:, 0], "test_loss": losses[:, 1],
        "layer": np.arange(1.0, LAYERS + 1), "gradient": _padded(found["gradient"], LAYERS),
        "when": when, "right": right[0], "test_right": test_right[0], "last": loss[0], "last_test": test_loss[0],
        "dead": round(float(found["dead"].sum() * setting.width)), "hidden": setting.layers * setting.width,
    }  # fmt: skip


def _padded(values, length=POINTS):
    return np.concatenate([values, np.full(length - len(values), np.nan)])
