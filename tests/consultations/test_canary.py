"""What people type is in nothing that the system writes, whichever way they took.

`VISITORS` and `AT_THE_DESK` list the ways; whoever adds a form adds a line.
"""

import base64
import io
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
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils.log import AdminEmailHandler

from clinic.models import OutboxMessage
from clinic_site.outbox import send_batch
from clinic_site.web_log import Discreet
from consultations.admin.actions import ACTIONS
from consultations.models import ConsultationRequest, receiving
from tests.canary import MARKS, NOTE, TYPED, files_with_marks, found_in
from tests.with_postgres import Missing, programs

from .conftest import filled_in, patient_ticket
from .entry_points import ENTRY_POINTS, FORM
from .test_request_form import hidden, text

pytestmark = pytest.mark.django_db
RECEIVED = reverse("request_received")
SEARCH = reverse("admin:consultations_consultationrequest_search")
QUEUE = reverse("admin:consultations_consultationrequest_changelist")
CALLER = reverse("admin:consultations_consultationrequest_caller")
ADDRESSES_IN_PAGES = re.compile(r'(?:href|src|action)="([^"]*)"')
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


class Visit:
    """A browser whose every address, header, cookie and title is looked at."""

    def __init__(self, user=None, *, strict=True, **options):
        self.strict = strict
        self.client = Client(raise_request_exception=False, **options)
        if user:
            self.client.force_login(user)
        self.leaks: list[tuple] = []

    def go(self, method, address, data=None, *, status=None, **extra):
        response = getattr(self.client, method)(address, data, **extra)
        page = response.content.decode(errors="replace")
        places = {
            "address": address,
            "location": response.headers.get("Location", ""),
            "headers": str(response.headers),
            "cookies": response.cookies.output(),
            "title": " ".join(TITLE.findall(page)),
            # A number to call and an address to write to are what the desk is for.
            "links": " ".join(
                link
                for link in ADDRESSES_IN_PAGES.findall(page)
                if not link.startswith(("tel:", "mailto:", "sms:"))
            ),
        }
        self.leaks += [
            (address, k, found_in(v)) for k, v in places.items() if found_in(v)
        ]
        if "/request-a-consultation/" in address:
            if "no-store" not in response.headers["Cache-Control"]:
                self.leaks.append((address, "may be kept"))
            if response.headers["Referrer-Policy"] not in (
                "same-origin",
                "no-referrer",
            ):
                self.leaks.append((address, "referrer"))
        if status and self.strict:
            assert response.status_code == status, (method, address)
        return response


def canaries(**fields):
    return filled_in(**TYPED | fields)


# Ways of a visitor: a name, and what happens.


def is_received(visit, monkeypatch):
    visit.go("post", FORM, canaries(), status=302)
    visit.go("get", RECEIVED, status=200)


def corrects_and_sends_again(visit, monkeypatch):
    data = canaries()
    visit.go("post", FORM, data, status=302)
    visit.go("get", FORM, status=200)
    visit.go("post", FORM, data | {"message": f"{TYPED['message']}, again"}, status=302)
    visit.go("post", FORM, data | {"email": "canary.mail.two@example.com"}, status=302)


def makes_mistakes(visit, monkeypatch):
    for wrong in (
        {"consent": None},
        {"phone": "canary message 5550163"},
        {"email": "canary.mail"},
        {"contact_method": TYPED["message"]},
        {"contact_times": [TYPED["message"]]},
        {"for_whom": TYPED["name"]},
        {"message": f"{TYPED['message']} " * 400},
        {"signed_time": TYPED["message"]},
        {"submission_key": TYPED["name"]},
    ):
        page = text(visit.go("post", FORM, canaries(**wrong), status=200))
        carried = hidden(page).values()
        assert found_in(" ".join(carried)) == []


def comes_back_too_late(visit, monkeypatch):
    ticket = patient_ticket()
    ticket.shown_at -= 10 * 24 * 3600
    visit.go("post", FORM, canaries(ticket=ticket))
    visit.go("post", FORM, canaries(signed_time="old"), status=200)


def fills_in_the_decoy(visit, monkeypatch):
    visit.go("post", FORM, canaries(website=TYPED["name"]), status=302)


def sends_at_once(visit, monkeypatch):
    shown = hidden(text(visit.go("get", FORM)))
    visit.go("post", FORM, canaries() | shown)


def has_a_stale_token(visit, monkeypatch):
    strict = Visit(enforce_csrf_checks=True)
    strict.go("get", FORM)
    strict.go("post", FORM, canaries(csrfmiddlewaretoken="x" * 64), status=403)
    visit.leaks += strict.leaks


def has_no_cookies(visit, monkeypatch):
    strict = Visit(enforce_csrf_checks=True)
    strict.go("post", FORM, canaries(), status=403)
    visit.leaks += strict.leaks


def finds_the_database_away(visit, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError(f"server closed the connection: {TYPED['message']}")

    monkeypatch.setattr(receiving, "announce", away)
    visit.go("post", FORM, canaries(), status=503)


def finds_a_fault_that_quotes(visit, monkeypatch):
    def fails(*args, **kwargs):
        raise ValueError(f"cannot read {TYPED}")

    monkeypatch.setattr(receiving, "announce", fails)
    visit.go("post", FORM, canaries(), status=500)


def finds_a_fault_beside_the_words(visit, monkeypatch):
    def fails(*args, **kwargs):
        return TYPED["phone"] + 5

    monkeypatch.setattr("clinic.encryption.encrypt", fails)
    visit.go("post", FORM, canaries(), status=500)


def finds_a_fault_in_a_field(visit, monkeypatch):
    def fails(*args, **kwargs):
        raise KeyError(TYPED["phone"])

    monkeypatch.setattr("consultations.fields._can_be_called", fails)
    visit.go("post", FORM, canaries(), status=500)


def finds_a_fault_in_the_page(visit, monkeypatch):
    def fails(*args, **kwargs):
        raise TypeError(TYPED["name"])

    monkeypatch.setattr("consultations.views.form.promise.to_a_visitor", fails)
    visit.go("post", FORM, canaries(consent=None), status=500)


def fills_in_everything_there_is(visit, monkeypatch):
    for point in ENTRY_POINTS:
        for typed in TYPED.values():
            everywhere = dict.fromkeys(point.fields, typed)
            visit.go("post", point.address(), point.filled_in(**everywhere))
            texts = dict.fromkeys(point.texts, typed)
            visit.go("post", point.address(), point.filled_in(**texts))


VISITORS = [
    is_received,
    corrects_and_sends_again,
    makes_mistakes,
    comes_back_too_late,
    fills_in_the_decoy,
    sends_at_once,
    has_a_stale_token,
    has_no_cookies,
    finds_the_database_away,
    finds_a_fault_that_quotes,
    finds_a_fault_beside_the_words,
    finds_a_fault_in_a_field,
    finds_a_fault_in_the_page,
    fills_in_everything_there_is,
]


# Ways of the desk; each gets the address of a request's actions.


def looks_things_up(visit, act, monkeypatch):
    for typed in (*TYPED.values(), NOTE, f"{NOTE} " * 50):
        visit.go("post", SEARCH, {"q": typed}, status=200)
    visit.go("get", QUEUE, status=200)


def presses_everything_well_and_badly(visit, act, monkeypatch):
    for name in ACTIONS:
        good = {
            f"{name}-note": NOTE,
            "log_attempt-outcome": "reached",
            "schedule-when": "2030-05-06T10:30",
            "close-disposition": "unreachable",
        }
        bad = {
            f"{name}-{field}": NOTE
            for field in ("outcome", "when", "disposition", "duplicate_of", "to")
        }
        visit.go("post", act(name), bad | {f"{name}-note": NOTE})
        visit.go("post", act(name), good | {"seen": "0"})
        visit.go("post", act(name), good)


def takes_a_call(visit, act, monkeypatch):
    usual = canaries(channel="phone", take_it="on")
    visit.go("post", CALLER, usual | {"phone": "canary message"}, status=200)
    visit.go("post", CALLER, usual | {"submission_key": NOTE}, status=302)


def finds_a_fault(visit, act, monkeypatch):
    def fails(*args, **kwargs):
        raise ValueError(f"{NOTE}, {TYPED}")

    monkeypatch.setattr("consultations.models.lookups.matching", fails)
    visit.go("post", SEARCH, {"q": TYPED["name"]}, status=500)
    monkeypatch.setattr("clinic.encryption.encrypt", fails)
    visit.go("post", act("add_note"), {"add_note-note": NOTE})
    visit.go("post", CALLER, canaries(channel="phone"), status=500)


AT_THE_DESK = [
    looks_things_up,
    presses_everything_well_and_badly,
    takes_a_call,
    finds_a_fault,
]


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
    said = logging.StreamHandler(stream)
    said.setFormatter(Discreet(settings.LOGGING["formatters"]["line"]["fmt"]))
    reports = [
        AdminEmailHandler(include_html=True),
        AdminEmailHandler(include_html=False),
    ]
    for handler in reports:
        handler.setLevel(logging.ERROR)
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.DEBUG)
    for handler in (said, *reports):
        root.addHandler(handler)
    yield stream
    root.setLevel(level)
    for handler in (said, *reports):
        root.removeHandler(handler)


def assert_nowhere(written):
    """Look for what was typed in everything that is left afterwards."""
    assert found_in(dump()) == []
    assert found_in(written.getvalue()) == []
    for session in Session.objects.all():
        assert found_in(str(session.get_decoded())) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM cache_entry")
        for key, value in cursor.fetchall():
            assert found_in(key) == [] and found_in(base64.b64decode(value)) == []
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
        assert re.search(r"failed: \w+Error at \S+:\d+", written.getvalue())
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
