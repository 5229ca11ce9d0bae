"""A notebook run by the Python of another environment."""

import json
import os
import subprocess
from unittest import mock

from nbclient import NotebookClient


def environment(python, folder, *options, cwd=None):
    """Make an environment as pip is told to; gives its Python."""
    inside = folder / "bin" / "python"
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    for command in (
        [python, "-m", "venv", folder],
        [inside, "-m", "pip", "install", "--quiet", "--no-compile", *options],
    ):
        made = subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stdout[-3000:] + made.stderr[-3000:]
    return inside


def execute(notebook, python, folder, **variables):
    """Run a notebook in place by a kernel of `python`, with variables of its own, as if begun in `folder`."""
    spec = {"argv": [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"], "language": "python"}
    spec |= {"display_name": "other", "env": {"PYTHONPATH": "", "IPYTHONDIR": str(folder / "ipython"), **variables}}
    kernel = folder / "share" / "kernels" / "other"
    kernel.mkdir(parents=True, exist_ok=True)
    (kernel / "kernel.json").write_text(json.dumps(spec))
    with mock.patch.dict(os.environ, JUPYTER_PATH=str(folder / "share")):
        client = NotebookClient(notebook, kernel_name="other", timeout=120, resources={"metadata": {"path": folder}})
        client.execute()


def shown(notebook):
    """Return the text that the cells printed or returned, and how many widgets they show."""
    outputs = [out for cell in notebook.cells if cell.cell_type == "code" for out in cell.outputs]
    widgets = sum("application/vnd.jupyter.widget-view+json" in out.get("data", {}) for out in outputs)
    return "".join(out.get("text", "") or out.get("data", {}).get("text/plain", "") for out in outputs), widgets
