"""What a reader can do with a page: run it, download it, and tell what is wrong with it."""

import html
import os
from pathlib import Path
from urllib.parse import quote, urlencode

from sphinx.application import Sphinx

FORGE = "https://github.com"
BINDER = "https://mybinder.org/v2/gh"
COLAB = "https://colab.research.google.com/github"


def setup_links(app: Sphinx) -> None:
    """Register the address of the public repository, and the links of every page."""
    app.add_config_value("actbook_repository", "", "html", str)
    app.connect("html-page-context", add_links, priority=800)


def repository_of(app: Sphinx) -> str:
    """Return "owner/name" of the public repository, or "": from the environment, as forges set it, or _config.yml."""
    return os.environ.get("ACTBOOK_REPOSITORY", app.config.actbook_repository)


def links(pagename: str, source: str, repository: str, version: str) -> list[tuple[str, str]]:
    """Return the links of a page as (text, address); addresses on the site start with "/".

    Examples
    --------
    >>> links("a/b", "a/b.ipynb", "", "1.0")
    [('Download the notebook', '/_sources/a/b.ipynb')]
    >>> [text for text, _ in links("a/b", "a/b.ipynb", "o/n", "1.0")]
    ['Download the notebook', 'Run on Binder', 'Run on Colab', 'Report an error on this page']
    """
    notebook = source.endswith(".ipynb")
    found = [("Download the notebook" if notebook else "Download the source", f"/_sources/{source}")]
    if repository and notebook:
        found.append(("Run on Binder", f"{BINDER}/{repository}/main?{urlencode({'labpath': f'book/{source}'})}"))
        found.append(("Run on Colab", f"{COLAB}/{repository}/blob/main/{quote(f'book/{source}')}"))
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
    repository, version = repository_of(app), app.config.release
    items = []
    for text, address in links(pagename, source, repository, version):
        address = context["pathto"](address.lstrip("/"), 1) if address.startswith("/") else address
        kind = " download" if text.startswith("Download") else ""
        items.append(f'<li><a href="{html.escape(address, quote=True)}"{kind}>{html.escape(text)}</a></li>')
    place = f"<span>{html.escape(pagename)}</span>, version {html.escape(version)}"
    asks = "" if repository else "In a report of an error, name the page and the version: "
    context["body"] += (
        f'<nav class="page-links" aria-label="This page"><ul>{"".join(items)}</ul><p>{asks}{place}</p></nav>'
    )
