"""The scene of depth and initial scale against quadrature, closed forms, and random networks of the mean field."""

import itertools

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

import actlib as act
from actlib import meanfield
from actlib.explorables import identity_near_origin as scenes


def computed(**values):
    return scenes.scale().scene.compute(**values)


@pytest.mark.parametrize("name", scenes.IDENTITY)
@pytest.mark.parametrize("spread", [0.01, 0.1, 1.0])
def test_each_layer_is_the_gaussian_mean_square_of_the_one_before(name, spread):
    frame, f = computed(f=name, width=64, spread=spread), act.get(name)
    rms, sigma_w = frame["theory"], spread * 8
    assert rms[0] == pytest.approx(sigma_w)
    for before, after in list(itertools.pairwise(rms))[::6]:
        halves = [quad(lambda z, s=s, b=before: f(s * b * z) ** 2 * norm.pdf(z), 0, 8)[0] for s in (-1.0, 1.0)]
        assert after == pytest.approx(sigma_w * np.sqrt(sum(halves)), rel=1e-5)
    assert frame["end"] == rms[-1]
    assert frame["factor"] == pytest.approx(rms[-1] / rms[-2])


def test_closed_forms_of_those_that_are_straight_on_either_side():
    for name, kept in (("relu", 0.5), ("abs", 1.0)):
        frame = computed(f=name, width=16, spread=0.1)
        assert frame["theory"] == pytest.approx(0.4 * (0.4 * kept**0.5) ** np.arange(20), rel=1e-6)
        assert frame["root"] == pytest.approx(kept ** (np.arange(20) / 2), rel=1e-6)


@pytest.mark.parametrize("width", [16, 64, 144])
def test_small_signals_fall_by_the_root_of_the_width_times_the_spread(width):
    for name in ("tanh", "softsign", "bent_identity"):
        frame = computed(f=name, width=width, spread=0.001)
        assert frame["factor"] == pytest.approx(width**0.5 * 0.001, rel=1e-3)
        assert frame["sigma_w"] == pytest.approx(width**0.5 * 0.001)


@pytest.mark.parametrize("name", scenes.IDENTITY)
def test_the_network_is_near_the_theory_and_nearer_if_wider(name):
    off = {}
    for width in (16, 144):
        frame = computed(f=name, width=width, spread=scenes.SPREADS[np.argmin(abs(scenes.SPREADS - width**-0.5))])
        off[width] = np.abs(np.log(frame["trial"] / frame["theory"])).max()
    assert off[144] < 0.5
    if name != "bent_identity":
        assert off[144] < off[16]


def test_the_second_panel_is_the_end_of_the_first():
    spreads = scenes.SPREADS[::6]
    for name in scenes.IDENTITY:
        ends = [computed(f=name, width=64, spread=s)["end"] for s in spreads]
        assert computed(f=name, width=64, spread=0.01)["last"][::6] == pytest.approx(ends)
    assert computed(f="tanh", width=64, spread=0.01)["scale"] == 1 / 8


def test_what_is_called_the_identity_near_0_is_in_the_facts():
    assert {name: act.get(name).facts.identity_at_origin for name in scenes.IDENTITY} == scenes.IDENTITY


def test_the_root_curve_of_tanh_falls_as_the_mean_field_says():
    variances = [1.0]
    for _ in range(19):
        variances.append(meanfield.next_variance(act.tanh, variances[-1], 1.0))
    assert computed(f="tanh", width=64, spread=0.01)["root"] == pytest.approx(np.sqrt(variances), rel=1e-9)
