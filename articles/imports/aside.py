"""Where a trial run does its work, so that nobody has to wait for it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

# A larger database does not fit into memory beside everything else.
LARGEST_COPY = 512 * 1024 * 1024


@contextmanager
def aside() -> Iterator[None]:
    """Let this thread work on a copy where its transaction would shut others out.

    SQLite has one writer at a time: while a trial run lasts, no request could be
    received. The copy is in memory, so nothing of it outlives the process.
    """
    settings = connection.settings_dict
    if connection.vendor != "sqlite" or connection.is_in_memory_db():
        yield
        return
    path = Path(settings["NAME"])
    if path.stat().st_size > LARGEST_COPY:
        yield
        return
    connection.close()
    connection.settings_dict = {**settings, "NAME": ":memory:"}
    try:
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as source:
            source.backup(connection.connection)
        yield
    finally:
        # First the name: Django never closes a database in memory.
        connection.settings_dict = settings
        connection.close()
