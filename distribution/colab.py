"""``python -m distribution.colab OWNER/NAME``: the chapters for Google Colab, into ``_build/colab``.

Each begins with a cell that installs `actlib` into what Colab has; the wheel lies beside the notebooks. The publishing
workflow puts the folder on the branch to which the pages lead, so that the notebooks of the book stay as they are.
"""

import argparse
import pathlib
import shutil

import nbformat

from book.theme.links import COPIES, FORGE
from distribution import __main__ as distribution

KEPT = ("numpy", "scipy", "matplotlib", "ipywidgets", "scikit-learn")
"""What Colab has and other packages of it were built for: pip must leave them as they are, or say that it cannot."""
CELL = """\
# For Colab alone: installs the book's library, and changes nothing that is there.
import subprocess
import sys
from importlib.metadata import version

wheel = "actlib[experiments,widgets] @ {wheel}"
kept = [f"{{name}}=={{version(name)}}" for name in {kept}]
pip = [sys.executable, "-m", "pip", "install", wheel, *kept]
done = subprocess.run(pip, capture_output=True, text=True)
if done.returncode:
    raise RuntimeError("actlib does not fit what Colab has:\\n" + done.stdout + done.stderr)

from google.colab import output

output.enable_custom_widget_manager()  # without it Colab shows its own widgets alone"""


def with_cell(notebook: bytes, wheel: str) -> bytes:
    """Return a notebook that begins by installing the library from the address of its wheel."""
    read = nbformat.reads(notebook.decode(), as_version=4)
    cell = nbformat.v4.new_code_cell(CELL.format(wheel=wheel, kept=KEPT), id="on-colab")
    read.cells.insert(0, cell)
    return nbformat.writes(read).encode()


def write(target: pathlib.Path, folder: str) -> None:
    """Write the notebooks and the wheel, which will be found in `folder`, an address."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    distribution.packages(target)
    next(target.glob("*.tar.gz")).unlink()
    wheel = next(target.glob("*.whl"))
    for name, data in distribution.chapters().items():
        (target / name).parent.mkdir(exist_ok=True)
        (target / name).write_bytes(with_cell(data, f"{folder}/{wheel.name}"))
    shutil.copy(distribution.ROOT / "LICENSE", target)


def main():
    """Write them for a repository."""
    parser = argparse.ArgumentParser(prog="python -m distribution.colab", description=__doc__)
    parser.add_argument("repository", help="owner/name of the public repository")
    parser.add_argument("--target", type=pathlib.Path, default=distribution.ROOT / "_build" / "colab")
    options = parser.parse_args()
    write(options.target, f"{FORGE}/{options.repository}/raw/{COPIES}")


if __name__ == "__main__":
    main()
