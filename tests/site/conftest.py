"""The built site, served on localhost, and a browser to read it with."""

import functools
import os
from pathlib import Path

import pytest

from tests.site.browser import ROOT, opened, serve, until

SITE = Path(os.environ.get("SITE", ROOT / "_build" / "html"))
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SIGNS = {"lively": ("explorables", "explorable-mount"), "asking": ("questions", '<form class="question"')}
"""Marks of tests that only some pages are for: those with what, and how its presence is seen in a page's text."""
SEEN = {"desk": {}, "phone": PHONE, "plain": {"java_script_enabled": False}}
"""How a page is looked at. It is opened once for each way; a test leaves it as it was, but for mouse and focus."""
JUMPS = """window.jumps = 0; new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.jumps += entry.value;
}).observe({ type: "layout-shift", buffered: true });"""


def pytest_configure(config):
    """Declare the marks of tests that some pages are not for."""
    for mark, (words, _) in SIGNS.items():
        config.addinivalue_line("markers", f"{mark}: only pages with {words}")


@functools.cache
def pages():
    """Return the marks that fit a page, by its path; pages with most of them first."""
    files = [path for path in sorted(SITE.rglob("*.html")) if "_static" not in path.parts]
    texts = {path.relative_to(SITE).as_posix(): path.read_text("utf-8") for path in files}
    found = {name: {mark for mark, (_, sign) in SIGNS.items() if sign in text} for name, text in texts.items()}
    return dict(sorted(found.items(), key=lambda item: -len(item[1])))


def pytest_generate_tests(metafunc):
    """Run a test once for each page that its marks fit; without a site once, to fail."""
    wanted = {mark.name for mark in metafunc.definition.iter_markers() if mark.name in SIGNS}
    # pytest groups tests of one page by its place in the list, so all lists begin alike.
    chosen = [name for name, marks in pages().items() if marks >= wanted] or ["index.html"]
    for name in ("page_path", *SEEN):
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, chosen, indirect=name in SEEN, scope="session")


@pytest.fixture(scope="session")
def site():
    if not (SITE / "index.html").exists():
        pytest.fail(f"there is no site in {SITE}: run 'make book' first", pytrace=False)
    with serve(SITE) as address:
        yield address


def _look(name):
    @pytest.fixture(scope="session", name=name)
    def look(request, site, chromium):
        with opened(chromium, f"{site}/{request.param}", before=JUMPS, **SEEN[name]) as page:
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(200)
            page.jumps = page.evaluate("window.jumps")
            yield page

    return look


desk, phone, plain = map(_look, SEEN)


def switch(page, scheme):
    """Make the system light or dark, and wait until the page has followed."""
    page.emulate_media(color_scheme=scheme)
    until(page, f"document.documentElement.dataset.theme === '{scheme}'")


@pytest.fixture
def night(desk):
    """Give the page of the desk while the system is dark."""
    switch(desk, "dark")
    yield desk
    switch(desk, "light")
