"""The built site, served on localhost, and a browser to read it with."""

import os
from pathlib import Path

import pytest

from tests.site.browser import ROOT, launch, serve

SITE = Path(os.environ.get("SITE", ROOT / "_build" / "html"))


def pytest_generate_tests(metafunc):
    """Run a test of a `page` once for each page of the site, or once, to fail, if there is no site."""
    if "page_path" in metafunc.fixturenames:
        pages = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html") if "_static" not in path.parts)
        metafunc.parametrize("page_path", pages or ["index.html"])


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
