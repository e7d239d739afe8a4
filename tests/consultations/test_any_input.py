"""Whatever is posted: no error page, and what is accepted is stored to the letter."""

import unicodedata

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from consultations.fields import printable
from consultations.forms import MESSAGE_LIMIT
from consultations.models import ConsultationRequest

from .conftest import filled_in

pytestmark = pytest.mark.django_db

FORM = reverse("request_consultation")
# What a browser can send: any text but lone surrogates.
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
CASES = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@CASES
@given(name=ANYTHING, message=ANYTHING, email=ANYTHING, phone=ANYTHING)
@example(name="\u202eabc", message="\r\n", email="a@b.c", phone="7035550117")
@example(name="' OR 1=1;--", message="<script>", email="é@é.com", phone="+")
def test_any_text_is_accepted_to_the_letter_or_said(db, name, message, email, phone):
    for values in (
        {"name": name, "message": message},
        {"name": name, "message": message, "email": email, "phone": phone},
    ):
        data = filled_in(**values)
        response = Client().post(FORM, data)

        assert response.status_code in (200, 302)
        if response.status_code == 302:
            stored = ConsultationRequest.for_key(data["submission_key"])
            kept = printable(message)
            assert stored.message == (kept if kept.strip() else "")
            one_line = " ".join(printable(name).replace("\t", "\n").split("\n"))
            assert _squeezed(stored.name) == _squeezed(one_line)


def _squeezed(text):
    return "".join(text.split())


@CASES
@given(
    st.dictionaries(
        st.sampled_from(["name", "phone", "email"])
        | st.sampled_from(
            [
                "contact_method",
                "contact_times",
                "voicemail_ok",
                "clinic_name_ok",
                "text_ok",
                "for_whom",
                "message",
                "adult",
                "consent",
                "submission_key",
                "signed_time",
                "website",
                "unknown",
            ]
        ),
        st.lists(ANYTHING, max_size=3) | st.none(),
    )
)
def test_any_fields_are_answered(db, fields):
    response = Client().post(FORM, filled_in(**fields))
    assert response.status_code in (200, 302)


@given(st.text(max_size=200))
def test_printable_takes_control_characters_and_nothing_else(text):
    kept = printable(text)
    assert not any(unicodedata.category(c) == "Cc" for c in kept if c not in "\t\n")
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    assert kept == "".join(
        c for c in plain if c in "\t\n" or unicodedata.category(c) != "Cc"
    )


def test_limit_counts_what_is_kept(client):
    data = filled_in(message="a\x00" * MESSAGE_LIMIT)
    assert client.post(FORM, data).status_code == 302
