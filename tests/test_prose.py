"""No number in a chapter's prose that the page does not print; and the finder of such numbers is tried on some."""

import nbformat
import pytest

from tests import prose
from tests.test_book import NOTEBOOKS, ROOT

PACKAGES = [ROOT / "actlib" / name for name in ("claims", "explorables", "questions")]
"""Where the modules behind a chapter stand, under the chapter's name; private ones with an underscore before it."""


def sources(chapter):
    paths = [path for package in PACKAGES for path in package.glob("*.py") if path.stem.removeprefix("_") == chapter]
    return [path.read_text(encoding="utf-8") for path in paths]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_every_number_in_prose_is_printed_on_the_page_or_named_in_its_code(path):
    assert prose.violations(path, sources(path.stem)) == []


CODE = "rate = 0.35\nprint(f'{loss:.4f}')  # 0.77\n'0.88'"
PRINTED = "loss 0.0563 after 1,200 steps; share 0.284, width 1e-07"


def found(tmp_path, text):
    output = nbformat.v4.new_output("stream", text=PRINTED)
    cells = [nbformat.v4.new_markdown_cell(text), nbformat.v4.new_code_cell(CODE, outputs=[output])]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "page.ipynb")
    return [told.partition(" ")[0] for told in prose.violations(tmp_path / "page.ipynb", ["width = 64"])]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("The loss falls to 0.0564.", ["0.0564"]),  # printed, but another number
        ("The loss is $0.057$.", ["0.057"]),  # wrongly rounded
        ("It is 0.77 in a comment and 0.88 in a string.", ["0.77", "0.88"]),
        ("After 1,300 steps, or 1300, or 13 of them.", ["1,300", "1300", "13"]),
        ("A share of 29 % is left.", ["29"]),
        ("A share of 29 is left, not of 28.", ["29", "28"]),  # 28 is no printed share: it is no percentage
        ("It is 3 times as fast, 7 % slower.", ["3", "7"]),
        ("The factor is $\\approx 6$, and about $8$.", ["6", "8"]),
        ("Its slope is $1.5\\,z$ at $z = 123$.", ["1.5", "123"]),
        ("The width is 2e-7.", ["2e-7"]),
        ("$$\nx = 0.31\n$$", ["0.31"]),
        ("In all, 1987 of them.", ["1987"]),  # not a year
        ("At 44°, conversion 2.13.", ["44", "2.13"]),
        ("See `0.5`, then 0.6.", ["0.6"]),
        ("{cite:p}`lecun1998` found 0.71.", ["0.71"]),
    ],
)
def test_planted_numbers_are_found(tmp_path, text, numbers):
    assert found(tmp_path, text) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "The loss falls to 0.0563, that is 0.056.",
        "After 1200 steps at the rate 0.35 and the width 64.",
        "A share of 28.4 %, that is 28 %, is left.",
        "The width is $1e-7$.",
        "Two layers, 3 units, and $\\tfrac{1}{12} + 24 z^{15}$, $z^2 / 99$.",
        "Half of $2^{-149}$, or $2^{1024}$.",
        "1. First\n2. Then\n12. And so on\n\n### 11. Exercise\n\nSee exercise 12, question 14 and C50.",
        "`act.elu(0.71)` and\n\n```python\nx = 0.72\n```\n\n{cite:t}`he2015`, [a page](https://example.org/0.73).",
        "In the year (1998), and in 2015.",
        "At 45° in version 2.13.",
        "float64, ReLU6, L2.5norm and x1.",
        ":::{dropdown} Answer to questions 11 and 12\nNone.\n:::",
    ],
)
def test_numbers_with_a_source_and_free_ones_pass(tmp_path, text):
    assert found(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "value"), [("0.250", (0.25, 3)), ("1_200", (1200, 0)), ("9.54e-7", (9.54e-7, 9)), ("2e3", (2000, -3))]
)
def test_a_number_states_its_digits(text, value):
    assert prose.parsed(text) == value
