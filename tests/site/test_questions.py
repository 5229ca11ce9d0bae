"""Self-check questions on the built site: feedback by mouse, keyboard and touch, without a kernel or a script."""

import pytest

from actlib import quiz
from tests.site.browser import opened
from tests.site.conftest import PHONE, SITE

QUESTIONS = quiz.questions()
CHAPTERS = sorted({q.name.partition("/")[0] for q in QUESTIONS})
EVERY = pytest.mark.parametrize("chapter", CHAPTERS)


def address(site, chapter):
    (path,) = SITE.glob(f"*/{chapter}.html")
    return f"{site}/{path.relative_to(SITE).as_posix()}"


def asked(page, chapter):
    """Return the questions of a chapter with their forms, in the order of the registry."""
    found = [
        (q, page.locator(f"form[data-question='{q.name}']")) for q in QUESTIONS if q.name.startswith(chapter + "/")
    ]
    assert [form.count() for _, form in found] == [1] * len(found)
    return found


def shown(form):
    """Return the numbers of the options whose feedback can be seen, and whether it calls them right."""
    seen = form.locator(".question-feedback > p").evaluate_all(
        "(all) => all.map((p) => p.checkVisibility() && p.getBoundingClientRect().height > 10)"
    )
    said = form.locator(".question-feedback > p > strong").all_text_contents()
    return {number: said[number] == "Right." for number, visible in enumerate(seen) if visible}


@pytest.fixture(scope="module", params=CHAPTERS)
def forms(request, site, chromium):
    """The questions of one chapter; the page is opened once for all tests that only choose."""
    with opened(chromium, address(site, request.param)) as page:
        yield asked(page, request.param)


def choose_each(question, form):
    form.evaluate("(form) => form.reset()")
    assert shown(form) == {}
    for number, option in enumerate(question.options):
        form.locator("label").nth(number).click()
        assert shown(form) == {number: option.right}


def test_a_choice_shows_its_own_feedback_and_no_other(forms):
    for question, form in forms:
        choose_each(question, form)


def test_the_keyboard_reaches_every_option(forms):
    for question, form in forms:
        form.evaluate("(form) => form.reset()")
        form.locator("input").first.focus()
        form.page.keyboard.press("Space")
        for number, option in enumerate(question.options):
            assert shown(form) == {number: option.right}
            form.page.keyboard.press("ArrowDown")
        assert list(shown(form)) == [0]  # round to the first


def test_each_option_has_its_name_and_the_group_its_question(forms):
    for question, form in forms:
        assert form.get_by_role("group").count() == 1
        labels = form.get_by_role("radio").evaluate_all("(all) => all.map((box) => box.labels.length)")
        assert labels == [1] * len(question.options)


def test_formulas_are_rendered(forms):
    for question, form in forms:
        texts = [question.asks, *(text for o in question.options for text in (o.text, o.feedback))]
        assert form.locator(".katex").count() == sum(text.count("$") for text in texts) / 2
        assert "\\(" not in form.text_content()


@EVERY
def test_without_a_script_it_is_the_same(site, chromium, chapter):
    with opened(chromium, address(site, chapter), java_script_enabled=False) as page:
        for question, form in asked(page, chapter):
            choose_each(question, form)


@EVERY
def test_a_finger_can_hit_every_option(site, chromium, chapter):
    with opened(chromium, address(site, chapter), **PHONE) as page:
        for question, form in asked(page, chapter):
            for number, option in enumerate(question.options):
                label = form.locator("label").nth(number)
                assert label.bounding_box()["height"] >= 44
                label.tap()
                assert shown(form) == {number: option.right}


def test_feedback_is_announced_by_a_region_that_was_there_before(site, chromium):
    """Chromium's accessibility tree, as a screen reader gets it: an empty polite region, then one with the text."""
    with opened(chromium, address(site, "sigmoid")) as page:
        session = page.context.new_cdp_session(page)
        form = page.locator("form[data-question='sigmoid/ten_gates']")

        def regions():
            nodes = session.send("Accessibility.getFullAXTree")["nodes"]
            by_id = {node["nodeId"]: node for node in nodes}

            def words(node):
                own = node["name"]["value"] if node.get("role", {}).get("value") == "StaticText" else ""
                return own + "".join(words(by_id[child]) for child in node.get("childIds", []) if child in by_id)

            def live(node):
                return any(p["name"] == "live" and p["value"]["value"] == "polite" for p in node.get("properties", []))

            return [words(node) for node in nodes if live(node) and not node.get("ignored")]

        before = regions()
        form.locator("label").nth(1).click()
        after = regions()
        assert [text for text in after if text.startswith("Right.")] != []
        assert [text for text in before if text.startswith(("Right.", "Not so."))] == []
