"""Work over connections of its own, several at the same instant.

Threads with connections of their own stand for processes: what decides is in the
database. On SQLite they work on a file, as every installation does; its in-memory
database for tests locks by other rules.
"""

import sqlite3
import threading

import pytest
from django.db import connection, connections


@pytest.fixture
def at_once(tmp_path):
    """Return a function that runs calls at the same instant, and one for after."""
    if connection.vendor != "sqlite":
        return _run
    path = tmp_path / "at_once.sqlite3"

    def run(*calls):
        if not path.exists():
            copy = sqlite3.connect(path)
            connection.connection.backup(copy)
            # As in an installation, whose file was in this mode since it was made.
            copy.execute("PRAGMA journal_mode=WAL")
            copy.close()
        return _run(*calls, database=str(path))

    return run


def _run(*calls, database=None):
    barrier = threading.Barrier(len(calls))
    results = [None] * len(calls)

    def work(number, call):
        own = connections["default"]
        if database:
            own.settings_dict = {**own.settings_dict, "NAME": database}
        try:
            own.ensure_connection()
            barrier.wait(timeout=20)
            results[number] = call()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            results[number] = error
        finally:
            own.close()

    threads = [
        threading.Thread(target=work, args=(number, call))
        for number, call in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results
