"""Run the doctests of the installed library, whatever of it can be imported, without pytest; print how many."""

import doctest
import importlib
import pkgutil
import sys

import actlib


def main():
    """Exit with an error if one fails."""
    tried = failed = 0
    for info in pkgutil.walk_packages(actlib.__path__, "actlib.", onerror=lambda _: None):
        if info.name.endswith("__main__"):
            continue
        try:
            module = importlib.import_module(info.name)
        except ModuleNotFoundError as error:
            if error.name.split(".")[0] == "actlib":
                raise
            continue
        runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
        for test in doctest.DocTestFinder(exclude_empty=True).find(module):
            runner.run(test)
        tried, failed = tried + runner.tries, failed + runner.failures
    print(tried, "examples", failed, "failed")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
