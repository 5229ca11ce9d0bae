"""Lighthouse's marks, as on a phone, for three pages of the built site; writes the table of README.md."""

import json
import os
import pathlib
import shutil
import statistics
import subprocess

from tqdm import tqdm

from benchmarks import report
from benchmarks.serving import served
from tests.site.browser import ARGUMENTS, NAMES

ROOT = pathlib.Path(__file__).parents[1]
TOOL = ROOT / "_build" / "lighthouse"
PAGES = ("index", "activation_functions/elu", "reference/catalogue")
TARGETS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
ROUNDS = 3


def installed():
    """Return the command, installed from its npm package if it is not there."""
    command = TOOL / "node_modules" / ".bin" / "lighthouse"
    if not command.exists():
        if shutil.which("npm") is None:
            raise FileNotFoundError("lighthouse needs npm: install it (Debian: apt-get install nodejs npm)")
        versions = (ROOT / "benchmarks" / "lighthouse.txt").read_text(encoding="utf-8").split()
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", TOOL, *versions], check=True)
    return command


def marks(address):
    """Return what Lighthouse gives a page, by category, and what it finds fault with."""
    browser = next(filter(None, map(shutil.which, NAMES)))
    options = ["--output=json", "--quiet", f"--chrome-flags=--headless=new {' '.join(ARGUMENTS)}"]
    options.append(f"--only-categories={','.join(TARGETS)}")
    found = subprocess.run(
        [installed(), address, *options], check=True, capture_output=True, env={**os.environ, "CHROME_PATH": browser}
    )
    result = json.loads(found.stdout)
    faults = [
        audit["id"]
        for category in result["categories"].values()
        for reference in category["auditRefs"]
        for audit in [result["audits"][reference["id"]]]
        if reference["weight"] and audit["score"] is not None and audit["score"] < 0.9
    ]
    return {name: round(100 * result["categories"][name]["score"]) for name in TARGETS}, faults


def main():
    """Visit every page some times, keep the medians, and write the table."""
    rows, told = [], []
    with served(ROOT / "_build" / "html") as site:
        for page in tqdm(PAGES, desc="lighthouse"):
            seen = [marks(f"{site}/{page}.html") for _ in range(ROUNDS)]
            rows.append([page, *(f"{statistics.median(found[name] for found, _ in seen):.0f}" for name in TARGETS)])
            told += [f"{page}: {', '.join(sorted(set(faults)))}." for _, faults in seen[:1] if faults]
    targets = ["target", *(f"≥ {mark}" if mark < 100 else str(mark) for mark in TARGETS.values())]
    report.write("lighthouse", [*report.table(["page", *TARGETS], [*rows, targets]), *(["", *told] if told else [])])


if __name__ == "__main__":
    main()
