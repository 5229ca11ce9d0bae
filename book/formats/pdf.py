"""The book as PDF: all chapters as one page, printed by Chromium, with bookmarks, tags and page numbers.

The contents can name a chapter's page only when it is known, so the book is printed twice.
"""

import io
import re
import shutil
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from playwright.sync_api import sync_playwright
from pygments.formatters import HtmlFormatter
from pypdf import PdfReader

from book.formats import front
from book.formats.pages import ROOT, chapters, classes, element, relink, words

HERE = Path(__file__).parent
THEME = ROOT / "book" / "theme"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
DATE = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}[+-]\d\d'\d\d'")
CODE = "a11y-high-contrast-light"


def write(site, path):
    """Print the site's chapters into a PDF file."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise FileNotFoundError("no Chromium on the PATH, which prints the book: apt-get install chromium")
    book = prepared(site)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        folder = Path(folder)
        _supplies(site, book, folder)
        chromium = playwright.chromium.launch(executable_path=browser, args=FLAGS)
        first = _print(chromium, folder, document(book, {}), outline=False, tagged=False)
        data = _print(chromium, folder, document(book, pages_of(first)), outline=True, tagged=True)
        chromium.close()
    Path(path).write_bytes(dated(data))


def prepared(site):
    """Return the chapters with names that are their own in the whole book, and links that lead to these."""
    book = chapters(site)
    keys = {chapter.name: chapter.key for chapter in book}
    for chapter in book:
        relink(chapter, keys, lambda name, fragment: f"#{keys[name]}" + (f"--{fragment}" if fragment else ""))
        for node in chapter.body.iter():
            if node.get("id"):
                node.set("id", f"{chapter.key}--{node.get('id')}")
            if node.tag in ("h1", "h2", "h3", "h4", "h5"):
                node.tag = f"h{int(node.tag[1]) + 1}"
        for formula in chapter.body.iter("span"):
            if "katex" in classes(formula):
                _aloud(formula)
        chapter.body.set("id", chapter.key)
    return book


def _aloud(formula):
    """Keep the drawn form of a formula, under its source as the words for who cannot see it."""
    spoken = formula.find("span[@class='katex-mathml']")
    formula.set("role", "img")
    formula.set("aria-label", " ".join(words(spoken.find(".//annotation")).split()))
    formula.remove(spoken)


def document(book, pages):
    """Return the whole book as one XHTML text; `pages` are the numbers for the contents, by chapter."""
    body = element("body", None, front.title_page(), _contents(book, pages))
    part = None
    for chapter in book:
        if chapter.part != part:
            part = chapter.part
            body.append(element("section", None, element("h1", part), class_="part"))
        body.append(chapter.body)
    style = "\n".join((
        (THEME / "katex.css").read_text(encoding="utf-8"),
        HtmlFormatter(style=CODE).get_style_defs(".highlight"),
        (HERE / "pdf.css").read_text(encoding="utf-8"),
    ))  # fmt: skip
    head = element("head", None, element("title", "{title} {version}".format(**front.facts())), element("style", style))
    html = element("html", None, head, body, xmlns="http://www.w3.org/1999/xhtml", lang="en")
    return '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n' + ElementTree.tostring(html, encoding="unicode")


def _contents(book, pages):
    section = element("section", None, element("h1", "Contents"), class_="contents", id="contents")
    part = None
    for chapter in book:
        if chapter.part != part:
            part = chapter.part
            section.append(element("p", part, class_="contents-part"))
        line = element("a", None, element("span", chapter.title, class_="contents-title"), href=f"#{chapter.key}")
        line.append(element("span", None, class_="contents-dots"))
        line.append(element("span", str(pages.get(chapter.key, "000")), class_="contents-page"))
        section.append(element("p", None, line, class_="contents-line"))
    return section


def _supplies(site, book, folder):
    """Put the images and KaTeX' fonts beside the text."""
    for name in {name for chapter in book for name in chapter.images}:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(Path(site) / name, folder / name)
    shutil.copytree(THEME / "static" / "katex", folder / "katex")


def _print(chromium, folder, text, **options):
    (folder / "book.xhtml").write_text(text, encoding="utf-8")
    page = chromium.new_page(color_scheme="light")
    page.goto((folder / "book.xhtml").as_uri())
    if page.locator("parsererror").count():  # Chromium shows what stands before an error, and prints it
        raise ValueError("the book is not well-formed XML: " + page.locator("parsererror").first.inner_text())
    page.evaluate("document.fonts.ready")
    data = page.pdf(prefer_css_page_size=True, print_background=True, **options)
    page.close()
    return data


def pages_of(data):
    """Return the number of the page on which each named place of the book stands."""
    reader = PdfReader(io.BytesIO(data))
    return {
        name.lstrip("/"): reader.get_destination_page_number(place) + 1
        for name, place in reader.named_destinations.items()
    }


def dated(data):
    """Return the printed book with the book's time in place of the printing's, so that two prints are equal."""
    when = time.strftime("%Y%m%d%H%M%S", time.gmtime(front.epoch())).encode()
    changed, count = DATE.subn(rb"\g<1>" + when + rb"+00'00'", data)
    if count != 2:
        raise ValueError(f"the printed book has {count} times where a creation and a change were known: look at DATE")
    return changed
