"""Many submissions at a time: stopped and gone on, on a cluster, and the same either way."""

import json
import subprocess
import sys
import time

import nbformat
import pytest

from actlib.assignments import attempts, course, returning
from tests.assignments.answers.sigmoid import NAIVE, RIGHT
from tests.assignments.conftest import SANDBOX
from tests.site.browser import ROOT

KILLED = """
import pickle, sys
from pathlib import Path
from actlib.assignments import attempts
jobs = pickle.loads(Path(sys.argv[1]).read_bytes())
dict(attempts.results(jobs, Path(sys.argv[2]), workers=1))
"""


@pytest.fixture
def jobs(handed_in, released):
    """Return three jobs: right, naive, refused."""
    files = [json.dumps(handed_in(answers)).encode() for answers in (RIGHT, NAIVE)]
    return [attempts.Job("sigmoid", data, nbformat.writes(released), 7, SANDBOX) for data in [*files, b""]]


def points(result):
    if "refused" in result:
        return None
    return sum(v["points"] for v in nbformat.reads(result["notebook"], as_version=4).metadata["actlib"]["verdicts"])


def test_a_killed_run_goes_on_and_grades_nothing_twice(jobs, tmp_path, monkeypatch):
    import pickle

    (tmp_path / "jobs").write_bytes(pickle.dumps(jobs))
    store = tmp_path / "store"
    command = [sys.executable, "-c", KILLED, str(tmp_path / "jobs"), str(store)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while not list(store.glob("*.json")):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.kill()
    process.wait()
    kept = {path.stem for path in store.glob("*.json")}
    assert 1 <= len(kept) < 3
    tried = []
    honest = attempts.attempt
    monkeypatch.setattr(attempts, "attempt", lambda job: (tried.append(job.key), honest(job))[1])
    results = dict(attempts.results(jobs, store, backend="threads"))
    assert sorted(tried) == sorted({job.key for job in jobs} - kept)
    assert [points(results[place]) for place in range(3)] == [20, 7, None]
    tried.clear()
    assert dict(attempts.results(jobs, store, backend="threads")) == results
    assert tried == []


def test_a_cluster_gives_the_same(jobs, tmp_path):
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster:
        address = cluster.scheduler_address
        results = dict(attempts.results(jobs, tmp_path, backend="dask", address=address))
    assert [points(results[place]) for place in range(3)] == [20, 7, None]


def test_a_result_hangs_on_all_that_it_depends_on(jobs, monkeypatch):
    job = jobs[0]
    others = [
        attempts.Job("sigmoid", job.data + b" ", job.released, 7, SANDBOX),
        attempts.Job("sigmoid", job.data, job.released + " ", 7, SANDBOX),
        attempts.Job("sigmoid", job.data, job.released, 8, SANDBOX),
        attempts.Job("sigmoid", job.data, job.released, 7, SANDBOX, step=1.0),
    ]
    assert len({one.key for one in [job, *others]}) == 5
    before = job.key
    monkeypatch.setattr(attempts, "_program", lambda: "another")
    assert job.key != before


def test_marks_by_hand_go_through_the_form(handed_in, tmp_path_factory):
    build, tmp_path = tmp_path_factory.mktemp("course"), tmp_path_factory.mktemp("in")
    notebook = handed_in(RIGHT)
    written = next(cell for cell in notebook.cells if cell.metadata.nbgrader.grade_id == "answer-why")
    written.source = "Because exp overflows, and $e^{-z}$ is infinite."
    (tmp_path / "writer").mkdir()
    (tmp_path / "writer" / "sigmoid.ipynb").write_text(json.dumps(notebook))
    course.grade(tmp_path, build, unsafe=not SANDBOX, backend="threads")
    form = returning.form(build)
    lines = form.read_text().splitlines()
    (line,) = [line for line in lines if line.startswith("writer,")]
    assert line.startswith("writer,sigmoid,answer-why,5,,,")
    assert "exp overflows" in line
    filled = build / "filled.csv"
    filled.write_text("\n".join([lines[0], line.replace(",5,,,", ",5,4,Well seen.,")]) + "\n")
    assert returning.enter(filled, build) == 1
    assert any("writer" in row and ",24.0," in row for row in (build / "scores.csv").read_text().splitlines())
    assert "Well seen." in (build / "feedback" / "writer" / "sigmoid" / "sigmoid.html").read_text()
    for wrong, told in ((",5,6,,", "from 0 to 5"), (",5,x,,", "from 0 to 5")):
        filled.write_text("\n".join([lines[0], line.replace(",5,,,", wrong)]) + "\n")
        with pytest.raises(ValueError, match=told):
            returning.enter(filled, build)
    filled.write_text("\n".join([lines[0], "nobody,sigmoid,answer-why,5,1,,"]) + "\n")
    with pytest.raises(ValueError, match="no written answer of nobody"):
        returning.enter(filled, build)
