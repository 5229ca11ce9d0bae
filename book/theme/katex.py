"""Mathematics becomes HTML when the book is built: readers need no script, and nothing is fetched from elsewhere.

KaTeX is JavaScript. QuickJS, a small engine that pip installs as a wheel, runs it: no Node.js on the machine.
"""

import json
import re
from functools import lru_cache
from html import unescape
from pathlib import Path

import quickjs
import sphinxcontrib.katex as shipped
from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.locale import _
from sphinx.util.math import get_node_equation_number, wrap_displaymath

STYLE = Path(__file__).parent / "katex.css"
SCRIPT = Path(shipped.SRC_DIR) / "katex.min.js"


@lru_cache(1)
def engine() -> quickjs.Context:
    """Return KaTeX, loaded once in each process, if its style sheet here is of the same version."""
    context = quickjs.Context()
    context.eval(SCRIPT.read_text(encoding="utf-8") + "\n;0")
    script, style = context.eval("katex.version"), STYLE.read_text(encoding="utf-8").split()[2].rstrip(",")
    if script != style:
        # another version's style sheet shows subscripts at full size
        raise ExtensionError(
            f"sphinxcontrib-katex renders with KaTeX {script}, but {STYLE.name} and its fonts are of KaTeX {style}; "
            "install the version in requirements.txt, or replace both"
        )
    context.eval("var render = (tex, options) => JSON.stringify(katex.renderToString(tex, JSON.parse(options)));0")
    return context


@lru_cache(4096)
def render(latex: str, display: bool) -> str:
    r"""Return the HTML and MathML of a formula.

    Raises
    ------
    quickjs.JSException
        If KaTeX does not understand it; the message says where.

    Examples
    --------
    >>> 'class="katex"' in render(r"\alpha", display=False)
    True
    """
    options = json.dumps({"displayMode": display, "throwOnError": True, "strict": "error", "trust": False})
    return json.loads(engine().get("render")(latex, options))


def _rendered(latex, display, where):
    try:
        return render(latex, display)
    except quickjs.JSException as error:
        reason = str(error).strip().splitlines()[0]
        raise ExtensionError(f"KaTeX cannot render a formula in {where}: {latex!r}: {reason}") from error


IN_OUTPUT = re.compile(r'<span class="tex">\\\((.*?)\\\)</span>', re.DOTALL)


def formulas_in_outputs(app, pagename, templatename, context, doctree) -> None:
    """Render the formulas that a cell's HTML carries as LaTeX, which JupyterLab would typeset in the browser."""
    del app, templatename, doctree
    if "body" in context:
        context["body"] = IN_OUTPUT.sub(
            lambda match: f'<span class="math">{_rendered(unescape(match[1]), False, pagename)}</span>', context["body"]
        )


class KatexRenderer:
    """Visitors of formulas for Sphinx's HTML writer."""

    def visit_inline(self, writer, node: nodes.math) -> None:
        """Write a formula in a line of text."""
        writer.body.append(writer.starttag(node, "span", "", CLASS="math"))
        writer.body.append(self._html(node, node.astext(), display=False) + "</span>")
        raise nodes.SkipNode

    def visit_block(self, writer, node: nodes.math_block) -> None:
        """Write a displayed formula, with its number and a link to it."""
        # a wide formula scrolls by itself, also by keyboard, instead of widening the page
        writer.body.append(writer.starttag(node, "div", CLASS="math", tabindex="0", role="group"))
        if node["number"]:
            writer.body.append(f'<span class="eqno">({get_node_equation_number(writer, node)})')
            writer.add_permalink_ref(node, _("Permalink to this equation"))
            writer.body.append("</span>")
        writer.body.append(self._html(node, _display_source(node), display=True) + "</div>\n")
        raise nodes.SkipNode

    def _html(self, node, latex, display):
        return _rendered(latex, display, f"{node.source}:{node.line}" if node.source else "a notebook")


def _display_source(node):
    if not node.get("nowrap", False):
        return wrap_displaymath(node.astext(), None, False)
    # Sphinx numbers the block once; the environments with a star do not number its rows again
    return re.sub(r"\\(begin|end)\{(align|equation|gather|alignat)\}", r"\\\1{\2*}", node.astext())
