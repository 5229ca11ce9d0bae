"""Back to people: the form for marks by hand, and the pages for the students, as their platform takes them."""

import csv
import io
import math
import shutil
import zipfile
from pathlib import Path

import nbformat

from actlib.assignments import course
from actlib.assignments.attempts import write

_COLUMNS = ["student", "assignment", "question", "most", "points", "comment", "answer"]


def form(build: Path = course.BUILD) -> Path:
    """Write the form for marks by hand: each written answer, with its points and comment as far as there are any.

    Returns
    -------
    Path
        ``build/hand.csv``.
    """
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\n")
    rows.writerow(_COLUMNS)
    with course.nbgrader(build) as api, api.gradebook as gradebook:
        for student, name, grade in _by_hand(gradebook):
            points = "" if grade.manual_score is None else f"{grade.manual_score:g}"
            comment = gradebook.find_comment(grade.cell.name, name, name, student).manual_comment or ""
            answer = _answer(build / "autograded" / student / name / f"{name}.ipynb", grade.cell.name)
            rows.writerow([student, name, grade.cell.name, f"{grade.max_score:g}", points, comment, answer])
    write(build / "hand.csv", table.getvalue())
    return build / "hand.csv"


def enter(path: Path, build: Path = course.BUILD) -> int:
    """Enter the marks of a form into the gradebook, and write the scores and the pages anew.

    Parameters
    ----------
    path : Path
        A form as `form` writes it, with points and comments filled in; lines without points are left.
    build : Path

    Returns
    -------
    int
        How many marks were entered.

    Raises
    ------
    ValueError
        If a line names no written answer of this course, or points that are none or too many. Then nothing is entered.
    """
    with open(path, newline="", encoding="utf-8-sig") as file:
        lines = [line for line in csv.DictReader(file) if (line.get("points") or "").strip()]
    with course.nbgrader(build) as api:
        with api.gradebook as gradebook:
            grades = {(student, name, grade.cell.name): grade for student, name, grade in _by_hand(gradebook)}
            for line in lines:
                where = line["student"], line["assignment"], line["question"]
                if where not in grades:
                    raise ValueError(f"{path}: there is no written answer of {' / '.join(where)}")
                grades[where].manual_score = _points(line["points"], grades[where].max_score, f"{path}: {where[0]}")
                grades[where].needs_manual_grade = False
                comment = gradebook.find_comment(where[2], where[1], where[1], where[0])
                comment.manual_comment = line.get("comment") or None
            gradebook.db.commit()
        for student, name in sorted({(line["student"], line["assignment"]) for line in lines}):
            course.make_page(api, build, student, name)
        course.export(api, build)
    return len(lines)


def _points(text: str, most: float, where: str) -> float:
    try:
        points = float(text)
    except ValueError:
        points = math.nan
    if not 0 <= points <= most:
        raise ValueError(f"{where}: points is {text!r}; it must be a number from 0 to {most:g}")
    return points


def _by_hand(gradebook):
    """Yield student, assignment and grade of every written answer that was handed in."""
    for assignment in sorted(gradebook.assignments, key=lambda assignment: assignment.name):
        for submission in sorted(gradebook.assignment_submissions(assignment.name), key=lambda one: one.student.id):
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    if grade.cell.cell_type == "markdown":
                        yield submission.student.id, assignment.name, grade


def _answer(path: Path, question: str) -> str:
    """Return the text of a written answer."""
    if not path.exists():
        return ""
    cells = nbformat.read(path, as_version=4).cells
    return next((c.source for c in cells if c.metadata.get("nbgrader", {}).get("grade_id") == question), "")


def give_back(build: Path = course.BUILD, collected: Path | None = None) -> Path:
    """Put the pages where students or their platform find them.

    Parameters
    ----------
    build : Path
    collected : Path, optional
        What `actlib.assignments.collecting.collect` made: its manifest knows Moodle's names. Default:
        ``build/collected``.

    Returns
    -------
    Path
        ``build/return``: a folder a student with a page an assignment, and for each assignment ``ASSIGNMENT.zip``,
        which Moodle takes as feedback files if the submissions came from its zip.
    """
    target, home = build / "return", _homes(collected or build / "collected")
    part = build / ".return"
    shutil.rmtree(part, ignore_errors=True)
    zips: dict[str, list[tuple[str, Path]]] = {}
    for source in sorted(build.glob("feedback/*/*/*.html")):
        student, name = source.parts[-3:-1]
        copy = part / student / f"{name}.html"
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, copy)
        zips.setdefault(name, []).append((f"{home.get((student, name), student)}/{name}.html", copy))
    part.mkdir(exist_ok=True)
    for name, files in zips.items():
        with zipfile.ZipFile(part / f"{name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for inside, file in files:
                archive.write(file, inside)
    shutil.rmtree(target, ignore_errors=True)
    part.rename(target)
    return target


def _homes(collected: Path) -> dict[tuple[str, str], str]:
    """Return the folder in which Moodle handed out a submission, by student and assignment."""
    manifest = collected / "manifest.csv"
    if not manifest.exists():
        return {}
    with open(manifest, newline="", encoding="utf-8") as file:
        lines = [line for line in csv.DictReader(file) if "_assignsubmission_file" in line["origin"]]
    return {(line["student"], line["assignment"]): line["origin"].split("/")[0] for line in lines if line["assignment"]}
