"""Settings that all tests share."""

import os

from hypothesis import settings

# Where a result decides about a merge, the same commit must always get the same one; elsewhere, keep looking.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")
