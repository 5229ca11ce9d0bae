"""nbval compares text; pictures and widgets have tests of their own, on the arrays behind them."""


def pytest_collectstart(collector):
    """Leave out what committed notebooks do not carry."""
    if collector.path and collector.path.suffix == ".ipynb":
        collector.skip_compare += ("text/html", "image/svg+xml", "image/png", "text/markdown")
