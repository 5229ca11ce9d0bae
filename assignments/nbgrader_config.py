"""What nbgrader reads when it runs in this folder; `python -m actlib.assignments` uses the same settings."""

from actlib.assignments.course import settings

get_config().merge(settings())  # noqa: F821 (nbgrader puts get_config here)
