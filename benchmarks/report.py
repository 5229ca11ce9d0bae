"""The measured tables of README.md, each between its own marks."""

import os
import pathlib

README = pathlib.Path(__file__).with_name("README.md")


def table(head, rows):
    """Return the lines of a Markdown table."""
    return ["| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows]]


def write(name, lines):
    """Replace what stands between the marks called `name`, and print it."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    text = README.read_text(encoding="utf-8")
    if text.count(begin) != 1 or text.count(end) != 1:
        raise ValueError(f"README.md must hold one {begin} and one {end}")
    before, _, rest = text.partition(begin)
    draft = README.with_suffix(".draft")
    draft.write_text(before + "\n".join([begin, *lines, end]) + rest.partition(end)[2], encoding="utf-8")
    os.replace(draft, README)
    print("\n".join(lines))
