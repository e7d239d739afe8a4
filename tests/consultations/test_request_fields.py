"""The fields of the form as people need them: what they take, say and bring along."""

import os
import re
import subprocess
import sys

import pytest
from django.urls import reverse

from consultations.models import ConsultationRequest, WordingSet

from .conftest import filled_in, patient_ticket

pytestmark = pytest.mark.django_db

FORM = reverse("request_consultation")
READ_IT = """
import sys, django
django.setup()
from consultations.ticket import Ticket
print(*Ticket.read(*sys.stdin.read().split()).wordings)
"""


def text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("7035550117", "+17035550117"),
        ("1 703.555.0117", "+17035550117"),
        ("+1-703-555-0117", "+17035550117"),
        ("(703) 555 0117 ext. 12", "+17035550117;ext=12"),
        ("+44 20 7946 0958", "+442079460958"),
        ("0044 20 7946 0958", "+442079460958"),
        ("011 49 30 901820", "+4930901820"),
        ("00 44 20 7946 0958", "+442079460958"),
        ("+44 (0)20 7946 0958", "+442079460958"),
        ("٧٠٣٥٥٥٠١١٧", "+17035550117"),
        ("７０３５５５０１１７", "+17035550117"),
        ("703–555\u00a00117", "+17035550117"),
        ("\u202a+1 703 555 0117\u202c", "+17035550117"),
        ("tel:+17035550117", "+17035550117"),
        ("Tel. 703/555/0117", "+17035550117"),
        ("703.555.0117x12", "+17035550117;ext=12"),
        ("703 555 0117 #12", "+17035550117;ext=12"),
        ("1-800-FLOWERS", "+18003569377"),
        ("(800) flowers", "+18003569377"),
    ],
)
def test_phone_number_is_taken_in_any_usual_writing(client, written, stored):
    client.post(FORM, filled_in(phone=written))
    assert ConsultationRequest.objects.get().phone == stored


@pytest.mark.parametrize(
    "wrong",
    [
        "555-0117",
        "703 555",
        "call me",
        "0000000000",
        "911",
        "703 555 0117 or 703 555 0118",
        "703 555 0117 after 5",
    ],
)
def test_what_cannot_be_called_is_said(client, wrong):
    page = text(client.post(FORM, filled_in(phone=wrong)))
    assert "Check the phone number" in page
    assert wrong in page


def test_each_field_brings_its_keyboard_and_what_the_browser_knows(client, location):
    page = text(client.get(FORM))
    expected = {
        "name": {"autocomplete": "name", "type": "text", "enterkeyhint": "next"},
        "phone": {"autocomplete": "tel", "type": "tel", "enterkeyhint": "next"},
        "email": {"autocomplete": "email", "type": "email", "enterkeyhint": "next"},
    }
    for field, attributes in expected.items():
        (element,) = re.findall(rf'<input[^>]*id="id_{field}"[^>]*>', page)
        for name, value in attributes.items():
            assert f'{name}="{value}"' in element
        assert 'aria-required="true"' in element


def test_what_is_optional_says_so_and_why(client, location):
    page = text(client.get(FORM))
    for asked, why in {
        "When suits you?": "So that we try when you can talk.",
        "When we call": "So that nobody learns of it whom you would not tell.",
        "Anything you would like us to know": "So that whoever calls you can prepare.",
    }.items():
        after = page.split(asked, 1)[1]
        assert after.index("(optional)") < 60
        assert after.index(why) < 300
    assert "So that we know whom we talk with" in page


def test_ticket_survives_a_restart_with_the_same_keys(client):
    fields = filled_in(ticket=patient_ticket())
    again = subprocess.run(
        [sys.executable, "-c", READ_IT],
        input=f"{fields['submission_key']} {fields['signed_time']}",
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "clinic_site.settings.test"},
        capture_output=True,
        text=True,
    )
    assert again.stdout.split() == [str(pk) for pk in WordingSet.current("en").ids], (
        again.stderr
    )


def test_asking_for_someone_else_keeps_the_name_of_who_asks(client, coordinator):
    page = text(client.get(FORM))
    assert "Yours, also if you ask for someone else." in page
    assert "never the other person unasked" in page
    client.post(FORM, filled_in(for_whom="other"))
    request = ConsultationRequest.objects.get()
    assert (request.name, request.for_whom) == ("Jordan Reyes", "other")

    client.force_login(coordinator)
    name = "admin:consultations_consultationrequest_change"
    desk = text(client.get(reverse(name, args=[request.reference])))
    assert "<bdi>Jordan Reyes</bdi> asks for someone else" in desk
    assert "call nobody else unasked" in desk
