"""What stands on the title page of both books, and when they were made."""

import os
import subprocess
import time

import yaml

import actlib
from book.formats.pages import ROOT, element

LICENCE = "Text: CC BY 4.0. Code: MIT."


def epoch():
    """Return SOURCE_DATE_EPOCH, or else the time of the last commit; outside a clone, of the newest release."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        return int(os.environ["SOURCE_DATE_EPOCH"])
    told = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)
    if told.returncode == 0:
        return int(told.stdout)
    return int((ROOT / "CHANGELOG.md").stat().st_mtime)


def facts():
    """Return title, author, version and date of the book."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    day = time.strftime("%Y-%m-%d", time.gmtime(epoch()))
    return {"title": config["title"], "author": config["author"], "version": actlib.__version__, "date": day}


def title_page():
    """Return the title page as an element."""
    book = facts()
    page = element("section", None, class_="title-page", id="title-page")
    page.append(element("p", book["title"], class_="title"))
    page.append(element("p", "An executable textbook", class_="subtitle"))
    page.append(element("p", book["author"], class_="author"))
    page.append(element("p", f"Version {book['version']}, {book['date']}", class_="version"))
    page.append(element("p", LICENCE, class_="licence"))
    words = "The site has the same chapters with pictures that move; here each stands in the state it opens on."
    page.append(element("p", words, class_="licence"))
    return page
