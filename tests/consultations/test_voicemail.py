"""What is said on voicemail: only what the person allowed, in the clinic's words."""

import pytest
from django.core.exceptions import ValidationError

from clinic.models import ClinicSettings
from consultations.admin.presence import beside
from consultations.models import REQUESTER, IntakeSettings
from consultations.models.scripts import filled

from .conftest import receive
from .test_request_page import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(location):
    settings = ClinicSettings.load()
    settings.clinic_name = "Riverside Practice"
    settings.phone = "+17035550100"
    settings.save()
    return settings


def test_script_says_the_clinics_name_where_it_may(clinic, coordinator):
    request = receive(voicemail_ok=True, clinic_name_ok=True)
    said = beside(request, coordinator).voicemail
    assert said.words == (
        "Hello Jordan Reyes, this is Priya from Riverside Practice, calling back as "
        "you asked. You reach us at (703) 555-0199. We will try again. Goodbye."
    )


def test_script_without_the_name_has_the_number_that_rings(clinic, coordinator):
    request = receive(voicemail_ok=True, clinic_name_ok=False)
    said = beside(request, coordinator).voicemail
    assert said.nameless
    assert "Riverside" not in said.words
    assert "(703) 555-0199" in said.words


def test_no_voicemail_allowed_means_no_script(clinic, client, coordinator):
    request = receive(voicemail_ok=False, clinic_name_ok=True)
    assert beside(request, coordinator).voicemail.words == ""
    client.force_login(coordinator)
    page = page_of(client, request)
    assert "No voicemail: hang up before the tone." in page
    assert "voicemail-words" not in page


def test_main_number_is_not_said_where_the_name_may_not_be(clinic, coordinator):
    clinic.calling_number = ""
    clinic.save()
    nameless = receive(voicemail_ok=True, clinic_name_ok=False)
    assert beside(nameless, coordinator).voicemail.words == ""
    assert "no number" in beside(nameless, coordinator).voicemail.why_not
    named = receive(voicemail_ok=True, clinic_name_ok=True)
    assert "(703) 555-0100" in beside(named, coordinator).voicemail.words


def test_nobody_is_called_who_withdrew_or_gave_no_number(clinic, coordinator):
    request = receive(voicemail_ok=True)
    request.withdraw(by=REQUESTER)
    assert beside(request, coordinator).voicemail is None
    by_mail = receive(contact_method="email", email="jo@example.com", phone="")
    assert beside(by_mail, coordinator).voicemail is None


def test_script_stands_on_the_page_as_text(clinic, client, coordinator):
    request = receive(name="<b>Jo</b>", voicemail_ok=True, message="private words")
    client.force_login(coordinator)
    page = page_of(client, request)
    script = page[page.index("voicemail-words") :][:400]
    assert "Hello &lt;b&gt;Jo&lt;/b&gt;, this is Priya" in script
    assert "private words" not in script


def test_name_with_braces_is_said_as_it_is():
    said = filled("Hello {name} at {phone}", {"name": "{phone}", "phone": "1"})
    assert said == "Hello {phone} at 1"


@pytest.mark.parametrize(
    ("field", "words", "why"),
    [
        ("voicemail_script", "Call {phone} about {reason}", "Not a variable"),
        ("voicemail_script", "Call {phone.real}", "Not a variable"),
        ("voicemail_script", "Call {phone} {", "brace"),
        ("voicemail_script", "Call us back", "number"),
        ("voicemail_script", "Your ketamine visit: {phone}", "treatment"),
        ("voicemail_nameless_script", "{clinic}, {phone}", "Not a variable"),
        ("voicemail_nameless_script", "", "blank"),
    ],
)
def test_script_takes_the_few_variables_and_tells_nothing(location, field, words, why):
    settings = IntakeSettings(**{field: words})
    with pytest.raises(ValidationError) as refused:
        settings.full_clean()
    assert why in " ".join(refused.value.message_dict[field])


def test_scripts_as_they_come_are_fine(location):
    IntakeSettings().full_clean()
