"""``make bench``: the site beside a default Jupyter Book, the functions beside their peers; tables into README.md."""

import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from tqdm import tqdm

from benchmarks import lighthouse, pages, report
from benchmarks.serving import OtherHosts, served
from tests.site.browser import launch

ROOT = pathlib.Path(__file__).parents[1]
CHAPTER = "activation_functions/elu"
PEERS = ROOT / "_build" / "peers" / "bin" / "python"  # the environment with benchmarks/requirements.txt
HEAD = ["measure", "this book", "default Jupyter Book", "target"]


def run(*command, cwd=ROOT):
    """Run a Python module; return the seconds it took."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", *command], cwd=cwd, check=True, capture_output=True)
    return time.perf_counter() - start


def built_by_default(folder):
    """Build the same chapter as a Jupyter Book without any of our configuration; return its site."""
    book = pathlib.Path(folder) / "book"
    book.mkdir()
    shutil.copy(ROOT / "book" / f"{CHAPTER}.ipynb", book / "chapter.ipynb")
    (book / "_config.yml").write_text("title: Default\nexecute:\n  execute_notebooks: force\n")
    (book / "_toc.yml").write_text("format: jb-book\nroot: chapter\n")
    subprocess.run(
        [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", book],
        check=True,
        capture_output=True,
    )
    site = book / "_build" / "html"
    page = site / "chapter.html"  # the stand-ins for other hosts need not be the very bytes that the page vouches for
    page.write_text(re.sub(r' integrity="[^"]*"', "", page.read_text(encoding="utf-8")), encoding="utf-8")
    return site


def build_times():
    """Time a build from scratch, one with nothing changed and one after an edit of one chapter."""
    cold = run("book.build", "--strict")
    unchanged = run("book.build")
    chapter = ROOT / "book" / f"{CHAPTER}.ipynb"
    os.utime(chapter)
    return {"cold": cold, "nothing changed": unchanged, "one chapter edited": run("book.build")}


def measure():
    """Run everything; return the rows of the table."""
    steps = tqdm(total=4, desc="benchmarks")
    builds = build_times()
    steps.update()
    with tempfile.TemporaryDirectory() as folder, launch() as browser:
        default_site = built_by_default(folder)
        steps.update()
        others = OtherHosts(pathlib.Path(folder) / "npm")
        with served(ROOT / "_build" / "html") as ours, served(default_site) as default:
            here, there = f"{ours}/{CHAPTER}.html", f"{default}/chapter.html"
            found = pages.compare(browser, here, there, others)
            steps.update()
            moves = sorted(pages.slider_times(browser, here))
            steps.update()
    if others.missing:
        print("not to be had, so missing from the default page's figures:", *sorted(set(others.missing)), sep="\n  ")
    return rows(found, moves, builds)


def rows(found, moves, builds):
    """Format what was measured."""
    ours, default = found["ours"], found["default"]
    yield "explorable page, compressed", f"{ours['bytes'] / 1e3:.0f} kB", f"{default['bytes'] / 1e3:.0f} kB", "≤ 350 kB"
    yield "requests", f"{ours['requests']:.0f}", f"{default['requests']:.0f}", ""
    yield "requests to other hosts", f"{ours['elsewhere']:.0f}", f"{default['elsewhere']:.0f}", "0"
    yield "time until the explorables are drawn", f"{ours['seconds']:.2f} s", f"{default['seconds']:.2f} s", ""
    yield "the same, as a share of the default's", f"{ours['seconds'] / default['seconds']:.2f}", "1", "≤ 0.4"
    middle, late = statistics.median(moves), moves[int(0.95 * len(moves))]
    yield "slider to frame, median and 95th percentile", f"{middle:.1f} and {late:.1f} ms", "", "≤ 16 ms"
    for name, seconds in builds.items():
        yield f"build, {name}", f"{seconds:.1f} s", "", ""


def beside_peers(module):
    """Run a benchmark that needs the peers, in their environment and with BLAS as they would choose it."""
    if not PEERS.exists():
        raise FileNotFoundError(f"{PEERS} is missing: 'make bench' makes it and installs benchmarks/requirements.txt")
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_CORETYPE"}
    environment["PYTHONPATH"] = str(ROOT)
    subprocess.run([PEERS, "-m", module], cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    beside_peers("benchmarks.functions")
    beside_peers("benchmarks.accuracy")
    beside_peers("benchmarks.training")
    run("benchmarks.cluster")
    lighthouse.main()
    report.write("measured", report.table(HEAD, [list(row) for row in measure()]))
