import asyncio
import base64
import io
import re
import subprocess
import sys
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from actlib.widgets import Area, Axis, Choice, Line, Map, Panel, Points, Rule, Slider, Stops
from actlib.widgets.marks import PLOT_HEIGHT, PLOT_WIDTH
from actlib.widgets.widget import answers
from actlib.widgets.words import fill, split
from tests.widgets.scenes import X, hill, hill_scene, wave_scene

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
        ({"x": X, "y": X, "z": X}, "2 × 3 cells got lengths"),
    ],
)
def test_results_that_cannot_be_drawn_are_refused(result, words):
    marks = [Line("x", "y"), *([Map("z", 2, 3)] if len(result) == 3 else [])]
    panel = Panel(Axis("x", 0, 1), Axis("y", 0, 1), marks)
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
        (lambda: Map("z", 0, 4), "rows must be an integer from 1 to 256, got 0"),
        (lambda: Map("z", 4, 4, levels=1), "levels must be an integer from 2 to 64, got 1"),
        (lambda: Map("z", 4, 4, low=1), "low < high"),
        (lambda: Stops("a", [1]), "at least two that increase"),
        (lambda: Stops("a", [1, 1]), "at least two that increase"),
        (lambda: Stops("a", [1, 2], default=3), "default=3 is none of"),
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
    ((content, buffers),) = answers(scene, {"kind": "frame", "id": "v/1", "state": [4, 1]})
    exact = scene.frame([4, 1])
    assert content == {"kind": "frame", "id": "v/1", "texts": exact.texts}
    for buffer, column in zip(buffers, exact.columns, strict=True):
        assert np.array_equal(np.frombuffer(buffer), column, equal_nan=True)


def test_the_kernel_tells_the_reader_what_went_wrong():
    scene = wave_scene(compute=lambda frequency, shape: 1 / 0).scene  # noqa: ARG005
    ((content, buffers),) = answers(scene, {"kind": "frame", "id": "v/1", "state": [4, 1]})
    assert content == {"kind": "error", "id": "v/1", "message": "ZeroDivisionError: division by zero"}
    assert buffers == []


def test_a_map_has_levels_and_blank_cells():
    picture = Map("z", 1, 6, low=0, high=2, levels=4)
    assert picture.level([-1, 0, 0.49, 0.5, 2, np.nan])[:-1].tolist() == [0, 0, 0, 1, 3]
    assert np.isnan(picture.level([np.nan])).all()


def test_the_picture_shows_a_map_from_below_in_two_colours():
    def pixels(compute):
        root = ElementTree.fromstring(hill_scene(compute=compute).picture())
        (image,) = root.iter("{http://www.w3.org/2000/svg}image")
        data = base64.b64decode(image.attrib["{http://www.w3.org/1999/xlink}href"].partition(",")[2])
        upside_down = float(re.findall(r"[-\d.]+", image.attrib["transform"])[3]) < 0
        with Image.open(io.BytesIO(data)) as png:
            rows = np.asarray(png.convert("RGB")).astype(int)
        return rows[::-1] if upside_down else rows

    def corner(height, side):
        del height, side
        return {"z": np.array([1.0, -1, *[0.01] * 17, np.nan]), "x": X, "y": X, "done": ""}

    drawn = pixels(corner)
    assert drawn.shape == (5, 4, 3)
    orange, blue = drawn[-1, 0], drawn[-1, 1]
    assert orange[0] > orange[2] + 50
    assert blue[2] > blue[0] + 50
    assert drawn[0, -1].tolist() == [255, 255, 255]
    assert (drawn[0, 0] > 230).all()


def test_results_on_the_way_are_shown_and_the_last_one_counts():
    scene = hill_scene().scene
    replies = list(answers(scene, {"kind": "frame", "id": "v/1", "state": [0, 1]}))
    assert [(reply["texts"], reply.get("more")) for reply, _ in replies] == [
        (("left", "0.1", "0%"), True),
        (("left", "0.1", "50%"), True),
        (("left", "0.1", "100%"), None),
    ]
    assert scene.frame([0, 1]).texts == ("left", "0.1", "100%")


def test_a_failure_on_the_way_is_told():
    def stumbling(height, side):
        yield next(hill(height, side))
        yield next(hill(height, side))
        raise RuntimeError("lost")

    replies = list(answers(hill_scene(compute=stumbling).scene, {"kind": "frame", "id": "v/1", "state": [0, 1]}))
    assert [reply["kind"] for reply, _ in replies] == ["frame", "error"]
    assert replies[-1][0]["message"] == "RuntimeError: lost"


def test_a_compute_that_yields_nothing_is_refused():
    scene = hill_scene(compute=lambda height, side: (frame for frame in ())).scene  # noqa: ARG005
    with pytest.raises(ValueError, match=r"yields nothing at \{'height': 0.5"):
        scene.frame([1, 0])
    ((reply, _),) = answers(scene, {"kind": "frame", "id": "v/1", "state": [1, 0]})
    assert reply["message"].startswith("ValueError: test/hill: compute yields nothing")


def test_a_view_that_moves_on_interrupts_its_own_answer_and_no_other():
    steps, sent = [], []

    def endless(height, side):
        for step in range(10_000):
            steps.append(height)
            yield {"z": np.zeros(20), "x": X, "y": X, "done": side}
            if height == 1 and step == 3:
                return

    stored = {"stored": [{"height": 0.5}], "compute": lambda height, side: next(hill(height, side))}
    explorable = hill_scene(**stored)
    widget = explorable.widget
    widget._source = hill_scene(compute=endless).scene
    widget.send = lambda content, buffers: sent.append(content)  # noqa: ARG005

    def ask(number, state):
        widget._receive(widget, {"kind": "frame", "id": number, "state": state}, [])

    async def conversation():
        ask("a/1", [0, 0])
        ask("b/1", [1, 0])
        while steps.count(0.1) < 5 or steps.count(0.5) < 5:
            await asyncio.sleep(0.001)
        ask("a/2", [2, 0])
        before = steps.count(0.1), steps.count(0.5)
        while not any(content["id"] == "a/2" and "more" not in content for content in sent):
            await asyncio.sleep(0.001)
        ask("b/2", [2, 0])
        return before

    first, second = asyncio.run(conversation())
    assert steps.count(0.1) == first
    assert steps.count(0.5) > second
    assert {content["id"] for content in sent} == {"a/1", "b/1", "a/2", "b/2"}
