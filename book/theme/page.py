"""What a page loads: nothing from other hosts, nothing it does not use, and nothing that holds up its first sight."""

import html
import re
from pathlib import Path

from docutils import nodes

UNWANTED = re.compile(r"thebe|mathjax|requirejs|html-manager", re.IGNORECASE)
SOURCE = re.compile(r"""href=(['\"])(\.\./[a-z_]+/[a-z_]+)\.(?:ipynb|md)(#[^'\"]*)?\1""")
IMMEDIATE = {"search": ("documentation_options.js", "doctools.js")}
"""What inline scripts need at once, by page; all other scripts wait until the page has been read."""
LONGEST = 158
"""Characters of a description that search engines show."""
UNUSED = (
    "scripts/fontawesome.js", "sphinx-thebe.js", "sphinx-thebe.css", "play-solid.svg", "vendor/fontawesome",
    "*webpack-macros.html",
    "scripts/*.map", "styles/*.map",
)  # fmt: skip


def keep_needed_scripts(app, pagename, templatename, context, doctree) -> None:
    """Drop scripts that are unwanted or there twice, and defer the others."""
    del app, templatename, doctree
    immediate = IMMEDIATE.get(pagename, ("documentation_options.js",))
    kept = {}
    for script in context["script_files"]:
        text = f"{script.filename or ''} {script.attributes.get('body', '')}"
        if UNWANTED.search(text):
            continue
        script.attributes.pop("async", None)
        script.attributes.pop("defer", None)
        if script.filename and not str(script.filename).endswith(immediate):
            script.attributes["defer"] = "defer"
        kept.setdefault(text, script)
    context["script_files"][:] = kept.values()


def load_what_tables_need(app, pagename, templatename, context, doctree) -> None:
    """Add the script of the searchable tables to the pages that have one."""
    del pagename, templatename, doctree
    if '<table class="matrix"' in context.get("body", ""):
        app.add_js_file("matrix.js", priority=402, defer="defer")


def summary_of(title: str, doctree) -> str:
    """Return what a page is about in some 160 characters: its goals if it names them, else how it begins."""
    texts = []
    if doctree is not None:
        goals = doctree.next_node(nodes.bullet_list)
        start = doctree.next_node(nodes.paragraph)
        if start is not None and start.astext().endswith("you can") and goals is not None:
            texts = [item.astext().rstrip(";.") for item in goals.children]
        elif start is not None:
            texts = [start.astext()]
        texts = [text for text in texts if "\\" not in text]  # the source of a formula says little
    words = " ".join(f"{title}: {'; '.join(texts)}".split()) if texts else f"{title} of the book Activation Functions"
    return words if len(words) <= LONGEST else words[: words.rindex(" ", 0, LONGEST)].rstrip(",;:") + " …"


def tell_search_engines(app, pagename, templatename, context, doctree) -> None:
    """Give each page a description, which search engines show beneath its title."""
    del app, pagename, templatename
    title = html.unescape(re.sub("<[^>]*>", "", context.get("title") or "Index"))
    text = html.escape(summary_of(title, doctree), quote=True)
    context["metatags"] = f'{context.get("metatags", "")}\n<meta name="description" content="{text}">'


def lead_to_pages(app, pagename, templatename, context, doctree) -> None:
    """Let the links in cells' outputs lead to pages; in a notebook they lead to the sources beside it."""
    del app, pagename, templatename, doctree
    if "body" in context:
        context["body"] = SOURCE.sub(r"href=\1\2.html\3\1", context["body"])


def mend_roles(app, pagename, templatename, context, doctree) -> None:
    """Replace a role of docutils' bibliographies, given up by WAI-ARIA 1.3, by that which their list asks for."""
    del app, pagename, templatename, doctree
    if "body" in context:
        context["body"] = context["body"].replace('role="doc-biblioentry"', 'role="listitem"')


def remove_unused_files(app, exception) -> None:
    """Delete what no page loads any more, so that the site can be carried on a slow line."""
    if exception or app.builder.format != "html":
        return
    for pattern in UNUSED:
        for path in sorted((Path(app.outdir) / "_static").glob(pattern)):
            _remove(path)


def _remove(path):
    if path.is_dir():
        for child in path.iterdir():
            _remove(child)
        path.rmdir()
    else:
        path.unlink()
