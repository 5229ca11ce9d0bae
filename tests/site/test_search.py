"""The search of the built site finds claims by number and functions by any name, and the index leads there too."""

import json

import pytest

import actlib as act
from actlib import ledger
from tests.site.browser import opened, until
from tests.site.test_links import SITE, read

CATALOGUE = "reference/catalogue.html#properties-"
SIGMOID = "activation_functions/sigmoid.html#C50"


def results(site, chromium, query):
    """Return the addresses that a search gives, from top to bottom, relative to the site."""
    with opened(chromium, f"{site}/search.html?q={query.replace(' ', '+')}") as page:
        until(page, "/found|did not match/.test(document.querySelector('#search-results p')?.textContent)")
        assert page.errors == []
        links = page.locator("#search-results li > a").evaluate_all(
            "(all) => all.map((a) => a.origin + a.pathname + a.hash)"
        )
    return [link.removeprefix(site + "/") for link in links]


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("C50", SIGMOID),
        ("c50", SIGMOID),
        ("swish", CATALOGUE + "silu"),
        ("hard SiLU", CATALOGUE + act.get("hard SiLU").name),
        ("gelu_tanh", CATALOGUE + "gelu_tanh"),
    ],
)
def test_a_name_is_found_and_comes_first(site, chromium, query, address):
    assert address in results(site, chromium, query)[:3]


def test_words_of_a_claim_are_found_on_its_page(site, chromium):
    found = results(site, chromium, "gradient signal diminishes quarter")
    assert any(link.startswith("activation_functions/sigmoid.html") for link in found)
    assert results(site, chromium, "xyzzy") == []


def test_the_index_has_every_name_of_every_function_and_every_claim():
    index = set(read(SITE / "genindex.html").addresses)
    assert {CATALOGUE + f.name for f in act.catalogue()} <= index
    assert {f"{c.page}.html#{c.id}" for c in ledger.claims()} <= index
    text = (SITE / "searchindex.js").read_text(encoding="utf-8")
    entries = json.loads(text[text.index("{") : text.rindex("}") + 1])["indexentries"]
    assert [name for f in act.catalogue() for name in (f.name, *f.aliases) if name.lower() not in entries] == []


def test_the_index_is_in_the_table_of_contents():
    assert "genindex.html" in read(SITE / "index.html").addresses
