"""The page that comes back to a student: nothing on it runs, and nothing on it is asked of another host."""

import html
import re

from jinja2 import BytecodeCache
from latex2mathml.converter import convert
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"
_SCRIPT = re.compile(r"<script\b.*?</script\s*>", re.DOTALL | re.IGNORECASE)
_LINK = re.compile(r"<link\b[^>]*>", re.IGNORECASE)


class _Compiled(BytecodeCache):
    """Templates compiled once a process; compiling them takes longer than all else about a page."""

    def __init__(self):
        self.codes = {}

    def load_bytecode(self, bucket):
        """Give a template its code, if it is there."""
        if code := self.codes.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket):
        """Keep the code of a template."""
        self.codes[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


class Exporter(HTMLExporter):
    """nbconvert's, which compiles its templates anew for each page, with a memory."""

    def _create_environment(self):
        environment = super()._create_environment()
        environment.bytecode_cache = _COMPILED
        return environment


class _WithMath(IPythonRenderer):
    """Writes formulas as MathML, which browsers draw without help."""

    def block_math(self, body):
        """Return a formula on its own line."""
        return _formula(body, "block")

    def inline_math(self, body):
        """Return a formula in a sentence."""
        return _formula(body, "inline")

    def latex_environment(self, name, body):
        """Return an environment, which is a formula of its own."""
        return _formula(rf"\begin{{{name}}}{body}\end{{{name}}}", "block")


def _formula(tex: str, display: str) -> str:
    try:
        return convert(tex, display=display)
    except Exception:  # a student may write what is no formula; it is then shown as it was written
        return f"<code>{html.escape(tex)}</code>"


def markdown(source: str) -> str:
    """Return a Markdown text as HTML, with formulas as MathML.

    Examples
    --------
    >>> "<math" in markdown(r"As $\\alpha$ grows")
    True
    >>> markdown("*Costs* 5 dollars")
    '<p><em>Costs</em> 5 dollars</p>\\n'
    """
    return MarkdownWithMath(renderer=_WithMath(escape=False)).render(source)


def still(page: str) -> str:
    """Return a page without scripts and links to style sheets, under a policy that lets nothing in.

    Examples
    --------
    >>> still("<head></head><script>alert()</script><p>")[-10:]
    '</head><p>'
    """
    meta = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    page = _LINK.sub("", _SCRIPT.sub("", page))
    return page.replace("<head>", f"<head>\n{meta}", 1)


def refusal(assignment: str, reason: str) -> str:
    """Return the page about a file that could not be read."""
    return still(
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{html.escape(assignment)}</title></head>'
        f"<body><h1>{html.escape(assignment)}: not graded</h1><p>{html.escape(reason)}</p>"
        "<p>Hand in the notebook once more, or ask your instructor. Check it first: "
        "<code>python -m actlib.assignments check</code> and its name.</p></body></html>\n"
    )
