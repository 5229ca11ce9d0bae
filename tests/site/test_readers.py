"""What readers set for themselves: space, size, the colours of the system, no motion, paper; on every page."""

import re

import pytest

from tests.site.browser import PAPER, restored, unfolded

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SHOWN = """[...document.body.querySelectorAll("*")].filter((e) => {
    const { width, height } = e.getBoundingClientRect(); // what is for screen readers only takes one pixel
    return width > 1 && height > 1 && e.textContent.trim() && e.checkVisibility({ visibilityProperty: true });
})"""
CUT = f"""() => {SHOWN}.filter((e) => {{
    const look = getComputedStyle(e), hides = (side) => ["hidden", "clip"].includes(look[`overflow${{side}}`]);
    return (hides("X") && e.scrollWidth > e.clientWidth + 1) || (hides("Y") && e.scrollHeight > e.clientHeight + 1);
}}).map((e) => e.outerHTML.slice(0, 200))"""
SPACE = """(rules) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets = [sheet];
}"""
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }"""
"""What success criterion 1.4.12 of WCAG 2.2 says that a page has to bear."""
MOVING = """() => [...document.querySelectorAll("*")].filter((e) => [null, "::before", "::after"].some((part) => {
    const look = getComputedStyle(e, part), lasts = (times) => times.split(",").some((time) => parseFloat(time) > 0);
    const animated = look.animationName !== "none" && lasts(look.animationDuration);
    return animated || lasts(look.transitionDuration) || look.scrollBehavior === "smooth";
})).map((e) => e.outerHTML.slice(0, 200))"""
UNMARKED = """() => {
    const all = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']");
    const unmarked = [...all].filter((e) => {
        if (e.disabled || !e.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
        e.focus({ preventScroll: true });
        const { outlineStyle, outlineWidth } = getComputedStyle(e);
        return document.activeElement === e && (outlineStyle === "none" || parseFloat(outlineWidth) < 2);
    });
    document.activeElement.blur();
    return unmarked.map((e) => e.outerHTML.slice(0, 200));
}"""
SCROLLING = f"""() => {SHOWN}.filter((e) => {{
    const rolls = getComputedStyle(e).overflowX !== "visible" && e.scrollWidth > e.clientWidth + 1;
    return rolls && !e.closest(".katex-display, div.math");
}}).map((e) => e.outerHTML.slice(0, 200))"""
INKS = """() => [...document.querySelectorAll(".bd-article *")].filter((e) =>
    e.checkVisibility({ visibilityProperty: true }) && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())
).map((e) => [e.closest("svg") ? getComputedStyle(e).fill : getComputedStyle(e).color, e.outerHTML.slice(0, 200)])"""


def contrast_with_white(colour):
    """Return the contrast of a colour, as a browser tells it, with white paper; see WCAG 2.2."""
    red, green, blue = (int(number) / 255 for number in re.findall(r"\d+", colour)[:3])
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


@pytest.mark.parametrize(("colour", "contrast"), [("rgb(0, 0, 0)", 21), ("rgb(118, 118, 118)", 4.54)])
def test_contrast_is_as_published(colour, contrast):
    assert contrast_with_white(colour) == pytest.approx(contrast, abs=0.005)


def test_more_space_and_twice_the_size_hide_nothing(desk):
    desk.evaluate(SPACE, SPACING)
    with restored(desk) as size, unfolded(desk):
        for width in (size["width"], size["width"] // 2):
            desk.set_viewport_size({"width": width, "height": size["height"] // 2})
            assert desk.evaluate(WIDER) <= 0, width
            assert desk.evaluate(CUT) == [], width
        desk.evaluate(SPACE, "")


def test_nothing_moves_for_readers_who_asked_for_that(desk):
    desk.emulate_media(reduced_motion="reduce")
    assert desk.evaluate(MOVING) == []
    desk.emulate_media(reduced_motion="no-preference")


def test_the_focus_is_seen_in_the_colours_of_the_system(desk):
    desk.emulate_media(forced_colors="active")
    desk.keyboard.press("Tab")  # from now on the browser shows the focus
    with unfolded(desk):
        assert desk.evaluate(UNMARKED) == []
    desk.emulate_media(forced_colors="none")


def test_paper_cuts_nothing_off(desk):
    with restored(desk):
        desk.emulate_media(media="print")
        desk.set_viewport_size(PAPER)
        assert desk.evaluate(WIDER) <= 0
        assert desk.evaluate(SCROLLING) == []


def test_paper_is_printed_in_ink_also_at_night(night):
    with restored(night):
        night.emulate_media(media="print")
        inks = night.evaluate(INKS)
    assert inks or night.url.endswith("search.html")  # which has no words before something is sought
    assert [(ink, text) for ink, text in inks if contrast_with_white(ink) < 4.5] == []
