"""What something was made from is known row for row, and asked again."""

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from wagtail.models import Page

from clinic import generation
from clinic.memory import remembered, remembered_while_rows_hold
from clinic.models import GlossaryTerm
from clinic.reads import (
    Read,
    is_recording,
    order_is_seen,
    recorded,
    still_hold,
)
from tests.factories import make_reference, make_term

pytestmark = pytest.mark.django_db


def terms():
    return GlossaryTerm.objects.order_by("pk")


def test_what_was_read_holds_until_a_row_is_another():
    make_term("infusion")
    with recorded() as recording:
        list(terms().values_list("term"))
    reads = recording.reads()
    assert len(reads) == 1
    assert still_hold(reads, {})
    make_term("dissociation")
    assert not still_hold(reads, {})
    terms().filter(term="dissociation").delete()
    assert still_hold(reads, {})
    terms().update(term="drip")
    assert not still_hold(reads, {})


@pytest.mark.parametrize(
    "read",
    [
        lambda: terms().first(),
        lambda: terms().exists(),
        lambda: terms().count(),
        lambda: list(terms().iterator()),
        lambda: terms().filter(term="none of these").first(),
        lambda: list(GlossaryTerm.objects.raw("SELECT * FROM clinic_glossaryterm")),
    ],
)
def test_every_way_to_read_is_taken_down(read):
    make_term("infusion")
    make_term("drip")
    with recorded() as recording:
        read()
    assert len(recording.reads()) == 1
    assert still_hold(recording.reads(), {})


@pytest.mark.parametrize("fetch", ["fetchone", "fetchall", "__iter__"])
def test_cursor_used_twice_tells_both_statements(fetch):
    make_term("infusion")
    with recorded() as recording, connection.cursor() as cursor:
        for number in (1, 2):
            cursor.execute("SELECT %s, term FROM clinic_glossaryterm", [str(number)])
            rows = getattr(cursor, fetch)()
            assert list(rows)
    assert [read.params for read in recording.reads()] == [("1",), ("2",)]
    assert still_hold(recording.reads(), {})
    terms().update(term="drip")
    assert not still_hold(recording.reads(), {})


@pytest.mark.parametrize(
    ("sql", "seen"),
    [
        ('SELECT "a"."x" FROM "a"', True),
        ('SELECT "a"."x", "a"."y" FROM "a" ORDER BY "a"."y" DESC', True),
        ('SELECT "a"."x" FROM "a" ORDER BY "a"."y" ASC', False),
        ('SELECT "a"."x" AS "pk" FROM "a" ORDER BY "a"."x" ASC, "a"."y" ASC', False),
        ('SELECT "a"."x" AS "pk" FROM "a" ORDER BY 1 ASC NULLS LAST LIMIT 3', True),
        ('SELECT LOWER("a"."y") AS "z" FROM "a" ORDER BY "a"."y" ASC', False),
        ('SELECT LOWER("a"."y") AS "z" FROM "a" ORDER BY "z" ASC', True),
        ('SELECT ("a"."y") AS "z" FROM "a" ORDER BY "a"."y" ASC', True),
        ('SELECT "a"."y" FROM "a" ORDER BY LOWER("a"."y") ASC', False),
        ('SELECT LOWER("a"."x") FROM "a" ORDER BY LOWER("a"."y") ASC', False),
        ('SELECT DISTINCT "a"."x", "a"."y" FROM "a" ORDER BY "a"."y" ASC', True),
        (
            'SELECT "a"."x" FROM "a" WHERE "a"."x" IN (SELECT "b"."x" FROM "b" '
            'WHERE ("b"."z" = %s) ORDER BY "b"."y" LIMIT 3) ORDER BY "a"."x"',
            True,
        ),
        ('SELECT "a"."x" FROM "a" UNION SELECT "b"."x" FROM "b" ORDER BY 1', False),
        ('WITH c AS (SELECT 1) SELECT "c"."x" FROM "c"', False),
    ],
)
def test_order_is_seen_where_the_rows_tell_it(sql, seen):
    assert order_is_seen(sql) is seen


def test_rows_in_another_order_hold_where_nobody_asked_for_one():
    asked = 'SELECT "a"."x" FROM (SELECT %s AS "x" UNION ALL SELECT %s) "a"'
    with recorded() as recording, connection.cursor() as cursor:
        cursor.execute(asked, ["1", "2"])
        cursor.fetchall()
    (read,) = recording.reads()
    # The same rows as another plan would bring them.
    assert still_hold([read._replace(params=("2", "1"))], {})
    assert not still_hold([read._replace(params=("2", "2"))], {})


def test_keys_in_another_order_do_not_hold():
    make_term("infusion")
    drip = make_term("drip")
    with recorded() as recording:
        keys = list(GlossaryTerm.objects.order_by("term").values_list("pk", flat=True))
    assert keys[0] == drip.pk
    assert still_hold(recording.reads(), {})
    GlossaryTerm.objects.filter(pk=drip.pk).update(term="zone")
    assert not still_hold(recording.reads(), {})


def test_what_writes_tells_nothing():
    with recorded() as recording:
        make_term("infusion")
    assert recording.reads() is None


def test_rows_that_changed_while_it_was_made_tell_nothing():
    term = make_term("infusion")
    with recorded() as recording:
        list(terms())
        listening, connection.execute_wrappers[:] = connection.execute_wrappers[:], []
        terms().filter(pk=term.pk).update(term="drip")
        connection.execute_wrappers[:] = listening
        list(terms())
    assert recording.reads() is None


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        7,
        "text",
        UUID("12345678-1234-5678-1234-567812345678"),
        Decimal("1.50"),
        date(2026, 3, 4),
        time(9, 30),
        datetime(2026, 3, 4, 15, 1, 2, 345, tzinfo=UTC),
    ],
)
def test_statement_is_the_same_after_it_was_written_down(value):
    read = Read("SELECT %s", (value, "a"), "digest")
    (params,) = [Read.of(json.loads(json.dumps(read.told()))).params]
    assert params == read.params
    assert type(params[0]) is type(value)


def test_values_of_every_database_are_written_down():
    page = Page.objects.get(depth=1)
    key = page.translation_key
    with recorded() as recording:
        assert Page.objects.get(translation_key=key).pk == page.pk
        assert not Page.objects.filter(go_live_at=datetime.now(UTC)).exists()
    told = json.dumps([read.told() for read in recording.reads()])
    reads = [Read.of(read) for read in json.loads(told)]
    assert len(reads) == 2
    assert still_hold(reads, {})
    Page.objects.filter(pk=page.pk).update(translation_key=uuid4())
    assert not still_hold(reads, {})


def test_value_that_no_text_tells_tells_nothing():
    with recorded() as recording, connection.cursor() as cursor:
        cursor.execute("SELECT 1 WHERE %s IS NOT NULL", [b"a"])
    assert recording.reads() is None


def test_answer_is_asked_for_once():
    with recorded() as recording:
        list(terms())
    asked = {}
    assert still_hold(recording.reads(), asked)
    make_term("infusion")
    assert still_hold(recording.reads(), asked)
    assert not still_hold(recording.reads(), {})


def test_nothing_comes_out_of_memory_while_somebody_records(settings, tmp_path):
    settings.PAGE_CACHE, settings.VAR_DIR = True, tmp_path
    connection.run_on_commit = []
    assert remembered("word", lambda: 1) == remembered("word", lambda: 2) == 1
    with recorded():
        assert is_recording()
        assert remembered("word", lambda: 3) == 3
    assert not is_recording()
    assert remembered("word", lambda: 4) == 1


def test_value_is_kept_until_a_row_that_it_was_made_from_is_another(settings, tmp_path):
    settings.PAGE_CACHE, settings.VAR_DIR = True, tmp_path
    connection.run_on_commit = []
    made = []

    def first() -> str | None:
        made.append(1)
        return terms().values_list("term", flat=True).first()

    def kept() -> str | None:
        connection.run_on_commit = []
        return remembered_while_rows_hold("first term", first)

    assert kept() is None
    make_term("infusion")
    generation.end()
    assert [kept(), kept()] == ["infusion", "infusion"]
    assert len(made) == 2
    make_reference("somebody")
    generation.end()
    assert kept() == "infusion"
    assert len(made) == 2
    terms().update(term="drip")
    generation.end()
    assert kept() == "drip"
    with recorded() as recording:
        assert kept() == "drip"
    assert len(recording.reads()) == 1
    with transaction.atomic():
        terms().update(term="bag")
        transaction.on_commit(generation.end)
        assert remembered_while_rows_hold("first term", first) == "bag"
        transaction.set_rollback(True)
    assert kept() == "drip"
