"""What the benchmark of the desk loads is what the site itself would have stored."""

from collections import Counter
from datetime import timedelta
from unittest import mock

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from clinic.models import OutboxMessage
from consultations import clocks
from consultations.models import (
    ConsultationRequest,
    EventKind,
    IntakeSettings,
    LookupKind,
    first_broken_link,
)
from consultations.models.buckets import conditions
from tests.benchmarks.lives import NOW, People
from tests.benchmarks.requests_in_bulk import load

pytestmark = pytest.mark.django_db

MANY, PLAYED = 700, 9 + 2 + 12


@pytest.fixture
def bulk(location, coordinator, colleague, clinician, manager):
    """Seven hundred requests, all but two dozen of them told again."""
    people = People([coordinator, colleague], clinician, manager, [None])
    load(MANY, people, each=1)
    return list(ConsultationRequest.objects.order_by("pk"))


def test_loader_stores_as_many_as_asked_with_a_page_of_each_bucket(bulk):
    assert len(bulk) == MANY
    assert len({request.reference for request in bulk}) == MANY
    held = {
        bucket: ConsultationRequest.objects.filter(fits).count()
        for bucket, fits in conditions(NOW).items()
    }
    assert {bucket for bucket, count in held.items() if count < 50} == set()
    assert sum(held.values()) == ConsultationRequest.objects.open().count()


def test_bulk_request_is_found_by_all_that_it_is_searched_by(bulk):
    request = bulk[-1]
    assert not request.name.startswith("Sample")
    for typed in (request.reference, request.email, request.phone, request.name):
        assert request in ConsultationRequest.objects.matching(typed), typed
    beginnings = " ".join(word[:3] for word in request.name.split())
    assert request in ConsultationRequest.objects.matching(beginnings)
    kinds = Counter(request.lookups.values_list("kind", flat=True))
    assert kinds[LookupKind.PREFIX] % 8 == 0


def test_bulk_request_has_the_clock_that_the_site_gives_it(bulk, location):
    hours, intake = clocks.hours_of(location), IntakeSettings.load()
    still_open = [request for request in bulk[PLAYED:] if request.is_open]
    assert still_open
    for request in still_open:
        assert request.due_at == clocks.due_at(request, hours, intake)


def test_closed_bulk_request_lies_years_back_with_its_whole_story(bulk):
    request = next(r for r in bulk[PLAYED:] if r.disposition == "booked")
    assert request.received_at < NOW - timedelta(days=7 * 365)
    events = list(request.events.all())
    assert events[0].at == request.received_at
    assert events[-1].at == request.closed_at
    kinds = [event.kind for event in events]
    assert kinds[0] == EventKind.RECEIVED and kinds[-1] == EventKind.CLOSED
    mail = OutboxMessage.objects.filter(payload__request=request.pk)
    assert {row.payload["event"] for row in mail} == {events[0].pk}
    assert request.email in {row.recipient for row in mail}


def test_bulk_request_is_worked_like_any_other(bulk):
    request = next(r for r in bulk[PLAYED:] if r.disposition == "booked")
    who = get_user_model().objects.get(username="priya")
    with mock.patch.object(timezone, "now", return_value=NOW):
        request.reopen(by=who)
    assert request.status == "scheduled"
    assert request.due_at == request.scheduled_for


def test_reading_trail_of_the_bulk_holds(bulk):
    assert first_broken_link() is None
