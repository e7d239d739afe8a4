"""A cache that every process shares, and that can be taken away from all of them."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.cache.backends.filebased import FileBasedCache

from tests.faults.house import House
from tests.faults.killing import settle
from tests.faults.ledger import differences
from tests.faults.mailbox import Mailbox
from tests.faults.visitors import Browser, ask


class FolderCache(FileBasedCache):
    """Stands in for Redis: files in a folder, and an error when there is no folder."""

    def make_and_validate_key(self, key, version=None):
        if not os.path.isdir(self._dir):
            raise ConnectionError("nobody listens there")
        return super().make_and_validate_key(key, version)


def cache_away(house: House, mailbox: Mailbox, say: Callable) -> list[str]:
    """Take the shared cache away and bring it back; people notice neither."""
    folder = Path(settings.CACHES["default"]["LOCATION"])
    hidden = folder.with_name(f"{folder.name}-away")
    ready = Browser(house.port, 0)
    told = []
    for step in ("there", "away", "back"):
        if step == "away":
            folder.rename(hidden)
        if step == "back":
            hidden.rename(folder)
        people = [threading.Thread(target=ask, args=(house.port,)) for _ in range(4)]
        for person in people:
            person.start()
        for person in people:
            person.join()
        told.append("away" if "away" in ready.fetch("/health/ready").page else "ok")
    settle(house)
    say("cache away", f"received 12; said to be {', '.join(told)}")
    wrong = [] if told[1] == "away" else ["nobody said that the cache was away"]
    return wrong + differences(mailbox)
