"""Scenes of the chapter softmax: what it reacts to, its temperature, and its certainty far from the data."""

import numpy as np

import actlib as act
from actlib.explorables._softmax import bars, logits
from actlib.widgets import Area, Axis, Choice, Explorable, Line, Panel, Points, Rule, Slider

PAIR = np.array([1.0, 2.0])
OFFSETS = np.linspace(-5, 10, 31)
TEMPERATURES = np.logspace(-2, 2, 61)
NEAR, FAR = np.linspace(0, 20, 41), np.logspace(-1, 3, 61)


def blur_and_shift() -> Explorable:
    """Discover which of two maps notices a shift, and which a scale."""
    names = {"softmax": "softmax", "standard": "standard normalisation"}
    shares = [Area(f"{name}_x", f"{name}_bars", label=label) for name, label in names.items()]
    second = [Points("offsets", f"{name}_curve", label=label, dash=name == "standard") for name, label in names.items()]
    return Explorable(
        _blur_and_shift,
        controls=[
            Slider("scale", 0.1, 10, default=1.0, step=0.1, label="scale", scale="log"),
            Slider("offset", -5, 10, default=10, step=0.5, label="offset"),
        ],
        panels=[
            Panel(Axis("score 1 and score 2", 0.5, 2.5), Axis("share", -1, 2), shares),
            Panel(
                Axis("offset", -6, 11),
                Axis("share of score 2", -1, 2),
                [*second, Rule(x="offset", label="this offset", color=6)],
            ),
        ],
        name="softmax/blur_and_shift",
        title="The scores 1 and 2, scaled and shifted",
        question="Guess first: ten is added to both scores. Which map notices? And if both are multiplied by ten?",
        describe="The scores are {first:.2f} and {second:.2f}, {scale:.2f} apart. Softmax gives {softmax_1:.4f} and "
        "{softmax_2:.4f}. Standard normalisation gives {standard_1:.3f} and {standard_2:.3f}: {verdict}.",
    )


def _blur_and_shift(scale, offset):
    z = scale * PAIR + offset
    result = {"offsets": OFFSETS, "offset": offset, "first": z[0], "second": z[1], "verdict": _verdict(z)}
    for name, f, shift in (("softmax", act.softmax, -0.15), ("standard", act.standard_normalization, 0.15)):
        share = f(z)
        result[f"{name}_x"], result[f"{name}_bars"] = bars([1 + shift, 2 + shift], share)
        result[f"{name}_1"], result[f"{name}_2"] = share
        result[f"{name}_curve"] = f(scale * PAIR + OFFSETS[:, np.newaxis])[:, 1]
    return result


def _verdict(z):
    if z.sum() == 0:
        return "undefined, since the sum is zero"
    if z[0] * z[1] < 0:
        return "no probabilities"
    return "probabilities, the larger one for the lower score" if z[0] < 0 else "probabilities"


def temperature() -> Explorable:
    """Discover what the cold limit does with a tie."""
    order = ("first", "second", "third", "fourth")
    curves = [Line("temperatures", name, label=f"{name} score", dash=name == "second") for name in order]
    return Explorable(
        _temperature,
        controls=[
            Slider("temperature", 0.01, 100, default=0.1, step=0.1, label="temperature T", scale="log"),
            Slider("gap", 0, 1, default=0, step=0.1, label="gap between first and second"),
        ],
        panels=[
            Panel(Axis("score 1 to score 4", 0.5, 4.5), Axis("probability", 0, 1), [Area("bar_x", "bar_y")]),
            Panel(
                Axis("temperature T", 0.01, 100, "log"),
                Axis("probability", 0, 1),
                [*curves, Rule(x="now", label="this T", color=6)],
            ),
        ],
        name="softmax/temperature",
        title="Four scores at a temperature",
        question="Guess first: the first two scores are equal. What becomes of them as T falls to zero?",
        describe="The scores are 2, {second_score:.1f}, 1 and 0. At T = {temperature:.3g} softmax gives {p1:.3f}, "
        "{p2:.3f}, {p3:.3f} and {p4:.3f}.",
    )


def _temperature(temperature, gap):
    z = np.array([2.0, 2.0 - gap, 1.0, 0.0])
    p = act.softmax(z, temperature=temperature)
    curves = act.softmax(z / TEMPERATURES[:, np.newaxis]).T
    bar_x, bar_y = bars([1, 2, 3, 4], p, width=0.6)
    return {
        **{"temperatures": TEMPERATURES, "bar_x": bar_x, "bar_y": bar_y, "now": temperature, "second_score": z[1]},
        **dict(zip(("first", "second", "third", "fourth"), curves, strict=True)),
        **{f"p{i + 1}": value for i, value in enumerate(p)},
    }


def ray() -> Explorable:
    """Discover that certainty grows with the distance from everything the net has seen."""
    classes = [Line("near", f"logit_{k}", label=f"class {k}") for k in (1, 2, 3)]
    return Explorable(
        _ray,
        controls=[
            Slider("angle", 0, 355, default=30, step=5, label="direction in degrees"),
            Choice("temperature", [1, 2, 5, 10], label="temperature"),
        ],
        panels=[
            Panel(Axis("distance from the origin", 0, 20), Axis("logit", -70, 70), classes),
            Panel(Axis("distance", 0.1, 1000, "log"), Axis("largest probability", 0, 1), [Line("far", "confidence")]),
        ],
        name="softmax/ray",
        title="A ReLU net and its three clouds, at 90, 210 and 330 degrees, 2.5 from the origin",
        question="Guess first: we walk away from all data, between two clouds. Does the net become less certain?",
        describe="Towards {angle} degrees at temperature {temperature} the largest probability is {at_data:.3f} at "
        "distance 2.5, where the data lie, {at_20:.3f} at 20 and {at_1000:.3f} at 1000.",
    )


def _ray(angle, temperature):
    direction = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    near = logits(NEAR[:, np.newaxis] * direction)
    sure = {d: _confidence(np.array([d]), direction, temperature)[0] for d in (2.5, 20.0, 1000.0)}
    return {
        "near": NEAR,
        **{f"logit_{k + 1}": near[:, k] for k in range(3)},
        "far": FAR,
        "confidence": _confidence(FAR, direction, temperature),
        "at_data": sure[2.5],
        "at_20": sure[20.0],
        "at_1000": sure[1000.0],
    }


def _confidence(distance, direction, temperature):
    return act.softmax(logits(distance[:, np.newaxis] * direction), temperature=float(temperature)).max(axis=1)
