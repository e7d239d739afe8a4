"""When a page has painted its largest piece on a slow phone, waited for, not reckoned.

Lighthouse reckons a slow line from a visit over a fast one: whatever came before the
paint there counts as awaited, faces that `font-display: optional` waits for no longer
than a blink among them. Here the browser itself is held back, and the page tells when.
"""

import statistics
from typing import NamedTuple

from playwright.sync_api import Browser

# What Lighthouse takes for a middling phone: its screen, line and processor.
PHONE = {
    "viewport": {"width": 412, "height": 823},
    "device_scale_factor": 1.75,
    "is_mobile": True,
}
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1638.4 * 1024 / 8,
    "uploadThroughput": 750 * 1024 / 8,
}
SLOWER = 4
WATCH = """
window.painted = 0; window.shifted = 0;
const on = (type, then) => new PerformanceObserver(
  (list) => list.getEntries().forEach(then)).observe({ type, buffered: true });
on("largest-contentful-paint", (entry) => { window.painted = entry.startTime; });
on("layout-shift", (entry) => { window.shifted += entry.value; });
"""
SETTLED_MS = 1200


class Paint(NamedTuple):
    """Milliseconds to the largest piece, and how far the page moved by then."""

    largest: float
    shifted: float


def paint(browser: Browser, url: str, times: int) -> Paint:
    """Visit a page so many times with an empty cache; the median and the worst move."""
    visits = [_visit(browser, url) for _ in range(times)]
    return Paint(
        statistics.median(visit.largest for visit in visits),
        max(visit.shifted for visit in visits),
    )


def _visit(browser: Browser, url: str) -> Paint:
    context = browser.new_context(**PHONE)
    context.add_init_script(WATCH)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(url, wait_until="load")
    page.wait_for_timeout(SETTLED_MS)
    seen = Paint(page.evaluate("window.painted"), page.evaluate("window.shifted"))
    context.close()
    return seen
