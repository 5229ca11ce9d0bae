"""One style sheet for the site: the theme's, the extensions', KaTeX' and the book's, less what no page uses.

The theme has its icons from a script of 1.5 MB, or from fonts of 150 kB. About twenty of them are used. Of the rules,
which hold up the first paint, two thirds are for parts that the book does not have.
"""

import base64
import hashlib
import io
import logging
import re
from itertools import pairwise
from pathlib import Path

import pydata_sphinx_theme
import tinycss2
from fontTools import subset
from fontTools.ttLib import TTFont
from sphinx.errors import ExtensionError

HERE = Path(__file__).parent
THEME = ("styles/theme.css", "styles/pydata-sphinx-theme.css")
"""Named in the theme's template; the others are known to Sphinx."""
FONT = "theme/pydata_sphinx_theme/static/vendor/fontawesome/webfonts/fa-solid-900.ttf"
OWN = (HERE.parent.parent / "actlib" / "widgets" / "explorable.css", HERE / "book.css")
"""These stay whole: the explorables' script puts names of classes together, ``explorable-color-`` and a number."""
NESTING = {"media", "supports", "layer"}
"""The rules that hold rules."""
NAMED = re.compile(r"""\b(?:class|id)=(?:"([^"]*)"|'([^']*)')|<script[^>]*>(.*?)</script>""", re.DOTALL)
SCRIPT = re.compile(r"""<script[^>]*\ssrc="([^"?#]+)""")
ICON_RULE = re.compile(r"((?:\.fa-[a-z0-9-]+:before,?)+)\{content:\"\\(f[0-9a-f]{3,4}|[0-9a-f]{2})\"\}")


def write_stylesheet(app, exception) -> None:
    """Write ``_static/book.css`` and put its hash into every page, so that no browser keeps an old one."""
    if exception or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    paths = [path for path in Path(app.outdir).rglob("*.html") if static not in path.parents]  # the theme's templates
    pages = {path: path.read_text(encoding="utf-8") for path in paths}
    font = Path(pydata_sphinx_theme.__file__).parent / FONT
    css = with_icons(_sheets(static, app.builder), "".join(pages.values()), font)
    css = in_use(css, names(pages)) + "\n" + "\n".join(path.read_text(encoding="utf-8") for path in OWN)
    (static / "book.css").write_text(css, encoding="utf-8")
    digest = hashlib.sha256(css.encode()).hexdigest()[:12]
    for path, text in pages.items():
        path.write_text(re.sub(r"_static/book\.css(\?v=\w*)?", f"_static/book.css?v={digest}", text), encoding="utf-8")


def _sheets(static, builder):
    """Return the texts of the style sheets that are not the book's own."""
    files = [static / name for name in THEME]
    for sheet in builder._css_files:
        path = Path(builder.outdir) / str(sheet.filename).split("?")[0]
        if path not in files and "thebe" not in path.name:
            files.append(path)
    return "\n".join(_relocated(path, static) for path in [*files, HERE / "katex.css"])


def _relocated(path, static):
    """Return a style sheet whose imports stand in place and whose addresses count from ``_static``."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"/\*# sourceMappingURL=.*?\*/|@charset [^;]*;", "", text)
    text = re.sub(r'@import (?:url\()?"([^"]+)"\)?;', lambda m: _relocated(path.parent / m[1], static), text)
    if not path.is_relative_to(static) or path.parent == static:
        return text
    folder = path.parent.relative_to(static).as_posix()
    return re.sub(r"url\((?!data:|#|[\"']|https?:)", f"url({folder}/", text)


def with_icons(css: str, html: str, font: Path) -> str:
    """Keep only the icons that pages or style sheets use, and put their font into the style sheet."""
    used = set(re.findall(r"\bfa-[a-z0-9-]+", html))
    if not ICON_RULE.search(css):
        raise ExtensionError("the theme's style sheet has no icon rules as known: look at ICON_RULE in stylesheet.py")
    css = re.sub(r"@font-face\{[^}]*Font ?Awesome[^}]*\}", "", css)
    css = ICON_RULE.sub(lambda m: m[0] if used & set(re.findall(r"fa-[a-z0-9-]+", m[1])) else "", css)
    # an icon stands in a style sheet as an escape or as the character itself, in the private area of Unicode
    codes = {int(code, 16) for code in re.findall(r"\"\\(f[0-9a-f]{3})\"", css)}
    codes |= {ord(character) for character in re.findall("[\ue000-\uf8ff]", css)}
    face = 'font-family:"Font Awesome 6 Free";font-weight:900;font-display:block'
    data = base64.b64encode(_subset(font, codes)).decode()
    return f'{css}\n@font-face{{{face};src:url(data:font/woff;base64,{data}) format("woff")}}\n'


def names(pages) -> set:
    """Return each word that may be a class or an identifier, of pages, given by path, and of the scripts they load."""
    found, scripts = set(), set()
    for path, html in pages.items():
        for match in NAMED.finditer(html):
            found.update(re.findall(r"[\w-]+", " ".join(filter(None, match.groups()))))
        scripts.update((path.parent / name).resolve() for name in SCRIPT.findall(html))
    for path in scripts:
        found.update(re.findall(r"[\w-]+", path.read_text(encoding="utf-8")))
    return found


def in_use(css: str, names: set) -> str:
    """Keep the selectors whose classes and identifiers are all among ``names``, and the rules that keep a selector."""
    return "\n".join(_kept(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), names))


def _kept(rules, names):
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [tinycss2.serialize(one).strip() for one in _selectors(rule.prelude) if _needs(one) <= names]
            if selectors:
                yield f"{','.join(selectors)}{{{tinycss2.serialize(rule.content).strip()}}}"
        elif rule.type == "at-rule" and rule.content is not None and rule.lower_at_keyword in NESTING:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            kept = "\n".join(_kept(inner, names))
            if kept:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{kept}}}"
        elif rule.type == "error":
            raise ExtensionError(f"a style sheet cannot be read at line {rule.source_line}: {rule.message}")
        else:
            yield rule.serialize()


def _selectors(prelude):
    """Split a list of selectors at its commas; those in brackets, as of ``:is(a, b)``, are no tokens of the list."""
    found = [[]]
    for token in prelude:
        if token == ",":
            found.append([])
        else:
            found[-1].append(token)
    return found


def _needs(selector):
    """Return the classes and identifiers without which a selector matches nothing; ``:not(.a)`` needs none."""
    classes = {after.value for dot, after in pairwise(selector) if dot == "." and after.type == "ident"}
    return classes | {token.value for token in selector if token.type == "hash"}


def _subset(path, codes):
    logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells every step
    font = TTFont(path)
    cutter = subset.Subsetter(subset.Options(notdef_outline=False, drop_tables=["GSUB", "GPOS"]))
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    font.flavor = "woff"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
