"""The course: released assignments, graded submissions, in nbgrader's formats, below ``_build/assignments``."""

import contextlib
import csv
import html
import io
import os
import re
import secrets
import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

import nbformat
from traitlets.config import Config

from actlib.assignments import sandbox

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "assignments" / "source"
BUILD = ROOT / "_build" / "assignments"

# nbgrader looks for files by pattern and takes names apart by regular expression; these pass unchanged.
_STUDENT = re.compile(r"\w[\w.@ -]*")
_FAULT = "grading itself failed: "


def settings(build: Path = BUILD, unsafe: bool = False) -> Config:
    """Return nbgrader's configuration for this course.

    Parameters
    ----------
    build : Path
        Where everything that is made goes: ``release``, ``submitted``, ``autograded``, ``feedback``, ``gradebook.db``.
    unsafe : bool
        Whether to grade without the sandbox.
    """
    config = Config()
    config.CourseDirectory.root = str(build)
    config.CourseDirectory.source_directory = os.path.relpath(SOURCE, build)
    config.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}
    config.ClearSolutions.text_stub = "*Your answer here.*"
    config.Autograde.sanitize_preprocessors = [
        "nbgrader.preprocessors.ClearOutput",
        "actlib.assignments.grader.Restore",
    ]
    config.Autograde.autograde_preprocessors = [
        "actlib.assignments.grader.Judge",
        "nbgrader.preprocessors.LimitOutput",
        "nbgrader.preprocessors.SaveAutoGrades",
    ]
    config.HTMLExporter.sanitize_html = True  # a student's output is shown, and not run, in the reader's browser
    config.Restore.release = str(build / "release")
    config.Judge.seed_file = str(build / "seed")
    config.Judge.scratch = str(build / "run")
    config.Judge.unsafe = unsafe
    return config


@contextlib.contextmanager
def nbgrader(build: Path, unsafe: bool = False) -> Iterator:
    """Open nbgrader's own interface on this course."""
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    build.mkdir(parents=True, exist_ok=True)
    config = settings(build, unsafe)
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    # For a new gradebook nbgrader runs the command alembic, which lies beside this Python and perhaps not on the path.
    path = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), path])
    try:
        with warnings.catch_warnings():
            # SQLAlchemy 2.1 warns of nbgrader's order of adding rows, nbformat of submitted notebooks in old formats.
            warnings.simplefilter("ignore")
            yield api
    finally:
        os.environ["PATH"] = path


def assignments() -> list[str]:
    """Return the names of the assignments that have a source."""
    return sorted(folder.name for folder in SOURCE.iterdir() if (folder / f"{folder.name}.ipynb").is_file())


def release(build: Path = BUILD, chosen: Iterable[str] | None = None) -> list[Path]:
    """Make the student versions of assignments.

    Parameters
    ----------
    build : Path
    chosen : iterable of str, optional
        Their names; all when omitted.

    Returns
    -------
    list of Path
        The notebooks, in ``build/release``.

    Raises
    ------
    RuntimeError
        When nbgrader cannot make one, with its log.
    """
    made = []
    with nbgrader(build) as api:
        for name in assignments() if chosen is None else chosen:
            # nbgrader writes in place: let it do so beside the release, and put the result there when it is whole.
            api.coursedir.release_directory = ".release"
            _demand(api.generate_assignment(name), f"release {name}")
            path = build / "release" / name / f"{name}.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            os.replace(build / ".release" / name / path.name, path)
            made.append(path)
    shutil.rmtree(build / ".release")
    return made


def _demand(result: dict, what: str) -> None:
    if not result["success"]:
        raise RuntimeError(f"nbgrader could not {what}:\n{_log(result)}")


def _log(result: dict) -> str:
    return f"{result.get('log', '')}{result.get('error', '')}"


def seed(build: Path) -> int:
    """Return the secret seed of this course, drawn once: grading twice asks the same."""
    path = build / "seed"
    if not path.exists():
        write(path, f"{secrets.randbits(128)}\n")
        path.chmod(0o600)
    return int(path.read_text())


def write(path: Path, text: str) -> None:
    """Write a file so that no one ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8", newline="") as file:
        file.write(text)
    os.replace(file.name, path)


def submissions(folder: Path) -> Iterator[tuple[str, str, Path]]:
    """Find submissions; yield student, assignment and notebook.

    Parameters
    ----------
    folder : Path
        With ``STUDENT/ASSIGNMENT.ipynb`` or, as nbgrader has it, ``STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb``.
    """
    for student in sorted(path for path in folder.iterdir() if path.is_dir()):
        for name in assignments():
            for path in (student / f"{name}.ipynb", student / name / f"{name}.ipynb"):
                if path.is_file() and not path.is_symlink():
                    yield student.name, name, path
                    break


def grade(folder: Path, build: Path = BUILD, unsafe: bool = False) -> Path:
    """Grade a folder of submissions, which stay as they are.

    Parameters
    ----------
    folder : Path
        See `submissions`.
    build : Path
    unsafe : bool
        Run the submissions without bubblewrap: only for code you trust.

    Returns
    -------
    Path
        ``build/scores.csv``, nbgrader's export; beside it ``checks.csv`` with every verdict, and a page for each
        submission in ``feedback``.

    Raises
    ------
    FileNotFoundError
        When the folder holds no submission.
    RuntimeError
        When there is no sandbox and `unsafe` is not given, or when some submission could not be graded for a reason
        that does not lie in it. The tables are then written all the same.
    """
    if not (unsafe or sandbox.works()):
        raise RuntimeError(
            "grading runs strangers' code and bubblewrap does not work here: install it (Debian: bubblewrap), "
            "or say --unsafe if you trust every submission"
        )
    found = list(submissions(Path(folder)))
    if not found:
        raise FileNotFoundError(
            f"folder={str(folder)!r} has no STUDENT/ASSIGNMENT.ipynb for {', '.join(assignments())}"
        )
    release(build, sorted({name for _, name, _ in found}))
    seed(build)
    with nbgrader(build, unsafe) as api:
        rows = [row for item in found for row in _grade_one(api, build, *item)]
        _export(api, build)
    idle = {path.name for path in Path(folder).iterdir()} - {student for student, _, _ in found}
    rows += [(name, "", "", 0, 0, "nothing to grade: no STUDENT/ASSIGNMENT.ipynb") for name in sorted(idle)]
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerows([("student", "assignment", "check", "points", "of", "trouble"), *rows])
    write(build / "checks.csv", table.getvalue())
    if faults := [f"{row[0]}: {row[-1]}" for row in rows if row[-1].startswith(_FAULT)]:
        raise RuntimeError("\n".join(["these have no score yet, through no fault of theirs:", *faults]))
    return build / "scores.csv"


def _grade_one(api, build: Path, student: str, name: str, path: Path) -> list[tuple]:
    """Grade one submission; whatever it does wrong becomes a row of the table."""
    page = build / "feedback" / student / name / f"{name}.html"
    if not _STUDENT.fullmatch(student):
        return [(student, name, "", 0, 0, "the folder's name is none that nbgrader can keep")]
    copy = build / "submitted" / student / name / path.name
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, copy)
    result = api.autograde(name, student)
    if not result["success"]:
        broken = _unreadable(path)
        if broken:
            _void(api, student, name)
            write(page, f"<!doctype html><title>{name}</title><p>{html.escape(broken)}</p>\n")
        # The grader's own log is for the grader: it goes into no page.
        trouble = broken or _FAULT + _log(result)
        return [(student, name, "", 0, 0, trouble)]
    _demand(api.generate_feedback(name, student), f"write the feedback page of {student}")
    notes = nbformat.read(build / "autograded" / student / name / path.name, as_version=4).metadata["actlib"]
    rows = [(student, name, v["check"], v["points"], v["of"], v["visible"] or v["fresh"]) for v in notes["verdicts"]]
    return rows + [(student, name, "", 0, 0, trouble) for trouble in notes["troubles"]]


def _void(api, student: str, name: str) -> None:
    """Take back the points of an earlier submission: the score is that of what was handed in last."""
    with api.gradebook as gradebook:
        for notebook in gradebook.find_submission(name, student).notebooks:
            for cell in notebook.grades:
                cell.auto_score = 0
        gradebook.db.commit()


def _unreadable(path: Path) -> str:
    """Say why a file is not a notebook; the empty string when it is one."""
    try:
        nbformat.validate(nbformat.read(path, as_version=4))
    except Exception as error:  # a broken file may raise anything from nbformat, json or the file system
        return f"this file is not a notebook that can be read: {type(error).__name__}: {error}"[:300]
    return ""


def _export(api, build: Path) -> None:
    from nbgrader.plugins import CsvExportPlugin

    part = build / "scores.csv.part"
    with api.gradebook as gradebook:
        CsvExportPlugin(to=str(part)).export(gradebook)
    os.replace(part, build / "scores.csv")
