import subprocess
import sys
from xml.etree import ElementTree

import numpy as np
import pytest

from actlib.widgets import Area, Axis, Choice, Line, Panel, Points, Rule, Slider
from actlib.widgets.marks import PLOT_HEIGHT, PLOT_WIDTH
from actlib.widgets.widget import answer
from actlib.widgets.words import fill, split
from tests.widgets.scenes import X, wave_scene

SVG = {"svg": "http://www.w3.org/2000/svg"}


def test_the_package_stands_alone_and_loads_no_widget_machinery():
    program = (
        "import sys, actlib.widgets\n"
        "loaded = {m.split('.')[0] for m in sys.modules}\n"
        "assert not loaded & {'anywidget', 'ipywidgets', 'IPython'}, loaded\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True)


def test_the_repr_is_stable():
    text = 'Explorable("test/wave", frequency: 1 … 9, default 3; shape: sine, square, default sine)'
    assert repr(wave_scene()) == repr(wave_scene()) == text


def test_the_bundle_has_a_live_view_a_picture_and_text():
    explorable = wave_scene()
    data, metadata = explorable._repr_mimebundle_()
    assert set(data) == {"application/vnd.jupyter.widget-view+json", "image/svg+xml", "text/plain"}
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == explorable.widget.model_id
    assert data["text/plain"] == repr(explorable)
    assert metadata["image/svg+xml"]["alt"] == f"A wave. {explorable.description()}"


def test_the_picture_is_told_in_words_and_the_same_in_every_run():
    explorable = wave_scene()
    root = ElementTree.fromstring(explorable.picture(frequency=7))
    assert root.findtext("svg:title", namespaces=SVG) == "A wave"
    assert root.findtext("svg:desc", namespaces=SVG) == explorable.description(frequency=7)
    assert root.attrib["role"] == "img"
    assert explorable.picture() == wave_scene().picture()
    assert explorable.picture() != explorable.picture(frequency=7)


def test_the_picture_escapes_what_it_is_told():
    root = ElementTree.fromstring(wave_scene(title="a < b & c").picture())
    assert root.findtext("svg:title", namespaces=SVG) == "a < b & c"


def test_a_frame_is_exact_and_its_words_follow():
    explorable = wave_scene()
    frame = explorable.frame(frequency=7, shape="square")
    column = [c.name for c in explorable.scene.columns].index("y")
    assert np.array_equal(frame.columns[column], np.sin(7 * X) ** 2)
    assert explorable.description(frequency=7) == "At 7.0 the sine is steep, top 0.99."


def test_states_that_cannot_be_reached_are_refused():
    with pytest.raises(ValueError, match="cannot be reached"):
        wave_scene().frame(frequency=3.1)
    with pytest.raises(ValueError, match="none of the controls"):
        wave_scene().frame(speed=1)


def test_what_is_far_outside_is_cut_and_what_is_not_positive_is_below_a_log_axis():
    assert Axis("y", 0, 1).coordinates([5.0, -np.inf, 0.5]).tolist() == [2.0, -1.0, 0.5]
    assert Axis("y", 1e-2, 1, "log").coordinates([0.1, 0.0, -3.0]).tolist() == [-1.0, -4.0, -4.0]
    assert np.isnan(Axis("y", 0, 1).coordinates([np.nan])).all()


@pytest.mark.parametrize("ends", [(-4, 4), (0, 1), (-0.2, 3.2), (0, 30), (1e-4, 3e-4), (-1e5, 2e5)])
def test_ticks_are_few_round_and_inside(ends):
    ticks = Axis("a", *ends).ticks()
    assert 3 <= len(ticks) <= 8
    assert all(ends[0] - 1e-9 <= place <= ends[1] + 1e-9 for place, _ in ticks)
    assert len({text for _, text in ticks}) == len(ticks)
    assert all(float(text.replace("−", "-")) == pytest.approx(place) for place, text in ticks)


def test_pixels_are_those_of_the_largest_panel():
    x, y = wave_scene().scene.columns[:2]
    assert (x.pixels, y.pixels) == (PLOT_WIDTH / 2, PLOT_HEIGHT / 2)


def test_words_are_split_and_filled():
    assert split("a {b:.1f} c") == ["a ", ("b", ".1f"), " c"]
    assert [fill(value, ".1f") for value in (-1.26, -0.01, 2)] == ["−1.3", "0.0", "2.0"]
    assert fill("a-b", "") == "a-b"
    assert fill(-3e-9, ".1e") == "−3.0e−09"


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"compute": 3}, TypeError, "compute must be a function"),
        ({"compute": np.sin}, TypeError, "does not accept the controls"),
        ({"controls": []}, TypeError, "controls must be a list"),
        ({"controls": [Slider("shape", 0, 1), Choice("shape", ["a"])]}, ValueError, "different names"),
        ({"panels": []}, TypeError, "panels must be a list"),
        ({"panels": None}, TypeError, "either panels= or marks="),
        ({"x": Axis("x", 0, 1)}, TypeError, "go with marks="),
        ({"title": " "}, ValueError, "title must be a text"),
        ({"describe": "{a.b}"}, ValueError, "fields are names"),
        ({"describe": "{"}, ValueError, "expected '}'|Single '{'"),
    ],
)
def test_parts_that_do_not_fit_are_refused(changes, error, words):
    with pytest.raises(error, match=words):
        wave_scene(**changes)


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ({"x": X}, "compute returns only"),
        ({"x": X, "y": X[:-1]}, "equal length"),
        ({"x": X, "y": X.reshape(1, -1)}, "1-D array"),
        ({"x": X, "y": X * 1j}, "complex128"),
        ([X, X], "must return a dict"),
    ],
)
def test_results_that_cannot_be_drawn_are_refused(result, words):
    panel = Panel(Axis("x", 0, 1), Axis("y", 0, 1), [Line("x", "y")])
    explorable = wave_scene(compute=lambda frequency, shape: result, panels=[panel], describe="words")  # noqa: ARG005
    with pytest.raises((ValueError, TypeError), match=words):
        explorable.frame()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Axis("a", 1, 0), "low < high"),
        (lambda: Axis("a", 0, 1, "log"), "low > 0"),
        (lambda: Axis("a", 0, 1, "cubic"), "'cubic'"),
        (lambda: Line("x", "y", color=7), "0 to 6"),
        (lambda: Rule(), "either x= or y="),
        (lambda: Rule(x="a", y="b"), "either x= or y="),
        (lambda: Panel("x", Axis("y", 0, 1), [Line("x", "y")]), "must be an Axis"),
        (lambda: Panel(Axis("x", 0, 1), Axis("y", 0, 1), []), "must be a list"),
    ],
)
def test_marks_and_axes_say_what_is_wrong(make, words):
    with pytest.raises((ValueError, TypeError), match=words):
        make()


def test_colours_go_by_place_unless_told():
    marks = [Line("x", "y"), Area("x", "y", color=5), Points("x", "y")]
    panel = Panel(Axis("x", 0, 1), Axis("y", 0, 1), marks)
    assert [panel.color_of(mark) for mark in marks] == [0, 5, 2]


def test_the_kernel_answers_with_the_exact_frame():
    scene = wave_scene().scene
    content, buffers = answer(scene, {"kind": "frame", "id": "v/1", "state": [4, 1]})
    exact = scene.frame([4, 1])
    assert content == {"kind": "frame", "id": "v/1", "texts": exact.texts}
    for buffer, column in zip(buffers, exact.columns, strict=True):
        assert np.array_equal(np.frombuffer(buffer), column, equal_nan=True)


def test_the_kernel_tells_the_reader_what_went_wrong():
    scene = wave_scene(compute=lambda frequency, shape: 1 / 0).scene  # noqa: ARG005
    content, buffers = answer(scene, {"kind": "frame", "id": "v/1", "state": [4, 1]})
    assert content == {"kind": "error", "id": "v/1", "message": "ZeroDivisionError: division by zero"}
    assert buffers == []
