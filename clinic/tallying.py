"""Numbers that grow with each page, kept in memory and written down now and then.

Adding one never waits for anything but another count. A thread of each process writes
every few seconds, and once more at the end. A crash loses the last seconds, and a
database that is away is waited for.
"""

import atexit
import os
import threading
from collections import Counter
from collections.abc import Hashable
from contextlib import suppress
from typing import Self

from django.conf import settings
from django.db import Error, connection


class Tally:
    """What one process has counted and not written down yet."""

    # More keys than there are in use: what comes on top while the database is away is
    # not counted.
    most = 10_000

    def __init__(self, name: str = "tally"):
        self.name = name
        self.start_over()

    def kept_by_each_process(self) -> Self:
        """Begin anew in a process that is forked, and write once more at its end."""
        os.register_at_fork(after_in_child=self.start_over)
        # Before threads are waited for and while connections can still be made.
        atexit.register(self.end)
        return self

    def start_over(self) -> None:
        """Begin with nothing; what a process does that was forked from another."""
        self._counts: Counter[Hashable] = Counter()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._end = threading.Event()

    def count(self, *keys: Hashable) -> None:
        """Add one to each key."""
        with self._lock:
            for key in keys:
                self._count(key, 1)
            # Not before the first count: a server forks once everything is loaded.
            if settings.VISITS_WRITTEN_EVERY and not self._is_writing():
                self._thread = threading.Thread(
                    target=self._write_again_and_again, name=self.name, daemon=True
                )
                with suppress(RuntimeError):
                    self._thread.start()

    def waiting(self) -> int:
        """Return how many counts are not written down yet."""
        with self._lock:
            return self._counts.total()

    def write(self) -> bool:
        """Write down what was counted; False where the database did not take it."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return True
        try:
            self.write_down(counts)
        except Error:
            with self._lock:
                for key, count in counts.items():
                    self._count(key, count)
            return False
        return True

    def write_down(self, counts: Counter) -> None:
        """Add counts to those in the database; raises Error where it is away.

        What is still in `counts` then is written the next time.
        """
        raise NotImplementedError

    def end(self) -> None:
        """Write down the last counts; what a process does when it ends."""
        self._end.set()
        if self._is_writing():
            self._thread.join(settings.VISITS_WRITTEN_EVERY)

    def _count(self, key: Hashable, count: int) -> None:
        if key in self._counts or len(self._counts) < self.most:
            self._counts[key] += count

    def _is_writing(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _write_again_and_again(self) -> None:
        ending = False
        while not ending:
            ending = self._end.wait(settings.VISITS_WRITTEN_EVERY)
            self.write()
            # A connection of its own, and none while there is nothing to write.
            connection.close()
