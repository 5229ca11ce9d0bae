"""The pages of the built site as chapters of a book on paper or in a reader: no controls, nothing folded, one order.

Both books are made of the finished site, so that nothing is executed again and the three cannot disagree.
"""

import copy
import posixpath
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import html5lib
import yaml

ROOT = Path(__file__).parents[2]
CONTROLS = {"script", "style", "button", "input", "select", "noscript", "template"}
DROPPED = {
    "headerlink", "matrix-controls", "genindex-jumpbox", "sd-summary-state-marker", "question-feedback", "page-links",
    "toctree-wrapper",
}  # fmt: skip
UNUSED = ("tabindex", "loading", "aria-live", "aria-labelledby", "role", "style", "hidden")
WIDEST = 8
"""Columns that fit a page; a wider table becomes a list of its rows."""


@dataclass
class Chapter:
    """A page of the site as an element tree whose links still count from the site's root."""

    name: str
    title: str
    number: str
    body: ElementTree.Element
    images: list
    part: str | None = None

    @property
    def key(self):
        """The chapter's name as an identifier and a file's name."""
        return self.name.replace("/", "-")


def contents(toc=ROOT / "_toc.yml"):
    """Return (part, page) of all pages in order; the root has no part."""
    table = yaml.safe_load(Path(toc).read_text(encoding="utf-8"))
    rest = [(part["caption"], chapter["file"]) for part in table["parts"] for chapter in part["chapters"]]
    return [(None, table["root"]), *rest]


def chapters(site, toc=ROOT / "_toc.yml"):
    """Return every page of the table of contents, ready for a book.

    Raises
    ------
    FileNotFoundError
        If the site lacks a page of the table of contents.
    """
    return [read(Path(site), name, part) for part, name in contents(toc)]


def read(site, name, part=None):
    """Return one page of the site as a chapter."""
    path = site / f"{name}.html"
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing, though _toc.yml names it: run 'make book'")
    document = html5lib.parse(path.read_text(encoding="utf-8"), namespaceHTMLElements=False)
    body = copy.copy(document.find(".//article"))
    body.tag, body.attrib = "section", {"class": "chapter"}
    _plain_names(body)
    heading = body.find(".//h1")
    number = heading.find("span[@class='section-number']")
    chapter = Chapter(name, "", "".join(number.text.split()).strip(".") if number is not None else "", body, [], part)
    for mend in (_questions, _folds, _explorables, _remove, _wide_tables, _attributes):
        mend(body)
    _number_equations(chapter)
    chapter.title = words(body.find(".//h1"))
    _absolute(chapter)
    return chapter


def classes(element):
    """Return the set of classes of an element."""
    return set(element.get("class", "").split())


def words(element):
    """Return the text of an element with single spaces; a formula counts once, as its source."""
    if element.tag == "annotation":
        return element.text or ""
    if "katex-html" in classes(element) or element.tag == "semantics":
        source = element.find("annotation")
        return words(source) if source is not None else ""
    text = (element.text or "") + "".join(words(child) + (child.tail or "") for child in element)
    return " ".join(text.split()) if element.tag in ("h1", "h2", "p", "td", "th", "caption") else text


def element(tag, text=None, *children, **attributes):
    """Return a new element; a trailing underscore in an attribute's name is dropped."""
    new = ElementTree.Element(tag, {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()})
    new.text = text
    new.extend(children)
    return new


def become(old, new):
    """Make `old` what `new` is, in its place."""
    tail = old.tail
    old.clear()
    old.tag, old.text, old.tail, old.attrib = new.tag, new.text, tail, dict(new.attrib)
    old.extend(list(new))


def _plain_names(body):
    """Write foreign elements without prefixes: their outermost gets the namespace as an attribute."""

    def visit(node, outer):
        space, _, name = node.tag.rpartition("}")
        node.tag = name
        node.attrib = {key: value for key, value in node.attrib.items() if not key.startswith("{")}
        if space and space != outer:
            node.set("xmlns", space.lstrip("{"))
        for child in node:
            visit(child, space)

    for comment in [(parent, child) for parent in body.iter() for child in parent if not isinstance(child.tag, str)]:
        _take_out(*comment)
    visit(body, "")


def _take_out(parent, child):
    """Remove a child, but keep the text behind it."""
    position = list(parent).index(child)
    if child.tail:
        if position:
            parent[position - 1].tail = (parent[position - 1].tail or "") + child.tail
        else:
            parent.text = (parent.text or "") + child.tail
    parent.remove(child)


def _questions(body):
    """Turn a form of choices into a list of them, with the answers behind it."""
    for form in list(body.iter("form")):
        if "question" not in classes(form):
            continue
        choices, answers = element("ol", class_="options"), element("ol", class_="options")
        for option in form.iter("div"):
            if "question-option" in classes(option):
                choices.append(_renamed(option.find("label"), "li"))
                feedback = element("li")
                feedback.extend(next(d for d in option.iter("div") if "question-feedback" in classes(d)))
                answers.append(feedback)
        asked = _renamed(form.find(".//legend"), "p", class_="asked")
        fold = element("div", None, element("p", "Answers", class_="fold-title"), answers, class_="fold")
        become(form, element("div", None, asked, choices, fold, class_="question", id=form.get("id")))


def _renamed(old, tag, **attributes):
    new = element(tag, old.text, *old, **attributes)
    return new


def _folds(body):
    """Open what is folded, under its title."""
    for details in list(body.iter("details")):
        summary = details.find("summary")
        title = words(summary).strip()
        kept = [child for child in details if child is not summary]
        if "claim-verdict" in classes(details):
            title = "Verdict"
        if "hide" in classes(details):
            new = element("div", summary.tail, *kept, class_="fold-code")
        else:
            new = element("div", None, element("p", title, class_="fold-title"), *kept, class_="fold")
            new[0].tail = summary.tail
        become(details, new)


def _explorables(body):
    """Leave of each explorable its picture, with its description below it."""
    for mount in list(body.iter("div")):
        if "explorable-mount" in classes(mount):
            picture = mount.find(".//img")
            caption = element("figcaption", picture.get("alt"), aria_hidden="true")
            become(mount, element("figure", None, picture, caption, class_="explorable"))


def _remove(body):
    for parent in list(body.iter()):
        for child in list(parent):
            if child.tag in CONTROLS or classes(child) & DROPPED:
                _take_out(parent, child)


def _wide_tables(body):
    """Turn a table too wide for a page into a list of its rows, empty fields left out."""
    for table in list(body.iter("table")):
        heads = [words(head) for head in table.findall("thead/tr/th")]
        if len(heads) <= WIDEST:
            continue
        records = element("div", None, class_="records")
        if (caption := table.find("caption")) is not None:
            records.append(_renamed(caption, "p", class_="caption"))
        for row in table.findall("tbody/tr"):
            record = element("p", None, class_="record", **({"id": row.get("id")} if row.get("id") else {}))
            for head, cell in zip(heads, row, strict=True):
                if words(cell).strip() in ("", "–"):
                    continue
                first = not len(record)
                field = element("span", None, class_="field")
                if not first:
                    field.append(element("span", f"{head}: ", class_="field-name"))
                for line_break in list(cell.iter("br")):
                    become(line_break, element("span", ","))
                field.append(_renamed(cell, "b" if first else "span"))
                field.tail = " " if first else "; "
                record.append(field)
            record[-1].tail = None
            records.append(record)
        become(table, records)


def _attributes(body):
    for node in body.iter():
        inside = node.tag in ("svg", "path", "math") or "xmlns" in node.attrib
        formula = node.tag == "span"  # KaTeX places its parts by styles
        for name in list(node.attrib):
            unused = name in UNUSED and not (name == "style" and (inside or formula))
            if unused or name.startswith(("data-", "on")):
                del node.attrib[name]


def _number_equations(chapter):
    """Number the displayed formulas within the chapter, and call them so where the text refers to them."""
    numbers = {}
    for block in chapter.body.iter("div"):
        if "math" not in classes(block):
            continue
        own = next((s for s in block.iter("span") if "eqno" in classes(s)), None)
        if own is not None:
            _take_out(block, own)
        number = f"{chapter.number or chapter.key.split('-')[-1][:1].upper()}.{len(numbers) + 1}"
        numbers[block.get("id", f"#{len(numbers)}")] = number
        block.insert(0, element("span", f"({number})", class_="eqno"))
    for link in chapter.body.iter("a"):
        target = link.get("href", "").removeprefix("#")
        if link.get("href", "").startswith("#equation-") and target in numbers:
            become(link, element("a", f"({numbers[target]})", href=link.get("href")))


def _absolute(chapter):
    """Let links and images count from the site's root; note the images."""
    folder = posixpath.dirname(chapter.name)
    for node in chapter.body.iter():
        if node.tag == "img":
            node.set("src", posixpath.normpath(posixpath.join(folder, unquote(node.get("src")))))
            chapter.images.append(node.get("src"))
        if node.tag == "a" and node.get("href"):
            address = urlsplit(node.get("href"))
            if not address.scheme and not address.netloc:
                path = posixpath.normpath(posixpath.join(folder, address.path)) if address.path else chapter.name
                node.set("href", re.sub(r"\.html$", "", path) + (f"#{address.fragment}" if address.fragment else ""))


def relink(chapter, names, page):
    """Rewrite a chapter's links by `page(name, fragment)`.

    What leads out of the book without a host, or to a state of an explorable, which is a picture here, is unlinked.
    """
    for node in list(chapter.body.iter("a")):
        href = node.get("href")
        if href is None or urlsplit(href).scheme:
            continue
        name, _, fragment = href.partition("#")
        if name in names and "?" not in fragment:
            node.set("href", page(name, fragment))
        else:
            node.tag = "span"
            del node.attrib["href"]
