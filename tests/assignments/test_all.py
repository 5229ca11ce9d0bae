"""What holds for the checks of every assignment; the assignments and their wrong answers are found by name."""

import copy
import functools

import nbformat
import pytest

from actlib.assignments import course, trial
from actlib.assignments.checking import PRACTICE, caller_of, definition, judge, names, report
from tests.assignments import answers
from tests.assignments.conftest import SANDBOX

ALL = names()
MISTAKES = [(name, check) for name in ALL for check in answers.mistakes(name)]
CHECKS = [pytest.param(name, check, id=f"{name}: {check.name}") for name in ALL for check in definition(name).CHECKS]
#: The student's, and two as grading draws them.
SEEDS = (PRACTICE, 1, 2**127 + 1)


@functools.cache
def right(assignment):
    """Return the right functions of an assignment."""
    return answers.namespace({}, assignment)


def failed(assignment, namespace, seed, function=None):
    """Return the names of the checks, of one function or of all, that some functions fail."""
    checks = [check for check in definition(assignment).CHECKS if function in (None, check.function)]
    return {v.check.name for v in judge(checks, caller_of(namespace), seed) if not v.passed}


def test_every_assignment_has_source_checks_and_answers():
    """One name each: a folder, a module of checks, a module of answers."""
    assert course.assignments() == ALL
    assert len(ALL) >= 12


@pytest.mark.parametrize("assignment", ALL)
@pytest.mark.parametrize("source", [answers.reference, answers.right_too], ids=["reference", "another way"])
def test_right_answers_pass(assignment, source):
    """Neither way of being right fails anything, whatever the fresh inputs."""
    namespace = answers.namespace(source(assignment), assignment)
    assert [failed(assignment, namespace, seed) for seed in SEEDS] == [set()] * len(SEEDS)


@pytest.mark.parametrize("assignment", ALL)
def test_every_check_has_a_wrong_answer(assignment):
    """No check is without a plausible mistake that it is there for."""
    assert [check.name for check in definition(assignment).CHECKS] == list(answers.mistakes(assignment))


@pytest.mark.parametrize(("assignment", "check"), MISTAKES, ids=[f"{name}: {check}" for name, check in MISTAKES])
def test_wrong_answer_is_caught_by_its_check_alone(assignment, check):
    """A mistake fails its own check, and no other, whatever the fresh inputs: at home as in the end."""
    function = check.partition("/")[0]
    namespace = answers.namespace(answers.wrong(check, assignment), assignment)
    # What another function's checks say cannot change: right answers call none of each other, see `answers`.
    assert [failed(assignment, namespace, seed, function) for seed in SEEDS] == [{check}] * len(SEEDS)


@pytest.mark.parametrize(("assignment", "check"), CHECKS)
def test_knowing_the_visible_inputs_is_not_enough(assignment, check):
    """An answer that is right on the visible inputs only passes there and fails on fresh ones."""
    known = [tuple(array.tobytes() for array in case) for case in check.visible]
    namespace = answers.namespace(answers.wrong(check.name, assignment), assignment)
    mistaken, correct = namespace[check.function], right(assignment)[check.function]

    def crammed(*arguments):
        seen = tuple(array.tobytes() for array in arguments) in known
        return (correct if seen else mistaken)(*arguments)

    (verdict,) = judge([check], caller_of(namespace | {check.function: crammed}), seed=3)
    assert verdict.visible == ""
    assert verdict.fresh
    assert not verdict.passed
    assert unwrapped(verdict.fresh) not in unwrapped(report([verdict]))
    assert unwrapped(verdict.fresh) in unwrapped(report([verdict], tell_fresh=True))


@pytest.mark.parametrize("assignment", ALL)
def test_starter_gets_nothing_and_does_not_crash(assignment, build):
    """Every check tells the student that the function is still to be written."""
    released = nbformat.read(build / "release" / assignment / f"{assignment}.ipynb", as_version=4)
    namespace = answers.namespace(answers.cells(released), assignment)
    for seed in SEEDS:
        verdicts = judge(definition(assignment).CHECKS, caller_of(namespace), seed)
        assert {v.points for v in verdicts} == {0}
        assert {v.visible for v in verdicts} == {"the call raised NotImplementedError"}


@pytest.mark.parametrize("assignment", ALL)
def test_sandboxed_verdict_is_that_of_the_notebook(assignment, build):
    """The released notebook with one mistake a function, handed in: check by check what the last cell said at home."""
    notebook = nbformat.read(build / "release" / assignment / f"{assignment}.ipynb", as_version=4)
    mistaken = {}
    for check in answers.mistakes(assignment):
        mistaken = answers.wrong(check, assignment) | mistaken
    for cell in notebook.cells:
        function = cell.metadata.nbgrader.grade_id.removeprefix("answer-")
        if function in mistaken:
            # `right` is another function in each cell
            cell.source = f"import numpy as np\n{mistaken[function]}".replace("right", f"right_{function}")
    names = {}
    exec("\n".join(cell.source for cell in notebook.cells if cell.metadata.nbgrader.solution and is_code(cell)), names)
    at_home = {v.check.name: v.points for v in judge(definition(assignment).CHECKS, caller_of(names), PRACTICE)}
    verdicts = trial.try_out(copy.deepcopy(notebook), assignment, SEEDS[-1], confine=SANDBOX)
    assert {v.check.name: v.points for v in verdicts} == at_home
    assert 0 in at_home.values()


@pytest.mark.parametrize("assignment", ALL)
def test_sandboxed_reference_gets_full_marks(assignment):
    """The author's notebook, as it is, with nothing but NumPy."""
    notebook = nbformat.read(course.SOURCE / assignment / f"{assignment}.ipynb", as_version=4)
    verdicts = trial.try_out(notebook, assignment, SEEDS[-1], confine=SANDBOX)
    assert [v.check.name for v in verdicts if not v.passed] == []
    assert trial.troubles(notebook) == []


def is_code(cell):
    """Tell whether a cell has code."""
    return cell.cell_type == "code"


def unwrapped(text):
    """Return a text without its spaces and line ends: it may be wrapped within a word too."""
    return "".join(text.split())
