"""The mail about a request: a reference, a time, a number, a link."""

import re

import pytest
from django.utils.html import strip_tags

from clinic.models import ClinicSettings, OutboxMessage
from clinic.outbox import builder_for
from consultations.models import (
    ConsultationRequest,
    IntakeSettings,
)

from .conftest import receive

pytestmark = pytest.mark.django_db


def built(kind):
    row = OutboxMessage.objects.filter(kind=f"consultations.{kind}").last()
    return row and builder_for(row.kind)(row)


def parts(mail) -> list[str]:
    return [mail.body, mail.alternatives[0][0]]


def test_staff_notice_has_reference_and_link_alone(settings, location):
    request = receive(email="jordan@example.com")
    mail = built("staff_notice")

    assert mail.to == [settings.MAIL_DESK]
    assert mail.subject == f"New request {request.reference}"
    link = (
        f"http://localhost/admin/consultations/consultationrequest/{request.reference}/"
    )
    for part in parts(mail):
        assert link in part
        assert "Jordan" not in part


def test_acknowledgement_says_when_and_from_which_number(location, time_machine):
    time_machine.move_to("2026-11-21 12:00:00-05:00")
    request = receive(email="jordan@example.com", location=location)
    mail = built("acknowledgement")

    assert mail.to == ["jordan@example.com"]
    assert mail.from_email == "Front desk <desk@clinic.example>"
    assert "ketamine" not in mail.subject.lower()
    for part in parts(mail):
        assert request.reference in part
        assert "Monday, November 23, 11 am" in part
        assert "(703) 555-0199" in part
        assert "988" in part
        assert "Jordan" not in part


def test_mail_fetches_nothing_and_keeps_the_clinic_unnamed(location):
    settings = ClinicSettings.load()
    settings.clinic_name = "Harbor Ketamine Clinic"
    settings.save()
    receive(email="jordan@example.com", location=location)
    for kind in ("acknowledgement", "staff_notice"):
        mail = built(kind)
        for part in parts(mail):
            assert "Harbor" not in part
            assert not re.search(r"<img|<link|src=|url\(|@import", part)
        assert 'name="color-scheme" content="light dark"' in mail.alternatives[0][0]


def test_plain_mail_says_what_the_drawn_one_says(location):
    receive(email="jordan@example.com", location=location)
    plain, drawn = parts(built("acknowledgement"))
    drawn = " ".join(strip_tags(drawn.split("<body>")[1]).split())
    for line in filter(None, plain.splitlines()):
        for sentence in re.split(r"(?<=[.:]) ", line):
            assert sentence.rstrip(":") in drawn, sentence


def test_mail_opened_later_still_says_which_day(location, time_machine):
    time_machine.move_to("2026-11-23 18:00:00-05:00")
    receive(email="jordan@example.com", location=location)
    for part in parts(built("acknowledgement")):
        assert "Tuesday, November 24" in part
        assert "tomorrow" not in part


def test_who_wants_mail_is_told_the_address_it_comes_from(location):
    receive(email="jordan@example.com", phone="", contact_method="email")
    for part in parts(built("acknowledgement")):
        assert "We write to you" in part
        assert "desk@clinic.example" in part


def test_clinic_sets_sender_subject_and_reply_address():
    intake = IntakeSettings.load()
    intake.sender_name = "Reception"
    intake.acknowledgement_subject = "Your\nnote"
    intake.reply_to = "reply@clinic.example"
    intake.save()
    receive(email="jordan@example.com")
    mail = built("acknowledgement")

    assert mail.from_email == "Reception <desk@clinic.example>"
    assert mail.subject == "Your note"
    assert mail.reply_to == ["reply@clinic.example"]


def test_nobody_without_an_address_is_written_to():
    receive()
    assert built("acknowledgement") is None


def test_closed_request_needs_no_mail_any_more(coordinator):
    request = receive(email="jordan@example.com")
    request.close("withdrawn", by=coordinator)
    assert built("staff_notice") is None
    assert built("acknowledgement") is None


def test_corrected_address_gets_no_mail_at_the_old_one():
    receive("k" * 32, email="old@example.com")
    receive("k" * 32, email="new@example.com")
    rows = OutboxMessage.objects.filter(kind="consultations.acknowledgement")
    sent = [builder_for(row.kind)(row) for row in rows.order_by("pk")]
    assert sent[0] is None
    assert sent[1].to == ["new@example.com"]


def test_genuine_request_is_acknowledged_once_it_is_called_so(coordinator):
    request = receive(email="jordan@example.com", quarantine_reasons=["decoy"])
    assert built("acknowledgement") is None
    request.mark_genuine(by=coordinator)
    assert built("acknowledgement").to == ["jordan@example.com"]


def test_request_that_is_gone_needs_no_mail():
    request = receive(email="jordan@example.com")
    ConsultationRequest.objects.filter(pk=request.pk).delete()
    assert built("staff_notice") is None
