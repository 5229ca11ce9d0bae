"""The released notebook asks everything and gives nothing away."""

import json

import pytest

from actlib.assignments import course
from actlib.assignments.checking import definition


def solutions(source):
    """Return the lines between solution markers."""
    lines, inside = [], False
    for line in (line for cell in source.cells for line in cell.source.splitlines()):
        marker = "BEGIN SOLUTION" in line or "END SOLUTION" in line
        inside = "BEGIN SOLUTION" in line if marker else inside
        if inside and not marker and line.strip():
            lines.append(line.strip())
    return lines


def test_source_has_solutions(source):
    lines = solutions(source)
    assert "small = np.exp(-np.abs(z))  # at most 1, whatever the sign of z" in lines
    assert any(line.startswith("*Marks:*") for line in lines)


def test_release_carries_no_line_of_a_solution(build, source):
    """Neither text nor metadata nor outputs: the file as a whole is searched, as written and as JSON writes it."""
    course.seed(build)
    for path in (build / "release").rglob("*"):
        if path.is_file():
            raw = path.read_text()
            found = [line for line in solutions(source) if line in raw or json.dumps(line)[1:-1] in raw]
            assert found == []
            assert "SOLUTION" not in raw
            assert "HIDDEN" not in raw
            assert (build / "seed").read_text().strip() not in raw


def test_search_would_find_a_leak(source):
    """The search above finds every line in the author's version, written as JSON."""
    raw = json.dumps(source)
    assert all(json.dumps(line)[1:-1] in raw for line in solutions(source))


def test_release_is_one_notebook_an_assignment(build):
    assert [path.name for path in (build / "release").rglob("*") if path.is_file()] == ["sigmoid.ipynb"]


def test_release_has_no_outputs_and_starts_empty(released):
    code = [cell for cell in released.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    starters = [cell for cell in code if cell.metadata.nbgrader.solution]
    assert len(starters) == 3
    assert all(cell.source.endswith("    raise NotImplementedError") for cell in starters)


def test_only_nbgraders_own_metadata_is_released(released):
    assert {key for cell in released.cells for key in cell.metadata} == {"nbgrader", "deletable", "editable"}
    assert set(released.metadata) == {"kernelspec", "language_info"}


def test_points_of_the_notebook_are_those_of_the_checks(source):
    cells = {cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader for cell in source.cells}
    assert {name: mark.points for name, mark in cells.items() if mark.grade} == {
        **{f"check-{f}": points(f) for f in ("sigmoid", "log_sigmoid", "bce_with_logits")},
        "answer-why": 5,
    }


def points(function):
    """Return the sum of the points of a function's checks."""
    return sum(check.points for check in definition("sigmoid").CHECKS if check.function == function)


def test_release_again_gives_the_same(build):
    before = (build / "release" / "sigmoid" / "sigmoid.ipynb").read_bytes()
    (path,) = course.release(build)
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
