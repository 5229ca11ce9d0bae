"""The ledger on the built site: filtered by verdict and chapter, searched, also by keyboard; whole without a script."""

import pytest

from actlib import ledger
from actlib._card import WORDS
from tests.site.browser import opened
from tests.site.test_catalogue import reach

CLAIMS = ledger.claims()
PAGE = "reference/ledger.html"


@pytest.fixture(scope="module")
def page(site, chromium):
    with opened(chromium, f"{site}/{PAGE}") as page:
        yield page


@pytest.fixture(autouse=True)
def start_afresh(page):
    page.get_by_role("button", name="Reset").click()


def shown(page):
    return page.locator("table.matrix tbody tr:visible th a").all_inner_texts()


def ids(fits):
    return [c.id for c in CLAIMS if fits(c)]


@pytest.mark.parametrize("verdict", {c.verdict: None for c in CLAIMS})
def test_a_verdict_filters(page, verdict):
    page.get_by_role("combobox", name="Verdict").select_option(WORDS[verdict])
    assert shown(page) == ids(lambda c: c.verdict == verdict)
    assert page.get_by_role("status").inner_text() == f"{len(shown(page))} of {len(CLAIMS)} claims"


@pytest.mark.parametrize("section", {c.section: None for c in CLAIMS})
def test_a_chapter_filters_and_combines_with_a_verdict(page, section):
    page.get_by_role("combobox", name="Chapter").select_option(section.replace("_", " "))
    assert shown(page) == ids(lambda c: c.section == section)
    page.get_by_role("combobox", name="Verdict").select_option(WORDS["holds"])
    assert shown(page) == ids(lambda c: c.section == section and c.verdict == "holds")


def test_a_search_looks_into_sentences_and_numbers(page):
    box = page.get_by_label("Search claims")
    box.fill("by one quarter")
    assert shown(page) == ["C50"]
    box.fill("c50")
    assert "C50" in shown(page)
    box.fill("no such claim")
    assert shown(page) == []


def test_by_keyboard_alone(page):
    page.get_by_role("heading", name="Ledger", level=1).click()
    reach(page, page.get_by_role("combobox", name="Chapter"))
    page.keyboard.type("sigmoid")
    reach(page, page.get_by_role("combobox", name="Verdict"))
    page.keyboard.type("False")
    assert shown(page) == ids(lambda c: c.section == "sigmoid" and c.verdict == "false")
    reach(page, page.locator("table.matrix tbody tr:visible th a").first)


def test_sorting_by_verdict(page):
    page.get_by_role("button", name="Verdict").click()
    order = page.locator("table.matrix tbody tr td:nth-child(3)").all_inner_texts()
    assert order == sorted(order)


def test_a_claim_leads_to_its_card_and_back(site, chromium):
    with opened(chromium, f"{site}/{PAGE}") as page:
        page.get_by_role("link", name="C50", exact=True).click()
        page.wait_for_url("**/activation_functions/sigmoid.html#C50")
        card = page.locator("#C50")
        assert card.is_visible()
        card.get_by_role("link", name="C50", exact=True).click()
        page.wait_for_url("**/reference/ledger.html#ledger-C50")
        assert page.locator("#ledger-C50").is_visible()


def test_without_javascript_every_claim_is_there(site, chromium):
    with opened(chromium, f"{site}/{PAGE}", java_script_enabled=False) as page:
        assert shown(page) == [c.id for c in CLAIMS]
        assert not page.locator(".matrix-controls").is_visible()
