"""How a claim looks in a notebook: as text, stable from machine to machine, and as HTML with the verdict folded."""

import inspect
import math
import textwrap
from html import escape

WORDS = {"holds": "Holds", "conditional": "Holds on a condition", "false": "False", "blank": "Blank in the notes"}


def rounded(value, tolerance):
    """Return a number as text, to the digits that its tolerance vouches for and no more than nine.

    Parameters
    ----------
    value, tolerance : float

    Returns
    -------
    str

    Examples
    --------
    >>> rounded(0.39894228, 1e-4), rounded(3e-17, 1e-15), rounded(4.53978687e-05, 1e-12), rounded(1.0, 0.0)
    ('0.3989', '0', '4.5397869e-05', '1')
    """
    if tolerance == 0 or not math.isfinite(value):
        return f"{value:.9g}"
    place = math.floor(math.log10(tolerance))
    if abs(value) < 10.0**place:
        return "0"
    digits = math.floor(math.log10(abs(value))) - place + 1
    return f"{value:.{min(digits, 9)}g}"


def _rows(evidence):
    for name, measured in evidence.measured.items():
        expected, tolerance = evidence.expected[name], evidence.tolerance[name]
        sign = "agrees" if evidence.agrees(name) else "DISAGREES"
        numbers = rounded(measured, tolerance), rounded(expected, tolerance), f"{tolerance:.2g}"
        yield (name.replace("_", " "), *numbers, sign)


def text(claim, evidence):
    """Return the card as text.

    Parameters
    ----------
    claim : Claim
    evidence : Evidence
        Of its check.

    Returns
    -------
    str
    """
    said = textwrap.fill(claim.statement, 100, initial_indent="The notes: ", subsequent_indent="           ")
    true = textwrap.fill(claim.correction, 100, initial_indent="In truth:  ", subsequent_indent="           ")
    lines = [f"{claim.id} · {claim.section} · {WORDS[claim.verdict]}", said, *([true] if claim.correction else [])]
    for name, measured, expected, tolerance, sign in _rows(evidence):
        lines.append(f"  {name}: measured {measured}, expected {expected}, within {tolerance}: {sign}")
    return "\n".join(lines)


def html(claim, evidence):
    """Return the card as HTML; verdict, correction, numbers and source open on request.

    Parameters
    ----------
    claim : Claim
    evidence : Evidence
        Of its check.

    Returns
    -------
    str
    """
    cells = "".join(
        f"<tr><th scope='row'>{escape(name)}</th>{''.join(f' <td>{escape(value)}</td>' for value in values)}</tr>"
        for name, *values in _rows(evidence)
    )
    heads = "".join(f"<th scope='col'>{word}</th>" for word in ("number", "measured", "expected", "within", "outcome"))
    works = ", ".join(f"<a href='../reference/bibliography.md#cite-{key}'>{key}</a>" for key in claim.references)
    sources = f"<p class='claim-sources'>Sources: {works}</p>" if works else ""
    correction = f"<p>{escape(claim.correction)}</p>" if claim.correction else ""
    source = escape(inspect.getsource(claim.check))
    return (
        f"<section class='claim-card' id='{claim.id}' data-verdict='{claim.verdict}'>"
        f"<p class='claim-head'><a href='../reference/ledger.ipynb#ledger-{claim.id}'>{claim.id}</a> The notes say:</p>"
        f" <blockquote>{escape(claim.statement)}</blockquote>"
        f"<details class='claim-verdict'><summary>Decide first, then open the verdict on {claim.id}</summary>"
        f"<p><strong>{WORDS[claim.verdict]}.</strong></p>{correction}"
        f"<div class='claim-numbers' tabindex='0' role='region' aria-label='Numbers of {claim.id}'>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{cells}</tbody></table></div>"
        f"{sources}<details class='claim-source'><summary>How {claim.id} is checked</summary>"
        f"<pre tabindex='0'><code>{source}</code></pre></details></details></section>"
    )
