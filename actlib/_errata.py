"""What is wrong with the notes: their form, found in their outline, and their content, taken from the ledger."""

import re
from collections import Counter
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from actlib import _outline
from actlib._fieldset import markup
from actlib.ledger import claims, get


@dataclass(frozen=True)
class Erratum:
    """One thing that is wrong, and what would be right.

    Parameters
    ----------
    place : str
        Where in the notes, or the claim's id.
    wrong, right : str
        What stands there, and what should; backticks are code.
    """

    place: str
    wrong: str
    right: str


class Errata(tuple):
    """Errata as a notebook shows them: a list as text, or as HTML with the claims linked to their cards."""

    def __repr__(self):
        """The list as text."""
        return "\n".join(f"{e.place}: {e.wrong}\n  → {e.right}" for e in self)

    def _repr_html_(self):
        rows = "".join(f"<dt>{_place(e.place)} {markup(e.wrong)}</dt><dd>{markup(e.right)}</dd>\n" for e in self)
        return f'<dl class="errata">{rows}</dl>'


def _place(text):
    if not re.fullmatch(r"C\d\d", text):
        return f"<strong>{escape(text)}:</strong>"
    return f'<a href="../{get(text).page}.ipynb#{text}">{text}</a>'


def of_content(verdict):
    """Return what the claims with a verdict get wrong; for "holds", what goes with them unsaid.

    Parameters
    ----------
    verdict : str
        One of `actlib.ledger.VERDICTS`.

    Returns
    -------
    Errata
    """
    found = [c for c in claims() if c.verdict == verdict and c.correction]
    return Errata(Erratum(c.id, c.statement, c.correction) for c in found)


def of_form():
    """Return what is wrong with the notes as a document; each entry is the finding of a check on their outline.

    Returns
    -------
    Errata

    Raises
    ------
    LookupError
        If a check finds nothing: then the entry does not belong here.
    """
    pieces = _outline.read()
    return Errata(_found(check, pieces) for check in CHECKS)


def _found(check, pieces):
    erratum = check(pieces)
    if erratum is None:
        raise LookupError(f"{check.__name__} finds nothing in the outline of the notes; take it off the list")
    return erratum


def _shown(pieces, kind, hidden=False):
    return [piece.text for piece in pieces if piece.kind == kind and piece.hidden == hidden]


def _plural(number, noun):
    return f"{number} {noun}{'s' * (number != 1)}"


def _names(texts):
    return ", ".join(f"`{text}`" for text in texts)


def undefined_footnotes(pieces):
    """References to footnotes that the notes do not have."""
    uses = Counter(_shown(pieces, "footnote"))
    missing = {name: n for name, n in uses.items() if name not in _shown(pieces, "definition")}
    if missing:
        wrong = " ".join(
            f"`{name}` is referred to {_plural(n, 'time')} and defined nowhere." for name, n in missing.items()
        )
        return Erratum(
            "Footnote", wrong, "Vanishing gradients have a chapter of their own, which both places now reach."
        )
    return None


def anchors_given_twice(pieces):
    """Anchors that stand at more than one heading, so that a link reaches the first only."""
    twice = [name for name, n in Counter(_shown(pieces, "anchor")).items() if n > 1]
    owners = {name: [] for name in twice}
    heading = ""
    for piece in pieces:
        heading = piece.text if piece.kind == "heading" else heading
        if piece.kind == "anchor" and not piece.hidden and piece.text in twice:
            owners[piece.text].append(heading)
    if twice:
        wrong = "; ".join(f"`{name}` is the anchor of {' and of '.join(owners[name])}" for name in twice) + "."
        return Erratum("Anchor", wrong, "Each chapter is a page with an address of its own.")
    return None


def pictures_elsewhere(pieces):
    """Pictures named by an address on a site that the notes do not carry with them."""
    absent = [name for name in _shown(pieces, "image") if name.startswith("/")]
    if absent:
        wrong = f"{_plural(len(absent), 'picture')} on another site: {_names(absent)}."
        return Erratum("Pictures", wrong, "Every picture is computed on the page that shows it, with a text beside it.")
    return None


def headings_without_text(pieces):
    """Headings, also in comments, after which no sentence comes before the next one."""
    empty, last = [], None
    for piece in pieces:
        if piece.kind == "sentence":
            last = None
        elif piece.kind == "heading":
            empty += [last] if last else []
            last = piece
    named = [f"`{p.text}`{' (in a comment)' * p.hidden}" for p in empty]
    if empty:
        right = "Motivation and ELU are written; SELU, and GELU with Swish, stand in the places left open after ELU."
        return Erratum("Placeholders", f"Nothing stands under {', '.join(named)}.", right)
    return None


def numbers_out_of_order(pieces):
    """Numbered headings that do not follow their predecessor's number."""
    numbers = [int(text.split(".")[0]) for text in _shown(pieces, "heading")]
    if any(b not in (a + 1, 1) for a, b in pairwise(numbers)) or numbers.count(1) > 2:
        wrong = f"The visible headings are numbered {', '.join(map(str, numbers))}."
        return Erratum("Numbering", wrong, "The chapters are numbered through by the book.")
    return None


def text_given_twice(pieces):
    """Sentences that stand in the visible text and again in a comment; equal digests, equal sentences."""
    visible, hidden = (set(_shown(pieces, "sentence", hidden)) for hidden in (False, True))
    both = visible & hidden
    if both:
        wrong = (
            f"A comment repeats {len(both)} of the {_plural(len(visible), 'sentence')} of the text; of its "
            f"own it has {len(hidden - visible)}."
        )
        return Erratum("Copy", wrong, "Each claim stands once in the ledger.")
    return None


def scripts_elsewhere(pieces):
    """Functions that buttons and links call but that the notes do not define."""
    called = list(dict.fromkeys(_shown(pieces, "script")))
    if called:
        wrong = f"Buttons and a link call {_names(called)}, which are not there: the examples under them stay hidden."
        return Erratum("Scripts", wrong, "What is folded here opens without a script.")
    return None


def brackets_that_open_nowhere(pieces):
    """Lines of examples with more closing brackets than opening ones."""
    odd = [text for text in _shown(pieces, "example") if any(text.count(a) != text.count(b) for a, b in ("()", "[]"))]
    if odd:
        return Erratum(
            "Examples", f"A bracket closes that was never opened: {_names(odd)}.", "See the cards C93 and C94."
        )
    return None


def signs_for_programs(pieces):
    """Formulas with a comparison as it is typed in a program."""
    odd = [text for text in _shown(pieces, "formula") if re.search(r"[<>]=", text)]
    if odd:
        wrong = f"{_plural(len(odd), 'formula')} with `<=`, which is set as two signs."
        return Erratum("Comparisons", wrong, "In mathematics $\\le$.")
    return None


def lines_broken_outside_an_array(pieces):
    """Two formulas in one display, parted by a line break, of which TeX takes no notice there."""
    outside = [re.sub(r"\\begin\{array\}.*?\\end\{array\}", "", text) for text in _shown(pieces, "formula")]
    odd = [text for text in outside if "\\\\" in text]
    if odd:
        what = "with a function and its derivative parted by `\\\\`, at which TeX breaks no display"
        wrong = f"{_plural(len(odd), 'display')} {what}."
        return Erratum("Displays", wrong, "Two displays, or one that is aligned.")
    return None


def braces_closed_after_cases(pieces):
    """Definitions by cases with a brace on the right as well, as if they were sets."""
    odd = [text for text in _shown(pieces, "formula") if re.search(r"\\end\{array\}\s*\\right\\\}", text)]
    if odd:
        wrong = f"{_plural(len(odd), 'formula')} with a closing brace after the cases."
        return Erratum("Cases", wrong, "A brace on the left only.")
    return None


CHECKS = (
    undefined_footnotes,
    anchors_given_twice,
    pictures_elsewhere,
    headings_without_text,
    numbers_out_of_order,
    text_given_twice,
    scripts_elsewhere,
    brackets_that_open_nowhere,
    signs_for_programs,
    lines_broken_outside_an_array,
    braces_closed_after_cases,
)

TYPOS = {
    "C26": ("An activation functions output", "An activation function's output"),
    "C34": ("become either all be positive", "become either all positive"),
    "C50": ("very time the gradient", "every time the gradient"),
    "C51": ("than the higher one", "than the higher ones"),
    "C82": ("ReLU map all", "ReLU maps all"),
    "C88": ("equation find the", "equation finds the"),
    "C91": ("It react to", "It reacts to"),
    "C92": ("the proportion are", "the proportions are"),
}
"""Slips of the pen, by the claim in whose sentence they stand: as they are, and mended."""


def of_spelling():
    """Return the slips of the pen.

    Returns
    -------
    Errata
    """
    return Errata(Erratum(f"In {id}", f"“{wrong}”", f"“{right}”") for id, (wrong, right) in TYPOS.items())
