"""The content security policy of the site: a page runs the site's own scripts, and nothing from elsewhere.

Every page carries it, since a static site cannot count on its server; `_headers` holds it, with what a page cannot say
itself, for servers that read such a file (Netlify, Cloudflare Pages).
"""

import base64
import hashlib
import html
import re
from pathlib import Path

INLINE = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)
DATA = re.compile(r"\bsrc=|type=\"?(application/[^\"]*json|text/x-)")
HANDLER = re.compile(r'(<[a-z][^<>]*?) on[a-z]+="([^"]*)"')
ACTS = {"window.print()": "print", "toggleFullScreen()": "fullscreen"}
"""What the theme's buttons do by attributes, which no hash can vouch for; the script in layout.html does it instead."""
HEAD = re.compile(r"<meta charset=[^>]*>")

OWN = "'self' file:"
"""The site itself, also from a disk, where 'self' means nothing; a page from a server cannot load file: at all."""
STRICT = {
    "default-src": OWN,
    "img-src": f"{OWN} data:",
    "font-src": f"{OWN} data:",
    # KaTeX positions its boxes, and tables their columns, by style attributes
    "style-src": f"{OWN} 'unsafe-inline'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": "frame-ancestors 'self'",
}


def policy_of(page: str) -> str:
    """Return the policy of a page: scripts of the site, and the page's own inline ones by their hashes.

    Examples
    --------
    >>> policy_of("<script>let a</script><script src='b.js'></script>").split("; ")[-1]
    "script-src 'self' file: 'sha256-IfEXP/8HLuXoAiy0hZVrCAcjcLsZqYFpLOHDGj8enqE='"
    """
    texts = [found["text"] for found in INLINE.finditer(page) if not DATA.search(found["attributes"])]
    hashes = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts if text.strip()}
    scripts = " ".join([OWN, *(f"'sha256-{digest}'" for digest in sorted(hashes))])
    return "; ".join([*(f"{name} {value}" for name, value in STRICT.items()), f"script-src {scripts}"])


def without_handlers(page: str) -> str:
    """Return a page whose buttons say what they do in ``data-act``.

    Raises
    ------
    KeyError
        If something on the page has a handler that is not known.

    Examples
    --------
    >>> without_handlers('<button class="a" onclick="window.print()">')
    '<button class="a" data-act="print">'
    """
    return HANDLER.sub(lambda found: f'{found[1]} data-act="{ACTS[found[2]]}"', page)


def with_policy(page: str) -> str:
    """Return a page with its policy right behind the declaration of its character set, before anything is loaded."""
    meta = f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy_of(page), quote=True)}">'
    changed, count = HEAD.subn(lambda match: f"{match[0]}\n    {meta}", page, count=1)
    if not count:
        raise ValueError("the page has no <meta charset>, behind which its policy belongs")
    return changed


def write_policies(app, exception) -> None:
    """Give every page its policy, and write the file of headers."""
    if exception or app.builder.format != "html":
        return
    folder = Path(app.outdir)
    for path in folder.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        if "_static" not in path.relative_to(folder).parts and 'http-equiv="Content-Security-Policy"' not in page:
            path.write_text(with_policy(without_handlers(page)), encoding="utf-8")
    lines = ["/*", *(f"  {name}: {value}" for name, value in HEADERS.items())]
    (folder / "_headers").write_text("\n".join(lines) + "\n", encoding="utf-8")
