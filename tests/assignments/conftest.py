"""One course built for all tests, and notebooks with given answers."""

import copy
from pathlib import Path

import nbformat
import pytest

from actlib.assignments import course, sandbox

SANDBOX = sandbox.works()


@pytest.fixture(scope="session")
def build(tmp_path_factory) -> Path:
    """Return the folder of a course that has been released."""
    folder = tmp_path_factory.mktemp("course")
    course.release(folder)
    return folder


@pytest.fixture(scope="session")
def released(build) -> nbformat.NotebookNode:
    """Return the student version of the assignment."""
    return nbformat.read(build / "release" / "sigmoid" / "sigmoid.ipynb", as_version=4)


@pytest.fixture(scope="session")
def source() -> nbformat.NotebookNode:
    """Return the author's version, with the reference solution."""
    return nbformat.read(course.SOURCE / "sigmoid" / "sigmoid.ipynb", as_version=4)


@pytest.fixture(scope="session")
def handed_in(released):
    """Return a function from answers, and cells before and after them, to a student's notebook."""

    def make(answers, before=(), after=()):
        notebook = copy.deepcopy(released)
        for cell in notebook.cells:
            function = cell.metadata.nbgrader.grade_id.removeprefix("answer-")
            if function in answers:
                cell.source = f"import numpy as np\n{answers[function]}"
        notebook.cells[:0] = map(nbformat.v4.new_code_cell, before)
        notebook.cells += map(nbformat.v4.new_code_cell, after)
        return notebook

    return make
