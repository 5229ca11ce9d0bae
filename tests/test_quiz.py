"""Every self-check question: its key is computed, each option has its own answer, and both forms show them."""

import dataclasses
import importlib.util
import pathlib
import re
from html import unescape
from xml.etree import ElementTree

import pytest

import actlib as act
from actlib import _fieldset, quiz
from actlib.quiz import Question, right, wrong

QUESTIONS = quiz.questions()
EVERY = pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
ROOT = pathlib.Path(__file__).parents[1]


def test_there_are_questions():
    assert len(QUESTIONS) >= 18


@EVERY
def test_the_check_holds_for_the_option_called_right_and_for_no_other(question):
    assert [bool(question.check(option.says)) for option in question.options] == [o.right for o in question.options]
    assert question.verdicts().count(True) == 1


@EVERY
def test_any_other_key_is_found_out(question):
    for number, option in enumerate(question.options):
        if option.right:
            continue
        options = [dataclasses.replace(o, right=i == number) for i, o in enumerate(question.options)]
        with pytest.raises(ValueError, match=f"the key of {question.name} is wrong"):
            dataclasses.replace(question, options=tuple(options)).verdicts()


@EVERY
def test_a_wrong_key_is_not_shown(question):
    options = tuple(dataclasses.replace(o, right=not o.right) for o in question.options)
    broken = dataclasses.replace(question, options=options)
    for show in (repr, Question._repr_html_):
        with pytest.raises(ValueError, match="is wrong"):
            show(broken)


@EVERY
def test_checks_say_what_they_compute_and_feedback_is_a_sentence(question):
    assert question.check.__doc__
    assert [o.feedback for o in question.options if not re.search(r"\.$", o.feedback)] == []


@EVERY
def test_each_question_is_asked_in_its_chapter(question):
    (notebook,) = (ROOT / "book").glob(f"*/{question.name.partition('/')[0]}.ipynb")
    assert f'act.question(\\"{question.name}\\")' in notebook.read_text(encoding="utf-8")


@EVERY
def test_the_text_has_the_question_the_options_and_then_the_answers(question):
    told = repr(question)
    lines = " ".join(told.split())
    assert act.question(question.name)._repr_mimebundle_() == {"text/plain": told, "text/html": question._repr_html_()}
    order = [question.asks, *(o.text for o in question.options), "Answers:", *(o.feedback for o in question.options)]
    for part in order:
        _, found, lines = lines.partition(" ".join(part.split()))
        assert found, part
    assert told.count(_fieldset.WORDS[True]) == 1
    assert max(map(len, told.splitlines())) <= 100


@EVERY
def test_the_form_is_well_made(question):
    form = ElementTree.fromstring(re.sub(r"<(input[^>]*)>", r"<\1/>", question._repr_html_()))
    inputs = list(form.iter("input"))
    assert len(inputs) == len(question.options)
    assert len({box.get("name") for box in inputs}) == 1
    assert [label.get("for") for label in form.iter("label")] == [box.get("id") for box in inputs]
    regions = [part for part in form.iter("div") if part.get("aria-live") == "polite"]
    assert [part.get("data-right") for part in regions] == [str(int(o.right)) for o in question.options]
    for region, option in zip(regions, question.options, strict=True):
        words = "".join(region.itertext())
        assert words.startswith(_fieldset.WORDS[option.right])
        assert plain(words) == plain(_fieldset.WORDS[option.right] + " " + option.feedback)
    assert not re.search(r"[$`]", "".join(form.find("fieldset").itertext()))


def plain(text):
    return re.sub(r"\\\(|\\\)|[$`]", "", text)


@EVERY
def test_its_formulas_are_ones_that_the_book_can_render(question):
    spec = importlib.util.spec_from_file_location("book_katex", ROOT / "book" / "theme" / "katex.py")
    katex = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(katex)
    for latex in re.findall(r'<span class="tex">\\\((.*?)\\\)</span>', question._repr_html_()):
        assert 'class="katex"' in katex.render(unescape(latex), display=False)


def test_no_two_forms_share_an_identifier():
    ids = [name for q in QUESTIONS for name in re.findall(r' id="([^"]+)"', q._repr_html_())]
    assert len(ids) == len(set(ids))


def test_a_question_nobody_asked_is_refused_by_name():
    with pytest.raises(KeyError, match="no question is called 'sigmoid/nothing'"):
        act.question("sigmoid/nothing")


def test_what_a_text_contains_cannot_break_the_page():
    assert _fieldset.markup('<b> & "$x < 1$"') == (
        '&lt;b&gt; &amp; &quot;<span class="tex">\\(x &lt; 1\\)</span>&quot;'
    )


GOOD = (right("a", 1, "Yes."), wrong("b", 2, "No."), wrong("c", 3, "Nor this."))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (GOOD[:2], "has 2 options"),
        (GOOD[1:], "of which one is right"),
        ((GOOD[0], *GOOD), "of which one is right"),
        ((*GOOD, wrong("a", 4, "Twice.")), "the same text or feedback"),
        ((*GOOD, wrong("d", 4, "No.")), "the same text or feedback"),
        ((*GOOD, wrong("d", False, "Never.")), "says True or False"),
    ],
)
def test_questions_that_teach_nothing_are_refused(options, words):
    with pytest.raises(ValueError, match=words):
        quiz.question("x", asks="?", options=options)


def test_a_name_belongs_to_one_question():
    name = QUESTIONS[0].name.partition("/")[2]

    def another(says):
        return says == 1

    another.__module__ = QUESTIONS[0].check.__module__
    with pytest.raises(ValueError, match="is asked twice"):
        quiz.question(name, asks="?", options=GOOD)(another)
