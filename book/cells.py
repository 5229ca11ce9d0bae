"""Put cells that are written as text into a notebook: a new one, or one that is there.

The text is MyST Markdown, as the build reads it: code stands in ``{code-cell}``, with tags as options, and ``+++`` ends
a text. In an assignment each cell has a ``grade_id`` and, where it is graded, ``points``; the rest of what nbgrader
wants to know follows.
"""

import argparse
import pathlib

import nbformat
from myst_nb.core.read import read_myst_markdown_notebook

from book.refresh import METADATA, refresh


def cells(text):
    """Return the cells of a text; those of an assignment with nbgrader's metadata."""
    found = read_myst_markdown_notebook(text).cells
    for cell in found:
        if "grade_id" in cell.metadata:
            cell.metadata = {"nbgrader": role(**cell.metadata)}
    return found


def role(grade_id, **points):
    """Return nbgrader's metadata of a cell: what a student may edit is an answer, what has points is graded."""
    answer = grade_id.startswith("answer-")
    named = {"grade_id": grade_id, "grade": bool(points), "solution": answer, "locked": not answer, "task": False}
    return {**named, "schema_version": 3, **points}


def place(notebook, words):
    """Return the place after the one cell that has these words."""
    places = [number for number, cell in enumerate(notebook.cells, 1) if words in cell.source]
    if len(places) != 1:
        raise ValueError(f"{len(places)} cells have {words!r}; give words that exactly one has")
    return places[0]


def put(text, path, after=None):
    """Write the cells of a text into a new notebook, or after the cell of an old one that has the words `after`."""
    if after is None and path.exists():
        raise FileExistsError(f"{path} is there; say after which of its cells: --after 'some of its words'")
    notebook = nbformat.v4.new_notebook(metadata=METADATA) if after is None else nbformat.read(path, as_version=4)
    start = 0 if after is None else place(notebook, after)
    notebook.cells[start:start] = cells(text)
    for number, cell in enumerate(notebook.cells):
        cell.id = cell.metadata.get("nbgrader", {}).get("grade_id", f"cell-{number}")
    nbformat.validate(notebook)
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


def main():
    """Put the cells where the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("text", type=pathlib.Path, help="MyST Markdown")
    parser.add_argument("notebook", type=pathlib.Path)
    parser.add_argument("--after", help="words of the cell after which they belong; without it the notebook is new")
    parser.add_argument("--run", action="store_true", help="run the page, and store what it prints")
    given = parser.parse_args()
    try:
        put(given.text.read_text(encoding="utf-8"), given.notebook, given.after)
        if given.run:
            refresh(given.notebook)
    except (OSError, ValueError) as error:
        raise SystemExit(str(error)) from error


if __name__ == "__main__":
    main()
