"""Which ways to run a page it offers: each only if there is something at its end."""

import re

import pytest

from book.theme.links import COPIES, links
from tests.site.browser import ROOT

NOTEBOOK = ("relu", "a/relu.ipynb")
RUN = {"Run in this browser", "Run on Binder", "Run on Colab"}


@pytest.mark.parametrize(
    ("lite", "repository", "offered"),
    [
        ("", "", set()),
        ("lite", "", {"Run in this browser"}),
        ("", "owner/name", {"Run on Binder", "Run on Colab"}),
        ("lite", "owner/name", RUN),
    ],
)
def test_a_notebook_offers_what_is_published_and_a_page_of_text_nothing(lite, repository, offered):
    assert {text for text, _ in links(*NOTEBOOK, repository, "1", lite)} & RUN == offered
    assert not {text for text, _ in links("index", "index.md", repository, "1", lite)} & RUN


def test_what_publishes_jupyterlite_puts_it_where_the_pages_lead():
    commands = re.search(r"(?m)^pages:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text())[1]
    (folder,) = re.findall(r"ACTBOOK_LITE=(\S+) \$\(BIN\)/python -m book.build", commands)
    address = dict(links(*NOTEBOOK, "", "1", folder))["Run in this browser"]
    assert f"cp -R _build/lite _build/pages/{folder}\n" in commands
    assert address.startswith(f"/{folder}/lab/index.html?")
    published = (ROOT / ".github" / "workflows" / "test.yml").read_text()
    assert "make pages" in published
    assert "path: _build/pages" in published
    assert f'$GITHUB_REPOSITORY" {COPIES}\n' in published
