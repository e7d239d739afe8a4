"""Every address at which the public can send something, filled in well.

Whoever adds a form to the public side adds a class here; the tests of any input, of
naughty texts and of the canary go by this list.
"""

import itertools
import re
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

from consultations.forms import RequestForm
from consultations.forms.yours import ASKED
from consultations.models import (
    AnswerKind,
    ConsultationRequest,
    OwnQuestion,
    own_link,
)

from .conftest import filled_in, receive

FORM = reverse("request_consultation")
DETAILS = reverse("request_details")
HIDDEN = ("submission_key", "signed_time", "csrfmiddlewaretoken", "unknown")
PARAMETERS = ("from", "service", "new", "unknown")
COOKIES = ("consultation_request", "csrftoken", "sessionid", "django_language")
READ_ONLY = [FORM, reverse("request_received")]
URLENCODED = "application/x-www-form-urlencoded"

_numbers = itertools.count()


def elsewhere() -> str:
    """Return an address that nothing came from yet: limits have tests of their own."""
    number = next(_numbers)
    return f"{11 + number % 200}.{number // 200 % 250}.{number // 50_000 % 250}.1"


class EntryPoint:
    """An address opened in a browser of its own, and what can be filled in there."""

    name = ""
    address = ""
    fields: tuple[str, ...] = ()
    # Typed texts that are stored: field of the form, and how the request holds it.
    texts: tuple[str, ...] = ()
    # Whether an empty text leaves what was there before.
    keeps_if_empty = False

    def __init__(self):
        self.client = Client()

    def data(self, **fields) -> dict:
        """Return what a browser posts from the page; None leaves a field out."""
        raise NotImplementedError

    def stored(self, data: dict, field: str) -> str:
        """Return what is kept of a text that was sent."""
        raise NotImplementedError

    def send(self, data: dict):
        """Post as browsers do, bytes as they are."""
        return self.send_raw(urlencode(data, doseq=True))

    def send_raw(self, body, content_type=URLENCODED):
        """Post whatever it is."""
        return self.client.generic(
            "POST",
            self.address,
            body,
            content_type=content_type,
            REMOTE_ADDR=elsewhere(),
        )


class FirstPage(EntryPoint):
    """The form."""

    name, address = "form", FORM
    fields = (*RequestForm.base_fields, *HIDDEN)
    texts = ("name", "message")

    def data(self, **fields):
        # What the same browser sends within the hour corrects what it sent before.
        self.client.cookies.clear()
        return filled_in(**fields)

    def stored(self, data, field):
        return getattr(ConsultationRequest.for_key(data["submission_key"]), field)


class SecondPage(EntryPoint):
    """The optional questions, for an hour after the form was sent."""

    name, address = "details", DETAILS

    def __init__(self):
        super().__init__()
        usual = {"wording": "How do you get here?", "why": "So that you get home."}
        own = OwnQuestion.objects.create(kind=AnswerKind.TEXT, **usual)
        self.texts = ("treatments_other", own.name)
        sent = filled_in()
        self.client.post(FORM, sent, REMOTE_ADDR=elsewhere())
        self.subject = ConsultationRequest.for_key(sent["submission_key"])
        page = self.client.get(DETAILS).content.decode()
        self.fields = (*dict.fromkeys(re.findall(r'name="(\w+)"', page)), *HIDDEN)
        self.signed = re.search('name="signed_time" value="([^"]*)"', page)[1]

    def data(self, **fields):
        data = {"signed_time": self.signed} | fields
        return {name: value for name, value in data.items() if value is not None}

    def stored(self, data, field):
        self.subject.refresh_from_db()
        return self.subject.answers_by_question.get(field, {}).get("answer", "")


class PrivatePage(EntryPoint):
    """The private link, by which a person corrects what we have."""

    name = "yours"
    fields = (*ASKED, "press", *HIDDEN)
    texts = ("name",)
    keeps_if_empty = True

    def __init__(self):
        super().__init__()
        self.subject = receive()
        self.address = own_link.path_for(self.subject)

    def data(self, **fields):
        data = {"press": "correct", "contact_method": "phone", "name": "Jo"} | fields
        return {name: value for name, value in data.items() if value is not None}

    def send_raw(self, *args, **kwargs):
        # Another number makes another link; the old one leads nowhere.
        self.subject.refresh_from_db()
        self.address = own_link.path_for(self.subject)
        return super().send_raw(*args, **kwargs)

    def stored(self, data, field):
        self.subject.refresh_from_db()
        return getattr(self.subject, field)


ENTRY_POINTS = [FirstPage, SecondPage, PrivatePage]
