"""Every way a database can be away, each brought about for real.

The visitor gets a 503 page with all of the text, and one press on it sends the same
request; where waiting or a fresh connection helps, nobody notices anything.
"""

import sqlite3
import threading
import time

import psycopg2
import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test import Client

from consultations.models import ConsultationRequest
from consultations.views import keeping

from .conftest import filled_in, sent_form
from .test_failures import FORM, RECEIVED, STORY, sent_again, text

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

# Enough to need new pages of a database file.
LONG = " And so on." * 400
# Not one page more than the file has.
DISK_FULL = "PRAGMA max_page_count = 1"

sqlite_only = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="SQLite's own way to fail"
)
postgres_only = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="PostgreSQL's own way to fail"
)


@pytest.fixture
def apart(at_once):
    """Return a function that runs a call over a connection of its own."""

    def run(call):
        (result,) = at_once(call)
        if isinstance(result, Exception):
            raise result
        return result

    return run


def stored() -> list[str]:
    return list(ConsultationRequest.objects.values_list("reference", flat=True))


def run_sql(*statements: str) -> None:
    with connections["default"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def assert_keeps_the_text(response, words="did not reach us this time"):
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "no-store" in response["Cache-Control"]
    page = text(response)
    assert words in page
    assert "tel:988" in page
    assert "(703) 555-" in page
    block = page.split('id="copy-box"')[1].split("</textarea>")[0]
    for typed in (STORY, "Jordan Reyes", "(703) 555-0117"):
        assert typed in block


def fails_then_works(apart, break_it, mend, words="did not reach us this time"):
    """Send while broken, then press the page's button once it works again."""
    client, data = Client(), filled_in(message=STORY + LONG)

    def broken():
        break_it()
        try:
            return client.post(FORM, data)
        finally:
            mend()

    response = apart(broken)
    assert_keeps_the_text(response, words)
    before = apart(stored)
    again = sent_again(text(response))
    assert apart(lambda: client.post(FORM, again)).status_code == 302
    (reference,) = apart(stored)
    assert reference in text(apart(lambda: client.get(RECEIVED)))
    return before


@sqlite_only
def test_locked_database_is_waited_for(apart, tmp_path):
    apart(stored)
    client, data = Client(), filled_in()
    writing = sqlite3.connect(
        tmp_path / "at_once.sqlite3", isolation_level=None, check_same_thread=False
    )
    writing.execute("BEGIN IMMEDIATE")
    done = threading.Timer(3, lambda: writing.execute("COMMIT"))
    done.start()
    began = time.monotonic()

    response = apart(lambda: client.post(FORM, data))

    assert time.monotonic() - began > 2
    assert response.status_code == 302
    assert len(apart(stored)) == 1
    done.join()
    writing.close()


@sqlite_only
def test_database_locked_for_too_long(apart, tmp_path):
    apart(stored)
    writing = sqlite3.connect(
        tmp_path / "at_once.sqlite3", isolation_level=None, check_same_thread=False
    )

    def lock():
        run_sql("PRAGMA busy_timeout = 300")
        writing.execute("BEGIN IMMEDIATE")

    fails_then_works(apart, lock, lambda: writing.execute("ROLLBACK"))
    writing.close()


@sqlite_only
@pytest.mark.parametrize(
    ("break_it", "mend"),
    [
        ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
        (DISK_FULL, "PRAGMA max_page_count = 1000000"),
        (
            "ALTER TABLE consultations_requestevent RENAME TO elsewhere",
            "ALTER TABLE elsewhere RENAME TO consultations_requestevent",
        ),
        (
            "ALTER TABLE consultations_consultationrequest RENAME message TO words",
            "ALTER TABLE consultations_consultationrequest RENAME words TO message",
        ),
    ],
    ids=["read-only", "disk full", "missing table", "missing column"],
)
def test_sqlite_that_does_not_take_it(apart, break_it, mend):
    def break_database():
        if break_it == DISK_FULL:
            # Deleted rows left room in the file; a long text does not fit there.
            run_sql("VACUUM")
        run_sql(break_it)

    assert fails_then_works(apart, break_database, lambda: run_sql(mend)) == []


@sqlite_only
def test_damaged_file(apart, tmp_path):
    apart(stored)
    client, data = Client(), filled_in(message=STORY)

    def damaged():
        connections["default"].close()
        path = tmp_path / "at_once.sqlite3"
        for extra in ("-wal", "-shm"):
            path.with_name(path.name + extra).unlink(missing_ok=True)
        path.write_bytes(b"not a database " * 1000)
        return client.post(FORM, data)

    assert_keeps_the_text(apart(damaged))


@sqlite_only
def test_sqlite_commit_reaches_the_disk(apart):
    def synchronous():
        with connections["default"].cursor() as cursor:
            cursor.execute("PRAGMA synchronous")
            return cursor.fetchone()[0]

    assert apart(synchronous) == 2


@postgres_only
def test_commit_reaches_the_disk_whatever_the_server_is_set_to(apart):
    def synchronous():
        own = connections["default"]
        with own.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            return cursor.fetchone()[0]

    # The server of the tests has it switched off for all.
    assert apart(synchronous) == "on"


@postgres_only
@pytest.mark.parametrize(
    ("break_it", "mend"),
    [
        (
            "SET default_transaction_read_only = on",
            "SET default_transaction_read_only = off",
        ),
        (
            "ALTER TABLE consultations_requestevent RENAME TO elsewhere",
            "ALTER TABLE elsewhere RENAME TO consultations_requestevent",
        ),
        ("SET statement_timeout = 1", "SET statement_timeout = 0"),
    ],
    ids=["read-only", "missing table", "too slow"],
)
def test_postgresql_that_does_not_take_it(apart, break_it, mend, request):
    if "too slow" in request.node.name:
        # A row lock that somebody else holds makes any statement slow enough.
        break_it = "SET lock_timeout = 50"
        mend = "SET lock_timeout = 0"
        holder = psycopg2.connect(**connection.get_connection_params())
        request.addfinalizer(holder.close)
        holder.cursor().execute(
            "LOCK TABLE consultations_consultationrequest IN ACCESS EXCLUSIVE MODE"
        )

    def repair():
        run_sql(mend)
        if "too slow" in request.node.name:
            holder.rollback()

    assert fails_then_works(apart, lambda: run_sql(break_it), repair) == []


def refuse_connections(patch, message):
    """Let no connection be made, as the driver says it."""
    driver = connections["default"].Database.OperationalError

    def refuse(*args, **kwargs):
        raise driver(message)

    patch.setattr(
        type(connections["default"]), "get_new_connection", refuse, raising=True
    )
    connections["default"].close()


@pytest.mark.parametrize(
    "message",
    ["connection refused", "FATAL: sorry, too many clients already"],
    ids=["refused", "pool exhausted"],
)
def test_no_connection_to_be_had(apart, monkeypatch, message):
    apart(stored)
    patch = pytest.MonkeyPatch()
    fails_then_works(
        apart, lambda: refuse_connections(patch, message), lambda: patch.undo()
    )


@postgres_only
def test_lost_connection_is_replaced_and_nobody_notices(apart, monkeypatch):
    cut = cutting(monkeypatch, times=1)
    client, data = Client(), filled_in(message=STORY)

    assert apart(lambda: client.post(FORM, data)).status_code == 302

    assert cut == [1]
    assert len(apart(stored)) == 1


@postgres_only
def test_connection_that_is_lost_again_and_again(apart, monkeypatch):
    patch = pytest.MonkeyPatch()
    cut = []
    before = fails_then_works(
        apart, lambda: cut.append(cutting(patch, times=9)), lambda: patch.undo()
    )
    assert before == []
    assert cut == [[2]]


def cutting(patch, times: int) -> list[int]:
    """Let the server end the connection in the middle of a transaction."""
    real = ConsultationRequest._receive_first
    cut = [0]

    def receive_first(self, *args):
        if cut[0] < times:
            cut[0] += 1
            own = connections["default"]
            with own.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                (pid,) = cursor.fetchone()
            with psycopg2.connect(**own.get_connection_params()) as killer:
                killer.cursor().execute("SELECT pg_terminate_backend(%s)", [pid])
            killer.close()
        return real(self, *args)

    patch.setattr(ConsultationRequest, "_receive_first", receive_first)
    return cut


def lose_answers(patch, *, keep: bool, times: int) -> list[int]:
    """Let COMMIT happen, or not, and break the connection before its answer."""
    backend = type(connections["default"])
    real = backend._commit
    lost = [0]

    def commit(self):
        with self.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM consultations_consultationrequest")
            mine = cursor.fetchone()[0]
        if not mine or lost[0] >= times:
            return real(self)
        lost[0] += 1
        if keep:
            real(self)
        if self.vendor == "postgresql":
            self.connection.close()
        raise OperationalError("server closed the connection unexpectedly")

    patch.setattr(backend, "_commit", commit)
    return lost


@pytest.mark.parametrize("keep", [True, False], ids=["stored", "not stored"])
def test_commit_whose_answer_is_lost_counts_once(apart, keep):
    patch = pytest.MonkeyPatch()
    lost = []
    before = fails_then_works(
        apart,
        lambda: lost.append(lose_answers(patch, keep=keep, times=9)),
        lambda: patch.undo(),
        words="we cannot tell whether we have it",
    )
    assert len(before) == int(keep)
    # PostgreSQL was asked once more, over a fresh connection.
    assert lost == [[2 if connection.vendor == "postgresql" else 1]]


@postgres_only
@pytest.mark.parametrize("keep", [True, False], ids=["stored", "not stored"])
def test_lost_answer_is_found_out_over_a_fresh_connection(apart, monkeypatch, keep):
    lost = lose_answers(monkeypatch, keep=keep, times=1)
    client, data = Client(), filled_in(message=STORY)

    assert apart(lambda: client.post(FORM, data)).status_code == 302

    assert lost == [1]
    assert len(apart(stored)) == 1
    assert text(apart(lambda: client.get(RECEIVED))).count(apart(stored)[0]) >= 1


def test_error_within_a_transaction_of_the_caller_is_not_tried_again(monkeypatch):
    tried = []

    def away(**given):
        tried.append(given)
        raise OperationalError

    monkeypatch.setattr(ConsultationRequest, "receive", away)
    monkeypatch.setattr(connection, "is_usable", lambda: False)
    with pytest.raises(OperationalError), transaction.atomic():
        keeping.keep(sent_form())
    assert len(tried) == 1
