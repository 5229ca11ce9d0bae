"""The description of a state: a template of words, filled once by Python and looked up by the browser."""

import string

FORMATTER = string.Formatter()


def split(template: str) -> list[str | tuple[str, str]]:
    """Return the pieces of a format template: text as it is, fields as pairs of name and format.

    Examples
    --------
    >>> split("at α = {alpha:.2f}.")
    ['at α = ', ('alpha', '.2f'), '.']
    """
    pieces = []
    for text, name, spec, conversion in FORMATTER.parse(template):
        if text:
            pieces.append(text)
        if name is not None:
            if not name.isidentifier() or conversion:
                raise ValueError(f"describe: fields are names with a format, as {{alpha:.2f}}, got {name!r}")
            pieces.append((name, spec or ""))
    return pieces


def fill(value, spec: str) -> str:
    """Return one field as text, with a true minus sign for numbers.

    Examples
    --------
    >>> fill(-0.254, ".2f")
    '−0.25'
    >>> fill(-0.001, ".2f")
    '0.00'
    """
    text = format(value, spec)
    if isinstance(value, str):
        return text
    if not text.strip("-+0.%"):
        text = text.lstrip("-")  # a rounded -0.001 is no different from 0
    return text.replace("-", "−")
