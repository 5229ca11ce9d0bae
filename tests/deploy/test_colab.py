"""The notebooks for Colab, run on the versions that Colab has; of Colab itself its output module is stood in for."""

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError

from book.theme.links import COLAB, COPIES, links
from distribution import colab
from tests.deploy.kernels import execute, shown
from tests.environments import environment, interpreters
from tests.site.browser import ROOT

CHAPTER = "activation_functions/elu.ipynb"
VERSIONS = Path(__file__).with_name("colab.txt")
STAND_IN = "def enable_custom_widget_manager():\n    print('widgets are allowed')\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Write the branch for Colab, with the wheel at its address on this machine."""
    target = tmp_path_factory.mktemp("branch") / COPIES
    colab.write(target, target.as_uri())
    return target


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """Make an environment like Colab's, as far as the book is concerned."""
    home = tmp_path_factory.mktemp("colab")
    inside = environment(interpreters().get("3.12", sys.executable), home / "env", "--requirement", VERSIONS)
    (home / "google" / "colab").mkdir(parents=True)
    (home / "google" / "colab" / "__init__.py").write_text("")
    (home / "google" / "colab" / "output.py").write_text(STAND_IN)
    return inside


def installed(python):
    listed = subprocess.run([python, "-m", "pip", "list", "--format=json"], capture_output=True, check=True)
    return {one["name"]: one["version"] for one in json.loads(listed.stdout)}


def open_notebook(folder):
    return nbformat.read(folder / CHAPTER, as_version=4)


def test_a_page_leads_to_a_notebook_of_the_branch_that_is_the_chapter_with_one_more_cell(folder):
    for path in sorted((ROOT / "book").glob("*/*.ipynb")):
        name = path.relative_to(ROOT / "book").as_posix()
        address = dict(links(name, name, "owner/name", "1"))["Run on Colab"]
        assert address == f"{COLAB}/owner/name/blob/{COPIES}/{name}"
        first, *rest = nbformat.read(folder / name, as_version=4).cells
        assert rest == nbformat.read(path, as_version=4).cells
        assert "enable_custom_widget_manager" in first.source


def test_a_chapter_runs_on_what_colab_has_and_nothing_of_that_changes(folder, python, tmp_path):
    before = installed(python)
    assert "actlib" not in before
    notebook = open_notebook(folder)
    execute(notebook, python, tmp_path, PYTHONPATH=str(python.parents[2]))
    text, widgets = shown(notebook)
    assert "widgets are allowed" in text
    assert widgets >= 2
    after = installed(python)
    assert after == {**before, "actlib": after["actlib"]}


def test_where_numpy_is_too_old_it_stays_and_the_cell_says_so(folder, python, tmp_path):
    old = "1.26.4"
    quiet = ("-m", "pip", "install", "--quiet", "--no-deps")
    subprocess.run([python, *quiet, f"numpy=={old}"], capture_output=True, check=True)
    notebook = open_notebook(folder)
    with pytest.raises(CellExecutionError, match=r"actlib does not fit what Colab has[\s\S]*numpy>=2\.0"):
        execute(notebook, python, tmp_path, PYTHONPATH=str(python.parents[2]))
    assert installed(python)["numpy"] == old
