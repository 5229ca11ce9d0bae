"""Every page of the built site, in a real browser: quiet, self-contained, readable by all, and alive."""

import gzip
import html
import json
import re
from urllib.parse import urljoin, urlsplit

import pytest

from actlib.explorables import all_scenes
from tests.site.browser import barriers, drawing, opened, restored, unfolded
from tests.site.conftest import SITE, pages, switch

HEAVIEST, MOST_REQUESTS = 350_000, 25
"""Bytes of a page with all it loads, compressed as a web server would; and how many files these are."""


def explorables(page):
    """Return the explorables of a page that was chosen because it has some."""
    found = page.locator("[data-explorable]").all()
    assert found, "no explorable on this page"
    return found


def named(explorable, before, after, how):
    name = explorable.get_attribute("data-explorable")
    return f"{name}, {how}: {'drawing' if before[0] == after[0] else 'description'} does not change"


def require_change(explorable, before, after, how):
    assert before[0] != after[0], named(explorable, before, after, how)
    assert before[1] != after[1], named(explorable, before, after, how)


def test_a_page_is_quiet_and_asks_no_other_host(desk, site):
    assert desk.errors == []
    assert [url for url in desk.requests if not url.startswith((site, "data:", "blob:"))] == []
    sources = desk.locator("[data-explorable]").evaluate_all("(all) => all.map((e) => e.dataset.source)")
    assert set(sources) <= {"table"}
    mounts = desk.locator("script[type='application/vnd.jupyter.widget-view+json']").count()
    assert mounts == 0, "a widget was not drawn"


def test_a_page_says_what_it_is_about(page_path):
    text = (SITE / page_path).read_text(encoding="utf-8")
    (words,) = re.findall(r'<meta name="description" content="([^"]*)"', text)
    assert 20 < len(html.unescape(words)) <= 160
    assert "\\" not in words, "a formula's source is no description"


def test_every_picture_says_what_it_shows(page_path):
    """Also those that a cell draws: Sphinx gives none of them a text of its own."""
    for picture in re.findall(r"<img\b[^>]*>", (SITE / page_path).read_text(encoding="utf-8")):
        words = re.search(r'alt="([^"]*)"', picture)
        assert words, picture[:200]
        assert len(words[1].split()) > 3, picture[:200]
        assert not words[1].endswith((".png", ".svg")), picture[:200]


def test_every_scene_of_the_book_is_on_a_page():
    scenes = {scene().scene.name for scene in all_scenes()}
    text = "".join(path.read_text(encoding="utf-8") for path in SITE.rglob("*.html"))
    states = re.findall(r'<script type="application/json" id="widget-state">(.*?)</script>', text, re.DOTALL)
    shown = {model["state"]["scene"]["name"] for state in states for model in json.loads(state).values()}
    assert shown == scenes


@pytest.mark.lively
def test_the_keyboard_moves_every_control(desk):
    for explorable in explorables(desk):
        for slider in explorable.locator("input[type=range]").all():
            slider.focus()
            start = slider.input_value()
            desk.keyboard.press("Home")
            low, text = drawing(explorable), slider.get_attribute("aria-valuetext")
            desk.keyboard.press("End")
            require_change(explorable, low, drawing(explorable), "keyboard")
            assert text != slider.get_attribute("aria-valuetext")
            slider.fill(start)
        for choice in explorable.locator("select").all():
            choice.focus()
            start = choice.input_value()
            desk.keyboard.press("Home")
            first = drawing(explorable)
            desk.keyboard.press("End")
            last = drawing(explorable)
            choice.select_option(index=int(start))  # a bare text would also match labels
            require_change(explorable, first, last, "keyboard")


@pytest.mark.lively
def test_the_mouse_moves_every_slider(desk):
    for explorable in explorables(desk):
        for slider in explorable.locator("input[type=range]").all():
            box = slider.bounding_box()
            start, seen = slider.input_value(), []
            for share in (0.05, 0.95):
                slider.click(position={"x": share * box["width"], "y": box["height"] / 2})
                seen.append(drawing(explorable))
            slider.fill(start)
            require_change(explorable, *seen, "mouse")


@pytest.mark.lively
def test_a_finger_moves_every_slider_and_can_hit_it(phone):
    for explorable in explorables(phone):
        for control in explorable.locator("input[type=range], select").all():
            assert control.bounding_box()["height"] >= 44
        for slider in explorable.locator("input[type=range]").all():
            slider.scroll_into_view_if_needed()
            box = slider.bounding_box()
            start, seen = slider.input_value(), []
            for share in (0.05, 0.95):
                phone.touchscreen.tap(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
                seen.append(drawing(explorable))
            slider.fill(start)
            require_change(explorable, *seen, "touch")


@pytest.mark.lively
def test_a_choice_can_be_made_on_a_phone(phone):
    for explorable in explorables(phone):
        for choice in explorable.locator("select").all():
            start, seen = choice.input_value(), []
            for value in range(choice.locator("option").count()):
                choice.select_option(index=value)  # a bare text would also match labels
                seen.append(drawing(explorable))
            choice.select_option(index=int(start))  # a bare text would also match labels
            assert len({words for _, words in seen}) == len(seen), named(explorable, seen[0], seen[1], "choice")
            assert len({str(paths) for paths, _ in seen}) > 1, named(explorable, seen[0], seen[1], "choice")


def test_axe_finds_nothing_on_a_desk(desk):
    assert barriers(desk) == []


def test_axe_finds_nothing_on_a_phone(phone):
    """All but contrast: the colours are those of the desk."""
    assert barriers(phone, colours=False) == []


def test_axe_finds_nothing_in_the_dark(night):
    assert barriers(night, structure=False) == []


def test_nothing_is_wider_than_a_phone_and_nothing_jumps(phone):
    assert phone.jumps < 0.1
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    with restored(phone), unfolded(phone):
        assert phone.evaluate(wider) <= 0
        phone.set_viewport_size({"width": 320, "height": 640})  # a page of 1280 pixels at four times its size
        assert phone.evaluate(wider) <= 0


def test_a_wide_formula_shows_its_beginning(phone):
    with unfolded(phone):
        starts = "[...document.querySelectorAll('.katex-display .base')].map((e) => e.getBoundingClientRect().left)"
        assert all(left >= 0 for left in phone.evaluate(starts))


@pytest.mark.lively
def test_paper_shows_pictures_words_and_answers_but_no_controls(desk):
    with restored(desk):
        desk.emulate_media(media="print")
        for explorable in explorables(desk):
            assert explorable.locator(".explorable-words").is_visible()
            assert explorable.locator(".explorable-panel > svg").first.bounding_box()["height"] > 100
            assert not explorable.locator(".explorable-controls").is_visible()
        folded = desk.locator("details.sd-dropdown .sd-summary-content").all()
        assert all(answer.bounding_box()["height"] > 10 for answer in folded)


@pytest.mark.lively
def test_dark_mode_redraws_in_other_colours(desk):
    script, colours = """(e) => ["color", "backgroundColor"].map((name) => getComputedStyle(e)[name])""", []
    for scheme in ("dark", "light"):
        switch(desk, scheme)
        colours.append([explorable.evaluate(script) for explorable in explorables(desk)])
    assert all(dark[0] != light[0] and dark[1] != light[1] for dark, light in zip(*colours, strict=True))


def test_a_page_that_is_opened_at_night_is_as_one_that_sees_it_fall(site, chromium):
    script = """() => [...document.querySelectorAll("*")].map((e) => {
        const { color, backgroundColor, borderColor, fill, stroke } = getComputedStyle(e);
        return [color, backgroundColor, borderColor, fill, stroke].join();
    })"""
    seen, address = [], f"{site}/activation_functions/elu.html"
    for options in ({"color_scheme": "dark"}, {}):
        with opened(chromium, address, **options) as page:
            page.emulate_media(reduced_motion="reduce")  # without transitions
            switch(page, "dark")
            seen.append(page.evaluate(script))
    assert seen[0] == seen[1]


@pytest.mark.lively
def test_forced_colours_tell_lines_apart_by_dashes(desk):
    """Lines that the legend names, and those it does not; contours of one name may look alike."""
    script = """(panel) => {
        const named = [...panel.querySelectorAll(".explorable-legend .explorable-line")];
        const looks = new Set(named.map((line) => line.getAttribute("class")));
        const lines = [...panel.querySelectorAll("svg path.explorable-line[data-mark]")];
        const others = lines.filter((line) => !looks.has(line.getAttribute("class")));
        return [...named, ...others].map((p) => getComputedStyle(p).stroke + getComputedStyle(p).strokeDasharray);
    }"""
    desk.emulate_media(forced_colors="active")
    for explorable in explorables(desk):
        for panel in explorable.locator(".explorable-panel").all():
            styles = panel.evaluate(script)
            assert len(set(styles)) == len(styles)
    desk.emulate_media(forced_colors="none")


@pytest.mark.lively
def test_pictures_and_words_remain_without_javascript(plain):
    mounts = plain.locator(".explorable-mount").all()
    assert mounts
    assert len(mounts) == plain.locator("script[type='application/vnd.jupyter.widget-view+json']").count()
    for mount in mounts:
        picture = mount.locator("img")
        picture.scroll_into_view_if_needed()
        assert len(picture.get_attribute("alt")) > 20
        assert picture.bounding_box()["height"] > 100
        answer = plain.request.get(urljoin(plain.url, picture.get_attribute("src")))
        assert answer.ok
        assert answer.headers["content-type"] == "image/svg+xml"


@pytest.mark.parametrize("folder", ["introduction", "activation_functions", "practice"])
def test_explorables_also_work_from_disk(chromium, folder):
    """What a page loads hangs on its folder alone."""
    name = next(name for name, marks in pages().items() if "lively" in marks and name.startswith(f"{folder}/"))
    with opened(chromium, (SITE / name).as_uri()) as page:
        assert page.errors == []
        views = "script[type='application/vnd.jupyter.widget-view+json']"
        assert page.locator(views).count() == 0


def test_a_page_with_all_it_loads_is_light(desk):
    files = {urlsplit(url).path for url in desk.requests if not url.startswith(("data:", "blob:"))}
    weights = {file: len(gzip.compress((SITE / file.lstrip("/")).read_bytes(), 6)) for file in files}
    heaviest = sorted(weights.items(), key=lambda item: -item[1])[:5]
    assert sum(weights.values()) <= HEAVIEST, heaviest
    assert len(files) <= MOST_REQUESTS, sorted(files)


def test_an_address_restores_a_state_and_follows_it(site, chromium):
    page_address, name = f"{site}/activation_functions/relu.html", "relu/graveyard"
    shown = f"[data-explorable='{name}']"
    with opened(chromium, f"{page_address}#{name}?rate=0.2&step=3") as page:
        explorable = page.locator(shown)
        assert explorable.locator("[name=rate]").get_attribute("aria-valuetext") == "0.2"
        assert "At rate 0.2," in drawing(explorable)[1]
        assert "after step 3:" in drawing(explorable)[1]
        assert explorable.locator(".explorable-error").is_hidden()
        explorable.locator("[name=step]").focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_url(re.compile(r"\?rate=0\.2&step=4$"))
        moved, link = drawing(explorable), page.url
        explorable.get_by_role("button", name="Copy link").click()
        explorable.get_by_text(re.compile("Copied|address bar")).wait_for()
        assert page.errors == []
    with opened(chromium, link) as page:
        assert drawing(page.locator(shown)) == moved
        others = page.locator(f"[data-explorable]:not({shown})").all()
        assert others
        assert page.evaluate("scrollY") > 0


def test_what_an_address_cannot_set_is_said_and_ignored(site, chromium):
    page_address, name = f"{site}/activation_functions/relu.html", "relu/graveyard"
    with opened(chromium, page_address) as page:
        usual = drawing(page.locator(f"[data-explorable='{name}']"))
    with opened(chromium, f"{page_address}#{name}?rate=high&colour=red&step=%zz") as page:
        explorable = page.locator(f"[data-explorable='{name}']")
        assert drawing(explorable) == usual
        words = explorable.locator(".explorable-error").inner_text()
        assert all(word in words for word in ("rate = high", "colour = red", "step = %zz"))
        assert page.errors == []
