"""Counts that processes share: none lost, each forgotten in time."""

import pytest
from django.core.cache import cache, caches
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from clinic import counting
from clinic_site import jobs

IN_THE_DATABASE = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entry",
    }
}


def rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM cache_entry")
        return cursor.fetchone()[0]


@pytest.fixture(params=["memory", "database"])
def kept(request, settings, db):
    """Count in each kind of cache that a site may have without further servers."""
    if request.param == "database":
        settings.CACHES = IN_THE_DATABASE
        call_command("createcachetable", verbosity=0)
    return request.param


def test_each_key_is_counted_by_itself(kept):
    assert counting.count({"a": 60, "b": 60}) == {"a": 1, "b": 1}
    assert counting.count({"b": 60, "c": 60}) == {"b": 2, "c": 1}
    assert counting.count({"b": 60}) == {"b": 3}
    assert counting.count({}) == {}


def test_several_are_counted_at_once(kept):
    assert counting.count({"a": 60, "b": 60}, {"a": 6}) == {"a": 6, "b": 1}
    assert counting.count({"a": 60, "b": 60}, {"b": 3}) == {"a": 7, "b": 4}


def test_a_count_begins_anew_when_its_time_is_over(kept, time_machine):
    time_machine.move_to("2026-11-23 12:00:00-05:00", tick=False)
    counting.count({"short": 60, "long": 3600})
    time_machine.shift(59)
    assert counting.count({"short": 60, "long": 3600}) == {"short": 2, "long": 2}
    # Time runs from the first count, not from the last.
    time_machine.shift(2)
    assert counting.count({"short": 60, "long": 3600}) == {"short": 1, "long": 3}


def test_a_key_that_runs_out_while_it_is_counted_begins_anew(settings, monkeypatch):
    def gone(key, more):
        raise ValueError

    monkeypatch.setattr(caches["default"], "incr", gone)
    assert counting.count({"a": 60}) == {"a": 1}


def test_the_database_counts_in_one_query(settings, db):
    settings.CACHES = IN_THE_DATABASE
    call_command("createcachetable", verbosity=0)
    for _time in range(2):
        with CaptureQueriesContext(connection) as asked:
            counting.count({"a": 60, "b": 60, "c": 60})
        # A test is a transaction, of which counting is a part that may fail.
        before, statement, after = [query["sql"] for query in asked.captured_queries]
        assert "SAVEPOINT" in before and "SAVEPOINT" in after
        assert "cache_entry" in statement


def test_a_count_that_fails_ends_no_transaction(settings, db):
    settings.CACHES = {
        "default": IN_THE_DATABASE["default"] | {"LOCATION": "no_such_table"}
    }
    with pytest.raises(DatabaseError):
        counting.count({"a": 60})
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def test_the_worker_deletes_what_has_run_out(settings, db, time_machine):
    settings.CACHES = IN_THE_DATABASE
    call_command("createcachetable", verbosity=0)
    time_machine.move_to("2026-11-23 12:00:00-05:00", tick=False)
    counting.count({"short": 60, "long": 3600})
    cache.set("other", "kept", 3600)
    time_machine.shift(600)

    jobs.forget_counts()

    assert rows() == 2
    assert cache.get("other") == "kept"
    assert counting.count({"long": 3600}) == {"long": 2}


def test_other_caches_forget_by_themselves(settings):
    assert counting.forget_expired() == 0


@pytest.mark.django_db
def test_a_cache_that_is_away_is_said(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "no_such_table",
        }
    }
    with pytest.raises((ProgrammingError, DatabaseError)), transaction.atomic():
        counting.count({"a": 60})
