import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from actlib.widgets import Axis, Choice, Explorable, Line, Map, Slider
from actlib.widgets.coding import LEVELS, Words, dequantise, pack, quantise, unpack
from actlib.widgets.knots import find_knots, weights
from actlib.widgets.table import LARGEST_ERROR, Table, encode
from tests.widgets.scenes import X, hill_scene, surface_scene, wave_scene


@given(arrays.arrays(np.uint16, arrays.array_shapes(min_dims=1, max_dims=4, max_side=5)))
def test_packing_loses_nothing(codes):
    assert np.array_equal(unpack(pack(codes), codes.shape), codes)


@given(arrays.arrays(np.uint8, arrays.array_shapes(min_dims=2, max_dims=3, max_side=5)), st.data())
def test_packing_loses_nothing_of_8_bits_along_some_axes(codes, data):
    axes = data.draw(st.lists(st.integers(0, codes.ndim - 1), unique=True))
    packed = pack(codes, axes)
    assert len(packed) == codes.size
    assert np.array_equal(unpack(packed, codes.shape, axes), codes)


@given(arrays.arrays(float, 20, elements=st.floats(-1e6, 1e6) | st.just(float("nan"))))
def test_quantising_is_off_by_half_a_unit_at_most_and_keeps_gaps(values):
    codes, offset, unit = quantise(values)
    back = dequantise(codes, offset, unit)
    assert np.array_equal(np.isnan(back), np.isnan(values))
    assert np.nanmax(np.abs(back - values), initial=0) <= unit * 0.5001 + 1e-9
    span = np.nanmax(values, initial=-np.inf) - np.nanmin(values, initial=np.inf)
    assert unit <= max(span, 0) / LEVELS * (1 + 1e-12)


def test_smooth_tables_pack_small():
    smooth = np.linspace(0, 6e4, 2000).astype(np.uint16)
    noise = np.random.default_rng(0).integers(0, 65535, 2000).astype(np.uint16)
    high = [pack(codes)[2000:].count(0) for codes in (smooth, noise)]
    assert high[0] >= 1999
    assert high[1] < 100


def test_texts_are_kept_once():
    words = Words.of(np.array([["a", "b"], ["a", "a"]], object))
    assert words.texts == ("a", "b")
    assert words.codes.tolist() == [[0, 1], [0, 0]]


def test_weights_interpolate_and_hold_beyond_a_single_knot():
    assert weights((0, 2, 3), np.array([1, 3])).tolist() == [[0.5, 0.5, 0], [0, 0, 1]]
    assert weights((0,), np.array([0, 7])).tolist() == [[1], [1]]


def test_knots_are_few_where_straight_and_many_where_bent():
    t = np.linspace(0, 1, 101)[:, None]
    assert find_knots(3 * t, (0, 1), 1e-6) == (0, 100)
    fine, coarse = (len(find_knots(np.sin(9 * t), (-1, 1), tolerance)) for tolerance in (1e-4, 1e-2))
    assert 2 < coarse < fine < 101


def test_a_jump_needs_both_its_sides():
    jump = (np.arange(10) >= 6).astype(float)[:, None]
    assert {5, 6} <= set(find_knots(jump, (0, 1), 0.01))


def test_a_gap_that_moves_is_kept_exactly():
    moving = np.where(np.arange(6)[:, None] == np.arange(6), np.nan, 1.0)
    assert find_knots(moving, (0, 1), 0.1) == (0, 1, 2, 3, 4, 5)


@pytest.mark.parametrize("make", [wave_scene, surface_scene])
def test_every_state_is_drawn_within_half_a_pixel(make):
    explorable = make()
    assert explorable.interpolation_error() < LARGEST_ERROR
    for state in np.ndindex(explorable.scene.shape):
        exact, drawn = explorable.scene.frame(state), explorable.table.frame(state)
        assert drawn.texts == exact.texts
        for column, a, b in zip(explorable.scene.columns, exact.columns, drawn.columns, strict=True):
            low, high = column.axis.ends
            seen = (a > low) & (a < high)
            assert np.array_equal(np.isnan(a), np.isnan(b))
            assert (np.abs(a - b)[seen] * column.pixels).max(initial=0) < LARGEST_ERROR


def test_the_grid_is_as_coarse_as_that_allows():
    table = wave_scene().table
    names = [(column.name, column.axis.scale) for column in table.scene.columns]
    knots = dict(zip(names, (tuple(map(len, c.knots)) for c in table.columns), strict=True))
    assert knots["x", "linear"] == (1, 1)  # depends on nothing
    assert knots["gap", "linear"] == (2, 1)  # linear in the slider
    assert 3 <= knots["y", "linear"][0] <= 17
    assert knots["y", "linear"][1] == 2  # a choice is never interpolated
    assert len(table.buffer) < 17 * 2 * 41 * 5 * 2


def test_a_table_that_is_too_coarse_is_found_out():
    table = wave_scene().table
    broken = []
    for column, values in zip(table.scene.columns, table.exact, strict=True):
        broken.append(encode(table.scene, column, values, tolerance=40))
    assert dataclasses.replace(table, columns=tuple(broken)).error() > LARGEST_ERROR


def test_a_lost_gap_is_found_out():
    table = wave_scene().table
    broken = [dataclasses.replace(c, data=bytes(len(c.data))) for c in table.columns]
    assert dataclasses.replace(table, columns=tuple(broken)).error() == np.inf


def scene_of(compute, *controls):
    axes = {"x": Axis("x", -1, 1), "y": Axis("y", 0, 1)}
    return Explorable(compute, controls, marks=[Line("x", "y")], **axes, name="t/t", title="t", describe="t").scene


def test_lengths_that_change_with_the_state_are_refused():
    scene = scene_of(lambda n: {"x": X[:n], "y": X[:n]}, Slider("n", 2, 9, step=1))
    with pytest.raises(ValueError, match="pad it with nan"):
        Table.of(scene)


def test_more_states_than_can_be_computed_are_refused():
    scene = scene_of(lambda a, b: {"x": X, "y": X + a + b}, *(Slider(n, 0, 1, step=0.001) for n in "ab"))
    with pytest.raises(ValueError, match="1002001 states"):
        Table.of(scene)


def test_noise_that_no_page_can_bear_is_refused():
    def noise(a, b):
        return {"x": np.linspace(-1, 1, 2000), "y": np.random.default_rng(int(a * 100 + b)).random(2000)}

    scene = scene_of(noise, Slider("a", 0, 29, step=1), Choice("b", list(range(30))))
    with pytest.raises(ValueError, match="fewer samples"):
        Table.of(scene)


def test_a_map_is_drawn_in_the_very_levels_of_its_numbers():
    explorable = hill_scene()
    picture = explorable.scene.panels[0].marks[0]
    assert explorable.interpolation_error() < LARGEST_ERROR
    for state in explorable.scene.states:
        exact, drawn = explorable.scene.frame(state), explorable.table.frame(state)
        assert drawn.texts == exact.texts
        assert np.array_equal(picture.level(exact.columns[0]), picture.level(drawn.columns[0]), equal_nan=True)
        half = 0.5 / explorable.scene.columns[0].pixels
        assert np.nanmax(np.abs(np.clip(exact.columns[0], -1, 1) - drawn.columns[0])) <= half * (1 + 1e-9)
    assert explorable.table.columns[0].shape == (3, 20)
    assert len(explorable.table.columns[0].data) == 60


def test_a_map_over_a_slider_has_every_stop():
    def waves(a):
        return {"z": a * np.linspace(-1, 1, 6)}

    mark = Map("z", 2, 3, levels=4)
    axes = {"x": Axis("x", 0, 1), "y": Axis("y", 0, 1)}
    controls = [Slider("a", 0, 1, step=0.1)]
    explorable = Explorable(waves, controls, marks=[mark], **axes, name="t/t", title="t", describe="t")
    assert explorable.table.columns[0].shape == (11, 6)
    assert explorable.interpolation_error() == 0


def test_a_cell_of_another_level_is_found_out():
    table = hill_scene().table
    image = table.columns[0]
    for wrong in (image.data[:-1] + b"\x02", bytes(len(image.data))):
        broken = (dataclasses.replace(image, data=wrong), *table.columns[1:])
        assert dataclasses.replace(table, columns=broken).error() >= 1


def test_what_is_not_stored_is_refused():
    table = hill_scene().table
    with pytest.raises(ValueError, match=r"'side': 'left'.* is not stored"):
        table.frame((0, 1))
    with pytest.raises(ValueError, match="opens on must be among those"):
        hill_scene(stored=[{"height": 1}])
    with pytest.raises(ValueError, match="cannot be reached"):
        hill_scene(stored=[{}, {"height": 2}])
