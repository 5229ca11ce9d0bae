"""Answers to the assignments, one module an assignment, under its name.

A module has `WRONG`: check to the source of a plausible mistake, which fails this check and no other, with `right`
for the right answer of that function. It may have `RIGHT_TOO`, functions written another way. The right answers are
those of the author's notebook; where one of its functions calls another, a mistake in the other would spread, and the
module has one in `RIGHT` that does not.
"""

import importlib

import nbformat
import numpy as np

from actlib.assignments import course
from tests.assignments.answers.sigmoid import NAIVE, RIGHT

__all__ = ["NAIVE", "RIGHT", "mistakes", "namespace", "reference", "right", "right_too", "wrong"]


def _module(assignment: str):
    return importlib.import_module(f"tests.assignments.answers.{assignment}")


def cells(notebook: nbformat.NotebookNode) -> dict[str, str]:
    """Return function to source, of the cells where a student answers in code."""
    return {
        cell.metadata.nbgrader.grade_id.removeprefix("answer-"): cell.source
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.metadata.nbgrader.solution
    }


def reference(assignment: str) -> dict[str, str]:
    """Return the answers of the author's notebook."""
    return cells(nbformat.read(course.SOURCE / assignment / f"{assignment}.ipynb", as_version=4))


def right(assignment: str) -> dict[str, str]:
    """Return right answers, none of which calls another."""
    return reference(assignment) | getattr(_module(assignment), "RIGHT", {})


def right_too(assignment: str) -> dict[str, str]:
    """Return right answers written in another way."""
    return getattr(_module(assignment), "RIGHT_TOO", {})


def mistakes(assignment: str) -> dict[str, str]:
    """Return check to the source of a wrong answer."""
    return _module(assignment).WRONG


def namespace(answers: dict[str, str], assignment: str = "sigmoid") -> dict:
    """Define the functions of some answers, and the right ones of the others."""
    names = {"np": np}
    for source in (right(assignment) | answers).values():
        exec(source, names)
    return names


def wrong(check: str, assignment: str = "sigmoid") -> dict[str, str]:
    """Return the wrong answer to a check as source, with `right` defined in it."""
    function = check.partition("/")[0]
    own = f"{right(assignment)[function]}\nright = {function}\n"
    return {function: own + mistakes(assignment)[check]}
