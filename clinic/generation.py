"""Which state of everything that pages show holds now, for whatever is kept in memory.

A generation ends with each change that a page could show. On one machine that is told
by the times of a file in `VAR_DIR`; several machines share a key of the cache that
`REDIS_URL` names, which a process asks for at most every `ASKED_EVERY` seconds. Both
are read before what is kept is made, so that nothing made of the old state is ever
taken for the new one.
"""

import contextlib
import itertools
import logging
import os
import tempfile
import threading
import time
import uuid
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.core.signals import setting_changed
from django.dispatch import receiver

FILE = "pages.generation"
KEY = "pages.generation"
ASKED_EVERY = 0.1
COMPLAINED_EVERY = 60

logger = logging.getLogger(__name__)

_numbers = itertools.count(1)


class Seen(NamedTuple):
    """A generation, numbered by this process, and when it was asked for (epoch)."""

    number: int
    at: float


class Unknown(Exception):
    """Nobody can say now which generation holds."""


class FileMark:
    """A file whose time of change names the generation."""

    def __init__(self, path: Path):
        self.path = path

    def read(self) -> tuple[object, float]:
        """Return what names the generation, and the moment for which it holds."""
        at = time.time()
        try:
            found = os.stat(self.path)
        except FileNotFoundError:
            return None, at
        except OSError as error:
            raise Unknown from error
        return (found.st_mtime_ns, found.st_ino), at

    def change(self) -> None:
        """Begin a new generation. Needs no space on the disk once the file is there."""
        now = time.time_ns()
        try:
            os.utime(self.path, ns=(now, now))
        except OSError:
            # Not there yet, or made by another user of the system.
            self._put_anew()

    def _put_anew(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle, fresh = tempfile.mkstemp(dir=self.path.parent, prefix=f"{FILE}.")
        try:
            os.fchmod(handle, 0o664)
            os.replace(fresh, self.path)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(fresh)
            raise
        finally:
            os.close(handle)


class SharedMark:
    """A key of the cache that all machines share."""

    def __init__(self, cache):
        self.cache = cache
        self._last: tuple[object, float] | None = None
        self._asked = -ASKED_EVERY
        self._first = threading.Lock()
        self._never_asked = True

    def read(self) -> tuple[object, float]:
        """Return what names the generation, and the moment for which it holds."""
        if self._never_asked:
            # There is no last answer yet with which others could go on.
            with self._first:
                if self._never_asked:
                    self._ask()
        elif time.monotonic() - self._asked >= ASKED_EVERY:
            self._ask()
        last = self._last
        if last is None:
            raise Unknown
        return last

    def _ask(self) -> None:
        """Ask the cache; others go on with the last answer meanwhile."""
        self._asked = time.monotonic()
        at = time.time()
        try:
            name = self.cache.get(KEY)
            self._last = None if self._is_away() else (name, at)
        except Exception as error:
            self._last = None
            raise Unknown from error
        finally:
            self._never_asked = False

    def change(self) -> None:
        """Begin a new generation, which this very process sees at once."""
        self.cache.set(KEY, uuid.uuid4().hex, timeout=None)
        self._asked = -ASKED_EVERY
        if self._is_away():
            raise ConnectionError

    def _is_away(self) -> bool:
        """Say whether a cache answered for itself alone, which stands in for all."""
        is_away = getattr(self.cache, "is_away", None)
        return is_away is not None and is_away()


class Generation:
    """The generations as one process sees them, each with a number of its own.

    A number is never used again, whatever becomes of the file or of the key.
    """

    def __init__(self, mark: FileMark | SharedMark):
        self.mark = mark
        self._lock = threading.Lock()
        self._name: object = self
        self._number = 0
        self._complained = -COMPLAINED_EVERY

    def now(self) -> Seen | None:
        """Return the generation that holds; None where nobody can say."""
        try:
            name, at = self.mark.read()
        except Unknown as unknown:
            self._complain("Pages are not kept: %s", unknown.__cause__ or unknown)
            # Whatever is read next, nobody knows what was changed until then.
            self._name = unknown
            return None
        if name != self._name:
            with self._lock:
                if name != self._name:
                    self._name, self._number = name, next(_numbers)
        return Seen(self._number, at)

    def end(self) -> None:
        """End the generation that holds: something that pages show was changed."""
        try:
            self.mark.change()
        except Exception as error:  # noqa: BLE001 - what was changed is stored by now
            self._complain("Kept pages were not freshened: %s", error)

    def _complain(self, words: str, error: BaseException) -> None:
        now = time.monotonic()
        if now - self._complained >= COMPLAINED_EVERY:
            self._complained = now
            logger.error(words, type(error).__name__)


def _of_settings() -> Generation:
    if settings.REDIS_URL:
        # Found when it is asked: its library needs models, which are not there yet.
        return Generation(SharedMark(cache))
    return Generation(FileMark(Path(settings.VAR_DIR) / FILE))


generation = _of_settings()


def now() -> Seen | None:
    """Return the generation that holds; None where nothing may be kept."""
    return generation.now() if settings.PAGE_CACHE else None


def end() -> None:
    """End the generation that holds: something that pages show was changed."""
    generation.end()


@receiver(setting_changed)
def _follow_settings(setting, **kwargs) -> None:
    global generation
    if setting in ("VAR_DIR", "REDIS_URL", "CACHES"):
        generation = _of_settings()
