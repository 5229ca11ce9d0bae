"""Grading end to end: a class of honest, careless and hostile submissions, graded twice and checked at home."""

import contextlib
import copy
import csv
import io
import json
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from actlib.assignments import __main__ as command
from actlib.assignments import check, course, trial
from tests.assignments.answers import NAIVE, RIGHT, namespace, wrong
from tests.assignments.conftest import SANDBOX

LOOP = {"sigmoid": "def sigmoid(z):\n    while True:\n        pass"}
FORGERY = """
import builtins, base64, json, numpy as np
np.allclose = np.array_equal = np.testing.assert_allclose = lambda *a, **k: True
builtins.abs = lambda x: 0
print("20 of 20 points")
from IPython.display import HTML
HTML("<script>alert('forged')</script>")
"""
ZEROS = {f: f"def {f}(z, y=0):\n    print('pass')\n    return np.zeros_like(z)" for f in RIGHT}
LIMITS = {"step": 3.0, "whole": 40.0}


def without_checks(notebook):
    """Return only the cells that a student wrote."""
    notebook = copy.deepcopy(notebook)
    notebook.cells = [c for c in notebook.cells if c.metadata.nbgrader.solution and c.cell_type == "code"]
    return notebook


def tampered(notebook):
    """Return a notebook whose checking cells are edited, doubled and renamed."""
    notebook = copy.deepcopy(notebook)
    cells = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells}
    cells["check-sigmoid"].source = "20.0"
    cells["check-sigmoid"].metadata.nbgrader.points = 1000
    cells["check-log_sigmoid"].metadata.nbgrader.grade_id = "mine"
    cells["answer-why"].metadata.nbgrader = "nonsense"
    notebook.cells += [copy.deepcopy(cells["check-bce_with_logits"]) for _ in range(2)]
    return notebook


@pytest.fixture(scope="module")
def submissions(handed_in, source, released):
    """Return student to notebook and the points it has earned in the parts that a machine grades."""
    right = handed_in(RIGHT)
    return {
        "reference": (source, 20),
        "blank": (released, 0),
        "naive": (handed_in(NAIVE), 7),
        "greedy": (handed_in(RIGHT | wrong("sigmoid/manners")), 19),
        "no checks": (without_checks(right), 20),
        "tampered": (tampered(handed_in(NAIVE)), 7),
        "forger": (handed_in(ZEROS, before=[FORGERY]), 0),
        "looping": (handed_in(RIGHT | LOOP), 14),
        "looping cell": (handed_in(RIGHT, before=["while True: pass"]), 20),
        "quitter": (handed_in(RIGHT, after=["import os; os._exit(0)"]), 0),
        "borrower": (handed_in(RIGHT | {"sigmoid": "from scipy.special import expit as sigmoid"}), 14),
        "renamer": (handed_in(RIGHT, after=["sigmoid = sigmoid(2.0)"]), 14),
    }


@pytest.fixture(scope="module")
def folder(submissions, tmp_path_factory):
    """Return a folder of what was handed in, one of it broken."""
    folder = tmp_path_factory.mktemp("handed in")
    for student, (notebook, _) in submissions.items():
        (folder / student).mkdir()
        (folder / student / "sigmoid.ipynb").write_text(json.dumps(notebook))
    (folder / "broken").mkdir()
    (folder / "broken" / "sigmoid.ipynb").write_bytes(b'{"cells": [\xff')
    (folder / "nothing").mkdir()
    return folder


def run(folder, build, **pool):
    """Grade with short limits; return the scores and the table of checks."""
    settings = course.settings

    def hasty(*arguments):
        config = settings(*arguments)
        config.Judge.update(LIMITS)
        return config

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(course, "settings", hasty)
        scores = course.grade(folder, build, unsafe=not SANDBOX, **pool)
    with open(scores, newline="") as file, open(build / "checks.csv", newline="") as checks:
        rows = {row["student_id"]: row for row in csv.DictReader(file) if row["assignment"] == "sigmoid"}
        return rows, list(csv.DictReader(checks))


@pytest.fixture(scope="module")
def graded(folder, build):
    """Return what grading the folder gave, and the files of the folder before it."""
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}
    return *run(folder, build), before


def test_each_gets_what_it_earned(graded, submissions):
    expected = {student: points for student, (_, points) in submissions.items()} | {"broken": 0}
    assert {student: float(row["score"]) for student, row in graded[0].items()} == expected
    assert {row["max_score"] for row in graded[0].values()} == {"25.0"}


def test_an_endless_loop_is_bounded(graded):
    """A loop costs one step, not one for each of the six checks that call the function."""
    told = {row["trouble"] for row in graded[1] if row["student"] == "looping"}
    assert "sigmoid did not return within 3 s: which loop does not end?" in told
    told = {row["trouble"] for row in graded[1] if row["student"] == "looping cell"}
    assert "cell 1: Timeout: stopped after 3 s" in told


def test_trouble_is_told(graded):
    told = {student: {row["trouble"] for row in graded[1] if row["student"] == student} for student in graded[0]}
    assert any("this file is no notebook" in text for text in told["broken"])
    assert any("the kernel stopped" in text for text in told["quitter"])
    assert any("scipy is not available here" in text for text in told["borrower"])
    assert any("sigmoid is a float64, where a function is expected" in text for text in told["renamer"])
    assert [row["trouble"] for row in graded[1] if row["student"] == "nothing"] == [
        "nothing to grade: no STUDENT/ASSIGNMENT.ipynb"
    ]


def test_submissions_stay_as_they_were(graded, folder):
    after = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}
    assert after == graded[2]


def test_every_submission_has_its_page(graded, build):
    pages = {student: (build / "feedback" / student / "sigmoid" / "sigmoid.html").read_text() for student in graded[0]}
    assert "for z = -1000 you return -inf; the value is -1000: which term overflows" in pages["naive"]
    assert "after the call z is another array" in pages["greedy"]
    assert "this file is no notebook" in pages["broken"]
    assert "<script>alert" not in pages["forger"]


def test_nothing_is_left_running_or_lying_about(graded, build):
    assert graded
    assert list(build.glob("run/*")) + list(build.rglob("tmp*")) == []


def test_written_answer_waits_for_a_person(graded, build):
    """The reference has written one; the blank one has not, and nbgrader gives it nothing."""
    assert graded
    with course.nbgrader(build) as api, api.gradebook as gradebook:
        waiting = {
            student: gradebook.find_grade("answer-why", "sigmoid", "sigmoid", student).needs_manual_grade
            for student in ("reference", "blank")
        }
    assert waiting == {"reference": True, "blank": False}


def test_marks_by_hand_stay_when_graded_again(graded, folder, build, tmp_path):
    assert graded
    with course.nbgrader(build) as api, api.gradebook as gradebook:
        gradebook.find_grade("answer-why", "sigmoid", "sigmoid", "borrower").manual_score = 4
        gradebook.db.commit()
    (tmp_path / "borrower").mkdir()
    (tmp_path / "borrower" / "sigmoid.ipynb").write_bytes((folder / "borrower" / "sigmoid.ipynb").read_bytes())
    scores, _ = run(tmp_path, build)
    assert float(scores["borrower"]["score"]) == 14 + 4


def failures(verdicts):
    """Return the names of the checks that failed."""
    return {verdict.check.name for verdict in verdicts if not verdict.passed}


def test_local_verdict_is_the_final_verdict(graded, submissions):
    """What ``check`` says at home, check by check, is what grading said with inputs drawn by a secret seed."""

    def try_out(notebook):
        return trial.try_out(copy.deepcopy(notebook), "sigmoid", **LIMITS)

    with ThreadPoolExecutor(3) as pool:
        tried = list(pool.map(try_out, (notebook for notebook, _ in submissions.values())))
    for (student, (_, points)), at_home in zip(submissions.items(), tried, strict=True):
        final = {r["check"] for r in graded[1] if r["student"] == student and r["check"] and r["points"] == "0"}
        assert (student, failures(at_home)) == (student, final)
        assert (student, sum(verdict.points for verdict in at_home)) == (student, points)


def test_pages_run_nothing_and_ask_nobody(graded, build):
    assert graded
    for page in build.glob("feedback/*/*/*.html"):
        text = page.read_text()
        assert "<script" not in text
        assert "<link" not in text
        assert "default-src 'none'" in text
        assert "$" not in text.split("</style>")[-1].split("<pre>")[0]
    assert "<math" in (build / "feedback" / "naive" / "sigmoid" / "sigmoid.html").read_text()


def test_grading_twice_gives_the_same(graded, folder, build, tmp_path):
    few = tmp_path / "few"
    for student in ("naive", "forger", "broken"):
        (few / student).mkdir(parents=True)
        (few / student / "sigmoid.ipynb").write_bytes((folder / student / "sigmoid.ipynb").read_bytes())
    scores, checks = run(few, build)
    assert {name: scores[name] for name in few_names(few)} == {name: graded[0][name] for name in few_names(few)}
    assert checks == [row for row in graded[1] if row["student"] in few_names(few)]


def few_names(folder):
    """Return the names of the students in a folder."""
    return [path.name for path in folder.iterdir()]


def test_a_broken_notebook_loses_the_points_of_an_earlier_one(graded, build, tmp_path):
    assert float(graded[0]["greedy"]["score"]) == 19
    (tmp_path / "greedy").mkdir()
    (tmp_path / "greedy" / "sigmoid.ipynb").write_text("")
    scores, checks = run(tmp_path, build)
    assert float(scores["greedy"]["score"]) == 0
    assert [row["points"] for row in checks] == ["0"]


def test_a_fault_of_the_grader_is_no_verdict(graded, folder, build, tmp_path, monkeypatch):
    assert graded
    (tmp_path / "naive").mkdir()
    data = (folder / "naive" / "sigmoid.ipynb").read_bytes()
    (tmp_path / "naive" / "sigmoid.ipynb").write_bytes(data + b"\n")  # another file: the result of that one is kept
    monkeypatch.setattr("actlib.assignments.attempts.judged", lambda *_: 1 / 0)
    with pytest.raises(RuntimeError, match=r"through no fault of theirs:\nnaive: grading itself failed"):
        run(tmp_path, build, backend="threads")
    assert "ZeroDivisionError" not in (build / "feedback" / "naive" / "sigmoid" / "sigmoid.html").read_text()


def test_symbolic_links_are_not_followed(folder, tmp_path):
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "sigmoid.ipynb").symlink_to(folder / "reference" / "sigmoid.ipynb")
    assert list(course.submissions(tmp_path)) == []


@pytest.mark.parametrize(("answers", "points"), [(RIGHT, 20), (NAIVE, 7)])
def test_last_cell_says_the_same(answers, points, capsys):
    check("sigmoid", namespace=namespace(answers))
    assert capsys.readouterr().out.splitlines()[-1] == f"{points} of 20 points"


def test_last_cell_gives_no_score_for_a_borrowed_answer(capsys):
    check("sigmoid", namespace=namespace(RIGHT) | {"In": ["", "from scipy import special\nimport actlib as act"]})
    assert capsys.readouterr().out.startswith("No score: this notebook imports actlib, scipy")
    check("sigmoid", namespace=namespace(RIGHT) | {"In": ["!", "import numpy\nfrom actlib.assignments import check"]})
    assert "20 of 20 points" in capsys.readouterr().out


def test_unknown_function_is_named():
    with pytest.raises(ValueError, match=r"function='tanh' is not one of sigmoid, log_sigmoid, bce_with_logits"):
        check("sigmoid", "tanh")


def test_command_checks_a_notebook(folder):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        status = command.main(["check", str(folder / "naive" / "sigmoid.ipynb")])
    assert status == 1
    assert "FAIL  sigmoid/left tail  (0/1)" in out.getvalue()
    assert "7 of 20 points" in out.getvalue()


def test_command_says_what_it_cannot_do(folder, tmp_path, capsys):
    assert command.main(["check", str(folder / "broken" / "sigmoid.ipynb")]) == 2
    assert "this file is no notebook" in capsys.readouterr().out
    assert command.main(["grade", str(tmp_path), "--unsafe"]) == 2
    assert "has no STUDENT/ASSIGNMENT.ipynb for" in capsys.readouterr().err


def test_grading_refuses_without_a_sandbox(folder, build, monkeypatch):
    monkeypatch.setattr("actlib.assignments.sandbox.works", lambda: False)
    with pytest.raises(RuntimeError, match="--unsafe"):
        course.grade(folder, build)


LOOK = """
import os, socket
seen = []
for path in PATHS:
    try:
        os.stat(path)
        open(path, "a").close()
        seen.append(path)
    except IsADirectoryError:
        seen.append(path)
    except OSError:
        pass
try:
    socket.create_connection(("127.0.0.1", PORT), 1).close()
    seen.append("connected")
except OSError:
    pass
try:
    bytearray(GIGABYTES << 30)
    seen.append("memory")
except MemoryError:
    pass
assert not seen, seen
"""


@pytest.mark.skipif(not SANDBOX, reason="bubblewrap does not work on this machine")
def test_sandbox_shows_nothing(handed_in, build):
    """No source, release, gradebook or seed; no port of this machine; no more memory than is meant."""
    paths = [course.SOURCE, build / "release", build / "gradebook.db", course.ROOT / "actlib", course.ROOT / "tests"]
    with socket.create_server(("127.0.0.1", 0)) as server:
        look = LOOK.replace("PATHS", repr([str(p) for p in paths])).replace("PORT", str(server.getsockname()[1]))
        notebook = handed_in(RIGHT, before=[look.replace("GIGABYTES", "8")])
        assert not failures(trial.try_out(notebook, "sigmoid", confine=True))
        assert trial.troubles(notebook) == []
        bare = handed_in(RIGHT, before=[look.replace("GIGABYTES", "0")])
        trial.try_out(bare, "sigmoid", confine=False)
    # Without the sandbox the same look sees everything: it is no blind one.
    (trouble,) = trial.troubles(bare)
    assert all(word in trouble for word in ["source", "release", "gradebook.db", "actlib", "tests", "connected"])
