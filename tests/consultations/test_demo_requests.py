"""The demo's requests: thirty, in every state, and no more on a second run."""

import pytest

from clinic import roles
from clinic_site.demo import request_answers, requests
from consultations.models import (
    ConsultationRequest,
    Disposition,
    OwnQuestion,
    RequestEvent,
    Status,
)

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
