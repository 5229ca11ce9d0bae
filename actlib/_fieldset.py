"""How a self-check question looks: as text with the answers below it, and as a form that gives feedback by CSS alone.

The two rules that hide and show the feedback travel with the form, so that it works in any notebook; how it looks on
the site is in the book's style sheet.
"""

import re
import string
import textwrap
from html import escape

from actlib._matrix import formula

RULES = (
    "<style>.question-feedback > p { display: none } "
    ".question-option > input:checked ~ .question-feedback > p { display: block }</style>"
)
WORDS = {True: "Right.", False: "Not so."}


def markup(text):
    """Return text as HTML: ``$…$`` is LaTeX, backticks are code.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> markup("`a` < $b$")
    '<code>a</code> &lt; <span class="tex">\\\\(b\\\\)</span>'
    """
    parts = re.split(r"(\$[^$]+\$|`[^`]+`)", text)
    return "".join(map(_part, parts))


def _part(text):
    if text.startswith("$"):
        return formula(text[1:-1])
    return f"<code>{escape(text[1:-1])}</code>" if text.startswith("`") else escape(text)


def _spoken(text):
    """A name for an option with formulas: read from its label, an exponent would run into its base."""
    return f' aria-label="{escape(text.replace("$", ""))}"' if "$" in text else ""


def text(question, verdicts):
    """Return the question as text.

    Parameters
    ----------
    question : Question
    verdicts : tuple of bool
        Of its options.

    Returns
    -------
    str
    """
    lines = [textwrap.fill(f"Question {question.name}: {question.asks}", 100)]
    lines += [_item(letter, o.text) for letter, o in zip(string.ascii_lowercase, question.options, strict=False)]
    lines.append("Answers:")
    for letter, option, holds in zip(string.ascii_lowercase, question.options, verdicts, strict=False):
        lines.append(_item(letter, f"{WORDS[holds]} {option.feedback}"))
    return "\n".join(lines)


def _item(letter, text):
    return textwrap.fill(text, 100, initial_indent=f"  ({letter}) ", subsequent_indent="      ")


def html(question, verdicts):
    """Return the question as a form; choosing an option shows its feedback.

    Parameters
    ----------
    question : Question
    verdicts : tuple of bool
        Of its options.

    Returns
    -------
    str
    """
    label = "question-" + question.name.replace("/", "-")
    options = "".join(
        f'<div class="question-option">'
        f'<input type="radio" name="{label}" id="{label}-{number}" autocomplete="off"{_spoken(option.text)}>'
        f'<label for="{label}-{number}">{markup(option.text)}</label>'
        # the region is there before its text appears: that is what screen readers announce
        f'<div class="question-feedback" aria-live="polite" data-right="{int(holds)}">'
        f"<p><strong>{WORDS[holds]}</strong> {markup(option.feedback)}</p></div></div>"
        for number, (option, holds) in enumerate(zip(question.options, verdicts, strict=True), 1)
    )
    return (
        f'<form class="question" id="{label}" data-question="{question.name}">{RULES}'
        f"<fieldset><legend>{markup(question.asks)}</legend>{options}</fieldset></form>"
    )
