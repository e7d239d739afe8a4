"""What a mail shows on the outside: discreet, honest, and nobody can add to it."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from clinic.models import GlossaryTerm, OutboxMessage
from clinic_site.outbox import send_batch
from consultations.models import IntakeSettings
from tests.factories import make_service

from .conftest import filled_in, receive

pytestmark = pytest.mark.django_db

FORM = reverse("request_consultation")


def sent():
    """Let the worker send, and return the messages as they leave, by recipient."""
    mail.outbox.clear()
    send_batch()
    return {message.to[0]: message.message() for message in mail.outbox}


def settle(**fields):
    intake = IntakeSettings.load()
    for name, value in fields.items():
        setattr(intake, name, value)
    intake.save()


def test_headers_are_those_of_a_machine_that_tracks_nobody(settings):
    receive(email="jordan@example.com")
    for message in sent().values():
        assert message["Auto-Submitted"] == "auto-generated"
        names = {name.lower() for name, _value in message.items()}
        assert names <= {
            *("subject", "from", "to", "date", "message-id", "auto-submitted"),
            *("mime-version", "content-type", "references", "reply-to"),
        }
        assert not [name for name in names if name.startswith("list-")]
        kinds = [part.get_content_type() for part in message.walk()]
        assert kinds == ["multipart/alternative", "text/plain", "text/html"]


def test_versions_of_one_request_stand_together_at_the_desk(settings):
    first = receive("k" * 32)
    one = sent()[settings.MAIL_DESK]
    receive("k" * 32, message="changed")
    two = sent()[settings.MAIL_DESK]
    receive()
    other = sent()[settings.MAIL_DESK]

    assert one["References"] == two["References"]
    assert first.reference in one["References"]
    assert other["References"] != one["References"]
    assert one["Message-ID"] != two["Message-ID"]


@pytest.mark.parametrize("field", ["sender_name", "acknowledgement_subject"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028"])
def test_settings_cannot_add_a_header(field, newline):
    settle(**{field: f"Front desk{newline}Bcc: all@example.com"})
    receive(email="jordan@example.com")
    message = sent()["jordan@example.com"]

    assert message["Bcc"] is None
    lines = message.as_string().split("\n\n")[0].splitlines()
    assert not [line for line in lines if line.startswith("Bcc")]


@pytest.mark.parametrize(
    "typed",
    [
        "jo@example.com\nBcc: all@example.com",
        "jo@example.com\r\nSubject: hello",
        "jo@example.com, all@example.com",
        '"jo\n"@example.com',
        "jo@example.com\x00@elsewhere.example",
    ],
)
def test_what_a_person_types_as_address_adds_no_recipient(client, typed):
    client.post(FORM, filled_in(email=typed, name="x\nBcc: all@example.com"))
    for to, message in sent().items():
        assert message["Bcc"] is None
        assert message.get_all("To") == [to]
        assert "all@example.com" not in message.as_string()
        assert len(mail.outbox[0].recipients()) == 1


@pytest.mark.parametrize(
    "address",
    [
        "o'neil+list@example.com",
        '"a b"@example.com',
        "jörg@example.com",
        "jo@müller.de",
    ],
)
def test_unusual_addresses_are_written_to(client, address):
    response = client.post(FORM, filled_in(email=address))
    if response.status_code == 302:
        assert OutboxMessage.objects.filter(
            kind="consultations.acknowledgement"
        ).exists()
        send_batch()
        assert not OutboxMessage.objects.exclude(last_error="").exists()


def test_notice_is_the_same_whether_a_request_is_read_first_or_not(settings):
    seen = []
    for message in ("It is about the cost.", "I want to die"):
        request = receive(message=message)
        source = sent()[settings.MAIL_DESK].get_payload()[0].get_payload(decode=True)
        seen.append(source.decode().replace(request.reference, ""))
    assert seen[0] == seen[1]


@pytest.mark.parametrize("field", ["sender_name", "acknowledgement_subject"])
@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Your ketamine request", "ketamin"),
        ("Infusions desk", "infus"),
        ("Depression care", "depress"),
        ("Zorbalin news", "zorbalin"),
        ("Your brain mapping", "brain mapping"),
        ("For our patients", "patient"),
    ],
)
def test_sender_and_subject_name_no_treatment_and_no_condition(field, text, named):
    make_service("Zorbalin first visit", slug="zorbalin")
    GlossaryTerm.objects.create(
        term="brain mapping", slug="brain-mapping", meaning="A picture."
    )
    intake = IntakeSettings(**{field: text})
    with pytest.raises(ValidationError) as refused:
        intake.full_clean()
    assert named in refused.value.message_dict[field][0].lower()


@pytest.mark.parametrize(
    "text",
    [
        "Front desk",
        "We have received your message",
        "Your first visit",
        "Nova reception",
        "Dr. Painter's office",
    ],
)
def test_plain_words_pass(text):
    make_service("Zorbalin first visit", slug="zorbalin")
    IntakeSettings(sender_name=text, acknowledgement_subject=text).full_clean()


def test_manager_is_told_at_the_field(client, manager):
    client.force_login(manager)
    url = reverse("admin:consultations_intakesettings_change", args=[1])
    form = client.get(url).context["adminform"].form
    data = {k: v for k, v in form.initial.items() if v is not None}
    page = client.post(url, data | {"staff_subject": "New ketamine request"})
    assert "Anyone may see this in an inbox" in page.content.decode()
    assert IntakeSettings.load().staff_subject == "New request"


def test_corrected_address_makes_the_old_one_wait_for_nothing():
    receive("k" * 32, email="old@example.com")
    receive("k" * 32, email="new@example.com")
    rows = OutboxMessage.objects.filter(kind="consultations.acknowledgement")
    assert [bool(row.dropped_at) for row in rows.order_by("pk")] == [True, False]
    assert set(sent()) == {"intake@clinic.example", "new@example.com"}


def test_address_that_is_taken_away_gets_nothing():
    receive("k" * 32, email="old@example.com")
    receive("k" * 32, email="")
    assert set(sent()) == {"intake@clinic.example"}


def test_withdrawn_request_gets_no_mail_any_more(coordinator):
    request = receive(email="jordan@example.com")
    request.close("withdrawn", by=coordinator)
    assert sent() == {}


def test_request_closed_too_soon_is_acknowledged_when_it_is_open_again(coordinator):
    request = receive(email="jordan@example.com")
    request.mark_spam(by=coordinator)
    assert sent() == {}
    request.reopen(by=coordinator)
    assert set(sent()) == {"jordan@example.com"}
    request.close("unreachable", by=coordinator)
    request.reopen(by=coordinator, note="They rang.")
    assert sent() == {}


def test_request_set_aside_again_is_not_acknowledged(coordinator):
    request = receive(email="jordan@example.com", quarantine_reasons=["decoy"])
    request.mark_spam(by=coordinator)
    request.reopen(by=coordinator)
    assert "jordan@example.com" not in sent()
    request.mark_genuine(by=coordinator)
    assert set(sent()) == {"jordan@example.com"}
