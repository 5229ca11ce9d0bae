"""An explorable in a real JupyterLab: the same front end as on the site, now fed by Python."""

import re

import nbformat
import pytest

from tests.site.browser import drawing

CELLS = [
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
    """
from actlib.widgets import Stops

made = []
def growing(n):
    while True:
        made.append(n)
        yield {"x": np.linspace(0, 1, 5), "y": np.full(5, n / 2), "steps": len(made)}
        if n != 1:
            return

Explorable(
    growing, [Stops("n", [0, 1, 2])], marks=[Line("x", "y")], x=Axis("x", 0, 1), y=Axis("y", -1, 1),
    name="lab/growing", title="A training", describe="{n}, {steps:.0f} steps", stored=[{"n": 0}],
)
""",
    "print('the kernel has time,', made[-1])",
    "print(*sorted(set(made[-100:])), 'at the end')",
]


@pytest.fixture(scope="module")
def notebook(lab, chromium):
    """Open a notebook, run its first cell, wait until Python draws."""
    cells = [nbformat.v4.new_code_cell(source.strip()) for source in CELLS]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), lab.home / "live.ipynb")
    page = chromium.new_page(viewport={"width": 1280, "height": 1600})
    page.goto(f"{lab.address}/lab/tree/live.ipynb?reset")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=90_000)
    page.get_by_text("(ipykernel) | Idle").wait_for(timeout=90_000)  # in the status bar
    run(page, 0)
    page.locator("[data-source=python]").wait_for(timeout=90_000)
    yield page
    page.close()


def run(page, index):
    page.locator(".jp-Notebook .jp-CodeCell .cm-content").nth(index).click()
    page.keyboard.press("Control+Enter")
    prompt = f"document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')[{index}].textContent"
    page.wait_for_function(f"/\\[\\d+\\]/.test({prompt})", timeout=90_000)


def shown(page, name):
    return page.locator(f"[data-explorable='{name}']")


def test_python_is_asked_and_not_the_table(notebook):
    explorable = shown(notebook, "lab/factor")
    run(notebook, 1)  # what only the kernel knows
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
    run(notebook, 2)
    explorable.locator("input[type=range]").focus()
    notebook.keyboard.press("Home")
    alert = explorable.locator(".explorable-error")
    alert.wait_for(state="visible")
    assert "TypeError" in alert.inner_text()
    assert explorable.get_attribute("data-source") == "table"
    assert explorable.locator(".explorable-words").inner_text() == "At 0.00."


def test_an_answer_without_end_is_shown_as_it_grows_leaves_the_kernel_free_and_is_interrupted(notebook):
    run(notebook, 3)
    explorable = shown(notebook, "lab/growing")
    explorable.get_by_text(re.compile("^0, ")).wait_for()
    slider = explorable.locator("input[type=range]")
    slider.press("ArrowRight")
    for _ in range(3):
        words = explorable.locator(".explorable-words").inner_text()
        explorable.get_by_text(re.compile("^1, ")).wait_for()
        notebook.wait_for_function("([e, t]) => e.innerText !== t", arg=[words_of(explorable), words])
    run(notebook, 4)
    notebook.get_by_text("the kernel has time, 1").wait_for()
    slider.press("ArrowRight")
    explorable.get_by_text(re.compile("^2, ")).wait_for()
    run(notebook, 5)
    notebook.get_by_text("1 2 at the end").wait_for()
    run(notebook, 4)
    notebook.get_by_text("the kernel has time, 2").wait_for()
    assert explorable.get_attribute("data-source") == "python"
    assert explorable.locator(".explorable-error").is_hidden()


def words_of(explorable):
    return explorable.locator(".explorable-words").element_handle()
