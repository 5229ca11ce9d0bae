"""The scene on means of outputs against integrals by another method, eigenvalues, and samples."""

import math

import numpy as np
import pytest
from scipy import integrate

import actlib as act
from actlib.explorables import zero_centered_range as scenes


def computed(**values):
    return scenes.means().scene.compute(**{"f": "tanh", "mean": 1.0, "sigma": 1, **values})


@pytest.mark.parametrize("f", scenes.FUNCTIONS)
@pytest.mark.parametrize(("mean", "sigma"), [(1.0, 1), (-0.7, 2), (0.0, 0.5)])
def test_means_and_spreads_are_those_of_integrals_by_another_method(f, mean, sigma):
    def density(z):
        return math.exp(-(((z - mean) / sigma) ** 2) / 2) / (sigma * math.sqrt(2 * math.pi))

    options = {"points": [-1.0, 0.0, 1.0], "limit": 200, "epsabs": 1e-11}
    ends = mean - 14 * sigma, mean + 14 * sigma
    first = integrate.quad(lambda z: float(act.get(f)(z)) * density(z), *ends, **options)[0]
    second = integrate.quad(lambda z: float(act.get(f)(z)) ** 2 * density(z), *ends, **options)[0]
    frame = computed(f=f, mean=mean, sigma=sigma)
    assert frame["output"] == pytest.approx(first, abs=1e-8)
    assert frame["spread"] == pytest.approx(math.sqrt(second - first**2), rel=1e-7)
    at = np.argmin(abs(frame["means"] - mean))
    assert (frame["outputs"][at], frame["conditions"][at]) == (frame["output"], frame["condition"])


def test_the_condition_number_is_that_of_the_matrix():
    frame = computed(f="relu", mean=0.3)
    matrix = frame["spread"] ** 2 * np.eye(scenes.UNITS) + frame["output"] ** 2
    values = np.linalg.eigvalsh(matrix)
    assert frame["condition"] == pytest.approx(values[-1] / values[0], rel=1e-9)


def test_it_opens_on_a_centred_range_without_a_zero_mean_and_selu_is_the_reverse():
    assert scenes.means().scene.default_state == scenes.means().scene.index_of(f="tanh", mean=1.0, sigma=1)
    assert "from −1.00 to 1.00" in scenes.means().description()
    assert "mean 0.55" in scenes.means().description()
    told = scenes.means().description(f="selu", mean=0.0)
    assert "from −1.76, without end above" in told
    assert "mean 0.00" in told
    assert "from 0.00, without end above" in scenes.means().description(f="relu")


def test_symmetric_inputs_leave_odd_functions_without_a_mean_and_no_others_of_these():
    centred = {f for f in scenes.FUNCTIONS if abs(computed(f=f, mean=0.0)["output"]) < 1e-9}
    assert centred == {"tanh", "sine", "selu", "star_relu"}  # the last two by a constant of theirs
    wide = {f for f in scenes.FUNCTIONS if abs(computed(f=f, mean=0.0, sigma=2)["output"]) < 1e-9}
    assert wide == {"tanh", "sine"}


def test_no_line_is_off_by_half_a_pixel():
    assert scenes.means().interpolation_error() < 0.5
