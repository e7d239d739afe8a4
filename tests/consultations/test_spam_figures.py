"""How many people are set aside for a look, and how many machines are not.

300 messages of people and more than 200 of machines go through the form as a browser
sends them, each from an address of its own. See `corpora` for how they were made.
"""

import pytest
from django.urls import reverse

from consultations.models import ConsultationRequest, Status

from .conftest import filled_in, patient_ticket
from .corpora import corpus

pytestmark = pytest.mark.django_db

FORM = reverse("request_consultation")
PARTS = ("tuning", "held_out")
MOST_OF_PEOPLE = 0.01
LEAST_OF_SPAM = 0.95


def post(client, sent, address):
    """Send one message as its form would, and return the answer."""
    ticket = patient_ticket()
    ticket.shown_at += 60 - sent.seconds
    client.cookies.clear()
    data = filled_in(
        ticket=ticket,
        name=sent.name,
        contact_method="email" if sent.email else "phone",
        phone=sent.phone,
        email=sent.email,
        message=sent.message,
    )
    return client.post(FORM, data, REMOTE_ADDR=address)


def outcome(client, kind):
    """Return (sent, refused, set aside) of each part of a corpus."""
    found = {}
    for number, part in enumerate(PARTS):
        messages = corpus(kind, part)
        before = ConsultationRequest.objects.count()
        aside = ConsultationRequest.objects.filter(status=Status.QUARANTINED).count()
        for at, sent in enumerate(messages):
            # Each from a network of its own.
            response = post(client, sent, f"100.{64 + number}.{at}.7")
            assert response.status_code == 302, sent
        kept = ConsultationRequest.objects.count() - before
        now = ConsultationRequest.objects.filter(status=Status.QUARANTINED).count()
        found[part] = (len(messages), len(messages) - kept, now - aside)
    return found


def told(capsys, kind, found):
    with capsys.disabled():
        for part, (sent, refused, aside) in found.items():
            share = f"{aside / sent:.1%}"
            print(  # noqa: T201 - the figures are what this test is for
                f"\n{kind}, {part}: {sent} sent, {refused} refused, "
                f"{aside} set aside ({share})",
                end="",
            )


def test_no_person_is_refused_and_hardly_any_set_aside(client, capsys):
    found = outcome(client, "genuine")
    told(capsys, "genuine", found)

    assert sum(sent for sent, _refused, _aside in found.values()) >= 300
    for sent, refused, aside in found.values():
        assert refused == 0
        assert aside / sent <= MOST_OF_PEOPLE


def test_nearly_all_spam_is_set_aside_and_none_refused(client, capsys):
    found = outcome(client, "spam")
    told(capsys, "spam", found)

    assert sum(sent for sent, _refused, _aside in found.values()) >= 200
    for sent, refused, aside in found.values():
        assert refused == 0
        assert aside / sent >= LEAST_OF_SPAM


@pytest.mark.parametrize("kind", ["genuine", "spam"])
def test_messages_are_as_different_as_they_are_many(kind):
    messages = [sent for part in PARTS for sent in corpus(kind, part)]
    assert len({sent.message for sent in messages}) >= len(messages) - 2
    # Time tells nothing apart here: what is measured is the text.
    assert min(sent.seconds for sent in messages) > 3
