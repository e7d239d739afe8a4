"""Makes pages ahead, the newest first, and again whatever does not hold any more."""

import time
from collections import deque
from urllib.parse import urlsplit

from django.db.models import F
from django.http import Http404
from wagtail.models import Page, Site

from clinic.context import open_words
from clinic.memory import MOST_ANSWERS, kept_generation
from clinic.models import MadePage
from clinic.reads import still_hold
from clinic_site.made_pages.build import build
from clinic_site.made_pages.making import as_sent, make_ahead
from clinic_site.sitemaps import own_addresses

# The worker has other work, too: it makes pages for so many seconds at a time.
SECONDS = 2.0
# What goes by the clock alone is made again within so many seconds.
AGAIN_AFTER = 60 * 60
# Compressing a page takes longer than making it, and again whenever the clinic opens or
# closes: it is done for the pages published last. The others are compressed when read.
COMPRESSED_MOST = 300
# As many values as every database takes in one statement.
AT_A_TIME = 500


class Round:
    """Goes through all public pages after each change, a few at a time.

    The pages published last come first, so what somebody just published is made within
    seconds; what was left over when the time was up is taken up the next time.
    """

    def __init__(self):
        self._number: int | None = None
        self._began = -AGAIN_AFTER
        self._waiting: deque[str] = deque()
        self._answers: dict[tuple, str] = {}
        self._words = ""
        self._compressed = 0

    def go_on(self, seconds: float = SECONDS) -> int:
        """Look at pages for so many seconds, at least one; return how many it made."""
        seen = kept_generation()
        if seen is None:
            return 0
        began = time.monotonic()
        words = open_words()
        if (
            seen.number != self._number
            or words != self._words
            or began - self._began >= AGAIN_AFTER
        ):
            # What still waits from the last round is among these.
            self._number, self._began = seen.number, began
            self._words, self._compressed = words, 0
            self._waiting, self._answers = deque(addresses()), {}
            forget_all_but(self._waiting)
        if len(self._answers) > MOST_ANSWERS:
            self._answers = {}
        count = 0
        while self._waiting:
            count += self._look_at(self._waiting.popleft())
            if time.monotonic() - began >= seconds:
                break
        if not self._waiting:
            # The next round asks anew; until then they would only take memory.
            self._answers = {}
        return count

    def _look_at(self, path: str) -> bool:
        """Make a page where the one that is there does not hold; say whether it did."""
        before = page = MadePage.objects.made(path, build())
        if not page or page.has_run_out or not still_hold(page.reads, self._answers):
            try:
                page = make_ahead(path)
            except Http404:
                # It was taken down a moment ago.
                return False
        if page is not None and self._compressed < COMPRESSED_MOST:
            self._compressed += 1
            if page.words != self._words or not page.sent:
                page = as_sent(page, self._words)
        if page is None or page is before:
            return False
        MadePage.objects.keep(path, build(), page)
        return True


def addresses() -> list[str]:
    """Return the address of each public page, the last published first."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return []
    home = site.root_page
    pages = Page.objects.descendant_of(home, inclusive=True).live()
    newest = pages.order_by(F("last_published_at").desc(nulls_last=True))
    found = [
        f"/{path.removeprefix(home.url_path)}"
        for path in newest.values_list("url_path", flat=True)
    ]
    for kind in own_addresses():
        for page in kind.objects.live():
            urls = page.get_sitemap_urls()
            found += [urlsplit(url["location"] or "").path for url in urls]
    longest = MadePage._meta.get_field("path").max_length
    return [path for path in dict.fromkeys(found) if 0 < len(path) <= longest]


def forget_all_but(paths) -> None:
    """Delete the pages that stand at no address any more."""
    gone = set(MadePage.objects.values_list("path", flat=True)) - set(paths)
    for first in range(0, len(gone), AT_A_TIME):
        some = sorted(gone)[first : first + AT_A_TIME]
        MadePage.objects.filter(path__in=some).delete()
