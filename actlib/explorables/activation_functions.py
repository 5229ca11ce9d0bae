"""Scenes of the chapter on what an activation function is."""

import numpy as np
from scipy.special import ndtr

import actlib as act
from actlib.widgets import Area, Axis, Choice, Explorable, Line, Panel, Points, Rule, Slider

_SPACING = 2.0  # distance in z between neighbouring units
_WEIGHTS = {1: (1,), 2: (1, -1), 3: (1, -2, 1)}  # output weights: f itself, its first and its second difference


def bend() -> Explorable:
    """What w, b and f each do to one neuron, and to two or three: f bends, the weights place the bend."""
    return Explorable(
        _bend,
        controls=[
            Choice("w", [-2, -1, -0.5, 0.5, 1, 2], default=1, label="weight w"),
            Slider("b", -3, 3, default=-1, step=0.5, label="bias b"),
            Choice("f", ["identity", "binary_step", "sigmoid", "tanh", "relu", "silu"], default="relu", label="f"),
            Choice("units", [1, 2, 3], default=1, label="units"),
        ],
        marks=[
            Line("ends", "z", label="z = w x + b, before f", color=6, dash=True),
            Line("x", "y", label="y, the sum", color=0),
            Points("places", "heights", label="where a unit has z = 0"),
        ],
        x=Axis("x", -4, 4),
        y=Axis("y(x)", -4, 4),
        name="activation_functions/bend",
        title="Bend a neuron",
        question="Guess first: which control moves the bend sideways, which one changes its sharpness, and how many "
        "units does a bump take?",
        describe="With w = {w:g}, b = {b:.1f}, f = {f} and output weights {weights}: {bends} From x = −4 to 4, y goes "
        "from {first:.2f} to {last:.2f}; on the way it stays between {low:.2f} and {high:.2f}.",
    )


def _bend(w, b, f, units):
    """Unit k has the pre-activation w x + b - 2 k; the curve is sampled where z is round: jumps stand upright."""
    function, weights, shifts = act.get(f), np.array(_WEIGHTS[units], float), _SPACING * np.arange(units)

    def output(z):
        return function(z[:, None] - shifts) @ weights

    z, ends, places = _pre_activations(), np.array([-4.0, 4.0]), np.full(3, np.nan)
    places[:units] = (shifts - b) / w
    seen = output(w * np.linspace(-4, 4, 801) + b)
    return {
        "x": (z - b) / w, "y": output(z), "ends": ends, "z": w * ends + b,
        "places": places, "heights": output(w * places + b),
        "weights": " and ".join(f"{weight:+g}" for weight in weights).replace("-", "−"), "bends": _bends(f, places),
        "first": seen[0], "last": seen[-1], "low": seen.min(), "high": seen.max(),
    }  # fmt: skip


def _pre_activations():
    """Return values of z that reach beyond the panel for every w and b, with two beside each place of a jump."""
    jumps = _SPACING * np.arange(3)
    return np.sort(np.concatenate([np.linspace(-12, 16, 113), jumps - 1e-9, jumps + 1e-9]))


def _bends(f, places):
    if f == "identity":
        return "a straight line, whatever the weights."
    seen = [f"{place:.2f}".replace("-", "−") for place in np.sort(places) if abs(place) <= 4]
    return f"bends near x = {' and '.join(seen)}." if seen else "no unit crosses z = 0 in sight."


_MASSES = {  # the values that f takes on whole half-lines, from left to right
    "identity": (), "binary_step": (0.0, 1.0), "sigmoid": (), "tanh": (), "relu": (0.0,), "elu": (), "softplus": (),
}  # fmt: skip
_FLAT = 0.05  # a slope below this counts as saturated


def law() -> Explorable:
    """What f makes of a Gaussian: a mean that moved, a shape, and sometimes a mass at one point."""
    return Explorable(
        _law,
        controls=[
            Slider("mu", -3, 3, default=0, step=0.5, label="mean μ of z"),
            Slider("sigma", 0.25, 4, default=1, step=np.log10(2), scale="log", label="spread σ of z"),
            Choice("f", list(_MASSES), default="relu", label="f"),
        ],
        panels=[
            Panel(
                x=Axis("z", -6, 6),
                y=Axis("density of z, and f(z)", -1.5, 2.5),
                marks=[Area("input", "p", label="density of z"), Line("z", "value", label="f(z)")],
                title="In",
            ),
            Panel(
                x=Axis("f(z)", -3, 4),
                y=Axis("density of f(z), and masses", 0, 2.5),
                marks=[
                    Area("value", "density", label="density of f(z)"),
                    Points("at", "mass", label="mass at one value"),
                    Rule(x="mean", label="mean of f(z)"),
                ],
                title="Out",
            ),
        ],
        name="activation_functions/law",
        title="Push a law through f",
        question="Guess first: z has mean 0 and spread 1. What is the mean of ReLU(z): 0, 0.4 or 1? And of tanh(z)?",
        describe="z ~ N({mu:.1f}, {sigma:.2f}²): {f}(z) has mean {mean:.3f} and variance {variance:.3f}. {masses} "
        "Of all z, {saturated:.1%} lie where the slope of f is below 0.05.",
    )


def _law(mu, sigma, f):
    function = act.get(f)
    deviations = np.linspace(-4.5, 4.5, 46)
    z = np.insert(np.linspace(-6, 6, 81), 41, 1e-9)  # the density after ReLU begins right of 0
    value, slope = function.value_and_derivative(z)
    density = np.divide(_normal_density(z, mu, sigma), slope, out=np.full_like(z, np.nan), where=slope > 0)
    mean, second = act.gaussian.moments(function, q=sigma**2, kinks=function.facts.kinks, mean=mu)
    at, mass = _masses(f, mu, sigma)
    words = " and ".join(f"{a:.0f} with probability {m:.3f}" for a, m in zip(at, mass, strict=True) if np.isfinite(m))
    return {
        "input": mu + sigma * deviations, "p": _normal_density(deviations, 0, 1) / sigma,
        "z": z, "value": value, "density": density, "at": at, "mass": mass,
        "mean": mean, "variance": second - mean**2, "saturated": _share_saturated(function, mu, sigma),
        "masses": f"It equals {words}." if words else "No single value has a probability.",
    }  # fmt: skip


def _normal_density(z, mu, sigma):
    return np.exp(-(((z - mu) / sigma) ** 2) / 2) / (sigma * np.sqrt(2 * np.pi))


def _masses(f, mu, sigma):
    """Return the values of f on half-lines on which it is flat, and their probabilities; nan where there are none."""
    values = _MASSES[f]
    left = ndtr(-mu / sigma)
    at, mass = np.full(2, np.nan), np.full(2, np.nan)
    at[: len(values)] = values
    mass[: len(values)] = (left, 1 - left)[: len(values)]
    return at, mass


def _share_saturated(function, mu, sigma):
    """Return P(f'(z) < 0.05): the exact probabilities of fine cells, each judged by the slope in its middle."""
    edges = np.linspace(-40, 40, 16001)
    flat = function.derivative((edges[1:] + edges[:-1]) / 2) < _FLAT
    return float(np.diff(ndtr((edges - mu) / sigma))[flat].sum())
