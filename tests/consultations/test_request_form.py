"""The public form: what it takes, what it says back, and what it never loses."""

import re
import time

import pytest
from django.test import Client
from django.urls import reverse

from consultations.models import ConsultationRequest, Status, Wording
from consultations.views.sent import COOKIE
from tests.factories import make_service

from .conftest import filled_in, patient_ticket

pytestmark = pytest.mark.django_db

FORM = reverse("request_consultation")
RECEIVED = reverse("request_received")
STORY = "I typed this for ten minutes."


def text(response) -> str:
    return response.content.decode()


def hidden(page: str) -> dict:
    """Return the hidden fields of the form on a page."""
    names = ("submission_key", "signed_time")
    return {n: re.search(f'name="{n}" value="([^"]*)"', page)[1] for n in names}


def test_form_is_shown_with_promise_and_windows(client, location):
    response = client.get(FORM)
    page = text(response)

    assert response.status_code == 200
    assert "(703) 555-0199" in page
    assert "We first try to reach you by" in page
    assert "9 to 11 am" in page
    assert "11 am to 1 pm" in page
    assert Wording.current().text in page
    assert 'maxlength="' not in page.split('<form class="form"')[1].split("</form>")[0]


def test_form_says_that_nobody_reads_until_opening(client, location, time_machine):
    time_machine.move_to("2026-11-21 12:00:00-05:00")
    page = text(client.get(FORM))

    assert "Nobody reads requests until we open: Monday, November 23, 9 am" in page
    assert "<strong>Monday, November 23, 11 am</strong>" in page


def test_form_and_received_page_are_kept_by_nobody(client):
    for url in (FORM, RECEIVED):
        response = client.get(url)
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "same-origin"


def test_request_is_received_and_the_page_says_what_comes_next(client, location):
    response = client.post(FORM, filled_in(contact_times=["11:00-13:00"]))

    assert response.status_code == 302
    assert response["Location"] == RECEIVED
    request = ConsultationRequest.objects.get()
    assert request.status == Status.RECEIVED
    assert request.phone == "+17035550117"
    assert request.contact_times == ["11:00-13:00"]
    assert request.location == location
    assert not (request.voicemail_ok or request.text_ok or request.clinic_name_ok)
    for _refresh in range(2):
        page = text(client.get(RECEIVED))
        assert request.reference in page
        assert "(703) 555-0199" in page
        assert "988" in page
        assert "Jordan" not in page


def test_reference_is_spelled_for_who_listens_and_copied_once(client):
    client.post(FORM, filled_in())
    reference = ConsultationRequest.objects.get().reference
    page = text(client.get(RECEIVED))

    assert f'<span class="reference" aria-hidden="true">{reference}</span>' in page
    spelled = ", ".join(reference)
    assert f'<span class="visually-hidden">{spelled}</span>' in page


def test_cookie_holds_the_key_alone_for_an_hour_on_this_path(client):
    data = filled_in()
    response = client.post(FORM, data)
    cookie = response.cookies[COOKIE]

    assert list(response.cookies) == [COOKIE]
    assert cookie.value.split(":")[0] == data["submission_key"]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"]) == ("Lax", FORM)
    assert cookie["max-age"] == 3600
    assert not cookie["secure"]


def test_cookie_is_secure_over_https(client):
    response = client.post(FORM, filled_in(), secure=True)
    assert response.cookies[COOKIE]["secure"]


@pytest.mark.parametrize("cookie", [None, "forged", "k:1:forged"])
def test_received_page_without_cookie_is_neutral(client, cookie):
    client.post(FORM, filled_in())
    stranger = Client()
    if cookie:
        stranger.cookies[COOKIE] = cookie
    page = text(stranger.get(RECEIVED))

    assert "Your request" in page
    assert ConsultationRequest.objects.get().reference not in page


def test_every_error_is_said_at_once_and_the_text_kept(client):
    data = filled_in(name=" ", phone="12", adult=None, consent=None, message=STORY)
    page = text(client.post(FORM, data))

    assert "<title>Error:" in page
    assert 'role="alert"' in page
    assert 'tabindex="-1"' in page
    for field in ("name", "phone", "adult", "consent"):
        assert f'href="#id_{field}"' in page
        assert f'id="id_{field}"' in page
    assert STORY in page
    assert not ConsultationRequest.objects.exists()


def test_errors_are_listed_in_the_order_of_the_page_and_lead_to_their_fields(client):
    wrong = {"name": " ", "contact_method": "text", "phone": "", "email": "nobody"}
    page = text(client.post(FORM, filled_in(adult=None, consent=None, **wrong)))

    summary, form = page.split('id="error-summary"')[1].split("</ul>", 1)
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert len(targets) == 6
    places = [form.index(f'id="{target}"') for target in targets]
    assert places == sorted(places)
    assert form.count('class="field__error"') == len(targets)


def test_each_error_is_tied_to_its_field_for_who_listens(client):
    page = text(client.post(FORM, filled_in(name=" ", phone="12")))
    for field in ("name", "phone"):
        element = re.search(rf'<input[^>]*id="id_{field}"[^>]*>', page)[0]
        assert 'aria-invalid="true"' in element
        described = re.search(r'aria-describedby="([^"]*)"', element)[1].split()
        assert f"id_{field}_error" in described
        assert f'id="id_{field}_error"' in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"phone": ""}, "Enter a phone number, or choose e-mail"),
        ({"contact_method": "email"}, "Enter an e-mail address, or choose phone"),
        ({"contact_method": "text"}, "Tick that we may text you"),
        ({"contact_method": None}, "Choose how we may reach you"),
        ({"contact_method": "pigeon"}, "Choose how we may reach you"),
        ({"email": "nobody"}, "Check the e-mail address"),
        ({"contact_times": ["20:00-22:00"]}, "Choose again when it suits you"),
        ({"adult": "no"}, "18 or older"),
        ({"consent": "false"}, "Tick that we may contact you"),
        ({"name": "n" * 201}, "too long"),
    ],
)
def test_missing_or_wrong_values_are_named(client, location, changes, message):
    page = text(client.post(FORM, filled_in(**changes)))

    assert message in page
    assert not ConsultationRequest.objects.exists()


def test_message_over_the_limit_is_kept_and_said(client):
    data = filled_in(message="a" * 5001)
    page = text(client.post(FORM, data))
    assert "5,000" in page
    assert "5,001" in page
    assert "a" * 5001 in page

    client.post(FORM, data | {"message": "é\r\n" * 2500})
    assert ConsultationRequest.objects.get().message == "é\n" * 2500


def test_hundred_kilobytes_are_answered_with_the_text(client):
    story = "wörds " * 20_000
    response = client.post(FORM, filled_in(message=story))
    assert response.status_code == 200
    assert story.strip() in text(response)


def test_more_than_the_limit_of_a_post_gets_a_clear_page(client, settings):
    client.raise_request_exception = False
    response = client.post(FORM, filled_in(message="a" * 2_700_000))
    assert response.status_code in (400, 413)
    assert "(703) 555-" in text(response)


def test_control_characters_go_and_every_script_stays(client):
    story = "a\x00b\x07c\x1b\td\r\ne \u202eشكرا\u202c 你好 👩‍👩‍👧 שלום"
    client.post(FORM, filled_in(name="\x00Zoë\x08\n", message=story))

    request = ConsultationRequest.objects.get()
    assert request.name == "Zoë"
    assert request.message == "abc\td\ne \u202eشكرا\u202c 你好 👩‍👩‍👧 שלום"


@pytest.mark.parametrize(
    "changes", [{"website": "https://spam.example"}, {"ticket": "at once"}]
)
def test_suspicious_request_is_quarantined_and_not_refused(client, changes):
    if changes.get("ticket"):
        ticket = patient_ticket()
        ticket.shown_at = time.time()
        changes = {"ticket": ticket}
    response = client.post(FORM, filled_in(**changes))

    assert response.status_code == 302
    request = ConsultationRequest.objects.get()
    assert request.status == Status.QUARANTINED
    assert request.reference in text(client.get(RECEIVED))


def test_a_clock_set_back_under_an_open_form_makes_nobody_a_machine(client):
    ticket = patient_ticket()
    ticket.shown_at = time.time() + 3 * 60 * 60
    client.post(FORM, filled_in(ticket=ticket))

    assert ConsultationRequest.objects.get().status == Status.RECEIVED


@pytest.mark.parametrize(
    "changes",
    [
        {"signed_time": "forged"},
        {"signed_time": None},
        {"signed_time": "\x00"},
        {"submission_key": None},
        {"submission_key": "short"},
        {"submission_key": "../" * 12},
    ],
)
def test_malformed_form_comes_again_with_text_and_fresh_key(client, changes):
    data = filled_in(message=STORY, **changes)
    page = text(client.post(FORM, data))

    assert STORY in page
    assert "<title>Error:" in page
    assert not ConsultationRequest.objects.exists()
    fresh = hidden(page)
    assert fresh["submission_key"] != data.get("submission_key")
    assert client.post(FORM, data | fresh).status_code == 302
    assert ConsultationRequest.objects.get().status == Status.RECEIVED


def test_form_of_yesterday_comes_again_and_one_of_an_hour_ago_does_not(
    client, time_machine
):
    time_machine.move_to("2026-11-23 12:00:00-05:00")
    data = filled_in(message=STORY)
    time_machine.shift(25 * 60 * 60)
    page = text(client.post(FORM, data))
    assert STORY in page
    assert "open too long" in page

    data = filled_in()
    time_machine.shift(60 * 60)
    assert client.post(FORM, data).status_code == 302


def test_double_click_is_one_request(client):
    data = filled_in()
    assert client.post(FORM, data).status_code == 302
    assert client.post(FORM, data).status_code == 302
    assert ConsultationRequest.objects.count() == 1


def test_back_and_corrected_is_an_amendment_with_the_same_reference(client):
    client.post(FORM, filled_in())
    before = ConsultationRequest.objects.get().reference

    # No cache keeps the form, so that Back fetches it anew.
    page = text(client.get(FORM))
    assert before in page
    data = filled_in(message="corrected") | hidden(page)
    client.post(FORM, data)

    request = ConsultationRequest.objects.get()
    assert (request.reference, request.message) == (before, "corrected")
    assert before in text(client.get(RECEIVED))


def test_another_person_at_the_same_browser_gets_a_request_of_their_own(client):
    client.post(FORM, filled_in())
    page = text(client.get(FORM))
    other = filled_in(name="Alex Kim", phone="703 555 0118") | hidden(page)
    client.post(FORM, other)
    client.post(FORM, other)

    assert ConsultationRequest.objects.count() == 2
    names = sorted(r.name for r in ConsultationRequest.objects.all())
    assert names == ["Alex Kim", "Jordan Reyes"]


def test_new_request_can_be_asked_for(client):
    data = filled_in()
    client.post(FORM, data)
    page = text(client.get(FORM, {"new": "1"}))
    assert hidden(page)["submission_key"] != data["submission_key"]


def test_page_and_service_it_came_from_are_kept_by_title(client, location):
    service = make_service("Ketamine infusions", slug="infusions")
    page = text(client.get(FORM, {"from": location.pk, "service": "infusions"}))
    client.post(FORM, filled_in() | hidden(page))

    request = ConsultationRequest.objects.get()
    assert (request.source_page_id, request.source_page_title) == (
        location.pk,
        "Alexandria",
    )
    assert (request.service_id, request.service_title) == (
        service.pk,
        "Ketamine infusions",
    )
    service.delete()
    request.refresh_from_db()
    assert (request.service, request.service_title) == (None, "Ketamine infusions")


@pytest.mark.parametrize(
    "query",
    [
        {"from": "999999"},
        {"from": "9" * 40},
        {"from": "-1"},
        {"from": "²"},
        {"from": "\x00", "service": "\x00"},
        {"service": "no-such"},
        {"service": "x" * 5000},
    ],
)
def test_unknown_origin_is_ignored(client, location, query):
    assert client.get(FORM, query).status_code == 200


def test_consent_that_was_shown_is_the_one_stored(client):
    data = filled_in()
    shown = Wording.current()
    Wording.objects.create(text="Other words")
    client.post(FORM, data)

    assert ConsultationRequest.objects.get().consent == shown
    assert Wording.current().version == shown.version + 1


def test_other_methods_are_refused(client):
    assert client.put(FORM).status_code == 405
    assert client.post(RECEIVED).status_code == 405
