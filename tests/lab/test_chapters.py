"""Every notebook of the book in a real JupyterLab, and every scene on it drawn by Python, moved by keys."""

import time
from pathlib import PurePosixPath

import pytest

from actlib.explorables import all_scenes
from tests.lab.conftest import NOTEBOOKS
from tests.site.drawn import ROUNDING, distance, look, move, picture


@pytest.fixture(scope="session")
def scenes():
    """Return the scenes of the book by name."""
    return {explorable.scene.name: explorable.scene for explorable in (make() for make in all_scenes())}


def require(explorable, scene, state):
    """Wait until Python's frame of a state is drawn, as exactly as a path is written; gives what is seen."""
    frame, at = scene.frame(state), f"{scene.name} at {scene.values_at(state)}"
    told = ("python", scene.description(frame), "")
    deadline = time.monotonic() + 20
    while True:
        seen = look(explorable)
        if (seen["source"], seen["words"], seen["error"]) == told and distance(seen, scene, frame) <= ROUNDING:
            return seen
        if time.monotonic() > deadline:
            assert (seen["source"], seen["words"], seen["error"]) == told, at
            assert distance(seen, scene, frame) <= ROUNDING, at
        explorable.page.wait_for_timeout(10)


def require_answers(explorable, scene):
    """Move the first control by keys to both ends, the others to their last: the values of each.

    `tests.site.test_frames` moves all of them to both ends; here, each move asks a kernel.
    """
    start = scene.default_state
    require(explorable, scene, start)
    for place, control in enumerate(scene.controls):
        field, seen = explorable.locator(f"[name={control.name}]"), []
        ends = {"Home": 0, "End": len(control.values) - 1}
        for key in ends if place == 0 else ["End"]:
            field.press(key)
            seen.append(require(explorable, scene, (*start[:place], ends[key], *start[place + 1 :])))
        if place == 0:
            assert picture(seen[0]) != picture(seen[1]), f"{scene.name}: {control.name} changes nothing"
            assert seen[0]["words"] != seen[1]["words"], f"{scene.name}: {control.name} is not told"
        move(explorable, start)


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_notebook_runs_and_its_scenes_answer(desk, scenes, notebook):
    desk.start(notebook)
    desk.finish(notebook)
    shown = {e.get_attribute("data-explorable"): e for e in desk.notebook.locator("[data-explorable]").all()}
    assert {name for name in scenes if name.split("/")[0] == PurePosixPath(notebook).stem} <= set(shown)
    for name, explorable in shown.items():
        require_answers(explorable, scenes[name])
    cells = [cell for cell in desk.close(notebook).cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in cells)
    told = [out for cell in cells for out in cell.outputs if out.output_type == "error" or out.get("name") == "stderr"]
    assert told == []
    assert notebook not in desk.lab.kernels()
    assert desk.errors == []


def test_every_scene_has_a_notebook(scenes):
    assert {name.split("/")[0] for name in scenes} <= {PurePosixPath(notebook).stem for notebook in NOTEBOOKS}
