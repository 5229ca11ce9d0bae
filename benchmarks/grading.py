"""A class of 200 from release to return, with times; and submissions a minute beside nbgrader's own serial grading."""

import contextlib
import copy
import io
import json
import os
import statistics
import tempfile
import time
from pathlib import Path

import nbformat
from tqdm import tqdm
from traitlets.config import Config

from actlib.assignments import collecting, course, returning
from benchmarks import report

STUDENTS, BATCH, ROUNDS = 200, 16, 3


def hand_in(folder, released, number):
    """Write generated submissions: one in four right, one blank, one naive, one whose last cell loops for a second."""
    right = nbformat.read(course.SOURCE / "sigmoid" / "sigmoid.ipynb", as_version=4)
    for student in range(number):
        notebook = copy.deepcopy(released if student % 4 == 1 else right)
        for cell in notebook.cells:
            if student % 4 == 2 and "answer" in cell.metadata.nbgrader.grade_id and cell.cell_type == "code":
                cell.source = "import numpy as np\nsigmoid = lambda z: 1 / (1 + np.exp(-z))"
        if student % 4 == 3:
            notebook.cells.append(nbformat.v4.new_code_cell("import time\ntime.sleep(1)"))
        notebook.cells.append(nbformat.v4.new_markdown_cell(f"Student {student}"))
        path = folder / f"student{student:03}" / "sigmoid.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(notebook), encoding="utf-8")
    return folder


def by_us(folder, build):
    """Return the seconds that grading takes, pages included."""
    begun = time.perf_counter()
    with contextlib.redirect_stderr(io.StringIO()):
        course.grade(folder, build)
    return time.perf_counter() - begun


def by_nbgrader(folder, build):
    """Return the seconds of nbgrader's own steps, one submission after another, unconfined, pages included."""
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    with course.nbgrader(build):  # its environment: path and warnings
        config = Config()
        config.CourseDirectory.root = str(build)
        config.CourseDirectory.source_directory = os.path.relpath(course.SOURCE, build)
        config.CourseDirectory.submitted_directory = str(folder / "submitted")
        api = NbGraderAPI(CourseDirectory(config=config), config=config)
        for student in [path for path in folder.iterdir() if path.name != "submitted"]:
            target = folder / "submitted" / student.name / "sigmoid"
            target.mkdir(parents=True)
            (target / "sigmoid.ipynb").write_bytes((student / "sigmoid.ipynb").read_bytes())
        begun = time.perf_counter()
        for student in sorted((folder / "submitted").iterdir()):
            for result in (api.autograde("sigmoid", student.name), api.generate_feedback("sigmoid", student.name)):
                if not result["success"]:
                    raise RuntimeError(result.get("log") or result.get("error"))
        return time.perf_counter() - begun


def beside(root):
    """Return submissions a minute of both, by turns, each time of new students."""
    seen = {by_us: [], by_nbgrader: []}
    for turn in tqdm(range(ROUNDS), desc="grading"):
        for grader, rates in seen.items():
            build = root / f"{grader.__name__}{turn}"
            released = course.released(build)["sigmoid"]
            folder = hand_in(root / f"in-{grader.__name__}{turn}", released, BATCH)
            rates.append(60 * BATCH / grader(folder, build))
    return seen[by_us], seen[by_nbgrader]


def walk(root):
    """Return the seconds of each step for the class."""
    build, steps = root / "class", {}

    def timed(name, step, *arguments):
        begun = time.perf_counter()
        result = step(*arguments)
        steps[name] = time.perf_counter() - begun
        return result

    released = timed("release of all assignments", course.released, build)
    folder = hand_in(root / "in", released["sigmoid"], STUDENTS)
    timed("collect", collecting.collect, folder, build / "collected", released)
    timed("grade, with pages and CSV", course.grade, build / "collected", build)
    timed("grade again", course.grade, build / "collected", build)
    timed("form for marks by hand", returning.form, build)
    timed("return", returning.give_back, build)
    return steps


def main():
    """Measure, and write both tables."""
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = beside(Path(folder))
        ratio = statistics.median(one / other for one, other in zip(ours, theirs, strict=True))
        rows = [
            ["this course, sandboxed, all cores", f"{statistics.median(ours):.0f}"],
            ["nbgrader's own, unconfined, one after another", f"{statistics.median(theirs):.0f}"],
            ["ratio (target 3)", f"{ratio:.2f}"],
        ]
        report.write("grading", report.table(["grader", "submissions a minute"], rows))
        steps = walk(Path(folder))
    rows = [[name, f"{seconds:.1f}"] for name, seconds in steps.items()]
    report.write("class", report.table([f"step, for a class of {STUDENTS}", "seconds"], rows))


if __name__ == "__main__":
    main()
