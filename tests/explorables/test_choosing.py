"""The shortlist against what is known of each function."""

import itertools

import numpy as np
import pytest

import actlib as act
from actlib.explorables import choosing as scenes

# known without our facts: each requirement, and who meets it
KNOWN = {
    "bounded": "sigmoid tanh softsign hard_tanh sine",
    "smooth": "sigmoid tanh softsign elu softplus gelu silu mish sine",  # ELU at its default α = 1
    "cheap": "softsign hard_tanh relu leaky_relu hard_swish",
    "alive": "sigmoid tanh softsign leaky_relu elu selu softplus gelu silu mish sine",
}


@pytest.mark.parametrize("requirement", KNOWN)
def test_requirements_mean_what_they_say(requirement):
    meets = dict(zip(scenes.CANDIDATES, scenes.facts()[2][requirement], strict=True))
    assert {name for name, yes in meets.items() if yes} == set(KNOWN[requirement].split())


def test_means_and_slopes_are_those_of_a_sample():
    means, chis, meets = scenes.facts()
    z = np.random.default_rng(0).standard_normal(400_000)
    for name, mean, chi, centred, deep in zip(
        scenes.CANDIDATES, means, chis, meets["centred"], meets["deep"], strict=True
    ):
        value, slope = act.get(name).value_and_derivative(z)
        second = np.mean(value**2)
        assert mean == pytest.approx(value.mean() / second**0.5, abs=0.006)
        assert chi == pytest.approx(np.mean(slope**2) / second, rel=0.02)
        assert centred == (abs(mean) < 0.25)
        assert deep == (0.9 < chi < 1.1)


def test_the_list_is_the_intersection():
    scene, meets = scenes.shortlist().scene, scenes.facts()[2]
    for pair in itertools.combinations(scenes.REQUIREMENTS, 2):
        wanted = {name: "required" if name in pair else "any" for name in scenes.REQUIREMENTS}
        state = scene.compute(**wanted)
        both = meets[pair[0]] & meets[pair[1]]
        assert int(state["count"]) == both.sum() == np.isfinite(state["means"]).sum()
        assert all(name in state["names"] for name, yes in zip(scenes.CANDIDATES, both, strict=True) if yes)
    assert scene.compute(**dict.fromkeys(scenes.REQUIREMENTS, "any"))["count"] == "14"
