"""``python -m book.formats pdf|epub PATH``: write the book from the built site."""

import argparse
import pathlib

from book.formats import epub, pdf
from book.formats.pages import ROOT

WRITERS = {"pdf": pdf.write, "epub": epub.write}


def main():
    """Write the book, as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m book.formats", description=__doc__)
    parser.add_argument("format", choices=WRITERS)
    parser.add_argument("path", type=pathlib.Path, help="where to write")
    parser.add_argument("--site", type=pathlib.Path, default=ROOT / "_build" / "html", help="the built site")
    options = parser.parse_args()
    options.path.parent.mkdir(parents=True, exist_ok=True)
    WRITERS[options.format](options.site, options.path)
    print(f"{options.path}: {options.path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
