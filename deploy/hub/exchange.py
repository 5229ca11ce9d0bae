"""``python -m deploy.hub.exchange BOXES INBOUND``: takes in what students put into their boxes.

nbgrader's exchange is one folder that all may write to, and trusts the accounts of the machine to tell who did. Here
each student sees a folder of their own in its place, and this program, which runs outside, copies what is handed in
there to the inbound folder, under the name of the box's owner and the time at which it came. Students cannot reach that
folder: they read, change and forge nothing in it, and a change in a box, once taken in, comes too late.
"""

import argparse
import hashlib
import os
import re
import signal
import stat
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from actlib.assignments.collecting import MOST

#: nbgrader writes this file last, so its being there says that the others are complete.
LAST = "submission_secret.txt"
_NAME = re.compile(r"(?P<student>[^+/]+)\+(?P<assignment>[A-Za-z0-9_-]+)\+[^/]+")
_FILES = 20
_NO_LINK = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def receive(boxes: Path, inbound: Path) -> Iterator[str]:
    """Take in once what is new; yield a line for each thing.

    Parameters
    ----------
    boxes : Path
        With a folder for each student, in which ``STUDENT+ASSIGNMENT+TIME…/`` may lie, as ``nbgrader submit`` writes
        it. Nothing in it is trusted: a link is not followed, and what is no plain file is left.
    inbound : Path
        Where copies go, for ``make collect``: ``STUDENT+ASSIGNMENT+TIME UTC+DIGEST/``, with the time of now. The
        digest is of the name that the folder had, and says that it was taken.
    """
    taken = {(name.split("+")[0], name.rpartition("+")[2]) for name in os.listdir(inbound)}
    for student in sorted(os.listdir(boxes)):
        try:
            box = os.open(boxes / student, _NO_LINK | os.O_DIRECTORY)
        except OSError as error:  # a student's own doing, which must not keep the others waiting
            yield f"{student}: the box cannot be read ({error.strerror})"
            continue
        try:
            for name in sorted(os.listdir(box)):
                digest = hashlib.sha256(os.fsencode(name)).hexdigest()[:16]
                if (student, digest) not in taken:
                    yield from _take(box, name, student, inbound, digest)
        finally:
            os.close(box)


def _take(box: int, name: str, student: str, inbound: Path, digest: str) -> Iterator[str]:
    match = _NAME.fullmatch(name)
    try:
        folder = os.open(name, _NO_LINK | os.O_DIRECTORY, dir_fd=box)
    except OSError:
        return  # a file or a link: nbgrader makes folders
    try:
        files = sorted(os.listdir(folder))
        if LAST not in files:
            return
        if match is None or match["student"] != student:
            owner, files = "left", []  # taken, with nothing in it, so that it is told once
            yield f"{student}: {name!r} is not a name for what {student} hands in, and is left"
        else:
            owner = match["assignment"]
        part = inbound.with_name(f"{inbound.name}.part")
        part.mkdir(exist_ok=True)
        for old in part.iterdir():
            old.unlink()
        for file in [file for file in files if file.endswith(".ipynb")][:_FILES]:
            data = _read(folder, file)
            if isinstance(data, str):
                yield f"{student}: {file!r} of {name!r} {data}, and is left"
            else:
                (part / file).write_bytes(data)
        now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
        os.replace(part, inbound / f"{student}+{owner}+{now}+{digest}")
        if files:
            yield f"{student}: {name!r} is taken in"
    finally:
        os.close(folder)


def _read(folder: int, file: str) -> bytes | str:
    """Return the bytes of a plain file, or what keeps it from being read."""
    try:
        handle = os.open(file, _NO_LINK, dir_fd=folder)
    except OSError as error:
        return f"cannot be opened ({error.strerror})"
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return "is no plain file"
    with open(handle, "rb") as stream:
        data = stream.read(MOST + 1)
    return data if len(data) <= MOST else f"has more than {MOST >> 20} MiB"


def main() -> None:
    """Take in, once a second, until the hub ends this."""
    parser = argparse.ArgumentParser(prog="python -m deploy.hub.exchange", description=__doc__)
    parser.add_argument("boxes", type=Path)
    parser.add_argument("inbound", type=Path)
    given = parser.parse_args()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # by which the hub ends it; a shell's background has it ignored
    told, hub = set(), os.getppid()
    while os.getppid() == hub:
        for line in receive(given.boxes, given.inbound):
            if line not in told:
                told.add(line)
                print(f"exchange: {line}", file=sys.stderr, flush=True)
        time.sleep(1)


if __name__ == "__main__":
    main()
