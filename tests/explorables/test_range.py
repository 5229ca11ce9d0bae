"""The scene on the range against closed moments, eigenvalues of built matrices, and descent itself."""

import math

import numpy as np
import pytest

import actlib as act
from actlib import _curvature
from actlib.explorables import range as scenes


def computed(f="sigmoid", spread=1.0):
    return scenes.rates().scene.compute(f=f, spread=spread)


MOMENTS = {  # E[f], E[f²] in closed form, z ~ N(0, s²)
    "relu": lambda s: (s / math.sqrt(2 * math.pi), s**2 / 2),
    "identity": lambda s: (0.0, s**2),
    "sine": lambda s: (0.0, (1 - math.exp(-2 * s**2)) / 2),
    "gaussian": lambda s: ((1 + 2 * s**2) ** -0.5, (1 + 4 * s**2) ** -0.5),
}


@pytest.mark.parametrize("name", MOMENTS)
@pytest.mark.parametrize("spread", [0.1, 1.0, 10.0])
def test_rates_are_those_of_the_matrix_of_second_moments(name, spread):
    frame, (mean, square) = computed(name, spread), MOMENTS[name](spread)
    assert (frame["mean"], frame["square"]) == pytest.approx((mean, square), rel=1e-9, abs=1e-12)
    for n in (1, 10, 100):
        matrix = np.full((n, n), mean**2) + (square - mean**2) * np.eye(n)
        at = np.argmin(np.abs(frame["units"] - n))
        assert frame["plain"][at] == pytest.approx(2 / np.linalg.norm(matrix, 2))
    assert frame["centred"] == pytest.approx(2 / (square - mean**2))


@pytest.mark.parametrize("name", [*scenes.BOUNDED, *scenes.UNBOUNDED])
@pytest.mark.parametrize("spread", [0.1, 1.0, 10.0])
def test_the_sample_agrees_with_the_closed_form(name, spread):
    frame = computed(name, spread)
    theory = 2 / _curvature.largest(frame["mean"], frame["square"], frame["few"])
    assert frame["simulated"] == pytest.approx(theory, rel=0.1)
    assert frame["measured"] == frame["simulated"][-1]


@pytest.mark.parametrize("name", ["sigmoid", "relu", "tanh", "identity"])
def test_descent_falls_just_below_the_measured_rate_and_grows_just_above(name):
    outputs = act.get(name)(np.random.default_rng(0).standard_normal((8192, 16)))
    rate = computed(name)["measured"]
    below, above = (_curvature.descent(outputs, share * rate, 400) for share in (0.98, 1.02))
    assert below[-1] < 1e-2 * below[0]
    assert above[-1] > 1e2 * above[0]


def test_the_ranges_are_as_declared():
    for names, finite in ((scenes.BOUNDED, True), (scenes.UNBOUNDED, False)):
        facts = [act.get(name).facts for name in names]
        assert [bool(np.isfinite([f.infimum, f.supremum]).all()) for f in facts] == [finite] * len(names)


def test_at_equal_second_moment_the_mean_orders_the_rates_and_the_range_does_not():
    frame = computed()
    shares = np.concatenate([frame["bounded_share"], frame["unbounded_share"]])
    rates = np.concatenate([frame["bounded_rate"], frame["unbounded_rate"]])
    for share, rate in zip(shares, rates, strict=True):
        matrix = share * np.ones((16, 16)) + (1 - share) * np.eye(16)
        assert rate == pytest.approx(2 / np.linalg.eigvalsh(matrix)[-1])
    sigmoid, tanh = frame["bounded_rate"][:2]
    relu = frame["unbounded_rate"][0]
    assert sigmoid < relu < tanh
    assert frame["unbounded_rate"][-1] == pytest.approx(tanh)  # identity


def test_inputs_ten_times_as_large_hit_the_unbounded():
    assert computed("relu", 1.0)["rate"] / computed("relu", 10.0)["rate"] == pytest.approx(100)
    assert computed("tanh", 10.0)["rate"] >= 2 / 16


def test_the_words_say_what_is_seen():
    told = scenes.rates().description(f="sigmoid", spread=1.0)
    assert told.startswith("sigmoid is bounded.")
    assert "its mean is 0.500" in told
    assert scenes.rates().interpolation_error() < 0.5
