"""Submissions tried out, many at a time. Each result is kept, so that a run goes on where it was stopped."""

import functools
import hashlib
import json
import os
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import nbformat
from tqdm.auto import tqdm

from actlib._pool import each
from actlib.assignments import kernel, reading, trial
from actlib.assignments.checking import Verdict, report


@dataclass(frozen=True)
class Job:
    """One submission, with all that its result hangs on.

    Parameters
    ----------
    assignment : str
    data : bytes
        The file, as it was handed in.
    released : str
        The text of the student version.
    seed : int
        Decides the fresh inputs.
    confine : bool
        Whether to use the sandbox.
    step, whole : float
        Seconds for one cell or one check, and for everything.
    """

    assignment: str
    data: bytes
    released: str
    seed: int
    confine: bool = True
    step: float = kernel.STEP
    whole: float = kernel.WHOLE

    @property
    def key(self) -> str:
        """A name for the result: the same for the same job and the same program, and for no other."""
        return hashlib.sha256(repr((astuple(self), _program())).encode()).hexdigest()


@functools.cache
def _program() -> str:
    """Return a hash of the program that grades: a result of another one is not taken for its own."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def attempt(job: Job) -> dict:
    """Try one submission out.

    Returns
    -------
    dict
        ``{"notebook": text}``, executed and with its verdicts; or ``{"refused": reason}`` where the file is at fault;
        or ``{"fault": text}`` where grading is.
    """
    try:
        notebook, mended = reading.read(job.data)
        restore(notebook, nbformat.reads(job.released, as_version=4))
        judged(notebook, job, mended)
        return {"notebook": nbformat.writes(notebook)}
    except reading.UnreadableError as error:
        return {"refused": str(error)}
    except Exception:  # whatever else fails is a fault of ours, which must not stop the others
        return {"fault": traceback.format_exc()}


def judged(notebook: nbformat.NotebookNode, job: Job, mended: Sequence[str] = (), scratch: Path | None = None) -> None:
    """Run a notebook that has the cells of the course, and write the verdicts into them, as nbgrader reads them."""
    verdicts = trial.try_out(notebook, job.assignment, job.seed, job.confine, scratch, job.step, job.whole)
    for cell in notebook.cells:
        mark = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and mark.get("grade"):
            _write(cell, [v for v in verdicts if f"check-{v.check.function}" == mark["grade_id"]])
    if mended:
        told = "This file was damaged. " + " ".join(f"{text[0].upper()}{text[1:]}." for text in mended)
        notebook.cells.insert(0, nbformat.v4.new_markdown_cell(told))
    troubles = [*mended, *trial.troubles(notebook)]
    notebook.metadata["actlib"] = {"verdicts": record(verdicts), "troubles": troubles}


def results(jobs: Sequence[Job], store: Path, **pool) -> Iterator[tuple[int, dict]]:
    """Try out submissions, those whose results are not stored; yield the place of each in the list with its result.

    Parameters
    ----------
    jobs : sequence of Job
    store : Path
        A folder of results, each of them there whole or not at all.
    **pool
        Where, as in `actlib._pool.each`.
    """
    missing = []
    for place, job in enumerate(jobs):
        path = store / f"{job.key}.json"
        if path.exists():
            yield place, json.loads(path.read_text(encoding="utf-8"))
        else:
            missing.append(place)
    todo = each(attempt, [jobs[place] for place in missing], **pool)
    for number, result in tqdm(todo, total=len(missing), unit="notebook", disable=None):
        place = missing[number]
        if "fault" not in result:
            write(store / f"{jobs[place].key}.json", json.dumps(result))
        yield place, result


def write(path: Path, text: str) -> None:
    """Write a file so that no one ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8", newline="") as file:
        file.write(text)
    os.replace(file.name, path)


def restore(notebook: nbformat.NotebookNode, released: nbformat.NotebookNode) -> None:
    """Give a submission the cells of the course as they were released, wherever the student has left them.

    Parameters
    ----------
    notebook : NotebookNode
        Changed in place. Its cells stay in order; those that claim to be the course's and are not, or are there
        twice, become ordinary ones; those that are missing come last.
    released : NotebookNode
        What the student was given.
    """
    missing = {_grade_id(cell): cell for cell in released.cells if _grade_id(cell)}
    for index, cell in enumerate(notebook.cells):
        master = missing.pop(_grade_id(cell), None)
        if master is None:
            cell.metadata = nbformat.NotebookNode()
        elif master.metadata.nbgrader.locked:
            notebook.cells[index] = master
        elif cell.cell_type == master.cell_type:
            cell.metadata = master.metadata
        else:
            missing[_grade_id(master)], cell.metadata = master, nbformat.NotebookNode()
    notebook.cells.extend(missing.values())
    notebook.metadata = released.metadata


def _grade_id(cell: nbformat.NotebookNode) -> str:
    mark = cell.metadata.get("nbgrader")
    return str(mark.get("grade_id", "")) if isinstance(mark, dict) else ""


def _write(cell: nbformat.NotebookNode, verdicts: list[Verdict]) -> None:
    # nbgrader takes the number in a cell's result as its points, and an error or text on stderr as none.
    told = nbformat.v4.new_output("stream", name="stdout", text=report(verdicts, tell_fresh=True) + "\n")
    points = json.dumps(float(sum(verdict.points for verdict in verdicts)))
    cell.outputs = [told, nbformat.v4.new_output("execute_result", {"text/plain": points}, execution_count=None)]


def record(verdicts: list[Verdict]) -> list[dict]:
    """Return verdicts as plain data."""
    return [
        {"check": v.check.name, "points": v.points, "of": v.check.points, "visible": v.visible, "fresh": v.fresh}
        for v in verdicts
    ]
