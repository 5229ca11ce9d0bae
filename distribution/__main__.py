"""``python -m distribution``: the files of a release with their checksums, into ``_build/dist``."""

import argparse
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import actlib
from book.formats import epub, pdf
from book.formats.front import epoch
from distribution import archives

ROOT = pathlib.Path(__file__).parents[1]
PACKED = ("actlib", "pyproject.toml", "MANIFEST.in", "README.md", "LICENSE-CODE", "CHANGELOG.md", "CITATION.cff")
BACKEND = """
import sys
from setuptools import build_meta
folder = sys.argv[1]  # setuptools puts its own arguments in the place of these
build_meta.build_sdist(folder)
build_meta.build_wheel(folder)
"""


def tracked(*paths):
    """Return the files of the last commit below `paths`; outside a clone, those that are there."""
    listed = subprocess.run(["git", "ls-files", *paths], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        return sorted(name for name in listed.stdout.splitlines() if (ROOT / name).exists())
    found = [path for name in paths for path in ((ROOT / name).rglob("*") if (ROOT / name).is_dir() else [ROOT / name])]
    return sorted(p.relative_to(ROOT).as_posix() for p in found if p.is_file() and "__pycache__" not in p.parts)


def copy(target, *paths):
    """Copy the tracked files below `paths` into a folder."""
    for name in tracked(*paths):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target / name)


def packages(target):
    """Write the sdist and the wheel of ``actlib``, from a copy, so that nothing else that lies about gets in."""
    with tempfile.TemporaryDirectory() as folder:
        copy(pathlib.Path(folder), *PACKED)
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch())}
        command = [sys.executable, "-c", BACKEND, str(target)]
        made = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        if made.returncode:
            raise SystemExit(f"setuptools could not build actlib:\n{made.stderr}")
    for wheel in target.glob("*.whl"):
        archives.settle_zip(wheel)
    archives.settle(target / f"actlib-{actlib.__version__}.tar.gz")


def chapters(*more):
    """Return the book's notebooks, and its files of the patterns `more`, as a mapping of names to bytes."""
    return {name.removeprefix("book/"): (ROOT / name).read_bytes() for name in tracked("book/*.ipynb", *more)}


def notebooks(target):
    """Write the chapters as notebooks, with what it takes to run them."""
    inside = f"activation-functions-{actlib.__version__}"
    files = {f"{inside}/{name}": data for name, data in chapters("book/*.md").items()}
    files[f"{inside}/LICENSE"] = (ROOT / "LICENSE").read_bytes()
    files[f"{inside}/requirements.txt"] = f"actlib[experiments,widgets]=={actlib.__version__}\njupyterlab\n".encode()
    archives.write_zip(target / f"{inside}-notebooks.zip", files)


def site(target, source):
    """Write the site as an archive."""
    inside = f"activation-functions-{actlib.__version__}"
    archives.write_zip(target / f"{inside}-site.zip", archives.folder(source, f"{inside}/"))


def checksums(target):
    """Write the digests of all files in the form that ``sha256sum --check`` reads."""
    files = sorted(path for path in target.iterdir() if path.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (target / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
    return files


def main():
    """Write what the command line names; all when it names nothing."""
    parser = argparse.ArgumentParser(prog="python -m distribution", description=__doc__)
    parser.add_argument("--target", type=pathlib.Path, default=ROOT / "_build" / "dist")
    parser.add_argument("--site", type=pathlib.Path, default=ROOT / "_build" / "html", help="the built site")
    parser.add_argument("--only", choices=("packages", "notebooks", "site", "books"), action="append")
    options = parser.parse_args()
    target, wanted = options.target.resolve(), options.only or ("packages", "notebooks", "site", "books")
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    book = target / f"activation-functions-{actlib.__version__}"
    if "packages" in wanted:
        packages(target)
    if "notebooks" in wanted:
        notebooks(target)
    if "site" in wanted:
        site(target, options.site)
    if "books" in wanted:
        epub.write(options.site, f"{book}.epub")
        pdf.write(options.site, f"{book}.pdf")
    for path in checksums(target):
        print(f"{path.stat().st_size:>10}  {path.name}")


if __name__ == "__main__":
    main()
