"""The two steps that this course puts into nbgrader's pipeline: whole again, then tried out.

Everything else about a notebook is nbgrader's: stripping solutions, the gradebook, marks by hand, the feedback page.
"""

import json
from pathlib import Path

import nbformat
from nbconvert.preprocessors import Preprocessor
from traitlets import Bool, Float, Unicode

from actlib.assignments import kernel, sandbox, trial
from actlib.assignments.checking import Verdict, report


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


class Restore(Preprocessor):
    """nbgrader's sanitising step, done from the release alone, so that no edited or deleted cell can break the run."""

    enabled = True
    release = Unicode(help="The folder of released assignments.").tag(config=True)

    def preprocess(self, notebook, resources):
        """Restore one submitted notebook."""
        names = resources["nbgrader"]
        path = Path(self.release) / names["assignment"] / f"{names['notebook']}.ipynb"
        restore(notebook, nbformat.read(path, as_version=4))
        return notebook, resources


class Judge(Preprocessor):
    """nbgrader's executing step, with the verdicts reached in this process instead of in the student's."""

    enabled = True
    seed_file = Unicode(help="The file with the secret seed.").tag(config=True)
    scratch = Unicode(help="Where kernels have their private folders.").tag(config=True)
    unsafe = Bool(False, help="Whether to run submissions without bubblewrap.").tag(config=True)
    step = Float(kernel.STEP, help="Seconds for one cell or one check.").tag(config=True)
    whole = Float(kernel.WHOLE, help="Seconds for one submission.").tag(config=True)

    def preprocess(self, notebook, resources):
        """Run one submission and write the verdicts into its checking cells, in the form that nbgrader reads."""
        if not (self.unsafe or sandbox.works()):
            raise RuntimeError("bubblewrap does not work here, and grading runs strangers' code: see --unsafe")
        verdicts = trial.try_out(
            notebook,
            resources["nbgrader"]["assignment"],
            int(Path(self.seed_file).read_text()),
            confine=not self.unsafe,
            scratch=Path(self.scratch),
            step=self.step,
            whole=self.whole,
        )
        for cell in notebook.cells:
            mark = cell.metadata.get("nbgrader", {})
            if cell.cell_type == "code" and mark.get("grade"):
                _write(cell, [v for v in verdicts if f"check-{v.check.function}" == mark["grade_id"]])
        notebook.metadata["actlib"] = {"verdicts": record(verdicts), "troubles": trial.troubles(notebook)}
        return notebook, resources


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
