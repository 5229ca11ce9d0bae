"""One page beside another: bytes, requests, time until its explorables are drawn; and a slider's time to its frame."""

import statistics
import time
from urllib.parse import urlsplit

from tests.site.browser import until

READY = """() => { const all = [...document.querySelectorAll('[data-explorable]')];
  return all.length > 0 && all.every(e => e.dataset.ready === '1'); }"""
# For each input event: milliseconds from the event to the end of the frame that shows it.
WATCH = """() => {
  window.slow = [];
  const end = (start) => { const channel = new MessageChannel();
    channel.port1.onmessage = () => window.slow.push(performance.now() - start);
    channel.port2.postMessage(0); };
  document.querySelector('[data-explorable] input[type=range]').addEventListener('input',
    (event) => requestAnimationFrame(() => end(event.timeStamp)), {capture: true});
}"""


def visit(browser, address, others=None):
    """Open a page as a first visitor; return seconds to ready, requests, requests elsewhere, compressed bytes.

    `others` answers what the page asks other hosts for; without it such requests fail, and count.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    home, requests, sizes = urlsplit(address).netloc, [], []
    page.on("request", lambda r: requests.append(r.url))
    page.on("requestfinished", lambda r: sizes.append(r.sizes()["responseBodySize"] if home in r.url else 0))
    before = others.sent if others else 0
    page.route(
        lambda url: not url.startswith(("http://" + home, "data:", "blob:")),
        others.answer if others else (lambda route: route.abort()),
    )
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    until(page, READY, seconds=60)
    seconds = time.perf_counter() - start
    page.wait_for_load_state("networkidle")
    asked = [url for url in requests if url.startswith("http")]
    elsewhere = [url for url in asked if urlsplit(url).netloc != home]
    context.close()
    size = sum(sizes) + (others.sent - before if others else 0)
    return {"seconds": seconds, "requests": len(asked), "elsewhere": len(elsewhere), "bytes": size}


def compare(browser, ours, default, others, rounds=7):
    """Visit both pages in turn; return the median of each measure of each page."""
    visit(browser, default, others)  # fetches what stands in for other hosts
    visits = {"ours": [], "default": []}
    for _ in range(rounds):
        visits["ours"].append(visit(browser, ours))
        visits["default"].append(visit(browser, default, others))
    return {name: {key: statistics.median(v[key] for v in runs) for key in runs[0]} for name, runs in visits.items()}


def slider_times(browser, address, count=200):
    """Drag the first slider of a page to and fro; return the milliseconds from each input event to its frame's end."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    until(page, READY)
    page.evaluate(WATCH)
    slider = page.locator("[data-explorable] input[type=range]").first
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    for i in range(count):
        page.mouse.move(box["x"] + box["width"] * (0.1 + 0.8 * abs((i / 40) % 2 - 1)), box["y"] + box["height"] / 2)
    page.mouse.up()
    page.wait_for_timeout(200)
    times = page.evaluate("window.slow")
    page.close()
    return times
