"""The tables of the catalogue: nothing is missing, nothing is wrong, and the text does not change from run to run."""

import dataclasses
import importlib.util
import math
import pathlib
import re
from html import unescape
from xml.etree import ElementTree

import pytest

import actlib as act
from actlib import _matrix
from actlib._differences import derivative_table
from actlib._matrix import number, property_matrix
from actlib.catalogue import relatives
from actlib.learned import LEARNED

FUNCTIONS = pytest.mark.parametrize("f", act.catalogue(), ids=lambda f: f.name)
THEME = pathlib.Path(__file__).parents[1] / "book" / "theme"
MATRIX = property_matrix()
TITLES = [column.title for column in MATRIX.columns]
SHOWN = dict(zip([f.name for f in MATRIX.items], MATRIX.rows(), strict=True))
TABLES = pytest.mark.parametrize("make", [property_matrix, derivative_table], ids=lambda make: make.__name__)


def shown(f):
    return dict(zip(TITLES, SHOWN[f.name], strict=True))


def parsed(matrix):
    """The HTML as a tree: it is well formed XML, but for empty elements and for attributes without a value."""
    text = re.sub(r"<(w?br|input[^>]*)>", r"<\1/>", matrix._repr_html_())
    return ElementTree.fromstring("<div>" + re.sub(r" (hidden|data-search)\b", r' \1=""', text) + "</div>")


def read(text):
    """A number back from its text."""
    return {"–": math.nan}.get(text) or float(text.replace("−", "-").replace("∞", "inf"))


def near(text, value):
    return read(text) == pytest.approx(value, rel=1e-5, abs=1e-12, nan_ok=True)


@FUNCTIONS
def test_every_fact_of_every_function_is_shown(f):
    row, facts = shown(f), f.facts
    numbers = {"Lipschitz": "lipschitz", "Mean": "gaussian_mean", "Second moment": "gaussian_second_moment"}
    numbers |= {"Mean slope": "gaussian_mean_derivative", "Gain": "gain", "χ₁": "chi_1"}
    numbers |= {"Mean squared slope": "gaussian_second_moment_derivative"}
    assert {title: near(row[title], getattr(facts, field)) for title, field in numbers.items()} == dict.fromkeys(
        numbers, True
    )
    words = {"Monotonicity": "monotonicity", "Convexity": "convexity", "Parity": "parity"}
    assert {title: row[title] for title in words} == {t: getattr(facts, field) for t, field in words.items()}
    assert all(map(near, row["Range"].split(" to "), (facts.infimum, facts.supremum)))
    assert all(map(near, row["Limits"].split(", "), facts.limits))
    kinks = [] if row["Kinks"] == "–" else row["Kinks"].split(", ")
    assert len(kinks) == len(facts.kinks)
    assert all(map(near, kinks, facts.kinks))
    assert row["Identity at 0"] == ("yes" if facts.identity_at_origin else "no")
    assert row["Saturates"] == {(1, 1): "both sides", (1, 0): "left", (0, 1): "right", (0, 0): "no"}[facts.saturates]
    least = [None if text == "–" else text for text in row["Minimum"].split(" at ")]
    assert len(least) == 1 + (facts.argmin is not None)
    for text, value in zip(least, (facts.minimum, facts.argmin), strict=False):
        assert (text is None and value is None) or near(text, value)
    order = {"discontinuous": "discontinuous", "Cinf": "C∞", "C0": "C⁰", "C1": "C¹", "C2": "C²", "C3": "C³"}
    assert row["Smoothness"] == order[facts.smoothness]


def test_no_field_of_the_facts_is_left_out():
    """The test above has a line for each of these; a new field must get one, and a column."""
    assert {field.name for field in dataclasses.fields(act.Facts)} == {
        "infimum", "supremum", "limits", "monotonicity", "convexity", "smoothness", "kinks", "parity", "saturates",
        "identity_at_origin", "lipschitz", "argmin", "minimum", "gaussian_mean", "gaussian_second_moment",
        "gaussian_mean_derivative", "gaussian_second_moment_derivative", "gain", "chi_1",
    }  # fmt: skip


@pytest.mark.parametrize("f", relatives(), ids=lambda f: f.name)
def test_relatives_are_shown_with_facts_where_they_have_any(f):
    row = shown(f)
    dashes = {title for title in TITLES[3:20] if row[title] == "–"}
    assert (dashes == set(TITLES[3:20])) == (f not in LEARNED)
    assert row["Source"] == (", ".join(f.references) or "–")
    assert f in LEARNED or all(column.kinds(f) == ["–"] for column in MATRIX.columns[3:20] if column.kinds)


@pytest.mark.parametrize("f", [*act.catalogue(), *relatives()], ids=lambda f: f.name)
def test_every_name_is_shown_and_leads_to_the_function(f):
    row = shown(f)
    assert row["Function"].partition("(")[0] == f.name
    assert all(alias in row["Also called"] for alias in f.aliases)
    assert row["f(x)"] == f.formula
    spellings = [] if row["Frameworks"] == "–" else row["Frameworks"].split(", ")
    assert len(spellings) == sum(map(bool, (f.torch, f.keras, f.jax)))
    assert all(act.get(spelling) is f for spelling in spellings)


@TABLES
def test_the_html_says_what_the_text_says(make):
    matrix = make()
    table = parsed(matrix).find("div/table")
    assert [head.text for head in table.iter("th") if head.get("scope") == "col"] == [c.title for c in matrix.columns]
    rows = table.findall("tbody/tr")
    for row, f, texts in zip(rows, matrix.items, matrix.rows(), strict=True):
        assert row.get("id") == f"{matrix.name}-{f.name}"
        for cell, column, text in zip(row, matrix.columns, texts, strict=True):
            seen = " ".join("".join(part) for part in [cell.itertext()])
            plain = column.html is None or column.title == "f(x)"
            assert not plain or seen.removeprefix(r"\(").removesuffix(r"\)") == text
        assert "".join(row[0].find("code").itertext()) == f.name


@TABLES
def test_numbers_to_sort_by_are_those_shown(make):
    matrix = make()
    for row, f in zip(parsed(matrix).findall("div/table/tbody/tr"), matrix.items, strict=True):
        for cell, column in zip(row, matrix.columns, strict=True):
            value = column.value(f) if column.value else None
            assert value is None or isinstance(value, float)
            assert (cell.get("data-value") is None) == (value is None or math.isnan(value))
            if cell.get("data-value") is not None:
                assert float(cell.get("data-value")) == value


@TABLES
def test_the_box_can_be_reached_and_has_a_name(make):
    box = parsed(make()).find("div")
    assert (box.get("role"), box.get("tabindex")) == ("region", "0")
    assert box.get("aria-labelledby") == box.find("table/caption").get("id")


@TABLES
def test_filters_offer_each_kind_that_occurs_once(make):
    matrix = make()
    form = parsed(matrix).find("form")
    assert form.get("hidden") is not None  # a notebook has no script for it
    assert {matrix.columns[int(s.get("data-column"))].title: s for s in form.iter("select")}.keys() >= {"Family"}
    for select in form.iter("select"):
        column = matrix.columns[int(select.get("data-column"))]
        offered = [option.text for option in select][1:]
        assert len(set(offered)) == len(offered)
        assert set(offered) == {kind for f in matrix.items for kind in column.kinds(f)}


@TABLES
def test_the_text_is_stable_and_complete(make):
    matrix = make()
    lines = repr(matrix).splitlines()
    assert lines == repr(make()).splitlines()
    assert len(lines) == 2 + len(matrix.items)
    assert {f.name for f in act.catalogue()} <= {f.name for f in matrix.items}
    assert all(f.name in line for f, line in zip(matrix.items, lines[2:], strict=True))
    assert not re.search(r"e-1[3-9]|e-[2-9]\d|0x[\da-f]", "\n".join(lines))  # noise and addresses


def test_a_function_with_other_parameters_can_be_shown():
    row = dict(zip(TITLES, property_matrix([act.elu.with_parameters(alpha=0.5)]).rows()[0], strict=True))
    assert (row["Function"], row["Range"], row["Kinks"]) == ("elu(x, alpha=0.5)", "−0.5 to ∞", "0")


def test_what_a_name_or_a_formula_contains_cannot_break_the_page():
    odd = dataclasses.replace(act.relu, aliases=('<b a="1">',), formula="x < 0 & x")
    html = property_matrix([odd])._repr_html_()
    assert "<b a" not in html
    assert unescape(_matrix.formula(odd.formula)) == r'<span class="tex">\(x < 0 & x\)</span>'


def test_numbers_are_written_as_print_does():
    assert [number(x) for x in (0.1 + 0.2, 1e-13, -2.5, math.inf, math.nan, None)] == [
        "0.3",
        "0",
        "−2.5",
        "∞",
        "–",
        "–",
    ]


@pytest.mark.parametrize("f", [*act.catalogue(), *relatives()], ids=lambda f: f.name)
def test_formulas_are_ones_that_the_book_can_render(f):
    spec = importlib.util.spec_from_file_location("book_katex", THEME / "katex.py")
    katex = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(katex)
    for latex in (f.formula, getattr(f, "derivative_formula", "x")):
        assert 'class="katex"' in katex.render(latex, display=False)
