"""Saturation's scenes against mpmath, exact powers of two, and slopes by differences."""

import math

import numpy as np
import pytest
from mpmath import mp, mpf

import actlib as act
from actlib import floats
from actlib.explorables import saturation as scenes


def computed(scene, **values):
    return scene().scene.compute(**values)


@pytest.mark.parametrize(
    ("formula", "dtype", "left", "right"),
    [
        ("S(1 − S)", "float16", -25 * math.log(2), 12 * math.log(2)),
        ("S(1 − S)", "float32", -150 * math.log(2), 25 * math.log(2)),
        ("S(1 − S)", "float64", -1075 * math.log(2), 53 * math.log(2)),
        ("S(z) S(−z)", "float32", -150 * math.log(2), 150 * math.log(2)),
        ("1 − a²", "float16", -13 * math.log(2) / 2, 13 * math.log(2) / 2),
        ("1 − a²", "float32", -13 * math.log(2), 13 * math.log(2)),
        ("1/cosh² z", "float32", -76 * math.log(2), 76 * math.log(2)),
    ],
)
def test_slopes_are_zero_from_these_powers_of_two_on(formula, dtype, left, right):
    frame = computed(scenes.microscope, dtype=dtype, formula=formula, magnitude=1.0)
    spacing = float(np.spacing(scenes.DTYPES[dtype](abs(left))))
    assert frame["zero_left"] == pytest.approx(left, abs=2 * spacing + 1e-3)
    assert frame["zero_right"] == pytest.approx(right, abs=2 * spacing + 1e-3)


@pytest.mark.parametrize("formula", floats.FORMULAS)
@pytest.mark.parametrize("magnitude", [1.0, 10**0.6, 10**1.2])
def test_the_microscope_sees_the_exact_distance_and_what_is_stored(formula, magnitude):
    with mp.workdps(60):
        z = mpf(magnitude)
        gap = 1 / (1 + mp.exp(z)) if "S" in formula else 1 - mp.tanh(z)
        slope = 1 / (4 * mp.cosh(z / 2) ** 2) if "S" in formula else 1 / mp.cosh(z) ** 2
        for dtype, bits in (("float16", 11), ("float32", 24)):
            frame = computed(scenes.microscope, dtype=dtype, formula=formula, magnitude=magnitude)
            assert frame["spacings"] == pytest.approx(float(gap * 2**bits), rel=1e-9)
            kind = scenes.DTYPES[dtype]
            value = float(kind(float(1 - gap)))
            assert frame["stored"] == pytest.approx((1 - value) * 2**bits, abs=1e-6)
            place = (bits + 1) * math.log(2) if "S" in formula else (bits + 2) * math.log(2) / 2
            assert frame["near_now"] == pytest.approx(magnitude - place)
            assert frame["exact_now"] == frame["spacings"]
        assert frame["now_true"] == pytest.approx(float(slope), rel=1e-12)


def test_the_microscope_opens_where_one_side_is_about_to_be_lost():
    frame = computed(scenes.microscope, dtype="float32", formula="S(1 − S)", magnitude=10**1.2)
    assert frame["stored"] == 2
    assert frame["now_right"] == np.float32(2.0**-23) * np.float32(1 - 2.0**-23)
    assert frame["now_left"] == pytest.approx(frame["now_true"], rel=1e-5)
    beyond = computed(scenes.microscope, dtype="float32", formula="S(1 − S)", magnitude=10**1.28)
    assert beyond["now_right"] == 0 < beyond["now_left"]


@pytest.mark.parametrize("name", scenes.NAMES)
def test_tails_are_slopes_by_differences(name):
    frame, f, h = computed(scenes.tails, f=name), act.get(name), 1e-6
    assert frame["value"] == pytest.approx(f(frame["z"]))
    for side, sign in (("left", -1), ("right", 1)):
        z = sign * frame["distance"]
        inside = (frame["distance"] < 8) & (np.abs(frame["distance"] - 1) > 1e-3)  # hard tanh has kinks at ±1
        differences = np.abs(f(z + h) - f(z - h)) / (2 * h)
        assert np.nan_to_num(frame[side])[inside] == pytest.approx(differences[inside], abs=1e-8)
    assert frame["right_10"] == pytest.approx(f.derivative(10.0))


def test_the_words_say_which_side():
    told = {name: scenes.tails().description(f=name) for name in scenes.NAMES}
    assert "sine is bounded, and saturates nowhere" in told["sine"]
    assert "arsinh is unbounded, and saturates on both sides" in told["arsinh"]
    assert "relu is bounded on one side, and saturates on the left" in told["relu"]


@pytest.mark.parametrize("formula", ["S(1 − S)", "1 − a²"])
def test_the_stairs_are_what_a_float_stores(formula):
    frame = computed(scenes.microscope, dtype="float32", formula=formula, magnitude=1.0)
    place = 25 * math.log(2) if "S" in formula else 13 * math.log(2)
    gap = [1 / (1 + mp.exp(place + x)) if "S" in formula else 2 / (1 + mp.exp(2 * (place + x))) for x in frame["near"]]
    stored = [(1 - float(np.float32(float(1 - g)))) * 2**24 for g in gap]
    away = np.abs(frame["exact"] % 1 - 0.5) > 1e-3  # on the edge of a stair either is right
    assert frame["stairs"][away] == pytest.approx(np.array(stored)[away], abs=1e-6)
    assert frame["exact"] == pytest.approx([float(g * 2**24) for g in gap], rel=2e-5)
