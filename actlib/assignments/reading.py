"""Reading what was handed in: as it is, else mended where that is plain, else with the reason why not."""

import json
import subprocess
import sys

import nbformat
import nbformat.reader

#: Bytes of the largest file that is read.
MOST = 20 << 20
#: Seconds that mending a file may take; some that are no notebooks would take days.
PATIENCE = 30
# In a process of its own, which can be ended.
_MENDING = "import json, sys, json_repair; json.dump(json_repair.loads(sys.stdin.read()), sys.stdout)"
_CODINGS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


class UnreadableError(ValueError):
    """A file that no notebook can be made of; the text says why, to the student."""


def read(data: bytes) -> tuple[nbformat.NotebookNode, list[str]]:
    """Read a notebook, and mend one that is damaged where its cells can still be made out.

    Parameters
    ----------
    data : bytes
        The file, as it was handed in.

    Returns
    -------
    notebook : NotebookNode
        In format 4, valid.
    mended : list of str
        What had to be mended, in words for the student; empty for a sound file.

    Raises
    ------
    UnreadableError
        If there is nothing to mend.

    Examples
    --------
    >>> notebook, mended = read(b'{"cells": [{"cell_type": "code", "source": "1 + 1"}')
    >>> notebook.cells[0].source, len(mended)
    ('1 + 1', 2)
    """
    if len(data) > MOST:
        raise UnreadableError(
            f"this file has {len(data) >> 20} MiB, and {MOST >> 20} are read at most: clear the outputs of all cells"
        )
    if not data.strip():
        raise UnreadableError("this file is empty: save the notebook, and hand in the file that is in its folder")
    mended: list[str] = []
    found = _loaded(_decoded(data, mended), mended)
    if not isinstance(found, dict) or not ("cells" in found or "worksheets" in found):
        raise UnreadableError("this file is no notebook: it has no list of cells")
    return _valid(found, mended), mended


def _decoded(data: bytes, mended: list[str]) -> str:
    coding = next((name for mark, name in _CODINGS.items() if data.startswith(mark)), "utf-8")
    try:
        return data.decode(coding)
    except UnicodeDecodeError as error:
        if b"\0" in data:
            raise UnreadableError("this file is not text, so it is no notebook: was it packed, or renamed?") from error
        mended.append(
            f"the file has bytes that are not {coding}, the first at {error.start}; they became question marks"
        )
        return data.decode(coding, "replace")


def _loaded(text: str, mended: list[str]):
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        reason = str(error)
    command = [sys.executable, "-X", "utf8", "-c", _MENDING]
    try:
        made = subprocess.run(command, input=text.encode("utf-8", "replace"), capture_output=True, timeout=PATIENCE)
        found = json.loads(made.stdout) if made.returncode == 0 else None
    except (subprocess.TimeoutExpired, RecursionError):
        found = None
    if not found:
        raise UnreadableError(f"this file is no notebook: its JSON breaks off ({reason})")
    mended.append(f"the file's JSON was broken ({reason}); it was completed as far as it could be read")
    return found


def _valid(found: dict, mended: list[str]) -> nbformat.NotebookNode:
    """Return a valid notebook, made of the cells that are cells."""
    try:
        found = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}} | found
        notebook = nbformat.convert(nbformat.reader.reads(json.dumps(found)), 4)
        nbformat.validate(notebook)
    except Exception:  # a damaged file may raise anything from nbformat's readers; below is what can be made of it
        pass
    else:
        if notebook.cells:
            return notebook
    sheets = found.get("worksheets")
    cells = found["cells"] if "cells" in found else [cell for sheet in sheets for cell in sheet.get("cells", [])]
    fresh = nbformat.v4.new_notebook()
    for cell in cells if isinstance(cells, list) else []:
        source = cell.get("source", cell.get("input")) if isinstance(cell, dict) else None
        source = "".join(map(str, source)) if isinstance(source, list) else source
        if not isinstance(source, str):
            continue
        make = nbformat.v4.new_code_cell if cell.get("cell_type") == "code" else nbformat.v4.new_markdown_cell
        mark = cell.get("metadata")
        mark = mark.get("nbgrader") if isinstance(mark, dict) else None
        fresh.cells.append(make(source, metadata={"nbgrader": mark} if isinstance(mark, dict) else {}))
    if not fresh.cells:
        raise UnreadableError("this file is no notebook: none of its cells has a text")
    kept = f"{len(fresh.cells)} of {len(cells)} cells"
    mended.append(f"the file is not a valid notebook; {kept} were kept, by their texts alone")
    return fresh
