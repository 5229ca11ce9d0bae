"""A notebook run by the Python of another environment."""

import json
import os
from unittest import mock

from nbclient import NotebookClient


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
