"""Submissions that attack the grader: each gets what its answers deserve, within its time, and nothing is harmed."""

import copy
import time

import pytest

from actlib.assignments import sandbox, trial
from tests.assignments.answers.sigmoid import RIGHT
from tests.assignments.conftest import SANDBOX

pytestmark = pytest.mark.skipif(not SANDBOX, reason="bubblewrap does not work on this machine")
STEP, WHOLE = 3.0, 20.0

ATTACKS = {
    "processes": "import os\nwhile True:\n    os.fork()",
    "programs": "import subprocess\nsubprocess.Popen(['/bin/sh', '-c', 'sleep 1000'])",
    "threads": "from threading import Thread, Event\nwhile True:\n    Thread(target=Event().wait, daemon=True).start()",
    "memory": "hoard = []\nwhile True:\n    hoard.append(bytearray(1 << 28))",
    "prints": "for _ in range(100):\n    print('x' * 1_000_000)",
    "one print": "print('x' * 100_000_000)",
    "shared memory": "for i in range(99):\n    open(f'/dev/shm/{i}', 'wb').write(bytes(50 << 20))",
    "leaves": "import sys\nsys.exit()",
}
TOLD = {
    "processes": "PermissionError",
    "programs": "PermissionError",
    "threads": "can't start new thread",
    "memory": "cell 1: ",
    "prints": "TooMuchOutput",
    "one print": "TooMuchOutput",
    "shared memory": "No space left",
    "leaves": "SystemExit",
}
ALWAYS = """
class Yes:
    def __eq__(self, other): return True
    def __lt__(self, other): return True
    __le__ = __gt__ = __ge__ = __eq__
    def __abs__(self): return self
    def __sub__(self, other): return self
    __rsub__ = __sub__
    shape, dtype = (1,), np.dtype(float)
"""
MESSAGES = """
import json
from IPython import get_ipython
kernel = get_ipython().kernel
verdict = [{"check": "sigmoid/middle", "points": 20, "of": 20, "visible": "", "fresh": ""}]
answer = {"data": {"text/plain": repr(json.dumps(verdict))}, "metadata": {}, "status": "ok"}
def forged(code, silent, store_history=True, user_expressions=None, **_):
    return {"status": "ok", "execution_count": 0, "payload": [], "user_expressions": {"it": answer}}
async def promised(*a, **k):
    return forged(*a, **k)
kernel.do_execute = promised
send = kernel.session.send
def lying(stream, msg_or_type, content=None, *a, **k):
    if isinstance(content, dict) and "user_expressions" in content:
        content["user_expressions"] = {"it": answer}
    return send(stream, msg_or_type, content, *a, **k)
kernel.session.send = lying
"""


def tried(notebook, **limits):
    notebook = copy.deepcopy(notebook)
    begun = time.monotonic()
    verdicts = trial.try_out(notebook, "sigmoid", confine=True, **{"step": STEP, "whole": WHOLE} | limits)
    return sum(v.points for v in verdicts), " ".join(trial.troubles(notebook)), time.monotonic() - begun


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_costs_nobody_anything(handed_in, attack):
    """The answers are right, so they count; what was attacked has held, and the page says so."""
    points, told, seconds = tried(handed_in(RIGHT, before=[ATTACKS[attack]]), step=8.0)
    assert points == 20
    assert TOLD[attack] in told
    assert seconds < 2 * WHOLE + 60  # it ends: the margin is a kernel's start on a busy machine


def test_files_that_fill_the_disk_end_the_kernel(handed_in):
    fill = "for i in range(99):\n    open(f'{i}', 'wb').write(bytes(50 << 20))"
    points, told, _ = tried(handed_in(RIGHT, before=[fill]), step=15.0)
    assert points == 0
    assert "its files take more than 256 MiB" in told


@pytest.mark.parametrize("trick", ["equal to anything", "a forged message", "a number that is none"])
def test_nothing_but_values_counts(handed_in, trick):
    body, before = {
        "equal to anything": ("return Yes()", [f"import numpy as np\n{ALWAYS}"]),
        "a forged message": ("return z", [MESSAGES]),
        "a number that is none": ("return np.array([Ellipsis] * len(z))", []),
    }[trick]
    answers = {name: f"def {name}(z, y=0):\n    {body}" for name in RIGHT}
    points, _, _ = tried(handed_in(answers, before=before))
    assert points == 0


def test_threads_are_allowed_and_processes_are_not_on_every_machine_of_the_table():
    assert len(sandbox.no_processes("x86_64")) % 8 == 0
    assert sandbox.no_processes("x86_64") != sandbox.no_processes("aarch64")
    with pytest.raises(RuntimeError, match="riscv64"):
        sandbox.no_processes("riscv64")


def test_without_the_filter_there_are_processes(handed_in):
    """The same attack, unconfined: it is no blind one."""
    notebook = handed_in(RIGHT, before=["import os\nif os.fork() == 0:\n    os._exit(0)"])
    trial.try_out(notebook, "sigmoid", confine=False, step=STEP, whole=WHOLE)
    assert "PermissionError" not in " ".join(trial.troubles(notebook))
