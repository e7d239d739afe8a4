"""Makes pages ahead, the newest first, and again whatever does not hold any more."""

import time
from collections import deque
from urllib.parse import urlsplit

from django.http import Http404
from wagtail.models import Page, Site

from clinic.memory import kept_generation
from clinic.models import MadePage
from clinic.reads import still_hold
from clinic_site.made_pages.build import build
from clinic_site.made_pages.making import make_ahead
from clinic_site.sitemaps import own_addresses

# The worker has other work, too: it makes pages for so many seconds at a time.
SECONDS = 2.0
# What goes by the clock alone is made again within so many seconds.
AGAIN_AFTER = 60 * 60
# As many values as every database takes in one statement.
AT_A_TIME = 500


class Round:
    """Goes through all public pages once for each generation, a few at a time.

    The pages published last come first, so what somebody just published is made within
    seconds; what was left over when the time was up is taken up the next time.
    """

    def __init__(self):
        self._number: int | None = None
        self._began = -AGAIN_AFTER
        self._waiting: deque[str] = deque()
        self._answers: dict[tuple, str] = {}

    def go_on(self, seconds: float = SECONDS) -> int:
        """Look at pages for so many seconds, at least one; return how many it made."""
        seen = kept_generation()
        if seen is None:
            return 0
        began = time.monotonic()
        if seen.number != self._number or began - self._began >= AGAIN_AFTER:
            # What still waits from the last round is among these.
            self._number, self._began = seen.number, began
            self._waiting, self._answers = deque(addresses()), {}
            forget_all_but(self._waiting)
        count = 0
        while self._waiting:
            count += self._look_at(self._waiting.popleft())
            if time.monotonic() - began >= seconds:
                break
        return count

    def _look_at(self, path: str) -> bool:
        page = MadePage.objects.made(path, build())
        if page and not page.has_run_out and still_hold(page.reads, self._answers):
            return False
        try:
            return make_ahead(path)
        except Http404:
            # It was taken down a moment ago.
            return False


def addresses() -> list[str]:
    """Return the address of each public page, the last published first."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return []
    home = site.root_page
    pages = Page.objects.descendant_of(home, inclusive=True).live()
    newest = pages.order_by("-last_published_at").values_list("url_path", flat=True)
    found = [f"/{path.removeprefix(home.url_path)}" for path in newest]
    for kind in own_addresses():
        for page in kind.objects.live():
            urls = page.get_sitemap_urls()
            found += [urlsplit(url["location"]).path for url in urls]
    return list(dict.fromkeys(found))


def forget_all_but(paths) -> None:
    """Delete the pages that stand at no address any more."""
    gone = set(MadePage.objects.values_list("path", flat=True)) - set(paths)
    for first in range(0, len(gone), AT_A_TIME):
        some = sorted(gone)[first : first + AT_A_TIME]
        MadePage.objects.filter(path__in=some).delete()
