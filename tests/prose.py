"""Finds numbers in the prose of a notebook that the page does not print.

A number of the prose is *printed* if an output of the page, rounded to as many digits, says the same, and *named* if it
stands as a number in code: of the page's cells, or of the modules that make the chapter's claims, scenes and questions.
Free are, and nothing else:

- whole numbers up to ten, unless "%", "times", "about" or the like makes a figure of them;
- in formulas, whole numbers below 100 that do not follow a sign of approximation: coefficients and exponents; and all
  exponents of 2, the constants of the formats of floats;
- years from 1900 to 2099 that stand in brackets or after "in", versions of software, and right angles and their halves;
- numbers of exercises and of lists, of claims and equations, and what is code, a citation or an address.
"""

import io
import re
import tokenize

import nbformat

NUMBER = r"(?<![\w.])[0-9]+(?:[,_ ][0-9]{3})*(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?(?![\w]|\.[0-9])"
IGNORED = (
    r"(?ms)^```.*?^```",  # code
    r"`[^`\n]+`(?:\{[^}]*\})?",
    r"\{[a-z:]+\}`[^`]*`",  # roles: citations, links to pages, terms
    r"\]\([^)]*\)|<https?:[^>]*>|https?:\S+",  # addresses
    r"(?m)^#+ (?:[0-9]+\. )?",  # numbers of exercises
    r"(?m)^ *[0-9]+\. ",  # and of lists
    r"(?m)^:{3,}.*$",  # directives, with their titles
    r"\b[Ee]xercises? [0-9]+(?:(?:,| and| to) [0-9]+)*|\b[Qq]uestions? [0-9]+|\b[Ff]igure [0-9]+|\bC[0-9]{2}\b",
    r"\bversion [0-9.]*[0-9]|\b(?:45|90)°",
    r"(?<![\w.])2\^\{-?[0-9]+\}",  # constants of floats
    r"\(\s*(?:19|20)[0-9]{2}\s*\)|\bin (?:19|20)[0-9]{2}\b",  # years
)
FORMULA = r"(?s)\$\$.*?\$\$|\$[^$]+\$"
MEASURED = r"\s*(?:%|\\%|per ?cent\b|times\b|‰)"
ROUGHLY = r"(?:\\approx|≈|\\sim|\babout|\bnearly|\broughly|\baround|\balmost)\s*\$?$"


def violations(path, sources=()):
    """Return the numbers in a notebook's markdown that are neither printed, nor named, nor free.

    Parameters
    ----------
    path : path
        A notebook with its outputs.
    sources : sequence of str
        Code of the modules behind it.

    Returns
    -------
    list of str
        Each number with its surroundings.
    """
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    named = {value for text in (*(cell.source for cell in code), *sources) for value in literals(text)}
    printed = [value for cell in code for output in cell.outputs for value in figures(_text(output))]
    return [
        told
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for value, digits, factors, told in stated(cell.source)
        if not is_named(value, factors, named) and not is_printed(value, digits, factors, printed)
    ]


def stated(markdown):
    """Yield the numbers of a text that need a source: value, decimal digits, factors on the source, surroundings."""
    for pattern in IGNORED:
        markdown = re.sub(pattern, lambda m: " " * len(m[0]), markdown)
    formulas = [match.span() for match in re.finditer(FORMULA, markdown)]
    for match in re.finditer(NUMBER, markdown):
        value, digits = parsed(match[0])
        before, after = markdown[: match.start()], markdown[match.end() :]
        whole = digits == 0 and re.fullmatch("[0-9]+", match[0])
        inside = any(start < match.start() < end for start, end in formulas)
        measured = re.match(MEASURED, after) or re.search(ROUGHLY, before)
        if whole and not measured and value <= (99 if inside else 10):
            continue
        percent = re.match(r"\s*(?:%|\\%|per ?cent\b)", after)
        told = re.sub(r"\s+", " ", markdown[max(0, match.start() - 40) : match.end() + 20]).strip()
        # a percentage may be printed as the share that it is
        yield value, digits, (1, 100) if percent else (1,), f"{match[0]} in “{told}”"


def parsed(text):
    """Return a number's value and how many decimal digits it states."""
    text = re.sub("[,_ ]", "", text)
    mantissa, _, exponent = text.partition("e")
    return float(text), len(mantissa.partition(".")[2]) - int(exponent or 0)


def literals(code):
    """Yield the numbers that stand in code, outside strings and comments."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(code).readline):
            if token.type == tokenize.NUMBER and not token.string.endswith(("j", "J")):
                yield float(int(token.string, 0)) if token.string[:2] in ("0x", "0b") else float(token.string)
    except (tokenize.TokenError, IndentationError):
        return


def figures(text):
    """Yield the numbers that stand in printed text."""
    plain = text.replace("−", "-")
    for number in re.findall(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]*)?(?:e[-+]?[0-9]+)?", plain):
        yield float(number.replace(",", ""))


def is_named(value, factors, named):
    """Whether a number stands in code."""
    return any(abs(value - factor * other) <= 1e-12 * value for other in named for factor in factors)


def is_printed(value, digits, factors, printed):
    """Whether a printed number, rounded to as many digits, is the same."""
    near = 0.5 * 10.0**-digits * (1 + 1e-9)
    return any(
        abs(value - factor * other) <= near and (value == 0) == (other == 0) for other in printed for factor in factors
    )


def _text(output):
    return output.get("text") or output.get("data", {}).get("text/plain", "")
