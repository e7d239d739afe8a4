"""Words of crisis: help comes first, the request is read first, no more is kept."""

import logging
import re

import pytest
from django.test import Client
from django.urls import reverse

from clinic.models import CrisisPhrase
from consultations.models import ConsultationRequest, Status
from tests.clinic.test_crisis import LIST

from .conftest import filled_in, receive
from .test_request_form import hidden, text

pytestmark = pytest.mark.django_db

FORM = reverse("request_consultation")
RECEIVED = reverse("request_received")
DESK = reverse("admin:consultations_consultationrequest_changelist")
DANGER = "Some nights I want to die."
CARD = 'class="crisis-card crisis-hit"'


def main(page: str) -> str:
    return page.split('<main id="main"')[1].split("</main>")[0]


def assert_help_comes_first(page: str):
    """988 and 911 stand before everything else of the page, and it opens at them."""
    content = main(page)
    assert content.count(CARD) == 1
    assert content.index(CARD) < content.index("<h1")
    card = content.split(CARD)[1].split("</section>")[0]
    for number in ("tel:988", "sms:988", "tel:911"):
        assert f'href="{number}"' in card
    assert page.count(" autofocus") == 1
    assert " autofocus" in card.split(">")[0]


def assert_promises_nothing(page: str):
    words = re.sub(r"<[^>]+>", " ", main(page)).lower()
    for wrong in (
        "we are watching",
        "monitor",
        "you are safe",
        "you are not in danger",
    ):
        assert wrong not in words


@pytest.mark.parametrize("field", ["message", "name"])
def test_received_page_puts_help_first_and_still_tells_reference_and_time(
    client, location, field
):
    client.post(FORM, filled_in(**{field: DANGER}))

    request = ConsultationRequest.objects.get()
    assert request.read_first
    page = text(client.get(RECEIVED))
    assert_help_comes_first(page)
    assert_promises_nothing(page)
    assert request.reference in page
    assert "(703) 555-0199" in page
    assert page.count("tel:988") < 4


def test_ordinary_words_show_no_alarm(client):
    client.post(FORM, filled_in(message="I am tired, and nothing has helped."))

    assert not ConsultationRequest.objects.get().read_first
    page = text(client.get(RECEIVED))
    assert CARD not in page
    assert " autofocus" not in page


@pytest.mark.parametrize(
    "changes",
    [{"consent": None}, {"name": " "}, {"signed_time": "old"}],
    ids=["no consent", "no name", "expired"],
)
def test_form_that_comes_again_puts_help_first(client, location, changes):
    page = text(client.post(FORM, filled_in(message=DANGER, **changes)))

    assert_help_comes_first(page)
    assert_promises_nothing(page)
    assert "<title>Error:" in page
    assert DANGER in page
    assert not ConsultationRequest.objects.exists()


@pytest.mark.parametrize("cookies", [True, False])
def test_failed_forgery_check_puts_help_first(location, cookies):
    strict = Client(enforce_csrf_checks=True)
    if cookies:
        strict.get(FORM)
    response = strict.post(FORM, filled_in(message=DANGER))

    assert response.status_code == 403
    assert_help_comes_first(text(response))
    assert DANGER in text(response)


def test_form_with_other_mistakes_opens_at_its_list_of_mistakes(client):
    page = text(client.post(FORM, filled_in(consent=None)))

    assert CARD not in page
    assert 'id="error-summary" role="alert" tabindex="-1" autofocus' in page


def test_amendment_sets_the_mark_and_never_takes_it_away(client):
    client.post(FORM, filled_in())
    assert not ConsultationRequest.objects.get().read_first

    for message, told in ((DANGER, True), ("Forget that, I was tired.", None)):
        page = text(client.get(FORM))
        client.post(FORM, filled_in(message=message) | hidden(page))

        request = ConsultationRequest.objects.get()
        assert (request.message, request.read_first) == (message, True)
        assert request.events.last().details.get("read_first") is told
        assert CARD in text(client.get(RECEIVED))


def test_mark_and_request_are_stored_together_or_not_at_all(monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("consultations.models.receiving.announce", broken)
    with pytest.raises(RuntimeError):
        receive(message=DANGER)
    assert not ConsultationRequest.objects.exists()


def test_what_a_caller_says_is_read_first_too(client, coordinator, location):
    client.force_login(coordinator)
    url = reverse("admin:consultations_consultationrequest_caller")
    page = client.post(url, filled_in(message=DANGER, channel="phone"), follow=True)

    assert ConsultationRequest.objects.get().read_first
    assert "Read first" in text(page)


def test_desk_puts_it_on_top_even_as_possible_spam(client, coordinator):
    receive(name="First Come")
    receive(name="Set Aside", message=DANGER, quarantine_reasons=["decoy"])
    receive(name="Last Come")
    client.force_login(coordinator)

    page = text(client.get(DESK))

    request = ConsultationRequest.objects.get(read_first=True)
    assert request.status == Status.QUARANTINED
    names = re.findall(r"<bdi>([^<]+)</bdi>", page)
    assert names[0] == "Set Aside"
    assert page.count("▲</span> Read first") == 1
    detail = "admin:consultations_consultationrequest_change"
    page = text(client.get(reverse(detail, args=[request.reference])))
    assert "Read first" in page
    assert "read first: words of crisis" in page


def test_mark_stays_when_the_request_is_called_genuine(coordinator):
    request = receive(message=DANGER, quarantine_reasons=["decoy"])
    request.mark_genuine(by=coordinator)
    request.refresh_from_db()
    assert request.read_first


def test_nothing_tells_which_words_were_found(client, caplog):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, logger="django.db.backends")
    client.post(FORM, filled_in(message=DANGER))

    assert "die" not in caplog.text
    event = ConsultationRequest.objects.get().events.get()
    assert set(event.details) == {"channel", "reasons", "wordings", "read_first"}
    assert event.details["read_first"] is True


def test_list_of_the_clinic_decides(client, clinician):
    CrisisPhrase.objects.all().delete()
    client.post(FORM, filled_in(message=DANGER))
    assert not ConsultationRequest.objects.get().read_first

    client.force_login(clinician)
    client.post(f"{LIST}add/", {"phrase": "jump off the pier"})
    client.logout()
    client.post(FORM, filled_in(message="I could jump off the pier"))
    assert ConsultationRequest.objects.filter(read_first=True).count() == 1


def test_list_is_read_once_for_all_texts(django_assert_num_queries):
    request = receive()
    with django_assert_num_queries(1):
        assert request.mark_read_first("one", "two", DANGER)
    with django_assert_num_queries(0):
        assert not request.mark_read_first("", " ")
    assert request.read_first
