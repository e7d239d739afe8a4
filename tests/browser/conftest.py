"""A running site and a browser that notices what a page does wrong."""

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.browser.checks import AXE
from tests.browser.markup import Markup
from tests.browser.people import sign_in
from tests.browser.running_site import RunningSite, after_first_start
from tests.browser.watch import Watch
from tests.processes import shared_by_processes

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
# What Playwright turns off by default: of two such lists Chromium reads the last one.
PLAYWRIGHTS_OFF = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "TcpPortRandomizationWin",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "msForceBrowserSignIn",
    "msEdgeUpdateLaunchServicesPreferredVersion",
)
# Each person's window would draw the lists under its address bar, which nobody sees,
# and keep a process ready for another page: more than half of what a window costs.
UNSEEN = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "SpareRendererForSitePerProcess",
)
WITHOUT = f"--disable-features={','.join((*PLAYWRIGHTS_OFF, *UNSEEN))}"
HERE = {"locale": "en-US", "timezone_id": "America/New_York"}
# Answers that some page gives on purpose; the browser calls each of them an error.
REFUSALS = ("403", "404")
# Where each of the staff lands after signing in.
FRONT_DOORS = {"editor": "/cms/", "reviewer": "/cms/"}
MAKE_EVERY_BLOCK = """
import json
from articles.models import ArticleIndexPage, ArticlePage, ArticleSource
from clinic.models import (
    Approval, ClinicImage, Reference, ServicePage, User
)
from tests.clinic.every_block import every_block
page = ArticlePage(title="Every block", slug="every-block", live=False)
page.body = every_block(ClinicImage.objects.first(), ServicePage.objects.first())
page.sources = [ArticleSource(reference=Reference.objects.first())]
ArticleIndexPage.objects.first().add_child(instance=page)
editor, reviewer = (User.objects.get(username=n) for n in ("editor", "reviewer"))
revision = page.save_revision(user=editor)
Approval.record(page, edited_by=editor, reviewed_by=reviewer)
revision.publish()
print(json.dumps(page.url))
"""
ERRORS = """
import json
from clinic.bare import bare_page
from clinic.models import ClinicSettings
ClinicSettings.objects.first()
page = lambda status: bare_page(None, f"{status}.html", status).content.decode()
print(json.dumps({status: page(status) for status in (400, 403, 429, 500, 503)}))
"""


@pytest.fixture(scope="session")
def prepared(tmp_path_factory) -> Path:
    """The folder of a site after its first start: to be copied, once for all tests."""
    return after_first_start(shared_by_processes(tmp_path_factory))


@pytest.fixture(scope="session")
def site(tmp_path_factory, prepared):
    """A site with the demo content, started once in each process of the tests."""
    site = RunningSite(tmp_path_factory.mktemp("site"))
    site.move_in(prepared)
    try:
        site.start()
        yield site
    finally:
        site.close()


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """Drive the system's Chromium; Playwright downloads none."""
    if CHROMIUM is None:
        message = "Not run: the browser tests (chromium is not installed)."
        if os.environ.get("CI") == "true":
            pytest.fail(message, pytrace=False)
        pytest.skip(message)
    return {"executable_path": CHROMIUM, "args": [*FLAGS, WITHOUT]}


@pytest.fixture
def visit(browser, site):
    """Open pages as different people; at the end none of them did anything wrong.

    Each call is a person with a browser of their own, so with cookies of their own.
    """
    opened = []

    def open_page(*, watched=True, **options):
        options = {"base_url": site.url, **HERE, **options}
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


@pytest.fixture(scope="session")
def error_pages(site) -> dict[str, str]:
    """The pages for when nothing works, as the site itself draws them."""
    return json.loads(site.run(ERRORS))


@pytest.fixture(scope="session")
def _seats(browser, site, error_pages):
    """One page for each person who looks at many, signed in once."""
    pages = {}

    def draw_error(route):
        status = route.request.url.rstrip("/").rpartition("/")[2]
        route.fulfill(body=error_pages[status], content_type="text/html")

    def seat(who: str):
        if who not in pages:
            context = browser.new_context(base_url=site.url, **HERE)
            context.set_default_timeout(15_000)
            # Here already on each page: sent anew it costs more than a small page.
            context.add_init_script(AXE)
            watch = Watch(context, site.url)
            for status in error_pages:
                context.route(f"{site.url}/{status}/", draw_error)
            page = context.new_page()
            page.watch = watch
            if who != "reader":
                sign_in(page, who, FRONT_DOORS.get(who, "/admin/"))
            pages[who] = page
        return pages[who]

    yield seat
    for page in pages.values():
        page.context.close()


@pytest.fixture
def seat(_seats):
    """Sit down as `who`; at the end no page did anything it must not."""
    taken = []

    def sit(who: str):
        page = _seats(who)
        page.watch.forget()
        for answer in REFUSALS:
            page.watch.expect(f"status of {answer}")
        taken.append(page)
        return page

    yield sit
    assert [finding for page in taken for finding in page.watch.found] == []


@pytest.fixture(scope="session")
def markup():
    """What says whether HTML is what the standard says."""
    markup = Markup()
    yield markup
    markup.close()


@pytest.fixture(scope="module")
def every_block(site):
    """Return the address of an article with every block; gone afterwards."""
    yield json.loads(site.run(MAKE_EVERY_BLOCK))
    site.run(
        "from articles.models import ArticlePage;"
        "ArticlePage.objects.get(slug='every-block').delete()",
    )
