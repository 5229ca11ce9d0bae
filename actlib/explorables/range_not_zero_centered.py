"""Scenes of the chapter on ranges that are not zero-centred: a path over contours, and when gradients agree in sign."""

from functools import cache

import numpy as np

from actlib import _off_centre
from actlib.widgets import Axis, Choice, Explorable, Line, Panel, Points, Rule, Slider

DATA = np.random.default_rng(3).uniform(-0.5, 0.5, (64, 2))
GOAL, START = np.array([0.8, -0.6]), np.array([-0.8, 0.2])
STEPS = 30
CIRCLE = np.linspace(0, 2 * np.pi, 73)


def zigzag() -> Explorable:
    """A larger batch straightens the path and hardly shortens the way: that is up to the mean of the inputs."""
    weights = {"x": Axis("first weight", -1.6, 1.6), "y": Axis("second weight", -1.4, 1.0)}
    contours = [
        Line(f"first_{k}", f"second_{k}", label="equal loss" if k == 0 else None, color=6, dash=True) for k in range(3)
    ]
    return Explorable(
        _zigzag,
        controls=[
            Slider("mean", 0.0, 1.5, default=1.0, step=0.05, label="mean of the inputs"),
            Choice("batch", [1, 4, 16, 64], default=1, label="batch, of 64 examples"),
        ],
        panels=[
            Panel(
                **weights, title="Thirty steps",
                marks=[
                    *contours, Line("first", "second", label="path", color=0), Points("first", "second", color=0),
                    Points("goal_first", "goal_second", label="goal", color=2),
                ],
            ),
            Panel(
                Axis("step", 0, STEPS), Axis("distance from the goal", 1e-3, 10, scale="log"),
                title="What is left of the way",
                marks=[Line("step", "distance", label="this path"), Line("step", "pace", label="all 64", dash=True)],
            ),
        ],
        name="range_not_zero_centered/zigzag",
        title="Zig-zag",
        question="Guess first: with one example a step the path zig-zags. With all 64, is it straight? Is it fast?",
        describe="Inputs of mean {mean:.2f}, batches of {batch}: the largest curvature is {kappa:.1f} times the "
        "smallest. In {one_sign:d} of 30 steps both components of the gradient had one sign. The path is {detour:.1f} "
        "times as long as the straight line, and ends {left:.2f} from the goal, of {whole:.2f} at the start.",
    )  # fmt: skip


@cache
def _zigzag(mean, batch):
    x = DATA + mean
    moments = x.T @ x / len(x)
    places, gradients = _off_centre.path(x, GOAL, START, batch, STEPS)
    full, _ = _off_centre.path(x, GOAL, START, len(x), STEPS)
    values, vectors = np.linalg.eigh(moments)
    height = (START - GOAL) @ moments @ (START - GOAL)
    contours = {}
    for k in range(3):
        ring = GOAL[:, None] + vectors @ (
            np.sqrt(height / 4.0**k / values)[:, None] * np.array([np.cos(CIRCLE), np.sin(CIRCLE)])
        )
        contours |= {f"first_{k}": ring[0], f"second_{k}": ring[1]}
    distance = np.linalg.norm(places - GOAL, axis=1)
    return {
        **contours, "first": places[:, 0], "second": places[:, 1],
        "goal_first": GOAL[:1], "goal_second": GOAL[1:],
        "step": np.arange(STEPS + 1), "distance": distance, "pace": np.linalg.norm(full - GOAL, axis=1),
        "kappa": float(values[-1] / values[0]),
        "one_sign": round(STEPS * _off_centre.share_of_one_sign(gradients)),
        "detour": float(_off_centre.detour(places)), "left": float(distance[-1]), "whole": float(distance[0]),
    }  # fmt: skip


BATCHES = 2 ** np.arange(7)
MEANS, FINE = np.arange(11) / 10, np.linspace(0, 1, 101)
TRIALS = 1000


@cache
def _sums(d):
    return [_off_centre.batch_sums(d, batch, TRIALS, seed=d) for batch in BATCHES]


@cache
def _limits(d):
    return np.array([_off_centre.one_sign_limit(d, mean) for mean in MEANS])


def one_sign() -> Explorable:
    """The share of gradients of one sign falls with the batch to a floor, which the mean sets, and there it stays."""
    return Explorable(
        _one_sign,
        controls=[
            Slider("mean", 0.0, 1.0, default=0.5, step=0.1, label="mean of the inputs"),
            Choice("d", [2, 5, 20], default=20, label="inputs"),
        ],
        panels=[
            Panel(
                Axis("batch", 0.8, 80, scale="log"), Axis("share of one sign", 0, 1.05), title="Gradients of one sign",
                marks=[Points("batches", "shares", label="1000 batches"), Rule(y="limit", label="large batches")],
            ),
            Panel(
                Axis("mean of the inputs", 0, 1), Axis("condition number", 1, 1000, scale="log"),
                title="Curvatures, any batch",
                marks=[
                    Line("means", "kappas", label="largest over smallest"),
                    Rule(x="mean_now", label="this mean", color=2),
                ],
            ),
        ],
        name="range_not_zero_centered/one_sign",
        title="What a batch can mend",
        question="Guess first: errors of both signs, 20 inputs between 0 and 1. How large must a batch be until "
        "gradients hardly ever have one sign in all components?",
        describe="With {d} inputs of mean {mean:.1f}, gradients have one sign in all components for {first:.0%} of "
        "single examples, {eight:.0%} of batches of 8, {last:.0%} of batches of 64, {limit:.0%} of very large ones. "
        "The condition number is {kappa:.1f}, whatever the batch.",
    )  # fmt: skip


def _one_sign(mean, d):
    shares = np.array([_off_centre.share_of_one_sign(mean * e + eu) for e, eu in _sums(d)])
    kappas = 1 + d * FINE**2 / _off_centre.VARIANCE
    now = round(mean * 10)
    return {
        "batches": BATCHES, "shares": shares, "limit": float(_limits(d)[now]),
        "means": FINE, "kappas": kappas, "mean_now": mean, "kappa": float(kappas[10 * now]),
        "first": float(shares[0]), "eight": float(shares[3]), "last": float(shares[-1]),
    }  # fmt: skip
