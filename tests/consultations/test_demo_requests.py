"""The demo's requests: thirty, in every state, and no more on a second run."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clinic import roles
from clinic.models import OutboxMessage, PageVisits
from clinic_site.demo import history, request_answers, requests
from consultations import figures
from consultations.figures.overview import Overview
from consultations.figures.period import Period
from consultations.models import (
    ConsultationRequest,
    Disposition,
    OwnQuestion,
    RequestEvent,
    Status,
    StepCount,
)
from consultations.replay import differences
from tests.factories import make_service

from .conftest import add_user


@pytest.mark.django_db
def test_thirty_requests_in_every_state_once(location):
    users = {
        "coordinator": add_user("coordinator", roles.INTAKE_COORDINATORS),
        "coordinator2": add_user("coordinator2", roles.INTAKE_COORDINATORS),
        "clinician": add_user("clinician", roles.CLINICIANS),
    }
    requests.load(users)
    events = RequestEvent.objects.count()
    requests.load(users)

    found = ConsultationRequest.objects.all()
    assert len(found) == 30
    assert RequestEvent.objects.count() == events
    assert {request.status for request in found} == set(Status.values)
    endings = {request.disposition for request in found} - {""}
    assert endings == set(Disposition.values)
    assert {request.channel for request in found} == {"web", "phone", "walk_in"}
    answered = [request for request in found if request.has_details]
    assert {request.name for request in answered} == set(request_answers.ANSWERS)
    assert any(answer.wants_a_look for request in answered for answer in request.told)
    assert OwnQuestion.objects.count() == 2
    for question in OwnQuestion.objects.all():
        question.full_clean()


@pytest.mark.django_db
def test_the_weeks_behind_the_demo_give_figures_to_look_at(location):
    users = {
        "coordinator": add_user("coordinator", roles.INTAKE_COORDINATORS),
        "coordinator2": add_user("coordinator2", roles.INTAKE_COORDINATORS),
        "clinician": add_user("clinician", roles.CLINICIANS),
    }
    make_service("Depression", slug="depression")
    history.load(users)
    history.load(users)
    found = ConsultationRequest.objects.all()
    assert len(found) == sum(history.WEEKS)
    assert not found.open().exists()
    assert not OutboxMessage.objects.waiting().exists()
    assert PageVisits.objects.exists() and StepCount.objects.exists()

    figures.refresh()
    now = timezone.now()
    today = timezone.localdate()
    weeks = Period(today - timedelta(days=70), today)
    total = Overview.of(weeks, now).report.total
    assert total.requests == sum(history.WEEKS)
    assert set(total.channels) == {"web", "phone", "walk_in"}
    assert total.attempt.median < total.conversation.median
    assert 0 < total.missed < total.appointments
    assert replayed_wrong(found) == []


def replayed_wrong(found) -> list[str]:
    return [column for request in found for column in differences(request)]
