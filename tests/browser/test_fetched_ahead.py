"""Chromium takes the rules: links are fetched ahead, the form never, and one is one."""

import json
import time

import pytest

pytestmark = pytest.mark.browser

COUNT = (
    "import json\n"
    "from clinic.models import PageVisits\n"
    "print(json.dumps(sum(PageVisits.objects.filter("
    "page__slug='about').values_list('count', flat=True))))"
)


def visits(site) -> int:
    """Return how often the page about the clinic was read, once that is written."""
    # Each process writes down its counts every ten seconds.
    time.sleep(12)
    return json.loads(site.run(COUNT))


def test_link_is_fetched_ahead_and_counted_once_it_is_opened(site, page):
    page.goto(f"{site.url}/privacy-practices/")
    before = visits(site)
    # A link that is at hand: what the pages themselves link changes with the demo.
    page.evaluate(
        "const link = document.createElement('a'); link.href = '/about/';"
        "link.textContent = 'To be opened'; document.querySelector('h1').append(link)"
    )
    link = page.get_by_role("link", name="To be opened")
    link.hover()
    assert visits(site) == before
    link.click()
    page.wait_for_load_state()
    how = page.evaluate("performance.getEntriesByType('navigation')[0].deliveryType")
    assert how == "navigational-prefetch"
    assert visits(site) == before + 1
