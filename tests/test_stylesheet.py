"""The site's one style sheet: what a page may match stays, whatever stands around it; the rest goes."""

import pytest
from sphinx.errors import ExtensionError

from book.theme.stylesheet import in_use, names

NAMES = {"here", "also", "top"}


@pytest.mark.parametrize(
    "css",
    [
        ".here{a:b}",
        "#top .here>p{a:b}",
        "p{a:b}",
        "[data-theme=dark] code{a:b}",
        ".here:not(.gone){a:b}",
        ":is(.gone,.here){a:b}",
        "@media print{.here{a:b}}",
        "@font-face{a:b}",
        "@keyframes gone{to{a:b}}",
        ".here{background:url(data:x;base64,.gone)}",
    ],
)
def test_what_may_match_stays(css):
    assert in_use(css, NAMES).replace("\n", "") == css


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".gone{a:b}", ""),
        ("#gone{a:b}", ""),
        (".here.gone p{a:b}", ""),
        (".gone,.also{a:b}", ".also{a:b}"),
        ("@media print{.gone{a:b}.here{a:b}}", "@media print{.here{a:b}}"),
        ("@media print{@supports (a:b){.gone{a:b}}}", ""),
        ("/* .here */.gone{a:b}", ""),
    ],
)
def test_the_rest_goes(css, left):
    assert in_use(css, NAMES).replace("\n", "") == left


def test_names_are_those_of_pages_and_of_the_scripts_they_load(tmp_path):
    (tmp_path / "loaded.js").write_text("node.classList.add('by-script')", encoding="utf-8")
    (tmp_path / "other.js").write_text("'by-nobody'", encoding="utf-8")
    html = """<p class="one two" id='three'>four</p><script src="../loaded.js?v=1"></script>"""
    html += '<script>x("five")</script>'
    found = names({tmp_path / "folder" / "page.html": html})
    assert {"one", "two", "three", "five", "by-script"} <= found
    assert not found & {"four", "by-nobody"}


def test_a_sheet_that_cannot_be_read_fails_the_build():
    with pytest.raises(ExtensionError, match="line 1"):
        in_use(".here{a:b} }", NAMES)
