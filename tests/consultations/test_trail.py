"""The reading trail: what was changed, dropped, moved or cut is found."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from consultations.models import ReadingEntry, ReadingKind, TrailHead, first_broken_link

pytestmark = pytest.mark.django_db
TABLE = ReadingEntry._meta.db_table


@pytest.fixture
def five(coordinator):
    for number in range(5):
        ReadingEntry.record(ReadingKind.LIST, by=coordinator, request_ids=[number])


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement.format(table=TABLE), values)


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
    assert "Entry 4: missing: the trail was cut" in complaint()


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
