"""The errata: each finding follows from the outline, none is left when its cause is mended, and claims are quoted."""

import dataclasses
import re

import pytest

from actlib import _errata as errata
from actlib import _outline, ledger
from actlib._outline import Piece, outline

PIECES = _outline.read()
CLAIMS = {c.id: c for c in ledger.claims()}
CHECKS = pytest.mark.parametrize("check", errata.CHECKS, ids=lambda f: f.__name__)

FAULTY = """
1. **Sigmoid:**{: .b #b21}
    <p>$$S(z) \\\\ S'(z) \\left\\{\\begin{array}{cc}{z} & {z<=0}\\end{array}\\right\\}$$</p>
    ![img](/files/1.png){: width="68%"}
    This sentence has more than five words[^1].
    <button onclick="pop(event)">
            [0.1, 0.9])
3. **ELU:**{: .b #b21}
4. **ReLU:**
    <!-- This sentence has more than five words[^1]. -->
"""
SOUND = """
1. **Sigmoid:**{: .b #b21}
    <p>$$S(z)$$</p>
    <p>$$\\left\\{\\begin{array}{cc}{z} & {z \\le 0}\\end{array}\\right.$$</p>
    ![img](1.png)
    This sentence has more than five words[^1].
            [0.1, 0.9]
2. **ELU:**{: .b #b22}
    This sentence also has more than five words.
[^1]: A footnote.
"""


@CHECKS
def test_each_check_finds_its_fault_in_the_notes_and_in_a_planted_text(check):
    assert check(PIECES) is not None
    assert check(outline(FAULTY)) is not None


@CHECKS
def test_no_check_finds_fault_with_a_sound_text(check):
    assert check(outline(SOUND)) is None


@CHECKS
def test_an_entry_whose_cause_is_gone_is_refused(check):
    with pytest.raises(LookupError, match="take it off the list"):
        errata._found(check, outline(SOUND))


def test_the_outline_has_no_sentence_of_the_notes():
    for piece in PIECES:
        assert piece.kind == "sentence" or piece.kind in _outline.PATTERNS
        assert piece.kind != "sentence" or re.fullmatch("[0-9a-f]{12}", piece.text)


def test_an_outline_can_be_written_and_read(tmp_path, monkeypatch):
    _outline.write(outline(FAULTY), tmp_path / "notes_outline.csv")
    monkeypatch.setattr(_outline, "files", lambda _: tmp_path)
    assert _outline.read() == outline(FAULTY)


def test_sentences_are_known_again_in_other_dress():
    plain, dressed = (
        outline(text)[0].text for text in ("It is a very small world.", "> __It is__ a very small World.")
    )
    assert plain == dressed
    assert outline("It is a very large world.")[0].text != plain


def test_comments_end():
    pieces = outline("a <!-- [^1] -->\n[^2]")
    assert [(p.hidden, p.text) for p in pieces] == [(True, "[^1]"), (False, "[^2]")]
    assert pieces[1] == Piece(2, False, "footnote", "[^2]")


@pytest.mark.parametrize("verdict", ledger.VERDICTS)
def test_content_has_each_claim_of_a_verdict_that_needs_a_word(verdict):
    shown = errata.of_content(verdict)
    assert [e.place for e in shown] == [c.id for c in CLAIMS.values() if c.verdict == verdict and c.correction]
    assert all((e.wrong, e.right) == (CLAIMS[e.place].statement, CLAIMS[e.place].correction) for e in shown)


def test_every_claim_that_does_not_simply_hold_is_in_the_errata():
    shown = {e.place for verdict in ledger.VERDICTS for e in errata.of_content(verdict)}
    assert {c.id for c in CLAIMS.values() if c.verdict != "holds" or c.correction} == shown


@pytest.mark.parametrize("id", [id for id in errata.TYPOS if id in CLAIMS])
def test_a_slip_stands_in_its_claim_as_it_is_or_mended(id):
    assert any(re.search(rf"\b{re.escape(form)}", CLAIMS[id].statement) for form in errata.TYPOS[id])


def test_both_forms_say_the_same_and_escape():
    entries = errata.Errata([dataclasses.replace(errata.of_spelling()[0], wrong="<b> `x<y`")])
    html = entries._repr_html_()
    assert "&lt;b&gt; <code>x&lt;y</code>" in html
    assert "<b> `x<y`" in repr(entries)
    for e in errata.of_content("false"):
        assert f'href="../{CLAIMS[e.place].page}.ipynb#{e.place}"' in errata.of_content("false")._repr_html_()
