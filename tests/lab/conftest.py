"""A JupyterLab for the session, with a copy of the book's notebooks, and a browser to open them with."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest

from tests.site.browser import ROOT

BOOK = ROOT / "book"
NOTEBOOKS = [path.relative_to(BOOK).as_posix() for path in sorted(BOOK.glob("*/*.ipynb"))]
PATIENCE = 120
"""Seconds that a start or a cell may take on a machine with much else to do."""


class Lab:
    """A running JupyterLab.

    Attributes
    ----------
    address : str
        Where it is served.
    home : Path
        The folder that it shows.
    """

    def __init__(self, address: str, home: Path):
        self.address, self.home = address, home

    def kernels(self):
        """Return the paths of the notebooks that have a kernel."""
        with urllib.request.urlopen(f"{self.address}/api/sessions", timeout=PATIENCE) as answer:
            return [session["path"] for session in json.load(answer)]


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """Start JupyterLab on a folder with a copy of every notebook of the book."""
    home = tmp_path_factory.mktemp("lab")
    for name in NOTEBOOKS:
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_bytes((BOOK / name).read_bytes())
    own = tmp_path_factory.mktemp("own")
    folders = {f"JUPYTER_{name}_DIR": str(own / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    folders |= {f"JUPYTERLAB_{name}_DIR": str(own / name) for name in ("SETTINGS", "WORKSPACES")}
    folders |= {"IPYTHONDIR": str(own / "ipython"), "MPLCONFIGDIR": str(own / "matplotlib"), "PYTHONPATH": str(ROOT)}
    (own / "ipython").mkdir()
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0",
        "--IdentityProvider.token=", "--ServerApp.password=", f"--ServerApp.root_dir={home}",
        "--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    with (own / "log").open("w+") as log:
        server = subprocess.Popen(command, cwd=home, env={**os.environ, **folders}, stdout=log, stderr=log)
        yield Lab(_address(server, own / "log"), home)
        server.terminate()
        server.wait(30)


def _address(server, log):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text())
        if found:
            urllib.request.urlopen(found[0] + "/api", timeout=PATIENCE).close()
            return found[0]
        time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()}")


class Desk:
    """JupyterLab in a browser: one window, a tab for each open notebook; used by its menus, as a reader does."""

    def __init__(self, page, lab: Lab):
        self.page, self.lab, self.errors = page, lab, []
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    @property
    def notebook(self):
        """The notebook in front."""
        return self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")

    def choose(self, menu, entry):
        """Choose the entry of a menu that begins with these words."""
        self.page.get_by_role("menuitem", name=menu, exact=True).click()
        words = self.page.locator(".lm-Menu-itemLabel").filter(has_text=re.compile(f"^{re.escape(entry)}"))
        words.first.click()

    def tab(self, path):
        """Return the tab of a notebook; if it is not open, a locator that finds nothing."""
        return self.page.locator("#jp-main-dock-panel .lm-TabBar-tab").filter(has_text=Path(path).name)

    def start(self, path):
        """Open a notebook, and run all its cells as soon as its kernel is ready."""
        self.choose("File", "Open from Path")
        self.page.locator(".jp-Dialog input").fill(path)
        self.page.keyboard.press("Enter")
        self.tab(path).wait_for()
        self.notebook.locator(".jp-CodeCell").first.wait_for()
        self.page.get_by_text("(ipykernel) | Idle").wait_for()  # in the status bar
        self.choose("Run", "Run All Cells")

    def finish(self, path):
        """Bring a notebook to the front and wait until all its cells have run, or one has failed."""
        self.tab(path).click()
        failed = self.notebook.locator("[data-mime-type='application/vnd.jupyter.error']")
        prompts = self.notebook.locator(".jp-CodeCell .jp-InputPrompt")
        deadline = time.monotonic() + PATIENCE
        while not all(re.search(r"\[\d+\]", text) for text in prompts.all_text_contents()):
            if failed.count():
                raise AssertionError(f"{path} fails: {failed.first.inner_text()[:2000]}")
            assert time.monotonic() < deadline, f"{path}: {prompts.all_text_contents()}"
            self.page.wait_for_timeout(100)

    def close(self, path):
        """Save a notebook, end its kernel, close its tab; gives what was saved."""
        self.tab(path).click()
        self.choose("File", "Save Notebook")
        self.choose("File", "Close and Shut Down Notebook")
        self.page.get_by_role("button", name="Ok", exact=True).click()
        self.tab(path).wait_for(state="detached")
        return nbformat.read(self.lab.home / path, as_version=4)


@pytest.fixture(scope="session")
def desk(lab, chromium):
    """Open JupyterLab in a browser."""
    page = chromium.new_page(viewport={"width": 1280, "height": 1600})
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(f"{lab.address}/lab")
    page.get_by_role("menuitem", name="File", exact=True).wait_for()
    yield Desk(page, lab)
    page.close()
