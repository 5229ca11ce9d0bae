"""The directive ``assignments``: the table of the course, from the assignments themselves."""

import re

import nbformat
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from actlib.assignments import course
from actlib.assignments.checking import definition


def setup_course(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("assignments", Assignments)


def table(documents: set[str]) -> str:
    """Return the table of assignments in Markdown, in alphabetical order of their chapters.

    Parameters
    ----------
    documents : set of str
        The pages of the book; an assignment has the name of its chapter.
    """
    lines = ["| assignment | chapter | you write | points by checks | by hand |", "|---|---|---|---|---|"]
    for name in course.assignments():
        # a part of the book, built alone, may lack the chapter
        chapter = next((f"{{doc}}`/{page}`" for page in documents if page.endswith(f"/{name}")), name)
        checks = definition(name).CHECKS
        functions = ", ".join(f"`{function}`" for function in dict.fromkeys(check.function for check in checks))
        title, by_hand = facts(nbformat.read(course.SOURCE / name / f"{name}.ipynb", as_version=4))
        points = sum(check.points for check in checks)
        lines.append(f"| {title} | {chapter} | {functions} | {points} | {by_hand} |")
    return "\n".join(lines)


def facts(notebook: nbformat.NotebookNode) -> tuple[str, int]:
    """Return the title of an assignment, and the points that a person gives."""
    title = re.match(r"# (.+)", notebook.cells[0].source)[1]
    marks = [cell.metadata.nbgrader for cell in notebook.cells]
    return title, sum(mark.points for mark in marks if mark.grade and mark.solution)


class Assignments(SphinxDirective):
    """``:::{assignments}``: what there is to do, with chapters and points."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        for path in course.SOURCE.rglob("*.ipynb"):
            self.env.note_dependency(str(path))
        container = nodes.container()
        text = table(set(self.env.found_docs)).splitlines()
        self.state.nested_parse(StringList(text, source="assignments"), self.content_offset, container)
        return container.children
