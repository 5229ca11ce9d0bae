"""``python -m distribution.licences``: the licences of all pinned packages, into ``distribution/LICENCES.md``."""

import importlib.metadata
import pathlib
import re

from packaging.requirements import Requirement

ROOT = pathlib.Path(__file__).parents[1]
FILE = pathlib.Path(__file__).with_name("LICENCES.md")
FAMILIES = {
    "Apache-2.0": r"apache", "BSD": r"bsd", "MIT": r"\bmit\b|mit license", "ISC": r"\bisc\b", "MPL-2.0": r"mpl|mozilla",
    "PSF-2.0": r"psf|python software foundation|matplotlib", "HPND": r"hpnd|mit-cmu", "CC0-1.0": r"cc0|public domain",
    "Zlib": r"zlib", "LGPL": r"lgpl|lesser general", "GPL": r"(?<!l)gpl|(?<!lesser )general public",
}  # fmt: skip
FREE = {"Apache-2.0", "BSD", "MIT", "ISC", "MPL-2.0", "PSF-2.0", "HPND", "CC0-1.0", "Zlib"}
"""They let a work under MIT be given away that uses them; MPL-2.0 asks only that its own files stay open."""
READ = {
    "axe-playwright-python": ({"MIT", "MPL-2.0"}, "no field; its LICENSE is MIT, the axe-core that it carries MPL-2.0"),
    "quickjs-ng": ({"MIT"}, "no field; its LICENSE"),
    "docutils": ({"CC0-1.0", "BSD", "PSF-2.0", "GPL"}, "GPL only for an Emacs mode, which no page needs or carries"),
}
"""What metadata do not say, or say of a part only, read in the packages themselves."""


def requirements():
    """Return what is in ``requirements.txt``."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and line[0] != "#"]


def pinned():
    """Return the names of all packages in ``requirements.txt``."""
    return sorted((one.name for one in requirements()), key=str.lower)


def licences(name):
    """Return the families of licences of an installed package, and a remark."""
    if name in READ:
        return READ[name]
    data = importlib.metadata.metadata(name)
    trove = [line.rpartition(" :: ")[2] for line in data.get_all("Classifier", ()) if line.startswith("License ::")]
    told = data.get("License-Expression") or " ; ".join(trove) or (data.get("License") or "").partition("\n")[0]
    return {family for family, words in FAMILIES.items() if re.search(words, told.lower())}, ""


def table():
    """Return the list as Markdown."""
    head = (
        "# Licences of the pinned packages\n\nMade by `make licences` from what they say of themselves. None is "
        "given away with the book, but for KaTeX (MIT) and an icon font's subset (SIL OFL 1.1) in its pages.\n\n"
        "| package | licence | remark |\n|---|---|---|\n"
    )
    rows = [(name, *licences(name)) for name in pinned()]
    return head + "".join(f"| {name} | {', '.join(sorted(found))} | {remark} |\n" for name, found, remark in rows)


if __name__ == "__main__":
    FILE.write_text(table(), encoding="utf-8")
