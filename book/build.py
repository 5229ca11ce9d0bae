"""Build the site: execute the chapters, render the pages; in parallel where that gives the same output."""

import argparse
import hashlib
import os
import pathlib
import shutil
import sys

from jupyter_book.sphinx import build_sphinx

ROOT = pathlib.Path(__file__).parents[1]
BOOK, BUILD = ROOT / "book", ROOT / "_build"
HTML, DOCTREES, STAMP = BUILD / "html", BUILD / "doctrees", BUILD / "sources.sha256"
# What every chapter depends on but Sphinx does not watch.
SHARED = ("actlib/**/*.py", "actlib/**/*.mjs", "actlib/**/*.css", "book/theme/**/*", "requirements.txt", "_*.yml")


def fingerprint():
    """Return a hash of the files that all chapters depend on."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in SHARED for path in ROOT.glob(pattern) if path.is_file()}):
        if "__pycache__" not in path.parts:
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def forget():
    """Remove what was built, so that the next build reads and executes everything."""
    for folder in (HTML, DOCTREES):
        shutil.rmtree(folder, ignore_errors=True)
    STAMP.unlink(missing_ok=True)


def build(strict):
    """Build into ``_build/html``; return the exit code. A failed build leaves nothing that a later one could reuse."""
    current = fingerprint()
    if strict or not STAMP.exists() or STAMP.read_text() != current:
        forget()
    BUILD.mkdir(exist_ok=True)
    options = {"external_toc_path": str(ROOT / "_toc.yml"), "latex_individualpages": False, "nitpicky": strict}
    failed = build_sphinx(
        BOOK,
        HTML,
        noconfig=True,
        path_config=ROOT / "_config.yml",
        confoverrides=options,
        doctreedir=DOCTREES,
        warningiserror=strict,
        keep_going=strict,
        jobs=min(4 * (os.cpu_count() or 1), 16),  # dealt out beforehand: small hands even out long chapters
        quiet=True,
    )
    if failed:
        forget()
        print("The build failed: the first error above says which page and why.", file=sys.stderr)
        return 1
    STAMP.write_text(current)
    return 0


def main():
    """Build, as the command line says."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # pages run side by side; more threads would only wait
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strict", action="store_true", help="from scratch; a warning or a broken reference fails it")
    raise SystemExit(build(parser.parse_args().strict))


if __name__ == "__main__":
    main()
