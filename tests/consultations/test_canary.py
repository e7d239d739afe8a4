"""What people type is in no mail, log, cookie, address or raw database."""

import logging

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse

from clinic.models import OutboxMessage
from clinic.outbox import builder_for
from consultations import views
from consultations.models import ConsultationRequest

from .conftest import filled_in
from .test_request_form import hidden, text

pytestmark = pytest.mark.django_db

FORM = reverse("request_consultation")
CANARIES = {
    "name": "Canaria Namesworth",
    "email": "canary.mail@example.com",
    "phone": "703 555 0163",
    "message": "canary message about a hard year",
}
MARKS = [
    "Canaria",
    "Namesworth",
    "canary.mail",
    "5550163",
    "555-0163",
    "555 0163",
    "canary message",
    "canary note",
    "hard year",
]


def dump() -> str:
    """Return everything the database holds, as it is stored."""
    if connection.vendor == "sqlite":
        raw = connection.connection.serialize()
        return raw.decode("utf-8", "replace") + raw.decode("utf-16-le", "replace")
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608
            rows += [row[0] for row in cursor.fetchall()]
    return "\n".join(rows)


def found_in(haystack: str) -> list[str]:
    return [mark for mark in MARKS if mark.lower() in haystack.lower()]


def test_dump_would_show_what_is_stored_in_clear(coordinator):
    assert "Priya" in dump()


def test_typed_values_are_nowhere(client, coordinator, caplog, settings, monkeypatch):
    caplog.set_level(logging.DEBUG)
    seen = []

    def go(method, url, *args, **kwargs):
        response = getattr(client, method)(url, *args, **kwargs)
        seen.append(url)
        seen.append(response.headers.get("Location", ""))
        seen.extend(morsel.OutputString() for morsel in response.cookies.values())
        return response

    # Good and bad posts of a visitor.
    go("post", FORM, filled_in(**CANARIES | {"phone": "canary 5550163"}))
    go("post", FORM, filled_in(**CANARIES, signed_time="old"))
    go("post", FORM, filled_in(**CANARIES, website="Canaria Namesworth"))
    go("get", FORM, {"new": "1"})
    data = filled_in(**CANARIES)
    go("post", FORM, data)
    go("post", FORM, data | {"message": "canary message about a hard year, again"})
    go("get", reverse("request_received"))
    monkeypatch.setattr(
        views.form.ConsultationRequest, "receive", lambda **kwargs: 1 / 0, raising=True
    )
    client.raise_request_exception = False
    assert go("post", FORM, filled_in(**CANARIES)).status_code == 500
    monkeypatch.undo()

    # The desk: search, note, close.
    client.force_login(coordinator)
    request = ConsultationRequest.objects.order_by("pk").last()
    search = reverse("admin:consultations_consultationrequest_search")
    for typed in (CANARIES["name"], CANARIES["email"], CANARIES["phone"]):
        assert request.reference in text(go("post", search, {"q": typed}))
    name = "admin:consultations_consultationrequest_act"
    attempt = {"log_attempt-outcome": "reached", "log_attempt-note": "canary note"}
    url = reverse(name, args=[request.reference, "log_attempt"])
    assert go("post", url, attempt).status_code == 302
    url = reverse(name, args=[request.reference, "schedule"])
    go("post", url, {"schedule-when": "canary note", "schedule-note": "canary note"})

    # The mail, as it leaves.
    for row in OutboxMessage.objects.all():
        message = builder_for(row.kind)(row)
        if message is None:
            continue
        assert found_in(message.subject) == []
        source = message.message().as_string()
        to = [CANARIES["email"], f"To: {CANARIES['email']}"]
        assert found_in(source.replace(to[1], "")) == []
        for body in (message.body, message.alternatives[0][0]):
            assert found_in(body) == []
        mail.outbox.append(message)
    assert len(mail.outbox) >= 2

    assert found_in(dump()) == []
    assert found_in("\n".join(seen)) == []
    assert found_in(caplog.text) == []
    for session_value in client.session.values():
        assert found_in(str(session_value)) == []


def test_titles_of_desk_pages_name_the_reference_alone(client, coordinator):
    client.post(FORM, filled_in(**CANARIES))
    client.force_login(coordinator)
    request = ConsultationRequest.objects.get()
    url = reverse(
        "admin:consultations_consultationrequest_change", args=[request.reference]
    )
    page = text(client.get(url))
    title = page.split("<title>")[1].split("</title>")[0]
    assert request.reference in title
    assert found_in(title) == []


def test_hidden_fields_of_the_form_hold_nothing_typed(client):
    page = text(client.post(FORM, filled_in(**CANARIES, consent=None)))
    assert found_in(" ".join(hidden(page).values())) == []
