"""One definition of a check, for the student's own run and for grading alike.

A check sends inputs to a function, through a *caller*, and judges the values that come back. The caller decides where
the function runs: in this kernel, or in a separate one. The judging happens here, in the trusted process.
"""

import importlib
import json
import pkgutil
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from actlib.assignments import inside

Case = tuple[np.ndarray, ...]
#: The seed of the practice inputs. The grader draws with another, which is not in any released file.
PRACTICE = 0

UNREADABLE = "no readable answer came back"


@dataclass(frozen=True)
class Reply:
    """What came back from one call: a value or an error, the arguments as the call left them, the warnings."""

    value: np.ndarray | None = None
    arguments: Case = ()
    warnings: tuple[str, ...] = ()
    error: str = ""


Question = tuple[str, Sequence[Case]]
Caller = Callable[[Sequence[Question]], list[list[Reply]]]


@dataclass(frozen=True)
class Check:
    """One property that a student's function must have.

    Parameters
    ----------
    name : str
        ``function/property``, the name in every report.
    points : int
        Given when the property holds on the visible inputs and on the fresh ones.
    visible : tuple of Case
        Inputs that anyone may know; what goes wrong there is told in full.
    draw : callable
        Random generator to more cases of the same kind, drawn afresh for each grading.
    judge : callable
        ``(case, reply)`` to what is wrong, in words; the empty string when nothing is.
    """

    name: str
    points: int
    visible: tuple[Case, ...]
    draw: Callable[[np.random.Generator], tuple[Case, ...]]
    judge: Callable[[Case, Reply], str]

    @property
    def function(self) -> str:
        """The name of the student's function."""
        return self.name.partition("/")[0]


@dataclass(frozen=True)
class Verdict:
    """What a check found on its visible inputs and on the fresh ones; empty strings where nothing is wrong."""

    check: Check
    visible: str
    fresh: str

    @property
    def passed(self) -> bool:
        """Whether both found nothing wrong."""
        return not self.visible and not self.fresh

    @property
    def points(self) -> int:
        """The points earned."""
        return self.check.points if self.passed else 0


def names() -> list[str]:
    """Return the names of all assignments."""
    package = importlib.import_module("actlib.assignments.checks")
    return sorted(module.name for module in pkgutil.iter_modules(package.__path__) if not module.name.startswith("_"))


def definition(name: str):
    """Return the module that defines an assignment: its `CHECKS` and the packages `ABSENT` from it.

    Examples
    --------
    >>> sum(check.points for check in definition("sigmoid").CHECKS)
    20
    """
    if name not in names():
        raise ValueError(f"assignment={name!r} is not one of {', '.join(names())}")
    return importlib.import_module(f"actlib.assignments.checks.{name}")


def judge(checks: Sequence[Check], caller: Caller, seed: int) -> list[Verdict]:
    """Run checks through a caller, and return the verdicts.

    Parameters
    ----------
    checks : sequence of Check
    caller : callable
        Questions (function name, cases) to a list of replies for each.
    seed : int
        Decides the fresh inputs. The grader's is not known to the student; the local run practises with another.

    Returns
    -------
    list of Verdict
        In the order of the checks.
    """
    questions = [(check.function, cases(check, seed)) for check in checks]
    answers = caller(questions)
    return [_verdict(*item) for item in zip(checks, questions, answers, strict=True)]


def cases(check: Check, seed: int) -> list[Case]:
    """Return the visible cases of a check, then the fresh ones of a seed."""
    # Each check has its own stream, so that adding one leaves the inputs of the others as they were.
    return [*check.visible, *check.draw(np.random.default_rng([seed, *check.name.encode()]))]


def _verdict(check: Check, question: Question, answers: Sequence[Reply]) -> Verdict:
    wrong = [check.judge(case, reply) for case, reply in zip(question[1], answers, strict=True)]
    seen = len(check.visible)
    return Verdict(check, next(filter(None, wrong[:seen]), ""), next(filter(None, wrong[seen:]), ""))


def request(function: str, inputs: Sequence[Case]) -> str:
    """Write a request for `inside.answer`."""
    return json.dumps({"function": function, "cases": [[inside.pack(array) for array in case] for case in inputs]})


def replies(text: str, count: int) -> list[Reply]:
    """Read what `inside.answer` returned; whatever is not a well-formed answer counts as an error of the student's."""
    try:
        found = [_reply(item) for item in json.loads(text)]
    except Exception:  # a stranger's text may break any of the readers, each in its own way
        found = []
    return found if len(found) == count else [Reply(error=UNREADABLE)] * count


def _reply(item: dict) -> Reply:
    return Reply(
        value=inside.unpack(item["value"]) if "value" in item else None,
        arguments=tuple(inside.unpack(array) for array in item["arguments"]),
        warnings=tuple(str(text) for text in item["warnings"]),
        error=str(item.get("error", "" if "value" in item else UNREADABLE)),
    )


def caller_of(namespace: dict) -> Caller:
    """Return a caller for functions of this very process; the values take the same road as from another kernel."""
    return lambda questions: [
        replies(inside.answer(namespace, request(name, inputs)), len(inputs)) for name, inputs in questions
    ]


def report(verdicts: Sequence[Verdict], tell_fresh: bool = False) -> str:
    """Tell the verdicts, one check a line.

    Parameters
    ----------
    verdicts : sequence of Verdict
    tell_fresh : bool
        Whether to tell in full what went wrong on fresh inputs too, as the page does that comes back after grading.
    """
    lines = [line for verdict in verdicts for line in _lines(verdict, tell_fresh)]
    earned, most = sum(v.points for v in verdicts), sum(v.check.points for v in verdicts)
    return "\n".join([*lines, f"{earned} of {most} points"])


def _lines(verdict: Verdict, tell_fresh: bool) -> list[str]:
    lines = [f"{'pass' if verdict.passed else 'FAIL'}  {verdict.check.name}  ({verdict.points}/{verdict.check.points})"]
    told = verdict.visible
    if verdict.fresh and not told:
        told = "right on the visible inputs, wrong on others of the same kind"
        told += f": {verdict.fresh}" if tell_fresh else ""
    indent = " " * 6
    return lines + textwrap.wrap(told, 100, initial_indent=indent, subsequent_indent=indent)
