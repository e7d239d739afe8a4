"""The empty form is rendered once for everybody, and stays each person's own."""

import re

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from clinic.blank import gap
from consultations.models import (
    ConsultationRequest,
    IntakeSettings,
    Wording,
    WordingKind,
)
from consultations.views import everybodys

from .conftest import filled_in
from .test_request_form import hidden

pytestmark = pytest.mark.django_db

FORM = reverse("request_consultation")
OWN = re.compile(
    r'name="(csrfmiddlewaretoken|submission_key|signed_time)" value="[^"]+'
)


@pytest.fixture(autouse=True)
def keeping(settings, tmp_path, location):
    """Keep what is kept in use, as if everything up to now were committed."""
    settings.PAGE_CACHE, settings.VAR_DIR = True, tmp_path
    connection.run_on_commit = []


@pytest.fixture
def rendered(monkeypatch):
    """Return the templates that were rendered whole."""
    seen = []
    usual = everybodys._rendered

    def noted(*args):
        seen.append(args[1])
        return usual(*args)

    monkeypatch.setattr(everybodys, "_rendered", noted)
    return seen


def page_of(client, **query) -> str:
    response = client.get(FORM, query)
    assert response.status_code == 200
    return response.content.decode()


def test_two_people_get_one_page_with_values_of_their_own(rendered):
    one, other = page_of(Client()), page_of(Client())

    assert len(rendered) == 1
    assert OWN.sub("", one) == OWN.sub("", other)
    own = [dict(re.findall(r'name="(\w+)" value="([^"]+)', p)) for p in (one, other)]
    for name in ("csrfmiddlewaretoken", "submission_key", "signed_time"):
        assert own[0][name] != own[1][name]
    assert gap("") not in one


def test_kept_page_is_the_one_that_is_rendered_whole(settings):
    page_of(Client())
    kept = page_of(Client())
    settings.PAGE_CACHE = False
    assert OWN.sub("", kept) == OWN.sub("", page_of(Client()))


def test_form_of_a_kept_page_is_received():
    page_of(Client())
    client = Client(enforce_csrf_checks=True)
    page = page_of(client)
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page)[1]

    sent = filled_in() | hidden(page) | {"csrfmiddlewaretoken": token}
    assert client.post(FORM, sent).status_code == 302
    assert ConsultationRequest.objects.count() == 1


def test_where_a_person_came_from_goes_with_their_form_alone(location, rendered):
    page_of(Client())
    client = Client()
    client.post(FORM, filled_in() | hidden(page_of(client, **{"from": location.pk})))
    client = Client()
    client.post(FORM, filled_in() | hidden(page_of(client)))

    sources = ConsultationRequest.objects.values_list("source_page_id", flat=True)
    assert list(sources.order_by("pk")) == [location.pk, None]
    assert len(rendered) == 1


def test_who_sent_one_is_told_so_and_nobody_else(client, rendered):
    client.post(FORM, filled_in())
    reference = ConsultationRequest.objects.get().reference

    assert reference in page_of(client)
    assert rendered == []
    assert reference not in page_of(Client())


def test_staff_get_a_page_that_is_not_kept(client, coordinator, rendered):
    client.force_login(coordinator)
    page_of(client)
    assert rendered == []


def test_promise_goes_by_the_clock(time_machine):
    time_machine.move_to("2026-11-23 12:00-05:00", tick=False)
    before = page_of(Client())
    time_machine.move_to("2026-11-23 12:16-05:00", tick=False)
    after = page_of(Client())
    assert "by Monday, November 23, 2 pm" in before
    assert "by Monday, November 23, 2:30 pm" in after


def test_page_ends_with_the_opening_hours(time_machine, rendered):
    """Open until five: who asks in the very minute of it gets no page from before."""
    time_machine.move_to("2026-11-23 16:59:30-05:00", tick=False)
    assert "Open now" in page_of(Client())
    time_machine.move_to("2026-11-23 17:00:01-05:00", tick=False)
    assert "Open now" not in page_of(Client())


def test_changed_words_are_on_the_next_page(django_capture_on_commit_callbacks):
    page_of(Client())
    with django_capture_on_commit_callbacks(execute=True):
        intake = IntakeSettings.load()
        intake.heading = "Ask us for a call"
        intake.save()
    connection.run_on_commit = []
    assert "Ask us for a call" in page_of(Client())


def test_new_wording_is_read_by_whoever_agrees_to_it(
    django_capture_on_commit_callbacks,
):
    page_of(Client())
    with django_capture_on_commit_callbacks(execute=True):
        new = Wording.objects.create(kind=WordingKind.CONSENT, text="You may call me.")
    connection.run_on_commit = []

    client = Client()
    page = page_of(client)
    assert "You may call me." in page
    client.post(FORM, filled_in() | hidden(page))
    assert ConsultationRequest.objects.get().consent == new


def test_beside_another_site_nothing_is_kept(location, rendered):
    Site.objects.create(hostname="other.example", root_page_id=location.pk)
    connection.run_on_commit = []
    page_of(Client())
    assert rendered == []


def test_kept_page_costs_the_question_whether_we_could_keep_a_form():
    page_of(Client())
    with CaptureQueriesContext(connection) as asked:
        page_of(Client())
    assert [query["sql"] for query in asked] == ["SELECT 1"]


def test_without_the_database_nobody_is_given_a_form(monkeypatch):
    page_of(Client())

    def away():
        raise OperationalError

    monkeypatch.setattr("consultations.views.form.require_database", away)
    response = Client().get(FORM)
    assert response.status_code == 503
    assert "submission_key" not in response.content.decode()
