"""JupyterLite from its own files alone: a request to another host is blocked, and has to be one that was announced."""

import base64
import hashlib
import json
import re
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit

import nbformat
import pytest

from actlib.explorables import elu
from book.theme.links import links
from distribution import lite
from tests.lab.conftest import Desk
from tests.site.browser import ROOT, serve
from tests.site.drawn import ROUNDING, distance, look, move, picture

TOOLS = ROOT / "_build" / "lite-tools"
CHAPTER = "activation_functions/elu.ipynb"
PATIENCE = 120_000
INSTALLED = """
import importlib.metadata, sys
print("on", sys.platform, "actlib", importlib.metadata.version("actlib"))
"""
DRAW = """
import base64, importlib.metadata, json
import anywidget, traitlets

home = importlib.metadata.distribution("actlib").locate_file("actlib/widgets")
class Stored(anywidget.AnyWidget):
    _esm, _css = (home / "explorable.mjs").read_text(), (home / "explorable.css").read_text()
    scene = traitlets.Dict().tag(sync=True)
    table = traitlets.Bytes().tag(sync=True)
    state = traitlets.List().tag(sync=True)

Stored(scene=json.loads({scene!r}), table=base64.b64decode({table!r}), state={state!r})
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Build the site as `make lite` does, in a folder beside which the book would be."""
    if not (TOOLS / ".ready").exists():
        pytest.fail(f"{TOOLS} is missing: 'make lite' makes it", pytrace=False)
    target = tmp_path_factory.mktemp("pages") / "lite"
    made = subprocess.run(
        [sys.executable, "-m", "distribution.lite", TOOLS, "--target", target],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stdout + made.stderr
    missing = json.loads((target / "missing.json").read_text())
    assert all(name in made.stdout for name in missing), "what the site does not have is not told"
    return target


@pytest.fixture(scope="module")
def missing(site):
    """Return the addresses of what could not be had when the site was built."""
    packages = lock(site)
    return {packages[name]["file_name"] for name in json.loads((site / "missing.json").read_text())}


def lock(site):
    return json.loads((site / "static" / "pyodide" / "pyodide-lock.json").read_text())["packages"]


@pytest.mark.parametrize(("name", "damaged"), [("numpy", False), ("numpy", True), ("scipy", False)])
def test_compiled_packages_are_fetched_if_they_can_be_had_and_are_what_the_lock_says(tmp_path, name, damaged):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "numpy.whl").write_bytes(b"compiled")
    digest = hashlib.sha256(b"compiled" + b"!" * damaged).hexdigest()
    entry = {"depends": [], "sha256": digest}
    entries = {name: {**entry, "file_name": f"{name}.whl"} for name in ("numpy", "scipy")}
    file = tmp_path / "pyodide-lock.json"
    file.write_text(json.dumps({"info": {"python": "3.14.2"}, "packages": entries}))
    with serve(tmp_path / "there") as elsewhere:
        made = lite.Lock(tmp_path, elsewhere)
        if damaged:
            with pytest.raises(SystemExit, match="not the file whose digest"):
                made.fetch(name)
            return
        made.fetch(name)
        made.write()
    written = json.loads(file.read_text())["packages"]
    had = name == "numpy"
    assert (tmp_path / "numpy.whl").exists() == had
    assert written[name]["file_name"] == (f"{name}.whl" if had else f"{elsewhere}/{name}.whl")
    assert set(made.missing) == (set() if had else {name})


class Reader:
    """A notebook of the site in a browser that reaches no other host."""

    def __init__(self, page, outside):
        self.page, self.outside = page, outside
        self.cells = page.locator(".jp-NotebookPanel .jp-CodeCell")

    def run(self, index, source=None):
        """Run a code cell, perhaps with another source; gives the cell."""
        cell = self.cells.nth(index)
        cell.locator(".cm-content").first.click()
        if source is not None:
            self.page.keyboard.press("Control+a")
            self.page.keyboard.insert_text(source.strip())
        self.page.keyboard.press("Control+Enter")
        cell.locator(".jp-InputPrompt", has_text=re.compile(r"\[\d+\]")).wait_for()
        return cell


def errors(cell):
    """Return the errors that a cell shows; as JupyterLite sends them, they look like what a cell prints to stderr."""
    kinds = ("error", "stderr")
    shown = ", ".join(f"[data-mime-type='application/vnd.jupyter.{kind}']" for kind in kinds)
    return [text for text in cell.locator(shown).all_inner_texts() if "Traceback (most recent call last)" in text]


@pytest.fixture(scope="module")
def reader(site, chromium):
    with reading(site, chromium) as found:
        yield found


@contextmanager
def reading(site, chromium):
    """Follow a page's link, and wait until the kernel is there."""
    address = dict(links(CHAPTER, CHAPTER, "", "1", lite=site.name))["Run in this browser"]
    outside = []
    with serve(site.parent) as home:

        def guard(route):
            own = route.request.url.startswith((home, "blob:", "data:"))
            if not own:
                outside.append(route.request.url)
            route.continue_() if own else route.abort()

        context = chromium.new_context(viewport={"width": 1280, "height": 1600})
        context.route("**/*", guard)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(home + address)
        page.get_by_text("Python (Pyodide) | Idle").wait_for()
        yield Reader(page, outside)
        context.close()


def test_the_site_has_every_chapter(site):
    for path in sorted((ROOT / "book").glob("*/*.ipynb")):
        name = path.relative_to(ROOT / "book").as_posix()
        assert nbformat.reads((site / "files" / name).read_text(), 4) == nbformat.read(path, 4)


def test_the_kernel_starts_with_the_sites_own_files(reader):
    assert reader.outside == []
    assert "on emscripten" in reader.run(1, "import sys\nprint('on', sys.platform)").inner_text()
    assert reader.outside == []


def test_a_chapters_first_cell_installs_actlib_and_asks_elsewhere_only_for_what_was_announced(reader, missing):
    cell = reader.run(0)
    assert set(reader.outside) == missing
    assert errors(cell) == [error for error in errors(cell) if missing and "No module named 'numpy'" in error]
    assert bool(errors(cell)) == bool(missing)
    installed = reader.run(1, INSTALLED).inner_text()
    assert f"on emscripten actlib {lite.distribution.actlib.__version__}" in installed


def test_the_front_end_of_an_explorable_works_there(reader):
    explorable = elu.kink()
    scene, table = explorable.scene, explorable.table
    spec = json.dumps({**scene.spec(), "table": table.spec()})
    state = [int(stop) for stop in scene.default_state]
    source = DRAW.format(scene=spec, table=base64.b64encode(table.buffer).decode(), state=state)
    drawn = reader.run(2, source).locator("[data-explorable='elu/kink'][data-ready='1']")
    drawn.wait_for()
    before = look(drawn)
    assert (before["source"], before["error"]) == ("table", "")
    assert before["words"] == scene.description(scene.frame(scene.default_state))
    move(drawn, (0,))
    reader.page.wait_for_function(
        "([e, words]) => e.querySelector('.explorable-words').textContent === words",
        arg=[drawn.element_handle(), scene.description(scene.frame((0,)))],
    )
    assert picture(look(drawn)) != picture(before)


def test_a_chapter_runs_and_python_draws_its_explorables(chromium, site, missing):
    if missing:
        told = json.loads((site / "missing.json").read_text())
        hosts = {urlsplit(address).netloc for address in missing}
        pytest.skip(f"no Pyodide build of {', '.join(sorted(told))} from {hosts}: {'; '.join(set(told.values()))}")
    with reading(site, chromium) as reader:
        desk = Desk(reader.page, lab=None)
        desk.choose("Run", "Run All Cells")
        desk.finish(CHAPTER)
        assert errors(desk.notebook) == []
        scene = elu.kink().scene
        frame, drawn = scene.frame(scene.default_state), reader.page.locator("[data-explorable='elu/kink']").first
        reader.page.wait_for_function("(e) => e.dataset.source === 'python'", arg=drawn.element_handle())
        assert distance(look(drawn), scene, frame) <= ROUNDING
        assert reader.outside == []
