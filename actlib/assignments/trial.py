"""A notebook tried out: its cells run in a fresh kernel, its functions questioned, its verdicts reached here.

`try_out` is what ``check`` runs on a student's machine and what grading runs on the grader's: the verdict is the same.
"""

import ast
import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat

from actlib.assignments import kernel
from actlib.assignments.checking import Verdict, caller_of, definition, judge, report

#: The seed of the practice inputs. The grader draws with another, which is not in any released file.
PRACTICE = 0


def ours(notebook: nbformat.NotebookNode) -> set[int]:
    """Return the indices of the cells that belong to the course: checks, and what is locked."""
    found = [cell.metadata.get("nbgrader") for cell in notebook.cells]
    marks = [mark if isinstance(mark, dict) else {} for mark in found]
    return {i for i, mark in enumerate(marks) if mark.get("locked") or (mark.get("grade") and not mark.get("solution"))}


def try_out(
    notebook: nbformat.NotebookNode,
    assignment: str,
    seed: int = PRACTICE,
    sandbox: bool = False,
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
    sandbox : bool
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
    with kernel.private_folder(scratch) as folder:
        submission = kernel.Submission(folder, rules.ABSENT, sandbox, step, whole)

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


def check(assignment: str, function: str | None = None, namespace: Mapping | None = None) -> None:
    """Check the functions of this notebook, and print what the grader would say of them.

    Parameters
    ----------
    assignment : str
        Such as ``"sigmoid"``.
    function : str, optional
        Only the checks of this function; all when omitted.
    namespace : mapping, optional
        Where the functions are; the running notebook's own names when omitted.

    Raises
    ------
    ValueError
        When there is no such assignment or function.

    Examples
    --------
    >>> import numpy as np
    >>> check("sigmoid", "sigmoid", {})  # doctest: +ELLIPSIS
    FAIL  sigmoid/middle  (0/1)
          there is no sigmoid, where a function is expected. ...
    """
    if namespace is None:
        namespace = vars(__import__("__main__"))
    rules = definition(assignment)
    known = list(dict.fromkeys(item.function for item in rules.CHECKS))
    if function not in (None, *known):
        raise ValueError(f"function={function!r} is not one of {', '.join(known)}")
    if borrowed := imported(namespace.get("In", ()), rules.ABSENT):
        print(f"No score: this notebook imports {', '.join(borrowed)}, and grading has NumPy alone.")
        print("Take the import out, restart the kernel, and run all cells.")
        return
    chosen = [item for item in rules.CHECKS if function in (None, item.function)]
    print(report(judge(chosen, caller_of(namespace), PRACTICE)))


def imported(cells, absent) -> list[str]:
    """Return which of the absent packages some cells import; the course's own checks do not count."""
    found = set()
    for source in cells:
        try:
            nodes = ast.walk(ast.parse(source))
        except SyntaxError:  # such a cell did not run
            continue
        for node in nodes:
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module)
    return sorted({name for name in found if name.split(".")[0] in absent and name != "actlib.assignments"})
