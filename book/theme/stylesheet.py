"""One style sheet for the site: the theme's, the extensions', KaTeX' and the book's, with a font of the icons in use.

The theme has its icons from a script of 1.5 MB, or from fonts of 150 kB. About twenty of them are used.
"""

import base64
import hashlib
import io
import logging
import re
from pathlib import Path

import pydata_sphinx_theme
from fontTools import subset
from fontTools.ttLib import TTFont
from sphinx.errors import ExtensionError

HERE = Path(__file__).parent
THEME = ("styles/theme.css", "styles/pydata-sphinx-theme.css")
"""Named in the theme's template; the others are known to Sphinx."""
FONT = "theme/pydata_sphinx_theme/static/vendor/fontawesome/webfonts/fa-solid-900.ttf"
WIDGET = HERE.parent.parent / "actlib" / "widgets" / "explorable.css"
ICON_RULE = re.compile(r"((?:\.fa-[a-z0-9-]+:before,?)+)\{content:\"\\(f[0-9a-f]{3,4}|[0-9a-f]{2})\"\}")


def write_stylesheet(app, exception) -> None:
    """Write ``_static/book.css`` and put its hash into every page, so that no browser keeps an old one."""
    if exception or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    pages = {path: path.read_text(encoding="utf-8") for path in Path(app.outdir).rglob("*.html")}
    css = "\n".join(_sheets(static, app.builder))
    css = with_icons(css, "".join(pages.values()), Path(pydata_sphinx_theme.__file__).parent / FONT)
    (static / "book.css").write_text(css, encoding="utf-8")
    digest = hashlib.sha256(css.encode()).hexdigest()[:12]
    for path, text in pages.items():
        path.write_text(re.sub(r"_static/book\.css(\?v=\w*)?", f"_static/book.css?v={digest}", text), encoding="utf-8")


def _sheets(static, builder):
    """Return the texts of all style sheets, the book's last."""
    files = [static / name for name in THEME]
    for sheet in builder._css_files:
        path = Path(builder.outdir) / str(sheet.filename).split("?")[0]
        if path not in files and "thebe" not in path.name:
            files.append(path)
    files += [HERE / "katex.css", WIDGET, HERE / "book.css"]
    return [_relocated(path, static) for path in files]


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
