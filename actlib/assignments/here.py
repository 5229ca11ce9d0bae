"""The checks in the running notebook: on its functions as they stand, in its own kernel.

Nothing here starts a process, so that it works wherever NumPy and mpmath do.
"""

import ast
from collections.abc import Mapping

from actlib.assignments.checking import PRACTICE, caller_of, definition, judge, report


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
