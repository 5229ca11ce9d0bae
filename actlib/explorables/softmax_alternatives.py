"""Scenes of the chapter softmax_alternatives: six maps into one triangle, and their shares of two scores."""

import numpy as np

import actlib as act
from actlib.widgets import Axis, Explorable, Line, Panel, Points, Rule, Slider

MAPS = {
    "softmax": act.softmax,
    "entmax": act.entmax15,
    "sparsemax": act.sparsemax,
    "Taylor": act.taylor_softmax,
    "spherical": act.spherical_softmax,
    "standard": act.standard_normalization,
}
LABELS = {"entmax": "1.5-entmax", "standard": "division by the sum"}
THIRD = 1.0
GAPS = np.linspace(-3, 3, 121)


def triangle() -> Explorable:
    """Discover which maps reach an edge of the triangle, and which leave it."""
    marks = [
        Points(f"{name}_x", f"{name}_y", label=LABELS.get(name, name), color=i, dash=i > 2)
        for i, name in enumerate(MAPS)
    ]
    return Explorable(
        _triangle,
        controls=[
            Slider("first", -0.25, 4, default=2, step=0.25, label="first score"),
            Slider("second", -0.25, 4, default=1.5, step=0.25, label="second score"),
        ],
        panels=[
            Panel(
                Axis("all to the first (left) … all to the second (right)", -0.4, 1.4),
                Axis("share of the third", -0.2, 1.1),
                [Line("edge_x", "edge_y", color=6), *marks],
            )
        ],
        name="softmax_alternatives/triangle",
        title="Two scores and a third of 1, as six points of the triangle of probabilities",
        question="Guess first: the scores are 2, 1.5 and 1. Which of the six maps gives the third exactly nothing?",
        describe="The scores are {first:.2f}, {second:.2f} and 1. The third gets {softmax:.3f} from softmax, "
        "{entmax:.3f} from 1.5-entmax, {sparsemax:.3f} from sparsemax, {Taylor:.3f} from Taylor softmax, "
        "{spherical:.3f} from spherical softmax and {standard:.3f} from division by the sum. {verdict}.",
    )


def _triangle(first, second):
    z = np.array([first, second, THIRD])
    shares = {name: f(z) for name, f in MAPS.items()}
    edge = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]], float)
    result = {"edge_x": edge[:, 1] + edge[:, 2] / 2, "edge_y": edge[:, 2], "verdict": _verdict(shares)}
    for name, p in shares.items():
        result |= {name: p[2], f"{name}_x": p[1] + p[2] / 2, f"{name}_y": p[2]}
    return result


def _verdict(shares):
    names = {name: LABELS.get(name, name) for name in shares}
    outside = [names[name] for name, p in shares.items() if p.min() < 0]
    on_edge = [names[name] for name, p in shares.items() if p.min() == 0]
    edge = f"On the edge: {', '.join(on_edge)}" if on_edge else "None is on the edge"
    return f"{edge}; outside: {', '.join(outside)}" if outside else edge


def two_scores() -> Explorable:
    """Discover which maps see the gap of two scores alone, and which also see how high they lie."""
    curves = [Line("gaps", name, label=LABELS.get(name, name), color=i, dash=i > 2) for i, name in enumerate(MAPS)]
    return Explorable(
        _two_scores,
        controls=[Slider("mean", 1.5, 15, default=1.5, step=0.25, label="mean of the two scores")],
        panels=[
            Panel(
                Axis("gap: second score less first", -3, 3),
                Axis("share of the second score", 0, 1),
                [*curves, Rule(x="one", color=6)],
            )
        ],
        name="softmax_alternatives/two_scores",
        title="What the second of two scores gets, by their gap; the rule stands at a gap of 1",
        question="Guess first: the scores rise together from 1 and 2 to 14.5 and 15.5. Which of the six curves move?",
        describe="At the scores {low:.3g} and {high:.3g} the second gets {p_softmax:.3f} from softmax, "
        "{p_entmax:.3f} from 1.5-entmax, {p_sparsemax:.3f} from sparsemax, {p_Taylor:.3f} from Taylor softmax, "
        "{p_spherical:.3f} from spherical softmax and {p_standard:.3f} from division by the sum.",
    )


def _two_scores(mean):
    z = mean + np.stack([-GAPS, GAPS], axis=-1) / 2
    here = mean + np.array([-0.5, 0.5])
    return {
        **{"gaps": GAPS, "one": 1.0, "low": here[0], "high": here[1]},
        **{name: f(z)[:, 1] for name, f in MAPS.items()},
        **{f"p_{name}": f(here)[1] for name, f in MAPS.items()},
    }
