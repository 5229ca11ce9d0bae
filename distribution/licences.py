"""``python -m distribution.licences``: the licences of all pinned packages, into ``distribution/LICENCES.md``.

Those of the hub and of JupyterLite are read where `make hub` and `make lite` install them.
"""

import importlib.metadata
import json
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


def requirements(name="requirements.txt"):
    """Return what is listed in a file."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and line[0] not in "#-"]


def pinned(name="requirements.txt"):
    """Return the names of all packages that are listed in a file."""
    return sorted((one.name for one in requirements(name)), key=str.lower)


def licences(name, *folder):
    """Return the families of licences of a package that is installed, here or in a folder, and a remark."""
    if name in READ:
        return READ[name]
    (found, *_) = importlib.metadata.distributions(name=name, **({"path": [*map(str, folder)]} if folder else {}))
    data = found.metadata
    trove = [line.rpartition(" :: ")[2] for line in data.get_all("Classifier", ()) if line.startswith("License ::")]
    return families(
        data.get("License-Expression") or " ; ".join(trove) or (data.get("License") or "").partition("\n")[0]
    ), ""


def families(told):
    """Return the families of licences that a text names.

    Examples
    --------
    >>> [families(told) for told in ("GNU General Public License v3 (GPLv3)", "LGPL-2.1-only", "Odd")]
    [{'GPL'}, {'LGPL'}, set()]
    """
    return {family for family, words in FAMILIES.items() if re.search(words, told.lower())}


def script_packages():
    """Yield the packages of the hub's proxy with their licences, as its lock file says."""
    lock = json.loads((ROOT / "deploy" / "hub" / "package-lock.json").read_text(encoding="utf-8"))
    for place, one in sorted(lock["packages"].items()):
        if place:
            yield place.rpartition("node_modules/")[2], families(one["license"]), ""


def rows():
    """Yield what each list is of, and its packages with their licences and remarks."""
    yield "The book, its tests and its course", [(name, *licences(name)) for name in pinned()]
    hub, lite = "deploy/hub/requirements.txt", "deploy/lite/requirements.txt"
    yield "JupyterHub", [(name, *licences(name, ROOT / "_build/hub-tools")) for name in pinned(hub)]
    yield "JupyterHub's proxy (npm)", list(script_packages())
    (folder,) = (ROOT / "_build/lite-tools").glob("lib/python3*/site-packages")
    yield "JupyterLite", [(name, *licences(name, folder)) for name in pinned(lite)]


def table():
    """Return the lists as Markdown."""
    text = (
        "# Licences of the pinned packages\n\nMade by `make licences` from what they say of themselves. None is "
        "given away with the book, but for KaTeX (MIT) and an icon font's subset (SIL OFL 1.1) in its pages; "
        "`make lite` puts Pyodide (MPL-2.0), JupyterLite and wheels of packages named here beside it, unchanged.\n"
    )
    for title, packages in rows():
        text += f"\n## {title}\n\n| package | licence | remark |\n|---|---|---|\n"
        text += "".join(f"| {name} | {', '.join(sorted(found))} | {remark} |\n" for name, found, remark in packages)
    return text


if __name__ == "__main__":
    FILE.write_text(table(), encoding="utf-8")
