"""The content security policy that every page carries, and the links at its end."""

import re
import sys
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from tests.site.browser import ROOT, opened
from tests.site.conftest import SITE

sys.path.insert(0, str(ROOT / "book" / "theme"))  # which is no package

import links

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
PAGE = "activation_functions/elu.html"


def rules(text):
    """Return the directives of the one policy of a page."""
    (policy,) = POLICY.findall(text)
    return {name: values for name, *values in (rule.split() for rule in policy.replace("&#x27;", "'").split(";"))}


def test_every_page_runs_its_own_scripts_only(page_path):
    text = (SITE / page_path).read_text(encoding="utf-8")
    found = rules(text)
    assert found["default-src"] == ["'self'", "file:"]
    assert found["connect-src"] == ["'self'"]
    assert found["object-src"] == found["base-uri"] == ["'none'"]
    assert found["script-src"][:2] == ["'self'", "file:"]
    assert all(source.startswith("'sha256-") for source in found["script-src"][2:])
    first_load = min(text.index(tag) for tag in ("<script", "<link") if tag in text)
    assert text.index("http-equiv") < first_load, "what stands before the policy is not bound by it"


@pytest.mark.parametrize(
    "attack", ["document.head.append(s)", "s.src = 'data:text/javascript,hit=1'; document.head.append(s)"]
)
def test_a_script_that_somebody_slips_in_does_not_run(site, chromium, attack):
    with opened(chromium, f"{site}/{PAGE}") as page:
        page.evaluate(
            f"() => {{ const s = document.createElement('script'); s.textContent = 'window.hit = 1'; {attack} }}"
        )
        page.wait_for_timeout(200)
        assert page.evaluate("window.hit") is None
        assert any("Content Security Policy" in error for error in page.errors)


def test_the_buttons_for_print_and_full_screen_work_without_inline_handlers(site, chromium):
    with opened(chromium, f"{site}/{PAGE}") as page:
        page.evaluate("window.done = []; window.print = () => done.push('print'); 0")
        page.evaluate("window.toggleFullScreen = () => done.push('fullscreen'); 0")
        for act in ("print", "fullscreen"):
            page.evaluate(f"document.querySelector('[data-act={act}]').click()")
        assert page.evaluate("done") == ["print", "fullscreen"]
        assert page.errors == []


def test_servers_that_read_headers_are_told_not_to_frame_the_book():
    assert "frame-ancestors 'self'" in (SITE / "_headers").read_text(encoding="utf-8")


def test_every_written_page_can_be_downloaded_and_named(page_path):
    text = (SITE / page_path).read_text(encoding="utf-8")
    if page_path in ("search.html", "genindex.html"):
        return
    (nav,) = re.findall(r'<nav class="page-links".*?</nav>', text, re.DOTALL)
    assert f"<span>{page_path.removesuffix('.html')}</span>, version 0." in nav
    (address,) = re.findall(r'<a href="([^"]*)" download', nav)
    source = (SITE / page_path).parent / unquote(urlsplit(address).path)
    assert source.suffix in (".ipynb", ".md")
    assert source.stat().st_size > 0


def test_a_public_repository_adds_places_to_run_and_a_report():
    found = dict(links.links("a/b", "a/b.ipynb", "owner/name", "1.2"))
    assert found["Run on Binder"].endswith("/owner/name/main?labpath=book%2Fa%2Fb.ipynb")
    assert found["Run on Colab"].endswith("/owner/name/blob/colab/a/b.ipynb")
    query = parse_qs(urlsplit(found["Report an error on this page"]).query)
    assert query["title"] == ["Error in a/b"]
    assert "Page: a/b\nVersion: 1.2\n" in query["body"][0]
    assert [text for text, _ in links.links("a", "a.md", "owner/name", "1")] == [
        "Download the source",
        "Report an error on this page",
    ]
