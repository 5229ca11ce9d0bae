"""The command ``python -m actlib.assignments``."""

import argparse
import sys
from pathlib import Path

from actlib._pool import BACKENDS
from actlib.assignments import checking, reading, trial


def check(path: Path) -> int:
    """Check a notebook from scratch, as grading does; return 0 when nothing is wrong."""
    try:
        notebook, mended = reading.read(path.read_bytes())
    except (OSError, reading.UnreadableError) as error:
        print(f"{path}: {error}")
        return 2
    print(*mended, sep="\n")
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
    take = commands.add_parser("collect", help="copy what was handed in: a folder, or a zip of Moodle or Canvas")
    take.add_argument("source", type=Path)
    many = commands.add_parser("grade", help="grade what was collected, or a folder of STUDENT/ASSIGNMENT.ipynb")
    many.add_argument("folder", type=Path, nargs="?")
    many.add_argument("--unsafe", action="store_true", help="without a sandbox: only for submissions you trust")
    many.add_argument("--backend", choices=BACKENDS, default="processes", help="where the submissions run")
    many.add_argument("--workers", type=int, help="how many at a time on this machine; default: one a core")
    many.add_argument("--address", help="of a Dask scheduler, for --backend dask")
    hand = commands.add_parser("hand", help="write the form for marks by hand, or enter one that is filled in")
    hand.add_argument("form", type=Path, nargs="?")
    commands.add_parser("return", help="put the pages into a folder a student, and into a zip for Moodle")
    given = parser.parse_args(arguments)
    try:
        return _run(given)
    except (OSError, RuntimeError, ValueError) as error:
        print(f"{given.command}: {error}", file=sys.stderr)
        return 2


def _run(given: argparse.Namespace) -> int:
    if given.command == "check":
        return check(given.notebook)
    from actlib.assignments import collecting, course, returning

    if given.command == "release":
        print(*course.release(), sep="\n")
    elif given.command == "collect":
        for item in collecting.collect(given.source, course.BUILD / "collected", course.released()):
            print(f"{item.origin}: {item.remark or f'{item.student}, {item.assignment}'}")
    elif given.command == "grade":
        pool = {"backend": given.backend, "workers": given.workers, "address": given.address}
        folder = given.folder or course.BUILD / "collected"
        print(course.grade(folder, unsafe=given.unsafe, **pool).read_text(), end="")
    elif given.command == "hand" and given.form:
        print(f"{returning.enter(given.form)} marks entered")
    else:
        print(returning.form() if given.command == "hand" else returning.give_back())
    return 0


if __name__ == "__main__":
    sys.exit(main())
