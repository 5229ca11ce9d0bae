"""The book as EPUB 3: a file a chapter, formulas as MathML, pictures as SVG.

Sphinx has a builder for this format; it would write every page anew, beside the site and its transforms. Here the
package is laid around the pages that the site has, and EPUBCheck says in the tests whether it is well made.
"""

import copy
import mimetypes
import time
import uuid
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from book.formats import front
from book.formats.pages import chapters, classes, element, relink, words

HERE = Path(__file__).parent
APPLIED = "\N{FUNCTION APPLICATION}"
XHTML, EPUB = "http://www.w3.org/1999/xhtml", "http://www.idpf.org/2007/ops"
CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>
"""


def write(site, path):
    """Write the site's chapters into an EPUB file."""
    book = chapters(site)
    names = {chapter.name: chapter.key for chapter in book}
    files = {"title.xhtml": page(front.facts()["title"], front.title_page())}
    for chapter in book:
        _mathml(chapter.body)
        relink(chapter, names, lambda name, fragment: f"{names[name]}.xhtml" + (f"#{fragment}" if fragment else ""))
        for image in chapter.body.iter("img"):
            source = Path(site) / image.get("src")
            image.set("src", f"images/{source.name}")
            files.setdefault(f"images/{source.name}", source.read_bytes())
        files[f"{chapter.key}.xhtml"] = page(chapter.title, chapter.body)
    files["nav.xhtml"] = navigation(book)
    files["book.css"] = (HERE / "epub.css").read_bytes()
    files["package.opf"] = package(book, files)
    pack(path, {"META-INF/container.xml": CONTAINER.encode(), **{f"book/{name}": data for name, data in files.items()}})


def pack(path, files):
    """Write an EPUB container; its first file is the uncompressed media type, its times are the book's."""
    when = time.gmtime(max(front.epoch(), 315532800))[:6]  # ZIP knows no time before 1980
    with zipfile.ZipFile(path, "w") as container:
        container.writestr(zipfile.ZipInfo("mimetype", when), "application/epub+zip")
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, when)
            entry.external_attr = 0o644 << 16
            container.writestr(entry, files[name], zipfile.ZIP_DEFLATED, 9)


def page(title, body):
    """Return an XHTML file."""
    head = element("head", None, element("title", title), element("link", rel="stylesheet", href="book.css"))
    html = element("html", None, head, element("body", None, body), xmlns=XHTML, lang="en")
    html.set("xmlns:epub", EPUB)
    return _text(html, "<!DOCTYPE html>\n")


def _text(tree, doctype=""):
    head = '<?xml version="1.0" encoding="utf-8"?>\n' + doctype
    return (head + ElementTree.tostring(tree, encoding="unicode")).encode()


def _mathml(body):
    """Leave of each formula its MathML, made valid, with its source as the text for readers that know no MathML."""
    for parent in list(body.iter()):
        for position, child in enumerate(list(parent)):
            if "katex" in classes(child):
                math = copy.copy(child.find(".//math"))
                math.tail = child.tail
                math.set("alttext", " ".join((math.find(".//annotation").text or "").split()))
                _mend(math)
                parent[position] = math


def _mend(math):
    """Correct what KaTeX writes against MathML's schema: empty lengths, and an invisible sign as a third argument."""
    for node in math.iter():
        if node.get("columnspacing") == "":
            del node.attrib["columnspacing"]
        if node.tag in ("msub", "msup", "msubsup"):
            for sign in [child for child in node if child.tag == "mo" and child.text == APPLIED]:
                node.remove(sign)


def navigation(book):
    """Return the table of contents: parts, chapters and their sections."""
    top = element("ol", None, element("li", None, element("a", "Title page", href="title.xhtml")))
    parts = {}
    for chapter in book:
        entry = element("li", None, element("a", chapter.title, href=f"{chapter.key}.xhtml"))
        sections = [s for s in chapter.body.iter("section") if s.get("id") and s.find("h2") is not None]
        if sections:
            entry.append(element("ol", None, *(_section(chapter, section) for section in sections)))
        if chapter.part is None:
            top.append(entry)
            continue
        if chapter.part not in parts:
            parts[chapter.part] = element("ol")
            top.append(element("li", None, element("span", chapter.part), parts[chapter.part]))
        parts[chapter.part].append(entry)
    nav = element("nav", None, element("h1", "Contents"), top, id="toc", role="doc-toc")
    nav.set("epub:type", "toc")
    return page("Contents", nav)


def _section(chapter, section):
    link = element("a", words(section.find("h2")), href=f"{chapter.key}.xhtml#{section.get('id')}")
    return element("li", None, link)


def package(book, files):
    """Return the package document: what the book is, its files, and the order to read them in."""
    facts = front.facts()
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(front.epoch()))
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{facts['title']} {facts['version']}")
    metadata = element("metadata")
    metadata.set("xmlns:dc", "http://purl.org/dc/elements/1.1/")
    metadata.append(element("dc:identifier", f"urn:uuid:{name}", id="identifier"))
    for key, value in {
        "title": facts["title"], "language": "en", "creator": facts["author"], "date": facts["date"],
        "rights": front.LICENCE, "subject": "Neural networks",
    }.items():  # fmt: skip
        metadata.append(element(f"dc:{key}", value))
    for key, value in {
        "dcterms:modified": stamp, "schema:version": facts["version"], "schema:accessMode": "textual",
        "schema:accessibilityFeature": "alternativeText", "schema:accessibilityHazard": "none",
        "schema:accessibilitySummary": "Every picture is described in words; formulas are MathML.",
        "schema:accessModeSufficient": "textual",
    }.items():  # fmt: skip
        metadata.append(element("meta", value, property=key))
    for feature in ("MathML", "tableOfContents", "structuralNavigation"):
        metadata.append(element("meta", feature, property="schema:accessibilityFeature"))
    metadata.append(element("meta", "visual", property="schema:accessMode"))
    manifest, spine = element("manifest"), element("spine")
    for number, file in enumerate(sorted(files)):
        kind = "application/xhtml+xml" if file.endswith(".xhtml") else mimetypes.guess_type(file)[0]
        item = element("item", id=f"file{number}", href=file, media_type=kind)
        properties = ["nav"] if file == "nav.xhtml" else []
        if file.endswith(".xhtml") and b"<math " in files[file]:
            properties.append("mathml")
        if file.endswith(".xhtml") and b"<svg " in files[file]:
            properties.append("svg")
        if properties:
            item.set("properties", " ".join(properties))
        manifest.append(item)
    numbers = {file: f"file{number}" for number, file in enumerate(sorted(files))}
    for file in ("title.xhtml", "nav.xhtml", *(f"{chapter.key}.xhtml" for chapter in book)):
        spine.append(element("itemref", idref=numbers[file]))
    root = element("package", None, metadata, manifest, spine, xmlns="http://www.idpf.org/2007/opf", version="3.0")
    root.set("unique-identifier", "identifier")
    root.set("xml:lang", "en")
    return _text(root)
