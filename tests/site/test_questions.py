"""Self-check questions on the built site: feedback by mouse, keyboard and touch, without a kernel or a script."""

from pathlib import PurePosixPath
from urllib.parse import urlsplit

import pytest

from actlib import quiz
from tests.site.browser import opened
from tests.site.conftest import pages

QUESTIONS = quiz.questions()


@pytest.fixture
def asked():
    """Return a function that gives the questions of a page with their forms, in the order of the registry.

    Choices are undone in the end: other tests see the page as well.
    """
    seen = []

    def asked(page):
        chapter = PurePosixPath(urlsplit(page.url).path).stem  # the address also names the state of a scene
        found = [(q, page.locator(f"form[data-question='{q.name}']")) for q in QUESTIONS if chapter_of(q) == chapter]
        assert [form.count() for _, form in found] == [1] * len(found)
        assert len(found) == page.locator("form[data-question]").count() > 0
        seen.extend(form for _, form in found)
        return found

    yield asked
    for form in seen:
        form.evaluate("(form) => form.reset()")


def chapter_of(question):
    return question.name.partition("/")[0]


def shown(form):
    """Return the numbers of the options whose feedback can be seen, and whether it calls them right."""
    seen = form.locator(".question-feedback > p").evaluate_all(
        "(all) => all.map((p) => p.checkVisibility() && p.getBoundingClientRect().height > 10)"
    )
    said = form.locator(".question-feedback > p > strong").all_text_contents()
    return {number: said[number] == "Right." for number, visible in enumerate(seen) if visible}


def test_every_question_is_on_the_page_of_its_chapter():
    pages_of = [path.removesuffix(".html").rpartition("/")[2] for path, marks in pages().items() if "asking" in marks]
    assert sorted(pages_of) == sorted({chapter_of(question) for question in QUESTIONS})


@pytest.mark.asking
def test_a_choice_shows_its_own_feedback_and_no_other(desk, asked):
    for question, form in asked(desk):
        assert shown(form) == {}
        for number, option in enumerate(question.options):
            form.locator("label").nth(number).click()
            assert shown(form) == {number: option.right}


@pytest.mark.asking
def test_the_keyboard_reaches_every_option(desk, asked):
    for question, form in asked(desk):
        form.evaluate("(form) => form.reset()")
        form.locator("input").first.focus()
        form.page.keyboard.press("Space")
        for number, option in enumerate(question.options):
            assert shown(form) == {number: option.right}
            form.page.keyboard.press("ArrowDown")
        assert list(shown(form)) == [0]  # round to the first


@pytest.mark.asking
def test_each_option_has_its_name_and_the_group_its_question(desk, asked):
    for question, form in asked(desk):
        assert form.get_by_role("group").count() == 1
        labels = form.get_by_role("radio").evaluate_all("(all) => all.map((box) => box.labels.length)")
        assert labels == [1] * len(question.options)


@pytest.mark.asking
def test_formulas_are_rendered(desk, asked):
    for question, form in asked(desk):
        texts = [question.asks, *(text for o in question.options for text in (o.text, o.feedback))]
        assert form.locator(".katex").count() == sum(text.count("$") for text in texts) / 2
        assert "\\(" not in form.text_content()


@pytest.mark.asking
def test_without_a_script_it_is_the_same(plain, asked):
    for question, form in asked(plain):
        assert shown(form) == {}
        form.locator("label").last.click()
        assert shown(form) == {len(question.options) - 1: question.options[-1].right}


@pytest.mark.asking
def test_a_finger_can_hit_every_option(phone, asked):
    for question, form in asked(phone):
        for label in form.locator("label").all():
            assert label.bounding_box()["height"] >= 44
        form.locator("label").first.tap()
        assert shown(form) == {0: question.options[0].right}


def test_feedback_is_announced_by_a_region_that_was_there_before(site, chromium):
    """Chromium's accessibility tree, as a screen reader gets it: an empty polite region, then one with the text."""
    with opened(chromium, f"{site}/activation_functions/sigmoid.html") as page:
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
