"""The form of the notes without their sentences: headings, anchors, pictures, footnotes, formulas, and a digest of
each sentence, by which one can tell that it stands there twice.

``notes_outline.csv`` was made from the notes by `outline`; the notes themselves are not part of the book.
"""

import csv
import hashlib
import re
from dataclasses import dataclass
from importlib.resources import files

PATTERNS = {
    "heading": r"^\s*(?:<!-- *)?(\d+\. \*\*[^*]+?):?\*\*",
    "anchor": r"\{: .*?#(\w+)\}",
    "image": r"!\[\w*\]\(([^)]+)\)",
    "footnote": r"(\[\^\w+\])(?!:)",
    "definition": r"(\[\^\w+\]):",
    "script": r'onclick="(\w+)',
    "formula": r"<p>\$\$(.+?)(?:\$\$|\s*$)",
    "example": r"^\s*(\[[-0-9., ]+\]\)?)",
}
WORDS = 5
"""Fewer words than this are a label, not a sentence."""


@dataclass(frozen=True)
class Piece:
    """Something that stands in the notes.

    Parameters
    ----------
    line : int
        Where.
    hidden : bool
        Whether it stands in a comment, which no reader sees.
    kind : str
        "sentence", or a key of `PATTERNS`.
    text : str
        What; of a sentence only a digest.
    """

    line: int
    hidden: bool
    kind: str
    text: str


def outline(text):
    """Return what stands in a text of the notes' kind, line by line; of a formula its first line.

    Parameters
    ----------
    text : str
        Markdown as Jekyll reads it.

    Returns
    -------
    list of Piece

    Examples
    --------
    >>> [(p.hidden, p.kind, p.text) for p in outline("<!-- 2. **Motivation:**{: #b12} -->")]
    [(True, 'heading', '2. Motivation'), (True, 'anchor', 'b12')]
    """
    pieces, hidden = [], False
    for number, line in enumerate(text.splitlines(), 1):
        hidden = hidden or "<!--" in line
        for kind, pattern in PATTERNS.items():
            pieces += [Piece(number, hidden, kind, found.replace("**", "")) for found in re.findall(pattern, line)]
        pieces += [Piece(number, hidden, "sentence", digest) for digest in _digests(line)]
        hidden = hidden and "-->" not in line
    return pieces


def _digests(line):
    for sentence in re.split(r"(?<=[.:])\s+", re.sub(r"[*_{}:>#]|style=\"[^\"]*\"", "", line).strip()):
        words = re.findall(r"\w+", sentence.lower())
        if len(words) >= WORDS:
            yield hashlib.sha256(" ".join(words).encode()).hexdigest()[:12]


def write(pieces, path):
    """Write pieces as CSV."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([p.line, int(p.hidden), p.kind, p.text] for p in pieces)


def read():
    """Return the pieces of the notes.

    Returns
    -------
    list of Piece
    """
    with (files("actlib") / "notes_outline.csv").open(encoding="utf-8", newline="") as file:
        return [Piece(int(line), hidden == "1", kind, text) for line, hidden, kind, text in csv.reader(file)]
