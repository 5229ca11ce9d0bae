"""``python -m actlib.experiments NAME``: run a published experiment again and keep its results.

fair_comparison takes the options; playground needs none, and a minute.
"""

import argparse
import pathlib

from actlib._pool import BACKENDS
from actlib.experiments import playground
from actlib.experiments.published import TABLES, remake


def main():
    """Read the command line, and run."""
    parser = argparse.ArgumentParser(prog="python -m actlib.experiments", description=__doc__)
    parser.add_argument("experiment", choices=["fair_comparison", "playground"])
    parser.add_argument("--table", choices=TABLES, action="append", help="only this table; may be given twice")
    parser.add_argument("--backend", choices=BACKENDS, default="processes")
    parser.add_argument("--workers", type=int, help="threads or processes; default: one a core")
    parser.add_argument("--address", help="of a Dask scheduler, for --backend dask")
    parser.add_argument("--store", type=pathlib.Path, default="_build/experiments", help="folder of what is done")
    given = parser.parse_args()
    if given.experiment == "playground":
        playground.remake()
        return
    options = {name: getattr(given, name) for name in ("backend", "workers", "address", "store")}
    remake(given.table or TABLES, **options)


if __name__ == "__main__":
    main()
