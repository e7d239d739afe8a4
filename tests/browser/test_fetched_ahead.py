"""Chromium takes the rules: links are fetched ahead, the form never, and one is one."""

import json
import time

import pytest

pytestmark = pytest.mark.browser

# What a browser without a window calls itself is no reader.
READER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
COUNT = (
    "import json\n"
    "from clinic.models import PageVisits\n"
    "from wagtail.models import Page\n"
    "about = Page.objects.get(slug='about').pk\n"
    "days = PageVisits.objects.filter(page_id=about)\n"
    "print(json.dumps(sum(days.values_list('count', flat=True))))"
)


def visits(site) -> int:
    """Return how often the page about the clinic was read, once that is written."""
    # Each process writes down its counts every ten seconds.
    time.sleep(12)
    return json.loads(site.run(COUNT))


def test_link_is_fetched_ahead_and_counted_once_it_is_opened(site, visit):
    page = visit(user_agent=READER)
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
