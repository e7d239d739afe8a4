"""Locks that one process at a time can have, on every database."""

import fcntl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Hold the lock of this name where it is free: True; it ends with its holder."""
    if connection.vendor == "postgresql":
        key = zlib.crc32(f"clinic job {name}".encode())
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
            (mine,) = cursor.fetchone()
            try:
                yield mine
            finally:
                if mine and connection.is_usable():
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
        return
    # SQLite means one machine, so a lock on a file reaches every process.
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR_DIR / f"{name}.lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
