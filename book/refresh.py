"""Execute notebooks and keep what is committed: text outputs, no pictures, no widget state, no timings."""

import argparse
import os
import pathlib

import nbformat
from nbclient import NotebookClient
from tqdm import tqdm

BOOK = pathlib.Path(__file__).parent
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
"""Of every notebook."""


def cleaned(notebook):
    """Return the notebook with text outputs only, and with metadata that do not change from run to run."""
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        if cell.cell_type == "code":
            cell.metadata.pop("execution", None)
            cell.outputs = joined(cell.outputs)
            for output in cell.outputs:
                if "data" in output:
                    output.data = {"text/plain": output.data["text/plain"]}
                    output.metadata = {}
    notebook.metadata = nbformat.from_dict(METADATA)
    return notebook


def joined(outputs):
    """Return the outputs with neighbouring pieces of one stream put together: a kernel cuts them at random."""
    result = []
    for output in outputs:
        if result and output.output_type == "stream" and result[-1].get("name") == output.name:
            result[-1].text += output.text
        else:
            result.append(output)
    return result


def refresh(path):
    """Execute one notebook where it lies and replace it by the result; a failing cell leaves it as it was."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": path.parent}}).execute()
    draft = path.with_suffix(".draft")
    nbformat.write(cleaned(notebook), draft)
    os.replace(draft, path)


def main():
    """Refresh the notebooks named on the command line, or all chapters."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebook", nargs="*", type=pathlib.Path, help="default: every chapter")
    paths = parser.parse_args().notebook or sorted(BOOK.glob("*/*.ipynb"))
    for path in tqdm(paths, desc="chapters"):
        refresh(path)


if __name__ == "__main__":
    main()
