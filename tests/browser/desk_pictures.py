"""Take the desk guide's pictures anew: python -m tests.browser.desk_pictures.

Starts a site with the demo content in a folder of its own and writes
`docs/pictures/desk_*.jpg`. Another folder may be named: one where the demo content is
loaded already starts sooner.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS, HERE
from tests.browser.people import sign_in
from tests.browser.running_site import ROOT, RunningSite

PICTURES = ROOT / "docs" / "pictures"
QUEUE = "/admin/consultations/consultationrequest/"
SIZE = {"width": 1200, "height": 860}
# The demo has no consultation of today.
PREPARED = """
from datetime import timedelta
from django.utils import timezone
from clinic.models import User
from consultations.models import ConsultationRequest
who = User.objects.get(username="coordinator")
noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
waiting = ConsultationRequest.objects.open().filter(
    status="received", read_first=False, contact_times=[], contact_method="phone"
)
for request, hours in zip(waiting.order_by("pk"), (-20, -2, 3)):
    when = noon + timedelta(hours=hours)
    request.log_attempt("reached", by=who, at=when - timedelta(days=1))
    request.schedule(when, by=who, at=when - timedelta(days=1))
    if hours > 0:
        request.confirm(by=who)
"""


def shoot(page: Page, name: str, height: int = SIZE["height"]) -> None:
    """Keep what is on the screen, from the top down to a height in pixels."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.activeElement?.blur?.()")
    page.screenshot(
        path=PICTURES / f"desk_{name}.jpg",
        type="jpeg",
        quality=74,
        clip={"x": 0, "y": 0, "width": SIZE["width"], "height": height},
    )


def open_first(page: Page, state: str, says: str = "") -> None:
    """Open the most pressing request of a tab whose row says this."""
    page.goto(f"{QUEUE}?state={state}")
    row = page.locator(".queue__row").filter(has_text=says)
    row.locator(".queue__who").first.click()
    page.wait_for_url("**/change/")


def take(page: Page, site: RunningSite) -> None:
    """Go from screen to screen as the guide does."""
    page.goto(QUEUE)
    shoot(page, "queue")
    open_first(page, "overdue", "Call again")
    shoot(page, "request")
    open_first(page, "read_first")
    shoot(page, "read_first")
    site.run(PREPARED)
    page.goto(f"{QUEUE}today/")
    shoot(page, "today", height=620)


def main() -> None:
    named = sys.argv[1:]
    folder = Path(named[0] if named else tempfile.mkdtemp())
    site = RunningSite(folder)
    site.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            context = browser.new_context(
                base_url=site.url, viewport=SIZE, reduced_motion="reduce", **HERE
            )
            page = context.new_page()
            sign_in(page, "coordinator", QUEUE)
            take(page, site)
    finally:
        site.close()
        if not named:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
