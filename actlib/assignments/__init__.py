"""Assignments: checks that give the same verdict on a student's machine and on the grader's.

``python -m actlib.assignments check NOTEBOOK`` checks one notebook, ``release`` makes the student versions and
``grade`` grades a folder of submissions. In a notebook, `check` does the first of these on the functions as they stand.
"""

from actlib._extras import extra

with extra("assignments"):
    from actlib.assignments.here import check

__all__ = ["check"]
