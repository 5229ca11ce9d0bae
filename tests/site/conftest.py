"""The built site, served on localhost, and a browser to read it with."""

import os
from pathlib import Path

import pytest

from tests.site.browser import ROOT, launch, serve

SITE = Path(os.environ.get("SITE", ROOT / "_build" / "html"))


def pytest_generate_tests(metafunc):
    """Run a test once for each page, or each page with explorables; without a site once, to fail."""
    files = [path for path in sorted(SITE.rglob("*.html")) if "_static" not in path.parts]
    pages = {path.relative_to(SITE).as_posix(): path for path in files}
    if "page_path" in metafunc.fixturenames:
        metafunc.parametrize("page_path", list(pages) or ["index.html"])
    if "lively_path" in metafunc.fixturenames:
        lively = [name for name, path in pages.items() if "explorable-mount" in path.read_text(encoding="utf-8")]
        metafunc.parametrize("lively_path", lively or ["index.html"])


@pytest.fixture(scope="session")
def site():
    if not (SITE / "index.html").exists():
        pytest.fail(f"there is no site in {SITE}: run 'make book' first", pytrace=False)
    with serve(SITE) as address:
        yield address


@pytest.fixture(scope="session")
def chromium():
    with launch() as browser:
        yield browser
