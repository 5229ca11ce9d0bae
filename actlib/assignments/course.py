"""The course: released assignments, graded submissions, in nbgrader's formats, below ``_build/assignments``."""

import contextlib
import csv
import io
import os
import re
import secrets
import shutil
import sys
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

import nbformat
from traitlets.config import Config

from actlib.assignments import attempts, kernel, page, sandbox

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
    config.GenerateFeedback.exporter_class = "actlib.assignments.page.Exporter"
    config.HTMLExporter.filters = {"markdown2html": "actlib.assignments.page.markdown"}
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


def released(build: Path = BUILD) -> dict[str, nbformat.NotebookNode]:
    """Return the student versions by name; they are made first."""
    return {path.stem: nbformat.read(path, as_version=4) for path in release(build)}


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
        attempts.write(path, f"{secrets.randbits(128)}\n")
        path.chmod(0o600)
    return int(path.read_text())


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


def grade(folder: Path, build: Path = BUILD, unsafe: bool = False, **pool) -> Path:
    """Grade a folder of submissions, which stay as they are.

    A run that was stopped goes on where it was: what has been tried out is kept in ``build/attempts``.

    Parameters
    ----------
    folder : Path
        See `submissions`.
    build : Path
    unsafe : bool
        Run the submissions without bubblewrap: only for code you trust.
    **pool
        Where they run: ``backend``, ``workers`` and ``address``, as in `actlib._pool.each`.

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
    bad = [item for item in found if not _STUDENT.fullmatch(item[0])]
    rows = [(student, name, "", 0, 0, "the folder's name is none that nbgrader can keep") for student, name, _ in bad]
    found = [item for item in found if item not in bad]
    waiting, turn = {}, 0
    with nbgrader(build, unsafe) as api:
        for place, result in attempts.results(_jobs(found, build, unsafe), build / "attempts", **pool):
            waiting[place] = result
            while turn in waiting:  # in order, so that no table tells which result came first
                rows += _enter(api, build, *found[turn][:2], waiting.pop(turn))
                turn += 1
        export(api, build)
    seen = {student for student, _, _ in [*found, *bad]} | {"manifest.csv"}
    idle = {path.name for path in Path(folder).iterdir()} - seen
    rows += [(name, "", "", 0, 0, "nothing to grade: no STUDENT/ASSIGNMENT.ipynb") for name in sorted(idle)]
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerows([("student", "assignment", "check", "points", "of", "trouble"), *rows])
    attempts.write(build / "checks.csv", table.getvalue())
    if faults := [f"{row[0]}: {row[-1]}" for row in rows if row[-1].startswith(_FAULT)]:
        raise RuntimeError("\n".join(["these have no score yet, through no fault of theirs:", *faults]))
    return build / "scores.csv"


def _jobs(found: list, build: Path, unsafe: bool) -> list[attempts.Job]:
    limits = settings(build, unsafe).Judge
    times = limits.get("step", kernel.STEP), limits.get("whole", kernel.WHOLE)
    texts = {name: (build / "release" / name / f"{name}.ipynb").read_text("utf-8") for _, name, _ in found}
    return [
        attempts.Job(name, path.read_bytes(), texts[name], seed(build), not unsafe, *times) for _, name, path in found
    ]


def _enter(api, build: Path, student: str, name: str, result: dict) -> list[tuple]:
    """Enter one result into the gradebook and write its page; return its rows of the table."""
    if "fault" in result:
        return [(student, name, "", 0, 0, _FAULT + result["fault"])]
    if "refused" in result:
        _void(api, student, name)
        attempts.write(build / "feedback" / student / name / f"{name}.html", page.refusal(name, result["refused"]))
        return [(student, name, "", 0, 0, result["refused"])]
    # nbgrader wants a file to begin with; what it then finds in the place of an execution is `result`.
    api.config.Judge.executed = {f"{student}/{name}": result["notebook"]}
    attempts.write(build / "submitted" / student / name / f"{name}.ipynb", result["notebook"])
    graded = api.autograde(name, student)
    if not graded["success"]:  # the grader's own log is for the grader: it goes into no page
        return [(student, name, "", 0, 0, _FAULT + _log(graded))]
    make_page(api, build, student, name)
    notes = nbformat.reads(result["notebook"], as_version=4).metadata["actlib"]
    rows = [(student, name, v["check"], v["points"], v["of"], v["visible"] or v["fresh"]) for v in notes["verdicts"]]
    return rows + [(student, name, "", 0, 0, trouble) for trouble in notes["troubles"]]


def make_page(api, build: Path, student: str, name: str) -> None:
    """Write the page of one submission from what the gradebook says now."""
    path = build / "feedback" / student / name / f"{name}.html"
    _demand(api.generate_feedback(name, student), f"write the feedback page of {student}")
    attempts.write(path, page.still(path.read_text("utf-8")))


def _void(api, student: str, name: str) -> None:
    """Take back the points of an earlier submission: the score is that of what was handed in last."""
    with api.gradebook as gradebook:
        gradebook.update_or_create_student(student)
        gradebook.update_or_create_submission(name, student)
        for notebook in gradebook.find_submission(name, student).notebooks:
            for cell in notebook.grades:
                cell.auto_score = 0
        gradebook.db.commit()


def export(api, build: Path) -> None:
    """Write ``build/scores.csv`` from the gradebook."""
    from nbgrader.plugins import CsvExportPlugin

    part = build / "scores.csv.part"
    with api.gradebook as gradebook:
        CsvExportPlugin(to=str(part)).export(gradebook)
    os.replace(part, build / "scores.csv")
