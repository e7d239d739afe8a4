"""Answering, deciding and replying, by every role: allowed or refused."""

import pytest

from clinic import roles
from consultations.models import ConsultationRequest, EventKind, ReplyTemplate

from .conftest import add_user, receive
from .test_desk import act
from .test_read_first import DANGER
from .test_replies import looked_at, place

pytestmark = pytest.mark.django_db
KINDS = {
    "answer_read_first": EventKind.READ_FIRST_DONE,
    "decide": EventKind.DECIDED,
    "reply": EventKind.REPLIED,
}
DESK = {"coordinator", "manager", "superuser", "with the request"}
ALLOWED = {
    "answer_read_first": DESK,
    "decide": {"with the request"},
    "reply": DESK,
}
REFUSED_AS = {"without the request": 404, "nobody": 302}
WHO = [*sorted(DESK), "without the request", "editor", "reviewer", "nobody"]


@pytest.fixture
def template(db):
    return ReplyTemplate.objects.create(
        name="We rang", channel="mail", subject="About {reference}", body="We rang."
    )


@pytest.fixture
def asked(coordinator, clinician):
    request = receive(message=DANGER, email="jo@example.com")
    request.hand_over(clinician, by=coordinator)
    return request


@pytest.fixture
def people(coordinator, manager, clinician, editor, reviewer):
    return {
        "coordinator": coordinator,
        "manager": manager,
        "superuser": add_user("owner", is_superuser=True),
        "with the request": clinician,
        "without the request": add_user("vega", roles.CLINICIANS),
        "editor": editor,
        "reviewer": reviewer,
    }


@pytest.mark.parametrize("action", KINDS)
@pytest.mark.parametrize("who", WHO)
def test_who_may_and_who_may_not(
    client, asked, people, coordinator, template, who, action
):
    data = {f"{action}-note": "rang her", f"{action}-did": "rang her"}
    data |= {"decide-suitable": "no", "decide-reason": "a reason"}
    client.force_login(coordinator)
    data |= looked_at(client, asked, template)
    client.logout()
    if who in people:
        client.force_login(people[who])
    own = place("reply", asked, template.pk)
    url = own if action == "reply" else act(asked, action)

    status = client.post(url, data).status_code

    may = who in ALLOWED[action]
    done = asked.events.filter(kind=KINDS[action])
    assert done.exists() is may
    if not may:
        refused = REFUSED_AS.get(who, 403)
        assert status == refused
        assert ConsultationRequest.objects.get(pk=asked.pk).pinned
