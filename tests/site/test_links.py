"""Every link inside the built site leads to a page that exists and an anchor or a scene on it; without a network."""

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from actlib import ledger
from tests.site.conftest import SITE

ADDRESSES = {"href", "src", "data-src"}
SCENE = re.compile(r'"scene":\{"name":"([^"]+)"')
"""How the state of a page's widgets names a scene, to a state of which the fragment of an address may lead."""


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
    text = path.read_text(encoding="utf-8")
    reader.feed(text)
    reader.anchors.update(SCENE.findall(text))
    return reader


def leads(fragment, anchors):
    """Tell whether a fragment is an anchor, or a scene followed by a state, which the build has checked."""
    return fragment in anchors or ("?" in fragment and fragment.partition("?")[0] in anchors)


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
        elif parts.fragment and target.suffix == ".html" and not leads(unquote(parts.fragment), read(target).anchors):
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
        ("#a/scene?x=1", False),
        ("b.html#a/scene?x=1", True),
        ("#another/scene?x=1", True),
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
    scene = '<script type="application/json">{"1":{"state":{"scene":{"name":"a/scene","title":"t"}}}}</script>'
    page.write_text(f'<p id="top"><a href="{link}">{scene}')
    assert dead_links(page, root) == [link] * dead
