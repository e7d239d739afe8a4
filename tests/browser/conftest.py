"""A running site and a browser that notices what a page does wrong."""

import os
import shutil

import pytest

from tests.browser.running_site import RunningSite
from tests.browser.watch import Watch

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """A site with the demo content, started once for all browser tests."""
    site = RunningSite(tmp_path_factory.mktemp("site"))
    try:
        site.start()
        yield site
    finally:
        site.stop()


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """Drive the system's Chromium; Playwright downloads none."""
    if CHROMIUM is None:
        message = "Not run: the browser tests (chromium is not installed)."
        if os.environ.get("CI") == "true":
            pytest.fail(message, pytrace=False)
        pytest.skip(message)
    return {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture
def visit(browser, site):
    """Open pages as different people; at the end none of them did anything wrong.

    Each call is a person with a browser of their own, so with cookies of their own.
    """
    opened = []

    def open_page(*, watched=True, **options):
        here = {"locale": "en-US", "timezone_id": "America/New_York"}
        options = {"base_url": site.url, **here, **options}
        context = browser.new_context(**options)
        context.set_default_timeout(15_000)
        watch = Watch(context, site.url)
        opened.append((context, watch, watched))
        page = context.new_page()
        page.watch = watch
        return page

    yield open_page
    found = []
    for context, watch, watched in opened:
        found += watch.found if watched else watch.foreign
        context.close()
    assert found == []
