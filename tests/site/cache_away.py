"""A cache that can be taken away, and then cannot be reached whatever is asked."""

from django.core.cache.backends.locmem import LocMemCache


class Unreachable(ConnectionError):
    """What the library of a cache raises when the cache is away."""


class FickleCache(LocMemCache):
    """Answers until it is taken away, as Redis does when it is stopped."""

    is_there = True

    def _entry(self, key, version):
        if not FickleCache.is_there:
            raise Unreachable("nobody listens there")
        return super().make_and_validate_key(key, version)

    make_and_validate_key = _entry

    def clear(self):
        self._entry("x", None)
        super().clear()
