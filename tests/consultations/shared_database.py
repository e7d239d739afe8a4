"""The test's database as one that other processes can open, too."""

import sqlite3

import pytest
from django.db import connection, connections


@pytest.fixture
def shared(tmp_path):
    """Return the address of a database that several processes can open, and look in."""
    if connection.vendor != "sqlite":
        data = connection.settings_dict
        place = f"{data['HOST']}:{data['PORT']}/{data['NAME']}"
        yield f"postgres://{data['USER']}:{data['PASSWORD']}@{place}"
        return
    path = tmp_path / "shared.sqlite3"
    copy = sqlite3.connect(path)
    connection.connection.backup(copy)
    copy.execute("PRAGMA journal_mode=WAL")
    copy.close()
    own = connections["default"]
    held, own.connection = own.connection, None
    before = own.settings_dict
    own.settings_dict = {**before, "NAME": str(path)}
    yield f"sqlite:///{path}"
    own.connection.close()
    own.settings_dict, own.connection = before, held
