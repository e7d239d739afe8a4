"""The end of the trail outside the database: what it finds, and how it is kept."""

import json
import stat
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from clinic.alarms import checks
from clinic_site.json_log import JsonLine
from consultations import anchor
from consultations.models import (
    ConsultationRequest,
    Misfit,
    ReadingEntry,
    ReadingKind,
    ReadingOf,
    RequestEvent,
    TrailCheck,
    TrailHead,
    first_unfit_anchor,
)

from .conftest import receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(settings, tmp_path):
    """The file that the end of the trail is written to."""
    settings.AUDIT_ANCHOR = str(tmp_path / "elsewhere" / "anchor.jsonl")
    return Path(settings.AUDIT_ANCHOR)


@pytest.fixture
def anchored(kept, coordinator):
    """A trail of six entries that was anchored at the third and at its end."""
    read(coordinator, 3)
    TrailCheck.whole()
    between = TrailHead.objects.values("number", "mac", "own_seal").get()
    read(coordinator, 3)
    TrailCheck.whole()
    return between


def read(who, times, first=0):
    for number in range(first, first + times):
        ReadingEntry.record(ReadingKind.LIST, by=who, request_ids=[number])


def cut(head):
    """Take away what came after an older head, and put that head back: past the key."""
    number = head["number"]
    with connection.cursor() as cursor:
        for model, column in ((ReadingEntry, "number"), (ReadingOf, "entry_id")):
            table = model._meta.db_table
            cursor.execute(f"DELETE FROM {table} WHERE {column} > %s", [number])  # noqa: S608
    TrailHead.objects.update(**head)


def compared() -> str:
    """Return what the command says that is wrong, or nothing."""
    try:
        call_command("verify_audit_trail", anchor=True, stdout=StringIO())
    except CommandError as error:
        return str(error)
    return ""


def found(code) -> str:
    return checks()[code].run()


def test_trail_leads_to_every_anchor(anchored):
    out = StringIO()
    call_command("verify_audit_trail", anchor=True, stdout=out)
    assert "all 2 anchors; the newest is entry 6" in out.getvalue()


def test_trail_cut_with_its_head_is_found_while_requests_go_on(anchored):
    cut(anchored)
    receive()
    unfit = first_unfit_anchor()
    assert (unfit.anchored.number, unfit.misfit, unfit.fits_to) == (6, Misfit.CUT, 3)
    assert "entry 6" in compared() and "fits up to entry 3" in compared()


def test_database_from_an_older_backup_is_told_from_a_cut(anchored):
    cut(anchored)
    assert (
        not RequestEvent.objects.exists() and not ConsultationRequest.objects.exists()
    )
    assert first_unfit_anchor().misfit == Misfit.OLDER
    assert "older backup" in compared()


def test_trail_that_went_on_after_a_restore_is_found(anchored, coordinator):
    cut(anchored)
    read(coordinator, 5, first=70)
    unfit = first_unfit_anchor()
    assert (unfit.misfit, unfit.fits_to) == (Misfit.ANEW, 3)


def test_trail_rebuilt_without_the_key_is_found(anchored, coordinator, settings):
    key, settings.AUDIT_KEY = settings.AUDIT_KEY, "a guess"
    cut({"number": 0, "mac": "", "own_seal": ""})
    read(coordinator, 6)
    settings.AUDIT_KEY = key
    unfit = first_unfit_anchor()
    assert (unfit.anchored.number, unfit.misfit) == (3, Misfit.FORGED)
    assert unfit.fits_to == 0 and "not made with the key" in compared()


def test_entry_that_was_taken_out_is_found(anchored):
    with connection.cursor() as cursor:
        table = ReadingEntry._meta.db_table
        cursor.execute(f"DELETE FROM {table} WHERE number = 3")  # noqa: S608
    assert first_unfit_anchor().misfit == Misfit.DROPPED


def test_file_is_its_owners_alone_and_only_grows(anchored, kept, coordinator):
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    before = kept.read_bytes()
    read(coordinator, 1)
    TrailCheck.whole()
    assert kept.read_bytes().startswith(before)
    assert [one.number for one in anchor.lines()] == [3, 6, 7]
    told = json.loads(kept.read_text().splitlines()[0])
    assert sorted(told) == ["at", "number", "seal"]


def test_torn_line_costs_no_other(anchored, kept, coordinator):
    kept.write_bytes(kept.read_bytes() + b'{"number": 6, "se')
    read(coordinator, 1)
    TrailCheck.whole()
    assert [one.number for one in anchor.lines()] == [3, 6, 7]
    assert compared() == ""


def test_line_added_later_about_an_entry_does_not_count(anchored, kept):
    forged = {"number": 6, "seal": "0" * 64, "at": timezone.now().isoformat()}
    kept.write_text(kept.read_text() + json.dumps(forged) + "\n")
    assert anchor.read()[6] == ReadingEntry.objects.get(number=6).mac


@pytest.mark.parametrize("name", ["", "empty.jsonl"])
def test_comparing_with_nothing_is_refused(settings, tmp_path, name):
    settings.AUDIT_ANCHOR = str(tmp_path / name) if name else ""
    assert ("not set" if not name else "holds no anchor") in compared()


def test_broken_trail_is_an_alarm(anchored):
    assert found("trail_broken") == ""
    cut(anchored)
    TrailCheck.whole()
    assert "broken at entry 4" in found("trail_broken")
    TrailCheck.objects.update(fault="")
    assert "was changed" in found("trail_broken")


def test_trail_that_nobody_checks_or_anchors_is_an_alarm(anchored, kept, time_machine):
    assert found("trail_unanchored") == found("trail_unchecked") == ""
    kept.unlink()
    assert "AUDIT_ANCHOR" in found("trail_unanchored")
    time_machine.move_to(timezone.now() + timedelta(days=4))
    assert "three days" in found("trail_unchecked")


def test_end_of_the_trail_leaves_the_machine_with_the_log(
    coordinator, settings, caplog
):
    settings.AUDIT_ANCHOR = ""
    caplog.set_level("INFO", logger="consultations.anchor")
    read(coordinator, 2)

    check = TrailCheck.whole()

    (record,) = (one for one in caplog.records if one.name == "consultations.anchor")
    line = json.loads(JsonLine().format(record))
    assert line["logger"] == "consultations.anchor"
    assert f"number=2 seal={check.mac} at=20" in line["message"]


def test_trail_that_does_not_hold_is_not_vouched_for_in_the_log(
    coordinator, settings, caplog
):
    caplog.set_level("INFO", logger="consultations.anchor")
    read(coordinator, 2)
    TrailHead.objects.update(mac="0" * 64)

    assert not TrailCheck.whole().is_sound
    assert not [one for one in caplog.records if one.name == "consultations.anchor"]
