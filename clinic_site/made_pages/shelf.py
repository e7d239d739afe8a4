"""The made pages that this process has at hand, as long as they hold."""

import threading
import time
from collections import OrderedDict

from django.core.signals import setting_changed
from django.dispatch import receiver

from clinic.generation import Seen
from clinic.memory import known_answers
from clinic.models import MadePage
from clinic.models.made_page import Made
from clinic.reads import still_hold
from clinic_site.made_pages.build import build

MOST_BYTES = 16 * 1024 * 1024
# What an entry takes beside its HTML, about: most of its statements it shares.
FRAME = 8_000
# As for kept answers: what nobody noticed shows after so many seconds.
LONGEST = 60

# The path of a page and the number of its list; with several languages, the language.
Key = tuple[str, str, str]


class Shelf:
    """Made pages by their key, each with the generation in which it was found to hold.

    One that was made ahead is asked again in each generation whether it holds; one that
    a reader had to wait for holds for its generation alone.
    """

    def __init__(self, most_bytes: int = MOST_BYTES):
        self.most_bytes = most_bytes
        self._bytes = 0
        self._pages: OrderedDict[Key, tuple[Made, int, float]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key, seen: Seen) -> Made | None:
        """Return a page that holds in this generation; None where it has to be made."""
        with self._lock:
            found = self._pages.get(key)
            if found is not None:
                self._pages.move_to_end(key)
        if found is not None:
            page, number, until = found
            if page.has_run_out:
                return None
            if number == seen.number and time.monotonic() < until:
                return page
            if page.reads and still_hold(page.reads, known_answers()):
                self.put(key, page, seen)
                return page
        path, numbered, _language = key
        page = None if numbered else MadePage.objects.made(path, build())
        if page is None or page.has_run_out:
            return None
        if not still_hold(page.reads, known_answers()):
            return None
        self.put(key, page, seen)
        return page

    def put(self, key: Key, page: Made, seen: Seen) -> None:
        """Keep a page that was found to hold in a generation."""
        until = time.monotonic() + LONGEST
        with self._lock:
            older = self._pages.pop(key, None)
            self._bytes -= _size(older[0]) if older else 0
            self._pages[key] = page, seen.number, until
            self._bytes += _size(page)
            while self._bytes > self.most_bytes:
                _key, (least, *_rest) = self._pages.popitem(last=False)
                self._bytes -= _size(least)


def _size(page: Made) -> int:
    return len(page.small) + len(page.sent) + FRAME


shelf = Shelf()


@receiver(setting_changed)
def forget(**kwargs) -> None:
    """Begin with nothing, as under other settings."""
    global shelf
    shelf = Shelf()
