"""The built site, served on localhost, and a browser to read it with."""

import functools
import os
from pathlib import Path

import pytest

from tests.site.browser import ROOT, opened, serve

SITE = Path(os.environ.get("SITE", ROOT / "_build" / "html"))
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SEEN = {"desk": {}, "phone": PHONE, "night": {"color_scheme": "dark"}}
"""How a page is looked at. It is opened once for each way; a test leaves it as it was, but for mouse and focus."""
JUMPS = """window.jumps = 0; new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.jumps += entry.value;
}).observe({ type: "layout-shift", buffered: true });"""


def pytest_configure(config):
    """Declare the mark for tests of explorables."""
    config.addinivalue_line("markers", "lively: only pages with explorables")


@functools.cache
def pages():
    """Return whether a page has explorables, by its path; the lively ones first."""
    files = [path for path in sorted(SITE.rglob("*.html")) if "_static" not in path.parts]
    moves = {path.relative_to(SITE).as_posix(): "explorable-mount" in path.read_text("utf-8") for path in files}
    return dict(sorted(moves.items(), key=lambda item: not item[1]))


def pytest_generate_tests(metafunc):
    """Run a test once for each page, or each page with explorables; without a site once, to fail."""
    lively = metafunc.definition.get_closest_marker("lively")
    # pytest groups tests of one page by its place in the list, so both lists begin alike.
    chosen = [name for name, moves in pages().items() if moves or not lively] or ["index.html"]
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


desk, phone, night = map(_look, SEEN)
