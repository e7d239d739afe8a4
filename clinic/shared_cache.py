"""The cache that all processes share, without what each of them can know by itself.

Wagtail asks for the paths of its sites with each address that it writes; they are kept
in the process, and forgotten with each change that a page could show.
"""

from django.core.cache import caches
from django.core.cache.backends import db, redis
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY

# Kept apart by Wagtail's own name, which is the only one that a process keeps.
KEPT_HERE = "renditions"


class RootPathsAside:
    """Answers for the paths of sites from the memory of this process."""

    def get(self, key, default=None, version=None):
        if key == SITE_ROOT_PATHS_CACHE_KEY:
            return caches[KEPT_HERE].get(key, default, version)
        return super().get(key, default, version)

    def set(self, key, value, timeout=None, version=None):
        if key == SITE_ROOT_PATHS_CACHE_KEY:
            return caches[KEPT_HERE].set(key, value, timeout, version)
        return super().set(key, value, timeout, version)

    def delete(self, key, version=None):
        if key == SITE_ROOT_PATHS_CACHE_KEY:
            return caches[KEPT_HERE].delete(key, version)
        return super().delete(key, version)


class DatabaseCache(RootPathsAside, db.DatabaseCache):
    """Django's cache in the database."""


class RedisCache(RootPathsAside, redis.RedisCache):
    """Django's cache in Redis."""
