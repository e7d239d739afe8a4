"""The reading trail: what was changed, dropped, moved or cut is found."""

import importlib
import json
from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultations.jobs import check_reading_trail
from consultations.models import (
    Fault,
    ReadingEntry,
    ReadingKind,
    ReadingOf,
    ReadingReason,
    TrailCheck,
    TrailHead,
    first_broken_link,
    trail_check,
    trail_index,
)

pytestmark = pytest.mark.django_db
TABLE = ReadingEntry._meta.db_table
INDEX = ReadingOf._meta.db_table
HEAD = TrailHead._meta.db_table
CHECK = TrailCheck._meta.db_table


@pytest.fixture
def five(coordinator):
    for number in range(5):
        ReadingEntry.record(ReadingKind.LIST, by=coordinator, request_ids=[number])


@pytest.fixture
def anchor(settings, tmp_path):
    """A file outside the database."""
    settings.AUDIT_ANCHOR = str(tmp_path / "elsewhere" / "anchor.jsonl")


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(
            statement.format(table=TABLE, index=INDEX, head=HEAD, check=CHECK), values
        )


def complaint() -> str:
    with pytest.raises(CommandError) as error:
        call_command("verify_audit_trail", stdout=StringIO())
    return str(error.value)


def test_whole_trail_holds(five):
    out = StringIO()
    call_command("verify_audit_trail", stdout=out)
    assert "5 entries" in out.getvalue()


def test_empty_trail_holds(db):
    assert first_broken_link() is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET request_ids = '[99]' WHERE number = 3",
        "UPDATE {table} SET kind = 'export' WHERE number = 3",
        "UPDATE {table} SET at = '2020-01-01 00:00:00+00' WHERE number = 3",
        "UPDATE {table} SET mac = 'f00' WHERE number = 3",
        "UPDATE {table} SET reason = 'chart' WHERE number = 3",
        "UPDATE {table} SET extent = 'both' WHERE number = 3",
    ],
)
def test_changed_entry_is_named(five, statement):
    sql(statement)
    assert "Entry 3 " in complaint()
    assert "changed" in complaint()


def test_changed_reader_is_named(five, colleague):
    sql("UPDATE {table} SET actor_id = %s WHERE number = 2", colleague.pk)
    assert "Entry 2 " in complaint()


@pytest.mark.parametrize("number", [1, 3])
def test_dropped_entry_is_named(five, number):
    sql("DELETE FROM {table} WHERE number = %s", number)
    assert f"Entry {number}: missing" in complaint()


def test_reordered_entries_are_named(five):
    sql("UPDATE {table} SET number = 30 WHERE number = 3")
    sql("UPDATE {table} SET number = 3 WHERE number = 4")
    sql("UPDATE {table} SET number = 4 WHERE number = 30")
    assert "Entry 3 " in complaint()
    assert "out of order" in complaint()


def test_cut_at_the_end_is_named(five):
    sql("DELETE FROM {table} WHERE number > 3")
    assert "Entry 4: missing: cut at the end" in complaint()


def test_cut_with_its_head_moved_back_is_named(five):
    sql("DELETE FROM {table} WHERE number > 3")
    third = ReadingEntry.objects.get(number=3)
    TrailHead.objects.update(number=3, mac=third.mac)
    assert "head was changed" in complaint()


def test_lost_head_is_named(five):
    TrailHead.objects.all().delete()
    assert "without its head" in complaint()


def test_other_key_opens_nothing(five, settings):
    settings.AUDIT_KEY = "another"
    assert "Entry 1 " in complaint()


def test_readings_are_written_once(five):
    entry = ReadingEntry.objects.get(number=1)
    for wrong in (entry.save, entry.delete, ReadingEntry.objects.all().delete):
        with pytest.raises(TypeError):
            wrong()
    with pytest.raises(TypeError):
        ReadingEntry.objects.update(kind="export")


def slip_in(number, like):
    """Put a copy of an entry under another number, as somebody without the key can."""
    sql(
        "INSERT INTO {table}"
        " (number, at, actor_id, kind, request_ids, reason, extent, previous, mac)"
        " SELECT %s, at, actor_id, kind, request_ids, reason, extent, previous, mac"
        " FROM {table} WHERE number = %s",
        number,
        like,
    )


def throw_away():
    """Delete the trail with everything that belongs to it."""
    sql("DELETE FROM {table}")
    sql("DELETE FROM {index}")
    sql("DELETE FROM {head}")


def test_added_behind_the_head_is_named(five):
    slip_in(6, like=5)
    assert "Entry 6 " in complaint()


def test_added_before_the_first_is_named(five):
    slip_in(0, like=1)
    assert "Entry 1: missing" in complaint()


def test_head_rewritten_without_the_key_is_named(five):
    sql("UPDATE {head} SET number = 4")
    assert "Entry 4: the head was changed" in complaint()


def test_dropped_index_rows_are_named(five):
    sql("DELETE FROM {index} WHERE entry_id = 3")
    assert "Entry 3 " in complaint()
    assert "list of requests" in complaint()


def test_every_row_of_the_index_is_held_against_its_entry(five):
    sql("UPDATE {index} SET request_id = 77 WHERE entry_id = 4")
    assert "Entry 4 " in complaint()


@pytest.mark.parametrize("number", [2, 9])
def test_added_index_rows_are_named(five, number):
    sql("INSERT INTO {index} (entry_id, request_id) VALUES (%s, 1)", number)
    assert f"Entry {number}: its list of requests" in complaint()


def test_first_of_several_breaks_is_named(five):
    sql("UPDATE {table} SET kind = 'export' WHERE number = 4")
    sql("DELETE FROM {index} WHERE entry_id = 2")
    assert "Entry 2 " in complaint()


def test_cut_together_with_an_older_head_is_told_by_the_anchor(
    five, coordinator, anchor
):
    older = TrailHead.objects.values("number", "mac", "own_seal").get()
    ReadingEntry.record(ReadingKind.DETAIL, by=coordinator, request_ids=[1])
    TrailCheck.whole()

    sql("DELETE FROM {table} WHERE number = 6")
    sql("DELETE FROM {index} WHERE entry_id = 6")
    TrailHead.objects.update(**older)

    assert "Entry 6: missing: cut at the end" in complaint()


def test_trail_that_was_thrown_away_is_told_by_the_anchor(five, anchor):
    TrailCheck.whole()
    throw_away()
    assert "without its head" in complaint()


def test_trail_written_anew_with_the_key_is_told_by_the_anchor(
    five, coordinator, anchor
):
    TrailCheck.whole()
    throw_away()
    for number in range(6):
        ReadingEntry.record(ReadingKind.LIST, by=coordinator, request_ids=[number])
    assert "Entry 5 " in complaint()
    assert "anchored" in complaint()


def test_anchor_names_numbers_and_seals_alone_and_each_once(five, settings, anchor):
    TrailCheck.whole()
    TrailCheck.whole()
    with open(settings.AUDIT_ANCHOR) as file:
        (line,) = file.read().splitlines()
    head = TrailHead.objects.get()
    told = json.loads(line)
    assert (told.pop("number"), told.pop("seal")) == (5, head.mac)
    assert list(told) == ["at"]


def test_long_trail_is_checked_a_stretch_at_a_time(five, monkeypatch):
    monkeypatch.setattr(trail_check, "STRETCH", 2)
    assert [bool(TrailCheck.go_on()) for _ in range(3)] == [False, False, True]
    check = TrailCheck.objects.newest()
    assert (check.number, check.is_sound) == (5, True)
    # Not before a day is over.
    assert TrailCheck.go_on() is None
    later = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(trail_check.timezone, "now", lambda: later)
    check_reading_trail()
    assert TrailCheck.objects.count() == 2


def test_break_in_a_later_stretch_is_named_by_the_daily_check(five, monkeypatch):
    monkeypatch.setattr(trail_check, "STRETCH", 2)
    sql("UPDATE {table} SET kind = 'export' WHERE number = 4")
    check_reading_trail()
    assert TrailCheck.objects.newest() is None
    check_reading_trail()
    check = TrailCheck.objects.newest()
    assert (check.broken.number, check.broken.fault) == (4, Fault.CHANGED)
    assert check.broken.at == ReadingEntry.objects.get(number=4).at
    assert not check.is_sound


def test_readings_written_during_a_check_belong_to_it(five, coordinator, monkeypatch):
    monkeypatch.setattr(trail_check, "STRETCH", 5)
    TrailCheck.go_on()
    ReadingEntry.record(ReadingKind.LIST, by=coordinator, request_ids=[9])
    assert TrailCheck.go_on().number == 6


def test_check_that_was_made_to_look_sound_is_not(five):
    sql("UPDATE {table} SET kind = 'export' WHERE number = 3")
    TrailCheck.whole()
    sql("UPDATE {check} SET fault = '', broken_number = NULL")
    check = TrailCheck.objects.newest()
    assert not check.fault
    assert not check.is_sound


def test_check_that_was_moved_on_is_begun_anew(five, monkeypatch):
    monkeypatch.setattr(trail_check, "STRETCH", 2)
    TrailCheck.go_on()
    sql("UPDATE {table} SET kind = 'export' WHERE number = 3")
    last = ReadingEntry.objects.get(number=5)
    row = ReadingOf.objects.order_by("-pk").first().pk
    sql("UPDATE {check} SET number = 5, mac = %s, row = %s", last.mac, row)
    for _ in range(2):
        check_reading_trail()
    assert TrailCheck.objects.newest().broken.number == 3


def test_one_reading_costs_few_queries_however_many_requests(coordinator):
    ReadingEntry.record(ReadingKind.LIST, by=coordinator, request_ids=[1])
    with CaptureQueriesContext(connection) as asked:
        ReadingEntry.record(
            ReadingKind.LIST, by=coordinator, request_ids=list(range(50))
        )
    # The head, the entry with its index, the head; the rest begins and ends it.
    told = [q["sql"] for q in asked if "SAVEPOINT" not in q["sql"]]
    assert len(told) == 3, "\n".join(told)


def test_reading_and_its_index_are_written_together_or_not_at_all(coordinator):
    with pytest.raises(DatabaseError), transaction.atomic():
        ReadingEntry.record(ReadingKind.LIST, by=coordinator, request_ids=[1])
        assert ReadingOf.objects.exists()
        raise DatabaseError
    assert not ReadingEntry.objects.exists()
    assert not ReadingOf.objects.exists()
    assert first_broken_link() is None


def test_request_that_is_named_twice_is_indexed_once(coordinator):
    ReadingEntry.record(ReadingKind.LIST, by=coordinator, request_ids=[3, 1, 3])
    rows = ReadingOf.objects.order_by("pk").values_list("request_id", flat=True)
    assert list(rows) == [1, 3]
    assert first_broken_link() is None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its own")
def test_index_is_kept_after_a_table_was_made_anew(coordinator):
    sql("DROP TRIGGER consultations_index_reading")
    trail_index.keep_after_migrating(using="default")
    ReadingEntry.record(ReadingKind.LIST, by=coordinator, request_ids=[1])
    assert ReadingOf.objects.count() == 1


def test_readings_from_before_are_indexed_in_batches(five, coordinator, monkeypatch):
    ReadingEntry.record(
        ReadingKind.EXPORT,
        by=coordinator,
        request_ids=[7, 3],
        reason=ReadingReason.PAPER,
    )
    sql("DELETE FROM {index}")
    migration = importlib.import_module("consultations.migrations.0014_who_saw_what")
    monkeypatch.setattr(migration, "BATCH", 2)
    migration.index_old_readings(apps, None)
    assert first_broken_link() is None
    assert [e.number for e in ReadingEntry.objects.of([3], before=None, limit=9)] == [
        6,
        4,
    ]


def test_readings_of_several_requests_come_once_and_a_page_at_a_time(coordinator):
    for ids in ([1, 2], [3], [2], [1]):
        ReadingEntry.record(ReadingKind.LIST, by=coordinator, request_ids=ids)

    def numbers(before=None):
        found = ReadingEntry.objects.of([1, 2], before=before, limit=2)
        return [entry.number for entry in found]

    assert numbers() == [4, 3]
    assert numbers(before=3) == [1]
    assert not ReadingEntry.objects.of([], before=None, limit=2).exists()


def test_index_is_written_with_its_entry_alone(five):
    row = ReadingOf.objects.first()
    for wrong in (row.save, row.delete, ReadingOf.objects.all().delete):
        with pytest.raises(TypeError):
            wrong()
