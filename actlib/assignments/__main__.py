"""The command ``python -m actlib.assignments``."""

import argparse
import sys
from pathlib import Path

import nbformat

from actlib.assignments import checking, trial


def check(path: Path) -> int:
    """Check a notebook from scratch, as grading does; return 0 when nothing is wrong."""
    try:
        notebook = nbformat.read(path, as_version=4)
    except (OSError, ValueError, nbformat.validator.NotebookValidationError) as error:
        print(f"{path} is not a notebook that can be read: {error}")
        return 2
    verdicts = trial.try_out(notebook, path.stem)
    print(*trial.troubles(notebook), checking.report(verdicts), sep="\n")
    return int(not all(verdict.passed for verdict in verdicts))


def main(arguments: list[str] | None = None) -> int:
    """Run one of the commands; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m actlib.assignments", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("check", help="check one notebook: what grading would say")
    one.add_argument("notebook", type=Path)
    commands.add_parser("release", help="make the student versions, without solutions")
    many = commands.add_parser("grade", help="grade a folder of submissions, STUDENT/ASSIGNMENT.ipynb")
    many.add_argument("folder", type=Path)
    many.add_argument("--unsafe", action="store_true", help="without a sandbox: only for submissions you trust")
    given = parser.parse_args(arguments)
    try:
        return _run(given)
    except (OSError, RuntimeError, ValueError) as error:
        print(f"{given.command}: {error}", file=sys.stderr)
        return 2


def _run(given: argparse.Namespace) -> int:
    if given.command == "check":
        return check(given.notebook)
    from actlib.assignments import course

    if given.command == "release":
        print(*course.release(), sep="\n")
    else:
        print(course.grade(given.folder, unsafe=given.unsafe).read_text(), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
