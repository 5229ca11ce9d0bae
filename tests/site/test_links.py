"""Every link inside the built site leads to a page that exists and an anchor that stands on it; without a network."""

from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from actlib import ledger
from tests.site.conftest import SITE

ADDRESSES = {"href", "src", "data-src"}


class Reader(HTMLParser):
    """Collects the addresses and the anchors of a page."""

    def __init__(self):
        super().__init__()
        self.addresses, self.anchors = [], set()

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ADDRESSES and value and (tag, name) != ("button", "href"):
                self.addresses.append(value)
            if name == "id" or (tag == "a" and name == "name"):
                self.anchors.add(value)


@cache
def read(path):
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader


def dead_links(page, root):
    """Return the internal addresses of a page that lead nowhere."""
    dead = []
    for address in read(page).addresses:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        if target.is_dir():
            target /= "index.html"
        if not target.is_file() or not target.is_relative_to(root.resolve()):
            dead.append(address)
        elif parts.fragment and target.suffix == ".html" and unquote(parts.fragment) not in read(target).anchors:
            dead.append(address)
    return dead


def test_every_internal_link_leads_somewhere(page_path):
    assert dead_links(SITE / page_path, SITE) == []


@pytest.mark.parametrize("claim", ledger.claims(), ids=lambda c: c.id)
def test_card_and_ledger_lead_to_each_other_and_to_the_sources(claim):
    card, table = SITE / f"{claim.page}.html", SITE / "reference" / "ledger.html"
    assert {claim.id} <= read(card).anchors
    assert {f"ledger-{claim.id}"} <= read(table).anchors
    assert f"../{claim.page}.html#{claim.id}" in read(table).addresses
    assert f"../reference/ledger.html#ledger-{claim.id}" in read(card).addresses
    for key in claim.references:
        assert f"../reference/bibliography.html#cite-{key}" in read(card).addresses


@pytest.mark.parametrize(
    ("link", "dead"),
    [
        ("b.html", False),
        ("b.html#here", False),
        ("#top", False),
        ("folder/", False),
        ("https://example.org/x#y", False),
        ("mailto:a@b", False),
        ("c.html", True),
        ("b.html#there", True),
        ("#bottom", True),
        ("../outside.html", True),
    ],
)
def test_planted_links_are_told_apart(tmp_path, link, dead):
    root = tmp_path / "site"
    (root / "folder").mkdir(parents=True)
    (tmp_path / "outside.html").write_text("")
    (root / "folder" / "index.html").write_text("")
    (root / "b.html").write_text('<p id="here">')
    page = Path(root / "a.html")
    page.write_text(f'<p id="top"><a href="{link}">')
    assert dead_links(page, root) == [link] * dead
