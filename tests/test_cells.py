"""Cells written as text: in a new notebook, in an old one, and in an assignment."""

import nbformat
import pytest

from book import cells

TEXT = """# Title

```{code-cell}
:tags: [hide-cell]
x = 1

y = 2
```

One text

+++

Another
"""


def sources(path):
    return [cell.source for cell in nbformat.read(path, as_version=4).cells]


def test_a_new_notebook_has_the_cells_in_order(tmp_path):
    path = tmp_path / "section" / "page.ipynb"
    cells.put(TEXT, path)
    assert sources(path) == ["# Title", "x = 1\n\ny = 2", "One text", "Another"]
    code = nbformat.read(path, as_version=4).cells[1]
    assert (code.cell_type, code.metadata) == ("code", {"tags": ["hide-cell"]})


def test_a_notebook_that_is_there_is_added_to_and_never_replaced(tmp_path):
    path = tmp_path / "page.ipynb"
    cells.put(TEXT, path)
    with pytest.raises(FileExistsError, match="say after which"):
        cells.put("other", path)
    cells.put("new", path, after="y = 2")
    assert sources(path) == ["# Title", "x = 1\n\ny = 2", "new", "One text", "Another"]
    assert [cell.id for cell in nbformat.read(path, as_version=4).cells] == [f"cell-{i}" for i in range(5)]


@pytest.mark.parametrize(("words", "count"), [("text", 0), ("t", 3)])
def test_words_must_be_those_of_one_cell(tmp_path, words, count):
    path = tmp_path / "page.ipynb"
    cells.put(TEXT.replace("One text", "t").replace("Another", "t"), path)
    before = path.read_bytes()
    with pytest.raises(ValueError, match=f"^{count} cells have '{words}'"):
        cells.put("new", path, after=words)
    assert path.read_bytes() == before


def test_roles_in_an_assignment_are_those_that_nbgrader_reads(tmp_path):
    text = '+++ {"grade_id": "part-f"}\n\nDo.\n\n```{code-cell}\n:grade_id: answer-f\nf = 1\n```\n\n'
    text += "```{code-cell}\n:grade_id: check-f\n:points: 4\ncheck()\n```\n\n"
    cells.put(text + '+++ {"grade_id": "answer-words", "points": 5}\n\nSay.\n', tmp_path / "f.ipynb")
    found = {cell.id: cell.metadata.nbgrader for cell in nbformat.read(tmp_path / "f.ipynb", as_version=4).cells}
    assert list(found) == ["part-f", "answer-f", "check-f", "answer-words"]
    assert [role.solution for role in found.values()] == [False, True, False, True]
    assert [role.locked for role in found.values()] == [True, False, True, False]
    assert [role.grade for role in found.values()] == [False, False, True, True]
    assert [role.get("points") for role in found.values()] == [None, None, 4, 5]
