"""What is kept in memory: by all processes together, and by each for itself."""


def caches(redis_url: str) -> dict[str, dict]:
    """Return the caches: limits and shared state in Redis, without it the database."""
    return {
        "default": in_redis(redis_url) if redis_url else IN_THE_DATABASE,
        # Wagtail's name for it: where the files of pictures are, which each page asks.
        "renditions": {
            "BACKEND": "clinic.memory.GenerationCache",
            "TIMEOUT": None,
            "OPTIONS": {"MAX_ENTRIES": 5_000},
        },
    }


def in_redis(url: str) -> dict:
    """Return a cache in Redis that may go away without taking the site along."""
    return {
        "BACKEND": "clinic_site.steady_cache.SteadyCache",
        "LOCATION": url,
        "OPTIONS": {
            "real": "clinic.shared_cache.RedisCache",
            "socket_connect_timeout": 1,
            "socket_timeout": 1,
        },
    }


IN_THE_DATABASE = {
    "BACKEND": "clinic.shared_cache.DatabaseCache",
    "LOCATION": "cache_entry",
    # The worker deletes what has run out; a full cache would drop counts that still
    # run, and among them those of failed sign-ins.
    "OPTIONS": {"MAX_ENTRIES": 200_000},
}
