"""Counts do not wait for the disk; whatever they are counted beside still does."""

import pytest
from django.db import connection, transaction

from clinic import hasty

ASKED = {"sqlite": "PRAGMA synchronous", "postgresql": "SHOW synchronous_commit"}
pytestmark = pytest.mark.django_db(transaction=True)


def waits_for_the_disk() -> str:
    """Return what the connection does at its next commit."""
    with connection.cursor() as cursor:
        cursor.execute(ASKED[connection.vendor])
        return str(cursor.fetchone()[0])


@pytest.fixture
def durable():
    """A connection that waits, as every one of a site does."""
    setting = {
        "sqlite": "PRAGMA synchronous = FULL",
        "postgresql": "SET synchronous_commit = on",
    }
    with connection.cursor() as cursor:
        cursor.execute(setting[connection.vendor])
    return {"sqlite": "2", "postgresql": "on"}[connection.vendor]


def within() -> str:
    """Return what holds while a statement is run hastily."""
    if connection.vendor == "postgresql":
        [(said,)] = hasty.executed(
            connection, "SELECT current_setting('synchronous_commit')", []
        )
        return said
    seen = []

    def look(execute, *args):
        connection_ = args[-1]["connection"].connection
        seen.append(str(connection_.execute("PRAGMA synchronous").fetchone()[0]))
        return execute(*args)

    with connection.execute_wrapper(look):
        assert hasty.executed(connection, "SELECT %s", [7]) == [(7,)]
    return seen[0]


def test_a_count_does_not_wait_and_what_follows_does(durable):
    assert within() == {"sqlite": "1", "postgresql": "off"}[connection.vendor]
    assert waits_for_the_disk() == durable


def test_within_a_transaction_it_waits_as_the_transaction_does(durable):
    with transaction.atomic():
        assert within() == durable
    assert waits_for_the_disk() == durable


def test_a_statement_that_fails_leaves_nothing_hasty(durable):
    with pytest.raises(Exception, match="nowhere"):
        hasty.executed(connection, "INSERT INTO nowhere VALUES (1)", [])
    assert waits_for_the_disk() == durable
