"""What people type is in nothing that the system writes, whichever way they took.

The ways stand in `canary_ways`; here is where their words are looked for.
"""

import base64
import io
import json
import logging
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings as site
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils.log import AdminEmailHandler

from clinic.models import OutboxMessage
from clinic_site.json_log import JsonLine
from clinic_site.outbox import send_batch
from clinic_site.web_log import Discreet
from consultations.models import ConsultationRequest
from tests.canary import MARKS, NOTE, files_with_marks, found_in
from tests.with_postgres import Missing, programs

from .canary_ways import AT_THE_DESK, VISITORS, Visit, canaries
from .entry_points import FORM

pytestmark = pytest.mark.django_db


def dump() -> bytes:
    """Return everything the database holds, as it is stored."""
    if connection.vendor == "sqlite":
        return connection.connection.serialize()
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608
            rows += [row[0] for row in cursor.fetchall()]
    return "\n".join(rows).encode()


def dumped_by_postgres() -> bytes:
    """Return what pg_dump writes: the way into every backup."""
    try:
        program = programs() / "pg_dump"
    except Missing:
        program = Path("pg_dump")
    if not shutil.which(program):
        pytest.skip("Not run: the dump of PostgreSQL (pg_dump is not installed).")
    data = connection.settings_dict
    address = ["-h", data["HOST"], "-p", str(data["PORT"]), "-U", data["USER"]]
    command = [program, *address, "--inserts", data["NAME"]]
    return subprocess.run(command, capture_output=True, check=True).stdout


@pytest.fixture
def written(settings, tmp_path):
    """Let the site write as an installation does, and keep all of it."""
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    settings.ADMINS = [("Operator", "operator@clinic.example")]
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache_entry",
        }
    }
    call_command("createcachetable", verbosity=0)
    stream = io.StringIO()
    lines, objects = logging.StreamHandler(stream), logging.StreamHandler(stream)
    lines.setFormatter(Discreet(settings.LOGGING["formatters"]["line"]["fmt"]))
    objects.setFormatter(JsonLine())
    reports = [
        AdminEmailHandler(include_html=True),
        AdminEmailHandler(include_html=False),
    ]
    for handler in reports:
        handler.setLevel(logging.ERROR)
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.DEBUG)
    for handler in (lines, objects, *reports):
        root.addHandler(handler)
    yield stream
    root.setLevel(level)
    for handler in (lines, objects, *reports):
        root.removeHandler(handler)


def assert_nowhere(written):
    """Look for what was typed in everything that is left afterwards."""
    assert found_in(dump()) == []
    assert found_in(written.getvalue()) == []
    for session in Session.objects.all():
        assert found_in(str(session.get_decoded())) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM cache_entry")
        # Pickles lie there as Base64, which the search looks into.
        for entry in cursor.fetchall():
            assert found_in("\n".join(entry)) == []
    assert files_with_marks(site.VAR_DIR) == {}
    assert files_with_marks(site.MEDIA_ROOT) == {}


def assert_mail_is_discreet():
    """Let everything go out, and read it as it leaves, reports of errors too."""
    while send_batch():
        pass
    assert not OutboxMessage.objects.exclude(last_error="").exists()
    for message in mail.outbox:
        source = message.message()
        # A recipient's own address stands in To, and nowhere else.
        to = str(source["To"])
        del source["To"]
        assert found_in(source.as_bytes()) == [], message.subject
        assert found_in(to, marks=[m for m in MARKS if m != "canary.mail"]) == []
        bodies = [message.body, *(a[0] for a in getattr(message, "alternatives", []))]
        assert found_in("\n".join(bodies)) == []


def test_marks_are_found_where_they_stand(coordinator):
    assert b"Priya" in dump()
    for shape in (
        b"..canaria..",
        "CANARIA".encode("utf-16-le"),
        b"canaria".hex().encode(),
        base64.b64encode(b"some words with Canaria in them"),
        base64.urlsafe_b64encode(b"\xff\xff\xffCanaria Namesworth once more"),
    ):
        assert "Canaria" in found_in(shape), shape
    assert found_in("nothing of the kind") == []


@pytest.mark.parametrize("way", VISITORS, ids=lambda way: way.__name__)
def test_a_visitor_leaves_nothing_in_clear(written, location, monkeypatch, way):
    visit = Visit()
    with monkeypatch.context() as patched:
        way(visit, patched)
    assert visit.leaks == []
    assert_mail_is_discreet()
    assert_nowhere(written)
    if "fault" in way.__name__:
        # Where it happened is told, in the log; the reports hold nothing typed.
        told = written.getvalue()
        assert re.search(r"failed: \w+Error at \S+:\d+", told)
        objects = [json.loads(o) for o in told.splitlines() if o.startswith('{"at"')]
        assert any(line["level"] == "ERROR" for line in objects)
        assert [m for m in mail.outbox if "operator@clinic.example" in m.to]


@pytest.mark.parametrize("who", ["coordinator", "manager", "clinician", "editor", None])
@pytest.mark.parametrize("way", AT_THE_DESK, ids=lambda way: way.__name__)
def test_the_desk_leaves_nothing_in_clear(
    written, location, monkeypatch, request, way, who
):
    Visit().go("post", FORM, canaries(), status=302)
    subject = ConsultationRequest.objects.get()
    user = request.getfixturevalue(who) if who else None
    # The others are refused, and that has to leave nothing either.
    visit = Visit(user, strict=who in ("coordinator", "manager"))

    def act(name):
        place = "admin:consultations_consultationrequest_act"
        return reverse(place, args=[subject.reference, name])

    with monkeypatch.context() as patched:
        way(visit, act, patched)
    assert visit.leaks == []
    assert_mail_is_discreet()
    assert_nowhere(written)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_dump_of_postgres_holds_nothing_in_clear(location, coordinator):
    if connection.vendor != "postgresql":
        pytest.skip("Not run: the dump of PostgreSQL (this is SQLite).")
    Visit().go("post", FORM, canaries(), status=302)
    Visit().go("post", FORM, canaries(website="x"), status=302)
    subject = ConsultationRequest.objects.first()
    subject.add_note(NOTE, by=coordinator)

    written = dumped_by_postgres()

    assert subject.reference.encode() in written
    assert found_in(written) == []
