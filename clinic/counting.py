"""Counts that every process of the site shares, kept in the cache for a while.

They are counted in the `default` cache, without a lost update under load: in Django's
database cache by one statement for all keys, elsewhere by the cache's own counter.
Keys say nothing to whoever reads them: callers hand in keyed digests.
"""

from contextlib import nullcontext
from datetime import timedelta

from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router, transaction
from django.utils import timezone

from clinic import hasty


def count(keys: dict[str, int], more: dict[str, int] | None = None) -> dict[str, int]:
    """Add one to each key, or what `more` says, and return the new counts.

    `keys` says for how many seconds from its first count each is kept. Raises whatever
    the cache raises when it is away.
    """
    if not keys:
        return {}
    more = dict.fromkeys(keys, 1) | (more or {})
    backend = caches["default"]
    if isinstance(backend, DatabaseCache):
        return _in_the_database(backend, keys, more)
    return {
        key: _in_the_cache(key, seconds, more[key]) for key, seconds in keys.items()
    }


def forget_expired() -> int:
    """Delete what has run out of the database cache; return how many rows went.

    The cache itself only does so once it is full, and never on counting.
    """
    backend = caches["default"]
    if not isinstance(backend, DatabaseCache):
        return 0
    connection, table = _place(backend)
    now = connection.ops.adapt_datetimefield_value(_moment(0))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608
        return cursor.rowcount


def _in_the_cache(key: str, seconds: int, more: int) -> int:
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key, more)
    except ValueError:
        # It ran out in between; the next one begins anew.
        return more


def _in_the_database(
    backend: DatabaseCache, keys: dict[str, int], more: dict[str, int]
) -> dict[str, int]:
    connection, table = _place(backend)
    # In one order in every process: two that hold each other's row would both wait.
    names = {backend.make_key(key): key for key in sorted(keys)}
    adapt = connection.ops.adapt_datetimefield_value
    now = adapt(_moment(0))
    values = [
        value
        for name, key in names.items()
        for value in (name, str(more[key]), adapt(_moment(keys[key])))
    ]
    rows = ", ".join(["(%s, %s, %s)"] * len(names))
    statement = f"""
        INSERT INTO {table} (cache_key, value, expires) VALUES {rows}
        ON CONFLICT (cache_key) DO UPDATE SET
            value = CASE WHEN {table}.expires <= %s THEN excluded.value
                ELSE CAST(CAST({table}.value AS INTEGER)
                    + CAST(excluded.value AS INTEGER) AS TEXT) END,
            expires = CASE WHEN {table}.expires <= %s THEN excluded.expires
                ELSE {table}.expires END
        RETURNING cache_key, value
    """  # noqa: S608 - the name of the table is ours
    # Where counting fails, what it is a part of goes on.
    within = transaction.atomic() if connection.in_atomic_block else nullcontext()
    with within:
        counted = hasty.executed(connection, statement, [*values, now, now])
    return {names[name]: int(number) for name, number in counted}


def _place(backend: DatabaseCache):
    connection = connections[router.db_for_write(backend.cache_model_class)]
    return connection, connection.ops.quote_name(backend._table)


def _moment(seconds: int):
    return timezone.now().replace(microsecond=0) + timedelta(seconds=seconds)
