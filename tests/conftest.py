"""Settings that all tests share."""

import os

import pytest
from hypothesis import settings

# Where a result decides about a merge, the same commit must always get the same one; elsewhere, keep looking.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session")
def chromium():
    """Give the one browser of a process; Playwright starts no second."""
    from tests.site.browser import launch  # only here: the library's tests run without a browser

    with launch() as browser:
        yield browser
