"""What a reader can do with a page: run it, download it, and tell what is wrong with it."""

import html
import os
from pathlib import Path
from urllib.parse import quote, urlencode

from sphinx.application import Sphinx
from sphinx.config import Config

FORGE = "https://github.com"
BINDER = "https://mybinder.org/v2/gh"
COLAB = "https://colab.research.google.com/github"
COPIES = "colab"
"""The branch with the notebooks for Colab, which begin by installing the library: `distribution.colab` writes them."""


def setup_links(app: Sphinx) -> None:
    """Register where the public repository and JupyterLite are, and the links of every page."""
    app.add_config_value("actbook_repository", "", "html", str)
    app.add_config_value("actbook_lite", "", "html", str)
    app.connect("config-inited", ask_environment)
    app.connect("html-page-context", add_links, priority=800)


def ask_environment(app: Sphinx, config: Config) -> None:
    """Let the environment override _config.yml; then Sphinx writes the pages anew when one of them changes."""
    del app
    config.actbook_repository = os.environ.get("ACTBOOK_REPOSITORY", config.actbook_repository)
    config.actbook_lite = os.environ.get("ACTBOOK_LITE", config.actbook_lite)


def links(pagename: str, source: str, repository: str, version: str, lite: str = "") -> list[tuple[str, str]]:
    """Return the links of a page as (text, address); addresses on the site start with "/".

    Examples
    --------
    >>> links("a/b", "a/b.ipynb", "", "1.0")
    [('Download the notebook', '/_sources/a/b.ipynb')]
    >>> [text for text, _ in links("a/b", "a/b.ipynb", "o/n", "1.0")]
    ['Download the notebook', 'Run on Binder', 'Run on Colab', 'Report an error on this page']
    >>> links("a/b", "a/b.ipynb", "", "1.0", lite="lite")[1]
    ('Run in this browser', '/lite/lab/index.html?path=a%2Fb.ipynb')
    """
    notebook = source.endswith(".ipynb")
    found = [("Download the notebook" if notebook else "Download the source", f"/_sources/{source}")]
    if lite and notebook:
        found.append(("Run in this browser", f"/{lite}/lab/index.html?{urlencode({'path': source})}"))
    if repository and notebook:
        found.append(("Run on Binder", f"{BINDER}/{repository}/main?{urlencode({'labpath': f'book/{source}'})}"))
        found.append(("Run on Colab", f"{COLAB}/{repository}/blob/{COPIES}/{quote(source)}"))
    if repository:
        body = f"Page: {pagename}\nVersion: {version}\n\nWhat is wrong, and what would be right?\n\n"
        query = urlencode({"title": f"Error in {pagename}", "body": body})
        found.append(("Report an error on this page", f"{FORGE}/{repository}/issues/new?{query}"))
    return found


def add_links(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Put the links at the end of a page; without a public repository, say what a report should name."""
    del templatename
    if doctree is None or "body" not in context:
        return  # a page that nobody wrote: search, index
    source = Path(app.env.doc2path(pagename, base=False)).as_posix()
    repository, version = app.config.actbook_repository, app.config.release
    items = []
    for text, address in links(pagename, source, repository, version, app.config.actbook_lite):
        address = context["pathto"](address.lstrip("/"), 1) if address.startswith("/") else address
        kind = " download" if text.startswith("Download") else ""
        items.append(f'<li><a href="{html.escape(address, quote=True)}"{kind}>{html.escape(text)}</a></li>')
    place = f"<span>{html.escape(pagename)}</span>, version {html.escape(version)}"
    asks = "" if repository else "In a report of an error, name the page and the version: "
    context["body"] += (
        f'<nav class="page-links" aria-label="This page"><ul>{"".join(items)}</ul><p>{asks}{place}</p></nav>'
    )
