"""An explorable in a real JupyterLab: the same front end as on the site, now fed by Python."""

import os
import re
import subprocess
import sys
import time
import urllib.request

import nbformat
import numpy as np
import pytest

from actlib.explorables import all_scenes
from tests.site.browser import ROOT, drawing, launch

SCENE = next(scene for scene in all_scenes() if scene().scene.controls[0].spec()["kind"] == "slider")
CELLS = [
    f"from {SCENE.__module__} import {SCENE.__name__} as scene\n\nscene()",
    """
import numpy as np
from actlib.widgets import Axis, Explorable, Line, Slider

factor = 1
Explorable(
    lambda a: {"x": np.linspace(0, 1, 5), "y": factor * a * np.linspace(0, 1, 5)},
    [Slider("a", 0, 1, step=0.25, default=0.5)], marks=[Line("x", "y")],
    x=Axis("x", 0, 1), y=Axis("y", -1, 1), name="lab/factor", title="A line", describe="At {a:.2f}.",
)
""",
    "factor = -1",
    "factor = None",
]


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Start JupyterLab on a folder of its own; gives its address."""
    home = tmp_path_factory.mktemp("lab")
    cells = [nbformat.v4.new_code_cell(source.strip()) for source in CELLS]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), home / "live.ipynb")
    folders = {f"JUPYTER_{name}_DIR": str(home / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    folders |= {"IPYTHONDIR": str(home / "ipython"), "JUPYTERLAB_SETTINGS_DIR": str(home / "settings")}
    folders |= {"JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"), "PYTHONPATH": str(ROOT)}
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0",
        "--IdentityProvider.token=", "--ServerApp.password=", f"--ServerApp.root_dir={home}",
        "--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    with (home / "log").open("w+") as log:
        server = subprocess.Popen(command, cwd=home, env={**os.environ, **folders}, stdout=log, stderr=log)
        yield _address(server, home / "log")
        server.terminate()
        server.wait(30)


def _address(server, log):
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and server.poll() is None:
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text())
        if found:
            urllib.request.urlopen(found[0] + "/api", timeout=60).close()
            return found[0]
        time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()}")


@pytest.fixture(scope="module")
def notebook(lab):
    """Open the notebook, run the first two cells, wait until Python draws."""
    with launch() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 1600})
        page.goto(f"{lab}/lab/tree/live.ipynb?reset")
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=90_000)
        page.get_by_text("(ipykernel) | Idle").wait_for(timeout=90_000)  # in the status bar
        for index in (0, 1):
            run(page, index)
        page.wait_for_function("document.querySelectorAll('[data-source=python]').length === 2", timeout=90_000)
        yield page


def run(page, index):
    page.locator(".jp-Notebook .jp-CodeCell .cm-content").nth(index).click()
    page.keyboard.press("Control+Enter")
    prompt = f"document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')[{index}].textContent"
    page.wait_for_function(f"/\\[\\d+\\]/.test({prompt})", timeout=90_000)


def shown(page, name):
    return page.locator(f"[data-explorable='{name}']")


def pixels(explorable, scene, panel_index, column, side):
    """Return where numbers should be drawn: between the edges of the frame that is on the screen."""
    frame = explorable.locator(".explorable-frame").nth(panel_index)
    start = float(frame.get_attribute(side))
    size = float(frame.get_attribute({"x": "width", "y": "height"}[side]))
    low, high = getattr(scene.panels[panel_index], side).ends
    share = (column - low) / (high - low)
    return start + size * (share if side == "x" else 1 - share)


def require_exact_lines(explorable, scene, frame):
    """Compare every line on the screen with a frame that this process has computed, to a hundredth of a pixel."""
    data = dict(zip(scene.columns, frame.columns, strict=True))
    compared = 0
    for index, panel in enumerate(scene.panels):
        paths = explorable.locator(".explorable-panel").nth(index).locator("path[data-mark]")
        for number, (mark, columns) in enumerate(scene.marks(panel)):
            if type(mark).__name__ != "Line":
                continue
            drawn = np.array(re.findall(r"-?[\d.]+", paths.nth(number).get_attribute("d")), float).reshape(-1, 2)
            x, y = (pixels(explorable, scene, index, data[c], c.side) for c in columns)
            known = np.isfinite(x) & np.isfinite(y)
            np.testing.assert_allclose(drawn, np.stack([x[known], y[known]], axis=1), rtol=0, atol=0.0051)
            compared += 1
    assert compared, "the scene has no line to compare"


def test_a_scene_of_the_book_is_recomputed_exactly(notebook):
    scene = SCENE().scene
    explorable = shown(notebook, scene.name)
    before = drawing(explorable)
    control = scene.controls[0]
    target = len(control.values) // 3 if control.default_index != len(control.values) // 3 else 0
    slider = explorable.locator("input[type=range]").first
    value = control.spec()["min"] + target * control.spec()["step"]
    slider.evaluate("(e, v) => { e.value = v; e.dispatchEvent(new Event('input', { bubbles: true })); }", value)
    state = (target, *scene.default_state[1:])
    frame = scene.frame(state)
    told = explorable.locator(".explorable-words")
    notebook.wait_for_function("([e, t]) => e.textContent === t", arg=[told.element_handle(), scene.description(frame)])
    assert explorable.get_attribute("data-source") == "python"
    assert drawing(explorable)[0] != before[0]
    require_exact_lines(explorable, scene, frame)


def test_python_is_asked_and_not_the_table(notebook):
    explorable = shown(notebook, "lab/factor")
    run(notebook, 2)  # what only the kernel knows
    slider = explorable.locator("input[type=range]")
    slider.focus()
    before = drawing(explorable)
    notebook.keyboard.press("ArrowRight")
    explorable.get_by_text("At 0.75.").wait_for()
    assert explorable.get_attribute("data-source") == "python"
    ends = [re.findall(r"[\d.]+", path)[-1] for path in (before[0][0], drawing(explorable)[0][0])]
    middle = 26 + 260 / 2
    assert float(ends[0]) < middle < float(ends[1]), "the sign of the factor is not seen: not computed by Python"


def test_an_error_in_python_is_told_and_the_table_steps_in(notebook):
    explorable = shown(notebook, "lab/factor")
    run(notebook, 3)
    explorable.locator("input[type=range]").focus()
    notebook.keyboard.press("Home")
    alert = explorable.locator(".explorable-error")
    alert.wait_for(state="visible")
    assert "TypeError" in alert.inner_text()
    assert explorable.get_attribute("data-source") == "table"
    assert explorable.locator(".explorable-words").inner_text() == "At 0.00."
