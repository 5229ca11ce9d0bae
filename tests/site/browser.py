"""What all browser tests share: Chromium, a server for a folder, axe-core, and the drawing of an explorable."""

import functools
import http.server
import os
import shutil
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
PAPER = {"width": 718, "height": 1000}
"""A4 without its margins, in pixels."""
READY = "[...document.querySelectorAll('[data-explorable]')].every((e) => e.dataset.ready === '1')"


@contextmanager
def launch():
    """Start the machine's Chromium; where there is none, skip, or on the build server fail."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        words = "no Chromium on the PATH: install it ('apt-get install chromium'; 'make test' does it)"
        pytest.fail(words, pytrace=False) if os.environ.get("CI") else pytest.skip(words)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def serve(folder):
    """Serve `folder` on a free port of localhost; gives its address."""
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def until(page, script, seconds=30):
    """Wait until a script is true. (Playwright's own waiting evaluates text in the page, which our policy forbids.)"""
    end = time.monotonic() + seconds
    while not page.evaluate(script):
        assert time.monotonic() < end, f"{page.url}: not true within {seconds} s: {script}"
        page.wait_for_timeout(20)


@contextmanager
def opened(browser, address, before="", **options):
    """Open an address in a fresh context, after a script; gives the page, which collects `errors` and `requests`."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    page = context.new_page()
    page.errors, page.requests = [], []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("console", lambda message: page.errors.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: page.requests.append(request.url))
    page.on("response", lambda r: page.errors.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    if before:
        page.add_init_script(before)
    page.goto(address)
    if options.get("java_script_enabled", True):
        page.wait_for_load_state("load")
        until(page, READY)
    yield page
    context.close()


def drawing(explorable):
    """Return what is drawn in an explorable, and its description."""
    paths = explorable.locator("path[data-mark]").evaluate_all("(paths) => paths.map((p) => p.getAttribute('d'))")
    return paths, explorable.locator(".explorable-words").inner_text()


@contextmanager
def unfolded(page):
    """Open all folds of a page, and leave them as they were."""
    folds = "document.querySelectorAll('details')"
    were = page.evaluate(f"[...{folds}].map((fold) => {{ const was = fold.open; fold.open = true; return was; }})")
    yield
    page.evaluate(f"(were) => {folds}.forEach((fold, i) => {{ fold.open = were[i]; }})", were)


SETTLE = """new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
    dispatchEvent(new Event("resize")); // after the browser's own, if the size has changed
    setTimeout(done, 300); // the theme waits as long, and began before
})))"""


@contextmanager
def restored(page):
    """Give a page's size; make it a screen of that size again, and wait until the theme's script has looked at it.

    That looks 0.3 s after a change of the size or of what a page holds which code can be scrolled, and lets the
    keyboard reach that. If it looked at paper, where nothing scrolls, code would be out of reach for the next test.
    """
    size = page.viewport_size
    yield size
    page.emulate_media(media="screen")
    page.set_viewport_size(size)
    page.evaluate(SETTLE)


ALIKE = """() => {
    const others = [], alike = [], seen = new Map();
    const often = (key) => seen.set(key, (seen.get(key) ?? 0) + 1).get(key) > 2;
    for (const formula of document.querySelectorAll(".katex")) {
        if (formula.closest("h1, h2, h3, h4")) continue;
        const around = getComputedStyle(formula.parentElement).color;
        for (const part of formula.querySelectorAll(".katex-html, .katex-html *"))
            if (getComputedStyle(part).color !== around) others.push(part.outerHTML);
        if (often(formula.parentElement.className)) alike.push(formula);
    }
    const words = ".highlight span:not(:has(*)), table.matrix td:not(:has(*)), table.matrix td :not(.katex *, :has(*))";
    for (const word of document.querySelectorAll(words)) {
        const { color, backgroundColor, fontSize, fontWeight } = getComputedStyle(word);
        const ground = getComputedStyle(word.closest("pre, td")).backgroundColor;
        const look = [word.tagName, color, backgroundColor, fontSize, fontWeight, ground].join();
        if (often(look)) alike.push(word.matches("td") ? word.firstChild ?? new Text() : word);
    }
    // only now, since to look after each change is slow
    window.alike = alike.map((e) => [new Text(e.nodeType === Node.TEXT_NODE ? "" : "x"), e]);
    for (const [text, e] of window.alike) e.replaceWith(text);
    return others;
}"""
"""Take out what is like two things that stay: formulas, words of code, of cells; give formulas of another colour."""
BACK = "for (const [text, e] of window.alike) text.replaceWith(e)"
COLOURS = ["color-contrast", "link-in-text-block"]


def barriers(page, structure=True, colours=True):
    """Return what axe finds on a page, all folds open.

    Most of a page's elements are parts of formulas, which one program has made, and words of code and of tables, which
    have few looks among them. So axe sees two of each, and formulas have to have the colour of the text around them.
    """
    page.emulate_media(reduced_motion="reduce")  # a fold opens at once
    with unfolded(page):
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE + ";0")
        run = """(options) =>
            axe.run(document, {resultTypes: ["violations"], ...options}).then((found) => found.violations)"""
        found = []
        assert page.evaluate(ALIKE) == [], "a formula in another colour than its sentence"
        if structure:
            found += page.evaluate(run, {"rules": {rule: {"enabled": False} for rule in COLOURS}})
        if colours:
            found += page.evaluate(run, {"runOnly": COLOURS})
        page.evaluate(BACK)
    page.emulate_media(reduced_motion="no-preference")
    return [(v["id"], n["html"][:200], n["failureSummary"]) for v in found for n in v["nodes"]]
