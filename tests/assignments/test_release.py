"""The released notebook asks everything and gives nothing away."""

import json

import nbformat
import pytest

from actlib.assignments import course
from actlib.assignments.checking import definition, names

ALL = names()


def author(name):
    """Return the author's version of an assignment."""
    return nbformat.read(course.SOURCE / name / f"{name}.ipynb", as_version=4)


def student(build, name):
    """Return the released version of an assignment."""
    return nbformat.read(build / "release" / name / f"{name}.ipynb", as_version=4)


#: Lines of a single word, which a statement may use as well.
COMMON = {"break", "else:"}


def solutions(source):
    """Return the lines between solution markers."""
    lines, inside = [], False
    for line in (line for cell in source.cells for line in cell.source.splitlines()):
        marker = "BEGIN SOLUTION" in line or "END SOLUTION" in line
        inside = "BEGIN SOLUTION" in line if marker else inside
        if inside and not marker and line.strip():
            lines.append(line.strip())
    return lines


@pytest.mark.parametrize("name", ALL)
def test_source_has_solutions_and_marks_for_the_grader(name):
    lines = solutions(author(name))
    assert sum(line.startswith("return ") for line in lines) >= len(functions(name))
    assert any(line.startswith("*Marks:*") for line in lines)


def test_release_carries_no_line_of_a_solution(build):
    """Neither text nor metadata nor outputs: each file as a whole is searched, as written and as JSON writes it."""
    course.seed(build)
    secrets = {line for name in ALL for line in solutions(author(name)) if line not in COMMON}
    for path in (build / "release").rglob("*"):
        if path.is_file():
            raw = path.read_text()
            found = [line for line in secrets if line in raw or json.dumps(line)[1:-1] in raw]
            assert (path.name, found) == (path.name, [])
            assert "SOLUTION" not in raw
            assert "HIDDEN" not in raw
            assert "Marks:" not in raw
            assert (build / "seed").read_text().strip() not in raw


def test_search_would_find_a_leak(source):
    """The search above finds every line in the author's version, written as JSON."""
    raw = json.dumps(source)
    assert all(json.dumps(line)[1:-1] in raw for line in solutions(source))


def test_release_is_one_notebook_an_assignment(build):
    files = sorted(path.name for path in (build / "release").rglob("*") if path.is_file())
    assert files == [f"{name}.ipynb" for name in ALL]


@pytest.mark.parametrize("name", ALL)
def test_release_has_no_outputs_and_starts_empty(build, name):
    code = [cell for cell in student(build, name).cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    starters = [cell for cell in code if cell.metadata.nbgrader.solution]
    assert len(starters) == len(functions(name))
    assert all(cell.source.endswith("    raise NotImplementedError") for cell in starters)


@pytest.mark.parametrize("name", ALL)
def test_only_nbgraders_own_metadata_is_released(build, name):
    notebook = student(build, name)
    assert {key for cell in notebook.cells for key in cell.metadata} == {"nbgrader", "deletable", "editable"}
    assert set(notebook.metadata) == {"kernelspec", "language_info"}


def functions(name):
    """Return the functions that an assignment asks for, in order."""
    return list(dict.fromkeys(check.function for check in definition(name).CHECKS))


@pytest.mark.parametrize("name", ALL)
def test_points_of_the_notebook_are_those_of_the_checks(name):
    """Every function has its cell and its points, and one question is for a person."""
    marks = {cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader.get("points") for cell in author(name).cells}
    graded = {key: points for key, points in marks.items() if points is not None}
    (written,) = set(graded) - {f"check-{function}" for function in functions(name)}
    assert graded.pop(written) == 5
    assert graded == {f"check-{f}": points(name, f) for f in functions(name)}
    assert {f"answer-{f}" for f in functions(name)} < set(marks)
    assert sum(graded.values()) == 20


def points(name, function):
    """Return the sum of the points of a function's checks."""
    return sum(check.points for check in definition(name).CHECKS if check.function == function)


@pytest.mark.parametrize("name", ALL)
def test_table_of_the_statement_has_the_points(name):
    text = author(name).cells[0].source
    for function in functions(name):
        (row,) = [line for line in text.splitlines() if line.startswith(f"| `{function}(")]
        assert row.endswith(f"| {points(name, function)} |")


def test_release_again_gives_the_same(build):
    before = (build / "release" / "sigmoid" / "sigmoid.ipynb").read_bytes()
    (path,) = course.release(build, ["sigmoid"])
    assert path.read_bytes() == before
    assert not (build / ".release").exists()


def test_a_release_that_fails_leaves_the_last_one(build, tmp_path, monkeypatch):
    before = (build / "release" / "sigmoid" / "sigmoid.ipynb").read_bytes()
    folder = tmp_path / "source" / "sigmoid"
    folder.mkdir(parents=True)
    text = (course.SOURCE / "sigmoid" / "sigmoid.ipynb").read_text()
    (folder / "sigmoid.ipynb").write_text(text.replace("### END SOLUTION", "", 1))
    monkeypatch.setattr(course, "SOURCE", tmp_path / "source")
    with pytest.raises(RuntimeError, match="could not release sigmoid"):
        course.release(build)
    assert (build / "release" / "sigmoid" / "sigmoid.ipynb").read_bytes() == before
