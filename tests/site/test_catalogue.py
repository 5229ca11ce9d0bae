"""The tables of functions on the built site: search, filters, sorting, all by keyboard; and without JavaScript."""

import pytest

import actlib as act
from actlib.catalogue import relatives
from actlib.learned import LEARNED
from tests.site.browser import PAPER, opened, until

PAGE = "reference/catalogue.html"
SHOWN = {"catalogue": (*act.catalogue(), *relatives()), "derivatives": act.catalogue()}  # by page
ALL = len(SHOWN["catalogue"])
KNOWN = (*act.catalogue(), *LEARNED)  # those with facts
TABLES = pytest.mark.parametrize("name", ["catalogue", "derivatives"])


@pytest.fixture
def page(site, chromium):
    with opened(chromium, f"{site}/{PAGE}") as page:
        yield page


def names(page):
    """Return the functions that are shown, from top to bottom."""
    return page.locator("table.matrix tbody th code:visible").all_inner_texts()


def column(page, title):
    """Return the visible texts of a column."""
    heads = page.locator("table.matrix thead th").all_inner_texts()
    cells = page.locator(f"table.matrix tbody tr:visible > :nth-child({heads.index(title) + 1})")
    return cells.all_inner_texts()


def in_order(page, wanted):
    shown = names(page)
    assert sorted(shown) == sorted(f.name for f in wanted)
    assert len(shown) == len(set(shown))


def count(page):
    return page.get_by_role("status").inner_text()


def reach(page, locator, most=40):
    """Press Tab until the element has the focus: nothing else may be needed to get there."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if locator.evaluate("(e) => e === document.activeElement"):
            return
    pytest.fail(f"not reached within {most} presses of Tab: {locator}")


def test_at_first_every_function_is_there(page):
    assert names(page) == [f.name for f in SHOWN["catalogue"]]
    assert count(page) == f"{ALL} of {ALL} functions"


@pytest.mark.parametrize("query", ["SiLU", "nn.SiLU", "jax.nn.silu", "Swish", "sigmoid linear", " si lu "])
def test_typing_any_name_of_a_function_finds_it(page, query):
    page.get_by_label("Search names").press_sequentially(query)
    found = names(page)
    assert "silu" in found
    assert "relu" not in found
    assert count(page) == f"{len(found)} of {ALL} functions"


def test_a_name_that_nobody_has_finds_nothing_and_says_so(page):
    page.get_by_label("Search names").fill("no such function")
    assert names(page) == []
    assert count(page) == f"0 of {ALL} functions"


@pytest.mark.parametrize(("query", "name"), [("softmax", "sparsemax"), ("SwiGLU", "swiglu"), ("Shazeer2020", "geglu")])
def test_maps_of_vectors_and_sources_are_found_too(page, query, name):
    page.get_by_label("Search names").fill(query)
    assert (name in names(page)) == (query != "softmax")
    assert "relu" not in names(page)
    assert names(page)


def test_selecting_a_family_filters(page):
    page.get_by_label("Family").select_option("gated")
    in_order(page, [f for f in act.catalogue() if f.family == "gated"])
    assert count(page) == f"{len(names(page))} of {ALL} functions"


def test_filters_and_search_combine(page):
    page.get_by_label("Convexity").select_option("convex")
    page.get_by_label("Frameworks").select_option("PyTorch")
    wanted = [f for f in KNOWN if f.facts.convexity == "convex" and f.torch]
    in_order(page, wanted)
    page.get_by_label("Search names").fill("relu")
    assert set(names(page)) <= {f.name for f in wanted}
    assert "relu" in names(page)
    assert "elu" not in names(page)
    page.get_by_role("button", name="Reset").click()
    assert names(page) == [f.name for f in SHOWN["catalogue"]]


@pytest.mark.parametrize(
    ("label", "kind", "fits"),
    [
        ("Range", "bounded", lambda f: abs(f.infimum) < 1e300 and abs(f.supremum) < 1e300),
        ("Monotonicity", "strictly increasing", lambda f: f.monotonicity == "strictly increasing"),
        ("Smoothness", "C⁰", lambda f: f.smoothness == "C0"),
        ("Parity", "odd", lambda f: f.parity == "odd"),
        ("Identity at 0", "yes", lambda f: f.identity_at_origin),
        ("Saturates", "left", lambda f: f.saturates == (True, False)),
    ],
)
def test_each_filter_keeps_what_the_facts_say(page, label, kind, fits):
    page.get_by_role("combobox", name=label, exact=True).select_option(kind)
    in_order(page, [f for f in KNOWN if fits(f.facts)])


def test_sorting_by_a_number_in_both_directions(page):
    head, button = page.get_by_role("columnheader", name="Gain"), page.get_by_role("button", name="Gain")
    button.click()
    assert head.get_attribute("aria-sort") == "ascending"
    gains = {f.name: f.facts.gain for f in KNOWN}
    assert [gains[name] for name in names(page)[: len(KNOWN)]] == sorted(gains.values())
    button.click()
    assert head.get_attribute("aria-sort") == "descending"
    assert [gains[name] for name in names(page)[: len(KNOWN)]] == sorted(gains.values(), reverse=True)


def test_what_has_no_number_stands_last_either_way(page):
    button = page.get_by_role("button", name="Minimum")
    for _ in range(2):
        button.click()
        shown = column(page, "Minimum")
        without = [text == "–" for text in shown]
        assert any(without)
        assert without == sorted(without)


def test_sorting_by_name_and_back(page):
    page.get_by_role("button", name="Function").click()
    assert names(page) == sorted(names(page), key=lambda name: name.replace("_", " "))
    assert page.locator("th[aria-sort]").all_inner_texts() == ["Function"]
    page.get_by_role("button", name="Gain").click()
    assert page.locator("th[aria-sort]").count() == 1
    page.get_by_role("button", name="Reset").click()
    assert names(page) == [f.name for f in SHOWN["catalogue"]]
    assert page.locator("th[aria-sort]").count() == 0


def test_all_of_it_by_keyboard_alone(page):
    page.get_by_role("heading", name="Catalogue", level=1).click()  # where a reader who follows a link arrives
    reach(page, page.get_by_label("Search names"))
    page.keyboard.type("elu")
    found = names(page)
    assert 0 < len(found) < ALL
    reach(page, page.get_by_label("Family"))
    page.keyboard.type("exponential")
    in_order(page, [f for f in act.catalogue() if f.name in found and f.family == "exponential"])
    reach(page, page.get_by_role("button", name="Reset"))
    page.keyboard.press("Enter")
    assert len(names(page)) == ALL
    box = page.get_by_role("region", name="What is known of each function")
    reach(page, box)
    page.keyboard.press("ArrowRight")
    until(page, "document.querySelector('.matrix-box').scrollLeft > 0")
    reach(page, page.get_by_role("button", name="Function"))
    page.keyboard.press("Space")
    assert page.locator("th[aria-sort=ascending]").count() == 1


def test_enter_in_the_search_does_not_leave_the_page(page):
    page.get_by_label("Search names").fill("relu")
    page.keyboard.press("Enter")
    assert page.url.endswith(PAGE)
    assert "relu" in names(page)


@TABLES
def test_without_javascript_the_whole_table_is_there(site, chromium, name):
    with opened(chromium, f"{site}/reference/{name}.html", java_script_enabled=False) as page:
        assert names(page) == [f.name for f in SHOWN[name]]
        assert not page.locator(".matrix-controls").is_visible()
        assert page.locator("table.matrix .katex").count() >= len(SHOWN[name])


@TABLES
def test_on_a_phone_the_table_scrolls_in_its_box_and_keeps_the_names(site, chromium, name):
    view = {"width": 390, "height": 844}
    with opened(chromium, f"{site}/reference/{name}.html", viewport=view) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        box, first = page.locator(".matrix-box"), page.locator("table.matrix tbody th").first
        assert box.evaluate("(e) => e.scrollWidth > e.clientWidth")
        box.evaluate("(e) => e.scrollTo(e.scrollWidth, 0)")
        left = first.bounding_box()["x"]
        assert left == pytest.approx(box.bounding_box()["x"], abs=2)
        assert first.bounding_box()["width"] < 0.5 * 390


@TABLES
def test_on_paper_each_cell_stands_on_the_sheet_behind_the_head_of_its_column(site, chromium, name):
    script = """(row) => [...row.cells].slice(1).map((cell) => {
        const { left, right } = cell.getBoundingClientRect();
        return [getComputedStyle(cell, "::before").content.slice(1, -2), left, right];
    })"""
    with opened(chromium, f"{site}/reference/{name}.html", viewport=PAPER) as page:
        heads = page.locator("table.matrix thead th").evaluate_all("(all) => all.map((e) => e.innerText)")
        page.emulate_media(media="print")
        for row in page.locator("table.matrix tbody tr").evaluate_all(f"(rows) => rows.map({script})"):
            assert [head for head, _, _ in row] == heads[1:]
            assert all(0 <= left < right <= PAPER["width"] for _, left, right in row)


@TABLES
def test_formulas_are_rendered_and_none_is_left_as_source(site, chromium, name):
    with opened(chromium, f"{site}/reference/{name}.html") as page:
        each = 1 if name == "catalogue" else 2
        assert page.locator("table.matrix td .katex").count() == each * len(SHOWN[name])
        assert page.locator("span.tex").count() == 0


def test_the_table_of_derivatives_can_be_searched_and_sorted(site, chromium):
    with opened(chromium, f"{site}/reference/derivatives.html") as page:
        page.get_by_label("Search names").fill("gelu")
        assert set(names(page)) >= {"gelu", "gelu_tanh"}
        assert "relu" not in names(page)
        page.get_by_role("button", name="Reset").click()
        page.get_by_role("button", name="Residual of f'", exact=True).click()
        shown = [float(text.replace("−", "-")) for text in column(page, "Residual of f'")]
        assert shown == sorted(shown)
        assert max(shown) < 1e-10
