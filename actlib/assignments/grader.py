"""The two steps that this course puts into nbgrader's pipeline: whole again, then tried out.

Everything else about a notebook is nbgrader's: stripping solutions, the gradebook, marks by hand, the feedback page.
"""

from pathlib import Path

import nbformat
from nbconvert.preprocessors import Preprocessor
from traitlets import Bool, Dict, Float, Unicode

from actlib.assignments import attempts, kernel, sandbox


class Restore(Preprocessor):
    """nbgrader's sanitising step, done from the release alone, so that no edited or deleted cell can break the run."""

    enabled = True
    release = Unicode(help="The folder of released assignments.").tag(config=True)

    def preprocess(self, notebook, resources):
        """Restore one submitted notebook."""
        names = resources["nbgrader"]
        path = Path(self.release) / names["assignment"] / f"{names['notebook']}.ipynb"
        attempts.restore(notebook, nbformat.read(path, as_version=4))
        return notebook, resources


class Judge(Preprocessor):
    """nbgrader's executing step, with the verdicts reached in this process instead of in the student's."""

    enabled = True
    seed_file = Unicode(help="The file with the secret seed.").tag(config=True)
    scratch = Unicode(help="Where kernels have their private folders.").tag(config=True)
    unsafe = Bool(False, help="Whether to run submissions without bubblewrap.").tag(config=True)
    step = Float(kernel.STEP, help="Seconds for one cell or one check.").tag(config=True)
    whole = Float(kernel.WHOLE, help="Seconds for one submission.").tag(config=True)
    executed = Dict(help="Notebooks already run: text by STUDENT/ASSIGNMENT; the others are run now.").tag(config=True)

    def preprocess(self, notebook, resources):
        """Return the executed notebook, with the verdicts in its checking cells in the form that nbgrader reads."""
        names = resources["nbgrader"]
        text = self.executed.get(f"{names['student']}/{names['assignment']}")
        if text is not None:
            return nbformat.reads(text, as_version=4), resources
        if not (self.unsafe or sandbox.works()):
            raise RuntimeError("bubblewrap does not work here, and grading runs strangers' code: see --unsafe")
        seed = int(Path(self.seed_file).read_text())
        job = attempts.Job(names["assignment"], b"", "", seed, not self.unsafe, self.step, self.whole)
        attempts.judged(notebook, job, scratch=Path(self.scratch))
        return notebook, resources
