"""A shared cache that may go away without taking the site along.

Wagtail looks every page's address up in the cache, and signing in counts in it: with
Redis stopped, each of them would be an error. While it does not answer, each process
keeps what it needs for itself: limits still hold, for each process by itself.
"""

import logging
import time

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.utils.module_loading import import_string

# Seconds until a cache that did not answer is asked again: nobody waits for it twice.
ASKED_AGAIN_AFTER = 5

logger = logging.getLogger(__name__)

# By location, in this process: from when on a cache that is away is asked again.
_away: dict[str, float] = {}


class SteadyCache(BaseCache):
    """The cache named by the option `real`, and one in memory while that is away."""

    def __init__(self, location, params):
        super().__init__(params)
        options = dict(params.get("OPTIONS", {}))
        real = import_string(options.pop("real"))
        self._location = location
        self._real = real(location, params | {"OPTIONS": options})
        self._spare = LocMemCache(f"spare of {location}", params | {"OPTIONS": {}})

    def is_away(self) -> bool:
        """Say whether the cache did not answer when it was last asked."""
        return self._location in _away

    def _ask(self, what: str, *args, **kwargs):
        if _away.get(self._location, 0) > time.monotonic():
            return getattr(self._spare, what)(*args, **kwargs)
        try:
            answer = getattr(self._real, what)(*args, **kwargs)
        except (ValueError, ImportError):
            # The first is an answer, about a key that is not there; the second is a
            # library that was never installed.
            raise
        except Exception as error:  # noqa: BLE001 - each library has its own, and none of them may end a visit
            self._gone(error)
            return getattr(self._spare, what)(*args, **kwargs)
        if _away.pop(self._location, None) is not None:
            logger.warning("The cache answers again.")
        return answer

    def _gone(self, error: Exception) -> None:
        if self._location not in _away:
            logger.error("The cache does not answer: %s", type(error).__name__)
            # What an earlier absence left there is long out of date.
            self._spare.clear()
        _away[self._location] = time.monotonic() + ASKED_AGAIN_AFTER

    def add(self, *args, **kwargs):
        return self._ask("add", *args, **kwargs)

    def get(self, *args, **kwargs):
        return self._ask("get", *args, **kwargs)

    def set(self, *args, **kwargs):
        return self._ask("set", *args, **kwargs)

    def touch(self, *args, **kwargs):
        return self._ask("touch", *args, **kwargs)

    def delete(self, *args, **kwargs):
        return self._ask("delete", *args, **kwargs)

    def has_key(self, *args, **kwargs):
        return self._ask("has_key", *args, **kwargs)

    def incr(self, *args, **kwargs):
        return self._ask("incr", *args, **kwargs)

    def get_many(self, *args, **kwargs):
        return self._ask("get_many", *args, **kwargs)

    def set_many(self, *args, **kwargs):
        return self._ask("set_many", *args, **kwargs)

    def delete_many(self, *args, **kwargs):
        return self._ask("delete_many", *args, **kwargs)

    def clear(self):
        return self._ask("clear")

    def close(self, **kwargs):
        self._real.close(**kwargs)
