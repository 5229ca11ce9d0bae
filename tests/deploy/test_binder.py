"""Binder's environment, made by the steps of repo2docker that its files lead to; repo2docker itself needs Docker.

Of a folder `.binder` it takes the Python of `runtime.txt`, and installs `requirements.txt` by pip from the root of the
repository. `apt.txt`, `environment.yml`, `postBuild` and `start` would come before or after; there are none.
https://repo2docker.readthedocs.io/en/latest/config_files.html
"""

import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest
from packaging.specifiers import SpecifierSet

from book.theme.links import links
from distribution.__main__ import copy, tracked
from distribution.lite import pins
from tests.deploy.kernels import execute, shown
from tests.environments import environment, interpreters
from tests.site.browser import ROOT

CHAPTER = "book/activation_functions/relu.ipynb"
FILES = {".binder/requirements.txt", ".binder/runtime.txt"}


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """Give what a clone of the repository would have."""
    home = tmp_path_factory.mktemp("clone")
    copy(home, ".")
    return home


@pytest.fixture(scope="module")
def python(clone, tmp_path_factory):
    version = (clone / ".binder" / "runtime.txt").read_text().strip().removeprefix("python-")
    found = interpreters().get(version, sys.executable)
    home = tmp_path_factory.mktemp("binder")
    return environment(found, home / "env", "--requirement", ".binder/requirements.txt", cwd=clone)


def test_binder_has_no_files_but_those_that_are_tried_here():
    assert set(tracked(".binder")) == FILES
    name, _, version = (ROOT / ".binder" / "runtime.txt").read_text().strip().partition("-")
    assert name == "python"
    assert version in SpecifierSet(">=3.11")  # repo2docker's own is older


def test_a_page_leads_to_its_notebook_in_the_repository():
    for path in sorted((ROOT / "book").glob("*/*.ipynb")):
        name = path.relative_to(ROOT / "book").as_posix()
        address = urlsplit(dict(links(name, name, "owner/name", "1"))["Run on Binder"])
        assert (address.netloc, address.path) == ("mybinder.org", "/v2/gh/owner/name/main")
        (labpath,) = parse_qs(address.query)["labpath"]
        assert labpath in tracked("book")
        assert ROOT / labpath == path


def test_the_environment_is_of_the_books_pins_and_runs_a_chapter(clone, python, tmp_path):
    listed = subprocess.run([python, "-m", "pip", "freeze"], capture_output=True, text=True, check=True).stdout
    found = dict(line.lower().replace("_", "-").split("==") for line in listed.splitlines() if "==" in line)
    assert {"jupyterlab", "numpy", "anywidget", "scikit-learn"} <= set(found)
    known = pins()
    assert {name: f"=={version}" for name, version in found.items()} == {name: known.get(name) for name in found}
    notebook = nbformat.read(clone / CHAPTER, as_version=4)
    stored = shown(notebook)[0]
    execute(notebook, python, tmp_path)
    text, widgets = shown(notebook)
    assert text == stored
    assert widgets >= 3
