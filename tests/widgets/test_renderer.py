"""The pure phases of the renderer, run by the JavaScript engine that also renders the formulas."""

import json
from pathlib import Path

import numpy as np
import pytest
import quickjs

import actlib.widgets
from actlib.explorables import all_scenes
from actlib.widgets import Map
from actlib.widgets.marks import PLOT_HEIGHT, PLOT_WIDTH
from tests.widgets.scenes import hill_scene, surface_scene, wave_scene

SOURCE = Path(actlib.widgets.__file__).with_name("explorable.mjs").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def renderer():
    context = quickjs.Context()
    context.eval(SOURCE.replace("export default { render };", "").replace("export ", "") + "\n;0")
    return context


def call(renderer, program, **data):
    """Run a function of `data` in the engine; nan comes back as None."""
    renderer.eval(f"globalThis.run = (text) => JSON.stringify((({program}))(JSON.parse(text)));0")
    return json.loads(renderer.get("run")(json.dumps(data, default=float)))  # NumPy numbers, as Jupyter sends them


FRAME = """({table, bytes, states}) => {
    const tables = decode(table, new DataView(Uint8Array.from(bytes).buffer));
    const frames = states.map((state) => frameFromTable(tables, state));
    return frames.map(({ columns, texts }) => [columns.map((c) => [...c]), texts]);
}"""


@pytest.mark.parametrize("make", [wave_scene, surface_scene, hill_scene])
def test_the_browser_reads_the_table_as_python_does(renderer, make):
    table = make().table
    states = [list(state) for state in table.scene.states]
    frames = call(renderer, FRAME, table=table.spec(), bytes=list(table.buffer), states=states)
    for state, (columns, texts) in zip(states, frames, strict=True):
        expected = table.frame(tuple(state))
        assert tuple(texts) == expected.texts
        for drawn, column in zip(columns, expected.columns, strict=True):
            np.testing.assert_allclose(np.array(drawn, float), column, rtol=0, atol=1e-9)


def test_no_panel_is_drawn_larger_than_the_error_was_measured_at(renderer):
    panel = wave_scene().scene.spec()["panels"][0]
    for width in (10, 300, 700, 4000):
        box = call(renderer, "({panel, width}) => layout(panel, width)", panel=panel, width=width)
        assert box["right"] - box["left"] <= PLOT_WIDTH
        assert box["bottom"] - box["top"] == PLOT_HEIGHT
        assert box["width"] <= max(width, 200)


PATH = """({panel, mark, columns}) => {
    const numbers = columns.map((c) => c.map((v) => v === null ? NaN : v));
    return [pathOf(mark, numbers, layout(panel, 400)), layout(panel, 400)];
}"""


def test_a_gap_interrupts_the_line_and_ends_hit_the_corners(renderer):
    panel = wave_scene().scene.spec()["panels"][0]
    mark = {"kind": "line", "x": 0, "y": 1}
    columns = [[-1, 0, 0.5, 1], [-1, None, 1, 1]]
    path, box = call(renderer, PATH, panel=panel, mark=mark, columns=columns)
    moves = path.split("M")[1:]
    assert moves[0] == f"{box['left']:.2f},{box['bottom']:.2f}"
    assert moves[1].split("L")[-1] == f"{box['right']:.2f},{box['top']:.2f}"


def test_areas_stand_on_zero_or_on_the_floor_of_a_log_axis(renderer):
    linear, log = wave_scene().scene.spec()["panels"]
    mark = {"kind": "area", "x": 0, "y": 1}
    path, box = call(renderer, PATH, panel=linear, mark=mark, columns=[[-1, 1], [1, 1]])
    assert path.endswith(f"L{box['left']:.2f},{(box['top'] + box['bottom']) / 2:.2f}Z")
    path, box = call(renderer, PATH, panel=log, mark=mark, columns=[[-1, 1], [0, 0]])
    assert path.endswith(f"L{box['left']:.2f},{box['bottom']:.2f}Z")


def test_a_rule_crosses_the_panel_and_nan_hides_it(renderer):
    panel = wave_scene().scene.spec()["panels"][0]
    path, box = call(renderer, PATH, panel=panel, mark={"kind": "rule", "y": 0}, columns=[[0]])
    assert path == f"M{box['left']:.2f},{(box['top'] + box['bottom']) / 2:.2f}H{box['right']}"
    assert call(renderer, PATH, panel=panel, mark={"kind": "rule", "x": 0}, columns=[[None]])[0] == ""


MAP = """({mark, values, box}) =>
    pathsOfMap(mark, values.map((v) => v === null ? NaN : v), box)"""


def test_a_map_joins_cells_of_a_level_and_leaves_out_what_is_missing(renderer):
    mark = {"rows": 2, "columns": 3, "low": 0, "high": 4, "levels": 4}
    box = {"left": 10, "right": 40, "top": 0, "bottom": 20}
    paths = call(renderer, MAP, mark=mark, values=[0.5, 0.9, 9, None, 3.0, -1], box=box)
    assert paths == [
        "M10.00,20.00H30.00V10.00H10.00Z" + "M30.00,10.00H40.00V0.00H30.00Z",
        "",
        "",
        "M30.00,20.00H40.00V10.00H30.00Z" + "M20.00,10.00H30.00V0.00H20.00Z",
    ]


def test_the_browser_finds_the_levels_that_python_finds(renderer):
    picture = Map("z", 1, 4, low=-0.3, high=0.4, levels=7)
    edges = np.linspace(-0.3, 0.4, 8)
    values = [*edges, *np.nextafter(edges, 9), *np.nextafter(edges, -9), *np.random.default_rng(0).uniform(-1, 1, 200)]
    program = "({mark, values}) => values.map((value) => levelOf(mark, value))"
    found = call(renderer, program, mark=picture.spec(), values=values)
    assert found == picture.level(values).tolist()


NOT_STORED = """({scene, table, bytes, state}) => {
    const tables = decode(table, new DataView(Uint8Array.from(bytes).buffer));
    return [isStored(tables, state), frameFromTable(tables, state), notStored(scene, tables, state)];
}"""


def test_a_state_that_is_not_stored_is_told_with_the_nearest_that_is(renderer):
    table = hill_scene().table
    data = {"scene": table.scene.spec(), "table": table.spec(), "bytes": list(table.buffer)}
    there, frame, words = call(renderer, NOT_STORED, **data, state=[1, 1])
    assert (there, frame) == (False, None)
    assert words == (
        "This state is not stored on the page (height 0.5, side left): run the page as a notebook, and Python computes "
        "it. The nearest that is stored has side right."
    )
    assert call(renderer, NOT_STORED, **data, state=[0, 1])[2].endswith("has height 1.")


CONVERSATION = """({script}) => {
    globalThis.setTimeout = () => 1; globalThis.clearTimeout = () => {};
    const log = [], listeners = [];
    const model = { on: (_, f) => listeners.push(f), off() {}, send: (m) => log.push(m) };
    const note = (word) => (what) => log.push([word, what && what.texts ? what.texts[0] : what ?? null]);
    const heard = { onLive: note("live"), onFrame: note("frame"), onError: note("error"), onSilence() {} };
    const talk = converse(model, heard);
    let ids = () => log.filter((m) => m.kind === "frame").map((m) => m.id);
    const hear = (m) => listeners.forEach((f) => f(m, []));
    for (const [what, value] of script) {
        if (what === "ask") talk.ask(value);
        else if (what === "hello") hear({ kind: "hello" });
        else if (what === "answer") hear({ kind: "frame", id: ids().at(-1), texts: [value] });
        else if (what === "more") hear({ kind: "frame", id: ids().at(-1), texts: [value], more: true });
        else if (what === "fail") hear({ kind: "error", id: ids().at(-1), message: value });
        else hear({ kind: "frame", id: "another/1", texts: [value] });
    }
    return log.map((m) => m.kind ? [m.kind, m.state ?? null] : m);
}"""


def converse(renderer, *script):
    return call(renderer, CONVERSATION, script=[list(line) for line in script])


def test_requests_are_coalesced_and_stale_answers_dropped(renderer):
    log = converse(
        renderer, ("hello", 0), ("ask", [1]), ("ask", [2]), ("ask", [3]), ("answer", "one"), ("answer", "three")
    )
    # state 2 is never asked for, the answer to state 1 is never shown
    assert log == [["hello", None], ["live", None], ["frame", [1]], ["frame", [3]], ["frame", "three"]]


def test_answers_to_another_view_are_not_shown(renderer):
    assert converse(renderer, ("hello", 0), ("ask", [1]), ("foreign", "x"))[-1] == ["frame", [1]]


def test_errors_reach_the_reader_and_the_next_question_is_asked(renderer):
    log = converse(renderer, ("hello", 0), ("ask", [1]), ("fail", "ValueError: no"), ("ask", [2]), ("answer", "two"))
    assert log[-3:] == [["error", "ValueError: no"], ["frame", [2]], ["frame", "two"]]


def test_frames_on_the_way_are_shown_until_the_reader_moves_on(renderer):
    script = [
        ("hello", 0),
        ("ask", [1]),
        ("more", "a"),
        ("more", "b"),
        ("ask", [2]),
        ("more", "stale"),
        ("answer", "two"),
    ]
    log = converse(renderer, *script)
    assert log[2:] == [["frame", [1]], ["frame", "a"], ["frame", "b"], ["frame", [2]], ["frame", "two"]]
    done = [("hello", 0), ("ask", [1]), ("more", "a"), ("answer", "one"), ("ask", [2])]
    assert converse(renderer, *done)[-2:] == [["frame", "one"], ["frame", [2]]]


@pytest.mark.parametrize("make", all_scenes(), ids=lambda make: make.__name__)
def test_an_address_leads_back_to_every_value_of_every_control(renderer, make):
    scene = make().scene
    states = [[int(i) for i in scene.default_state]]
    for i, count in enumerate(scene.shape):
        states += [[*states[0][:i], k, *states[0][i + 1 :]] for k in range(count)]
    program = "({scene, states}) => states.map((state) => stateFrom(scene, addressOf(scene, state)))"
    found = call(renderer, program, scene=scene.spec(), states=states)
    assert found == [{"state": state, "refused": []} for state in states]


def test_an_address_can_be_typed(renderer):
    scene = {"name": "a/b", "default": [1], "controls": [{"name": "z", "texts": ["−1.5", "0", "tanh & co"]}]}
    program = "({scene, state}) => addressOf(scene, state)"
    addresses = [call(renderer, program, scene=scene, state=[i]) for i in range(3)]
    assert addresses == ["#a/b?z=-1.5", "#a/b?z=0", "#a/b?z=tanh%20%26%20co"]


def test_what_an_address_cannot_set_is_named_and_ignored(renderer):
    scene = wave_scene().scene
    control, texts = scene.controls[0].name, scene.controls[0].texts
    program = "({scene, query}) => stateFrom(scene, query)"
    good = f"{control}={texts[-1].replace('−', '-')}"
    found = call(renderer, program, scene=scene.spec(), query=f"#{scene.name}?{control}=no%zz&what=1&{good}")
    assert found == {
        "state": [len(texts) - 1, *scene.default_state[1:]],
        "refused": [f"{control} = no%zz", "what = 1"],
    }
    assert call(renderer, program, scene=scene.spec(), query="#another/scene?a=1") is None
    assert call(renderer, program, scene=scene.spec(), query="") is None


def test_no_activation_is_computed_in_javascript():
    for word in ("exp(", "tanh", "relu", "sigmoid", "Math.pow", "Math.log"):
        assert word.lower() not in SOURCE.lower(), word
