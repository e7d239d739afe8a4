"""Nothing on a page moves by itself, however late the fonts arrive."""

import pytest

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/articles/ketamine-infusion-therapy-what-is-known/",
    "/services/ketamine-infusion/",
    "/request-a-consultation/",
    "/locations/alexandria/",
    "/search/?q=sleep",
]
# A page that is painted while it is still being read may settle by a hair.
STILL = 0.001
WATCH = """
window.shifts = [];
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) shifts.push({
    value: entry.value,
    moved: entry.sources.map(source => source.node && source.node.textContent.trim()),
  });
}).observe({type: "layout-shift", buffered: true});
"""
# Observers are told of a frame after it was painted.
PAINTED = """() => new Promise(done =>
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))"""


def shifts(page) -> list[dict]:
    page.evaluate(PAINTED)
    return page.evaluate("shifts")


def open_with_late_fonts(page, address: str) -> int:
    """Open a page, let its fonts come once it is painted, and count them."""
    held = []
    page.route("**/*.woff2", lambda route: held.append(route))
    page.add_init_script(WATCH)
    page.goto(address, wait_until="domcontentloaded")
    page.evaluate(PAINTED)
    # Longer than a browser waits for a face that is asked for ahead.
    page.wait_for_timeout(400)
    for route in held:
        route.continue_()
    page.evaluate("document.fonts.ready.then(() => null)")
    return len(held)


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("address", PAGES)
def test_nothing_moves_when_the_fonts_come_late(visit, address, width):
    page = visit(viewport={"width": width, "height": 800})

    assert open_with_late_fonts(page, address) == 2
    found = shifts(page)
    assert sum(shift["value"] for shift in found) < STILL, found


def test_shift_would_be_noticed(visit):
    page = visit(viewport={"width": 360, "height": 800})
    open_with_late_fonts(page, "/")

    page.evaluate("document.querySelector('h1').append(' and more words'.repeat(9))")

    assert sum(shift["value"] for shift in shifts(page)) > STILL


def test_second_page_wears_the_faces_of_the_design(visit):
    page = visit()
    page.goto("/")
    page.evaluate("document.fonts.ready.then(() => null)")
    page.goto("/articles/")

    assert page.evaluate("document.fonts.check('1rem Atkinson')")
    assert page.evaluate("document.fonts.check('1rem Fraunces')")
