"""Collecting what was handed in: a folder, the zip of a learning platform, or the exchange of a hub."""

import csv
import hashlib
import io
import os
import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import nbformat

from actlib.assignments import reading

#: Bytes of the largest file that is copied, and of all files of one zip.
MOST, WHOLE = 64 << 20, 4 << 30
_MOODLE = re.compile(r"(?P<student>[^/]+_\d+)_assignsubmission_file_?/?(?P<file>[^/]+)")
_CANVAS = re.compile(r"(?P<student>[^/_]+)_(?P<late>LATE_)?(?P<user>\d+)_(?P<number>\d+)_(?P<file>[^/]+)")
_EXCHANGE = re.compile(r"(?:.*/)?(?P<student>[^/+]+)\+(?P<name>[^/+]+)\+(?P<time>[^/+]+)(?:\+[^/]*)?/(?P<file>[^/]+)")


@dataclass
class Found:
    """One file that was handed in, or the reason why it was left.

    Parameters
    ----------
    origin : str
        Where it was found; `give_back` needs it to find the way home.
    time : datetime
        When it was saved.
    data : bytes
        Its bytes, unchanged.
    student, assignment : str
        Whose it is, and which; empty where that is not known.
    late : bool
        Whether the platform calls it late.
    remark : str
        Why it was left; empty if it was taken.
    """

    origin: str
    time: datetime
    data: bytes = field(repr=False, default=b"")
    student: str = ""
    assignment: str = ""
    late: bool = False
    remark: str = ""

    @property
    def sha256(self) -> str:
        """The checksum of the file; empty if it was not read."""
        return hashlib.sha256(self.data).hexdigest() if self.data or not self.remark else ""


def collect(source: Path, folder: Path, released: dict[str, nbformat.NotebookNode]) -> list[Found]:
    """Copy what was handed in to ``folder/STUDENT/ASSIGNMENT.ipynb``, the newest of each; older ones stay beside it.

    Parameters
    ----------
    source : Path
        A folder, or a zip as Moodle and Canvas make it, or the ``inbound`` folder of nbgrader's exchange. It stays as
        it is.
    folder : Path
        Where the copies go, and ``manifest.csv``: student, assignment, time, checksum, origin, remark, line by line.
    released : dict
        The student versions by name: a file under another name is known by the cells of the course in it.

    Returns
    -------
    list of Found
        Also those that were left, with the reason.

    Raises
    ------
    FileNotFoundError
        If there is no `source`.
    ValueError
        If it is neither a folder nor a zip.
    """
    source = Path(source)
    if source.is_dir():
        found = list(_in_folder(source))
    elif zipfile.is_zipfile(source):
        found = list(_in_zip(source))
    elif source.exists():
        raise ValueError(f"source={str(source)!r} is neither a folder nor a zip")
    else:
        raise FileNotFoundError(f"source={str(source)!r} does not exist")
    for item in found:
        if not item.remark:
            _attribute(item, released)
    for item in sorted((item for item in found if not item.remark), key=lambda item: (item.time, item.origin)):
        _keep(item, folder)
    _enter(found, folder / "manifest.csv")
    return found


def _in_folder(source: Path) -> Iterator[Found]:
    for place, folders, names in os.walk(source):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name)
            origin = path.relative_to(source).as_posix()
            state = path.lstat()
            item = Found(origin, datetime.fromtimestamp(state.st_mtime, UTC))
            if not stat.S_ISREG(state.st_mode):
                item.remark = "left: a link or a device, not a file"
            elif state.st_size > MOST:
                item.remark = f"left: {state.st_size >> 20} MiB, where {MOST >> 20} are taken at most"
            else:
                item.data = path.read_bytes()
            yield item


def _in_zip(source: Path) -> Iterator[Found]:
    total = 0
    with zipfile.ZipFile(source) as files:
        for entry in files.infolist():
            if entry.is_dir():
                continue
            item = Found(entry.filename, datetime(*entry.date_time, tzinfo=UTC))
            place = PurePosixPath(entry.filename.replace("\\", "/"))
            if stat.S_ISLNK(entry.external_attr >> 16):
                item.remark = "left: a link, not a file"
            elif place.is_absolute() or ".." in place.parts or ":" in place.parts[0]:
                item.remark = "left: its path leads out of the zip"
            else:
                try:
                    with files.open(entry) as file:
                        item.data = file.read(MOST + 1)  # what the entry says of its size may be a lie
                except (RuntimeError, zipfile.BadZipFile, NotImplementedError, OSError) as error:
                    item.remark = f"left: it cannot be unpacked ({error})"
                total += len(item.data)
                if len(item.data) > MOST:
                    item.data, item.remark = b"", f"left: more than {MOST >> 20} MiB"
            if total > WHOLE:
                raise ValueError(f"source={str(source)!r} unpacks to over {WHOLE >> 30} GiB; nothing is collected")
            yield item


def _attribute(item: Found, released: dict) -> None:
    """Find out whose a file is, and for which assignment."""
    path = item.origin.replace("\\", "/")
    match = next(filter(None, (pattern.fullmatch(path) for pattern in (_MOODLE, _EXCHANGE, _CANVAS))), None)
    parts = match.groupdict() if match else _folders(path.split("/"), released)
    if not parts["student"]:
        item.remark = "left: no student is named by its path"
        return
    student = f"{parts['student']}_{parts['user']}" if "user" in parts else parts["student"]
    item.student = re.sub(r"[^\w.@ -]", "_", student).strip(" .") or "_"
    item.late = bool(parts.get("late"))
    if "time" in parts:
        item.time = _exchange_time(parts["time"], item.time)
    if not parts["file"].lower().endswith(".ipynb"):
        item.remark = "left: not a notebook by its name"
        return
    item.assignment = _assignment(parts.get("name") or "", parts["file"], item.data, released)
    if not item.assignment:
        item.remark = f"left: which assignment is it? The names are {', '.join(released)}"


def _folders(steps: list[str], released: dict) -> dict[str, str]:
    """Read STUDENT/FILE and STUDENT/ASSIGNMENT/FILE."""
    student, name = [*([""] * 3), *steps][-3:-1]
    if name not in released:
        student, name = name, ""
    return {"student": student, "name": name, "file": steps[-1]}


def _exchange_time(text: str, otherwise: datetime) -> datetime:
    try:
        return datetime.strptime(" ".join(text.split()[:2]), "%Y-%m-%d %H:%M:%S.%f").replace(tzinfo=UTC)
    except ValueError:
        return otherwise


def _assignment(folder: str, file: str, data: bytes, released: dict) -> str:
    """Return the assignment that a name stands for, as in "sigmoid (1).ipynb"; else the one whose cells it has."""
    stem = re.fullmatch(r"(.*?)(?:[ _-]*(?:\(\d+\)|\d+|copy|final))*\.ipynb", file, re.IGNORECASE)[1].lower()
    for name in (stem, folder.lower()):
        if name in released:
            return name
    try:
        notebook, _ = reading.read(data)
    except reading.UnreadableError:
        return ""
    shared = {name: len(_course_cells(notebook) & _course_cells(given)) for name, given in released.items()}
    best = max(shared, key=shared.get)
    return best if shared[best] else ""


def _course_cells(notebook: nbformat.NotebookNode) -> set[str]:
    marks = [cell.metadata.get("nbgrader") for cell in notebook.cells]
    return {str(mark.get("grade_id")) for mark in marks if isinstance(mark, dict)}


def _keep(item: Found, folder: Path) -> None:
    """Put a file in its place; what it replaces is kept under its checksum."""
    path = folder / item.student / f"{item.assignment}.ipynb"
    if path.exists():
        there, data = path.stat(), path.read_bytes()
        if data == item.data:
            item.remark = "already there"
            return
        older = there.st_mtime <= item.time.timestamp()
        kept = data if older else item.data
        _write(path.parent / "earlier" / f"{item.assignment}-{hashlib.sha256(kept).hexdigest()[:16]}.ipynb", kept)
        if not older:
            item.remark = "kept, but a newer one counts"
            return
    _write(path, item.data)
    os.utime(path, (item.time.timestamp(),) * 2)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    os.replace(part, path)


_COLUMNS = ["student", "assignment", "time", "late", "bytes", "sha256", "origin", "remark"]


def _enter(found: list[Found], path: Path) -> None:
    """Add lines to the manifest; nothing is ever taken from it."""
    table = io.StringIO()
    if path.exists():
        table.write(path.read_text(encoding="utf-8"))
    else:
        csv.writer(table, lineterminator="\n").writerow(_COLUMNS)
    csv.writer(table, lineterminator="\n").writerows(
        [
            item.student, item.assignment, item.time.isoformat(timespec="seconds"), "late" if item.late else "",
            len(item.data), item.sha256, item.origin, item.remark,
        ]
        for item in found
    )  # fmt: skip
    _write(path, table.getvalue().encode())
