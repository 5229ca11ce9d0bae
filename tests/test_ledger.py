"""Every claim's check passes, every foil of it fails, and the card shows both sides."""

import dataclasses
import json
import math
import pathlib

import pytest

from actlib import _card, _ledger_table, ledger
from actlib.ledger import Evidence

CLAIMS = ledger.claims()
EVERY = pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: c.id)
FOILS = [pytest.param(c, foil, id=f"{c.id}-{name}") for c in CLAIMS for name, foil in c.foils.items()]
BOOK = pathlib.Path(__file__).parents[1] / "book"


@EVERY
def test_check_passes(claim):
    evidence = claim.evidence()
    assert evidence.passed, evidence


@pytest.mark.parametrize(("claim", "foil"), FOILS)
def test_foil_fails(claim, foil):
    evidence = claim.evidence(**foil)
    assert not evidence.passed, f"the check cannot tell this wrong variant: {evidence}"


@EVERY
def test_sections_are_chapters_and_sources_are_in_the_bibliography(claim):
    assert claim.check.__module__ == f"actlib.claims.{claim.section}"
    entries = (BOOK / "references.bib").read_text(encoding="utf-8")
    assert [key for key in claim.references if f"{{{key}," not in entries] == []


@EVERY
def test_checks_say_what_they_compute(claim):
    assert claim.check.__doc__


@EVERY
def test_each_claim_has_its_card_in_its_chapter(claim):
    notebook = BOOK / f"{claim.page}.ipynb"
    assert f'act.claim(\\"{claim.id}\\")' in notebook.read_text(encoding="utf-8")


@pytest.mark.parametrize("id", ["C06", "C79"])
def test_a_claim_that_comes_later_is_on_the_page_of_its_chapter(id):
    claim = ledger.get(id)
    assert dataclasses.replace(claim, id="C98").page == claim.page


def test_ids_are_in_order_and_the_lookup_finds_them():
    assert [c.id for c in CLAIMS] == sorted(c.id for c in CLAIMS)
    assert all(ledger.get(c.id) is c for c in CLAIMS)
    with pytest.raises(KeyError, match="no claim is called 'C00'"):
        ledger.get("C00")


@pytest.fixture
def agreeing(monkeypatch):
    """Spare the checks, which have their own test, where it is their numbers' form that counts."""
    monkeypatch.setattr(ledger.Claim, "evidence", lambda _: Evidence(number=(0.5, 0.25, 0.375)))


@pytest.mark.usefixtures("agreeing")
def test_json_carries_statement_verdict_and_numbers():
    records = json.loads(ledger.as_json())
    assert [r["id"] for r in records] == [c.id for c in CLAIMS]
    keys = "id section statement verdict correction references measured expected tolerance passed".split()
    assert all(list(r) == keys and r["passed"] for r in records)
    assert {(r["measured"]["number"], r["expected"]["number"], r["tolerance"]["number"]) for r in records} == {
        (0.5, 0.25, 0.375)
    }


@pytest.mark.parametrize(
    ("measured", "expected", "tolerance", "passed"),
    [(1.0, 1.1, 0.2, True), (1.0, 1.1, 0.05, False), (math.nan, 0.0, 9.0, False), (math.inf, math.inf, 0.0, True)],
)
def test_evidence_compares_within_the_tolerance(measured, expected, tolerance, passed):
    assert Evidence(number=(measured, expected, tolerance)).passed is passed


def test_one_number_that_disagrees_fails_the_evidence():
    assert not Evidence(a=(1, 1, 0), b=(1, 2, 0.5)).passed


@pytest.mark.parametrize("numbers", [{}, {"a": (1, math.nan, 1)}, {"a": (1, 1, -1)}, {"a": (1, 1, math.inf)}])
def test_evidence_that_cannot_tell_is_refused(numbers):
    with pytest.raises(ValueError, match="measured, expected"):
        Evidence(**numbers)


def _entry(**changes):
    fields = {"section": "s", "says": "x", "verdict": "holds", "foils": {"wrong": {"a": 2}}}
    return ledger.claim("X01", **{**fields, **changes})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"verdict": "true"}, "verdict of X01 is 'true'"),
        ({"verdict": "false"}, "no correction"),
        ({"foils": {}}, "foils of X01"),
        ({"foils": {"wrong": {}}}, "foils of X01"),
        ({"foils": {"wrong": {"b": 1}}}, "each must replace arguments"),
    ],
)
def test_incomplete_claims_are_refused(changes, words):
    with pytest.raises(ValueError, match=words):
        _entry(**changes)(lambda a=1: Evidence(a=(a, 1, 0)))


def test_an_id_belongs_to_one_module():
    taken = CLAIMS[0]
    with pytest.raises(ValueError, match=f"{taken.id} is claimed twice"):
        ledger.claim(taken.id, section="s", says="x", verdict="holds", foils={"w": {"a": 2}})(lambda a=1: a)


@EVERY
@pytest.mark.usefixtures("agreeing")
def test_card_folds_the_verdict_and_escapes_the_source(claim):
    html = claim._repr_html_()
    assert claim._repr_mimebundle_() == {"text/plain": repr(claim), "text/html": html}
    before, _, folded = html.partition("<details")
    assert _card.WORDS[claim.verdict] not in before
    assert _card.WORDS[claim.verdict] in folded
    assert "agrees" in repr(claim)
    assert html.count("<details") == html.count("</details>") == 2


def test_the_table_has_every_claim_in_order_and_leads_to_its_card():
    table = _ledger_table.ledger_table()
    assert [row[0] for row in table.rows()] == [c.id for c in CLAIMS]
    for claim, row in zip(CLAIMS, table.rows(), strict=True):
        assert row[2:] == [_card.WORDS[claim.verdict], claim.statement, claim.correction or "as stated"]
        assert f'href="../{claim.page}.ipynb#{claim.id}"' in table._repr_html_()


def test_counts_add_up():
    counts = _ledger_table.verdict_counts(CLAIMS)
    every = counts.pop("all")
    assert list(counts) == list(dict.fromkeys(c.section for c in CLAIMS))
    assert sum(every.values()) == len(CLAIMS)
    assert every == {v: sum(of[v] for of in counts.values()) for v in ledger.VERDICTS}
    assert counts["elu"] == {"holds": 0, "conditional": 0, "false": 0, "blank": 1}
