"""A notebook tried out: its cells run in a fresh kernel, its functions questioned, its verdicts reached here.

`try_out` is what ``check`` runs on a student's machine and what grading runs on the grader's: the verdict is the same.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat

from actlib.assignments import kernel, sandbox
from actlib.assignments.checking import PRACTICE, Verdict, definition, judge


def ours(notebook: nbformat.NotebookNode) -> set[int]:
    """Return the indices of the cells that belong to the course: checks, and what is locked."""
    found = [cell.metadata.get("nbgrader") for cell in notebook.cells]
    marks = [mark if isinstance(mark, dict) else {} for mark in found]
    return {i for i, mark in enumerate(marks) if mark.get("locked") or (mark.get("grade") and not mark.get("solution"))}


def try_out(
    notebook: nbformat.NotebookNode,
    assignment: str,
    seed: int = PRACTICE,
    confine: bool = False,
    scratch: Path | None = None,
    step: float = kernel.STEP,
    whole: float = kernel.WHOLE,
) -> list[Verdict]:
    """Run a notebook in a fresh kernel and judge its functions as they stand at the end.

    Parameters
    ----------
    notebook : NotebookNode
        Its cells receive their outputs.
    assignment : str
        The name of a module of `actlib.assignments.checks`.
    seed : int
        Decides the fresh inputs.
    confine : bool
        Whether to confine the kernel with bubblewrap.
    scratch : Path, optional
        Where to make the kernel's private folder; the system's temporary folder when omitted.
    step, whole : float
        Seconds for one cell or one check, and for all of them.

    Returns
    -------
    list of Verdict
    """
    rules = definition(assignment)
    with sandbox.private_folder(scratch) as folder:
        submission = kernel.Submission(folder, rules.ABSENT, confine, step, whole)

        def caller(questions):
            # In a thread of its own: nbgrader's formgrader calls from a running event loop, and one cannot nest.
            with ThreadPoolExecutor(1) as thread:
                return thread.submit(asyncio.run, submission.run(notebook, ours(notebook), questions)).result()

        return judge(rules.CHECKS, caller, seed)


def troubles(notebook: nbformat.NotebookNode) -> list[str]:
    """Return one line for every cell that ended in an error."""
    return [
        f"cell {number}: {output.ename}: {output.evalue}"[:300]
        for number, cell in enumerate(notebook.cells, start=1)
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
