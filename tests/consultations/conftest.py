"""The people of the desk, a place with hours, and requests as they come in."""

from datetime import time

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Page, Site

from clinic import roles
from clinic.models import (
    ClinicSettings,
    HomePage,
    LocationIndexPage,
    LocationPage,
    User,
    WeeklyHours,
)
from consultations.models import ConsultationRequest, Wording, WordingSet
from consultations.sent_form import SentForm
from consultations.ticket import Ticket, fresh_key
from tests.layers import layer

from .at_once import at_once  # noqa: F401 - a fixture
from .sealed import worker  # noqa: F401 - a fixture


def add_user(username: str, *role_names: str, **fields) -> User:
    """Make a member of staff with these roles."""
    user = User.objects.create_user(
        username, f"{username}@clinic.example", "secret", is_staff=True, **fields
    )
    user.groups.set(Group.objects.filter(name__in=role_names))
    return user


@pytest.fixture
def coordinator(db):
    return add_user(
        "priya", roles.INTAKE_COORDINATORS, first_name="Priya", last_name="Shah"
    )


@pytest.fixture
def colleague(db):
    return add_user(
        "sam", roles.INTAKE_COORDINATORS, first_name="Sam", last_name="Lund"
    )


@pytest.fixture
def clinician(db):
    return add_user("okafor", roles.CLINICIANS, first_name="Dr.", last_name="Okafor")


@pytest.fixture
def manager(db):
    return add_user("ruth", roles.CLINIC_MANAGERS, first_name="Ruth", last_name="Hale")


@pytest.fixture
def editor(db):
    return add_user("ed", roles.EDITORS)


@pytest.fixture
def reviewer(db):
    return add_user("rev", roles.MEDICAL_REVIEWERS)


def add_home() -> HomePage:
    """Make the home page and let the site begin there."""
    root = Page.objects.get(depth=1)
    home = HomePage(title="Home", slug="start", hero_title="Relax")
    root.add_child(instance=home)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
    )
    return home


@layer
def location():
    """A place open on weekdays from 9 to 5, New York time."""
    index = LocationIndexPage(title="Locations", slug="locations")
    add_home().add_child(instance=index)
    place = LocationPage(
        title="Alexandria",
        slug="alexandria",
        is_default=True,
        street="100 Example Street",
        city="Alexandria",
        region="VA",
        postal_code="22314",
    )
    index.add_child(instance=place)
    WeeklyHours.objects.bulk_create(
        WeeklyHours(page=place, weekday=day, opens=time(9), closes=time(17))
        for day in range(5)
    )
    settings = ClinicSettings.load()
    settings.calling_number = "+17035550199"
    settings.save()
    return place


def receive(key: str | None = None, **fields) -> ConsultationRequest:
    """Take in a request with fixed values, some of them changed."""
    usual = {
        "name": "Jordan Reyes",
        "phone": "+17035550117",
        "contact_method": "phone",
        "message": "I would like to know what it costs.",
        "adult": True,
    }
    return ConsultationRequest.receive(
        submission_key=key or fresh_key(),
        consent=Wording.current(),
        **usual | fields,
    )


def sent_form(**given) -> SentForm:
    """Return a form as somebody sent it, some of it changed."""
    ticket = given.pop("ticket", None) or patient_ticket()
    usual = {
        "name": "Jordan Reyes",
        "email": "",
        "phone": "+17035550117",
        "message": "I would like to know what it costs.",
        "contact_method": "phone",
        "contact_times": [],
        "voicemail_ok": False,
        "clinic_name_ok": False,
        "text_ok": False,
        "for_whom": "self",
        "adult": True,
    }
    return SentForm(
        key=given.pop("key", ticket.key),
        at=given.pop("at", None) or timezone.now(),
        language="en",
        content=usual | given,
        ticket=ticket,
        places=[],
    )


def filled_in(**fields) -> dict:
    """Return what a browser posts from a form filled in a while ago."""
    ticket = fields.pop("ticket", None) or patient_ticket()
    usual = {
        "name": "Jordan Reyes",
        "contact_method": "phone",
        "phone": "(703) 555-0117",
        "email": "",
        "for_whom": "self",
        "message": "I would like to know what it costs.",
        "adult": "on",
        "consent": "on",
        "website": "",
        "submission_key": ticket.key,
        "signed_time": ticket.signed(),
    }
    data = usual | fields
    return {name: value for name, value in data.items() if value is not None}


def patient_ticket(**fields) -> Ticket:
    """Return the ticket of a form that was shown a minute ago."""
    ticket = Ticket(wordings=WordingSet.current("en").ids, **fields)
    ticket.shown_at -= 60
    return ticket


@pytest.fixture
def request_(location):
    """A request with everything filled in that its private page may not show."""
    return receive(
        name="Quillon Testvale",
        email="quillon@mail.example.org",
        phone="+17035550117",
        message="a hard year",
        contact_times=["11:00-13:00"],
        voicemail_ok=True,
        location=location,
    )
