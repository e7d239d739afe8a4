"""A clinician decides; the desk sees what was decided, and never why."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from clinic import roles
from clinic.models import OutboxMessage
from consultations.models import (
    ConsultationRequest,
    EventKind,
    IllegalTransition,
    ReadingEntry,
    RequestEvent,
    Status,
    SuitabilityReason,
)

from .conftest import add_user, receive
from .test_desk import QUEUE, SEARCH, act, detail, rows
from .test_read_first import DANGER, asked

pytestmark = pytest.mark.django_db
REASON = "a heart valve that nobody here may know of"


@pytest.fixture
def handed_over(coordinator, clinician):
    request = receive(message="a hard year")
    request.take(by=coordinator)
    request.hand_over(clinician, by=coordinator)
    return request


@pytest.fixture
def as_clinician(client, clinician):
    client.force_login(clinician)
    return client


def press(client, request, suitable, **data):
    given = {"decide-suitable": suitable, "decide-reason": REASON} | data
    return client.post(act(request, "decide"), given)


def test_suitable_goes_back_to_who_handed_it_over_to_be_scheduled(
    as_clinician, handed_over, coordinator, clinician
):
    response = press(as_clinician, handed_over, "yes")

    assert response["Location"] == QUEUE
    handed_over.refresh_from_db()
    assert handed_over.suitable
    assert handed_over.assigned_to == coordinator
    assert handed_over.status == Status.RECEIVED
    as_clinician.force_login(coordinator)
    page = as_clinician.get(detail(handed_over)).content.decode()
    assert "Suitability decided: suitable" in page
    assert "<dd>Schedule</dd>" in page


def test_not_suitable_is_closed_so(as_clinician, handed_over, coordinator):
    press(as_clinician, handed_over, "no")

    handed_over.refresh_from_db()
    assert (handed_over.status, handed_over.disposition) == ("closed", "not_suitable")
    assert not handed_over.suitable
    as_clinician.force_login(coordinator)
    page = as_clinician.get(detail(handed_over)).content.decode()
    assert "Not suitable (a clinician&#x27;s decision)" in page

    as_clinician.post(act(handed_over, "reopen"))
    handed_over.refresh_from_db()
    assert (handed_over.status, handed_over.disposition) == ("received", "")


def test_goes_to_nobody_when_who_handed_it_over_has_left(
    handed_over, coordinator, clinician
):
    coordinator.is_active = False
    coordinator.save()
    handed_over.decide(True, by=clinician, reason=REASON)
    assert handed_over.assigned_to is None


def test_passed_on_among_clinicians_it_still_goes_back_to_the_desk(
    handed_over, coordinator, clinician
):
    other = add_user("vega", roles.CLINICIANS)
    handed_over.hand_over(other, by=clinician)
    handed_over.decide(True, by=other, reason=REASON)
    assert handed_over.assigned_to == coordinator


@pytest.mark.parametrize("suitable", ["yes", "no"])
@pytest.mark.parametrize("who", ["coordinator", "manager"])
def test_reason_is_read_by_clinicians_alone(
    as_clinician, handed_over, clinician, request, suitable, who
):
    press(as_clinician, handed_over, suitable)
    other = request.getfixturevalue(who)
    as_clinician.force_login(other)
    history = "admin:consultations_consultationrequest_history"
    mentioned = [
        as_clinician.get(detail(handed_over)),
        as_clinician.get(reverse(history, args=[handed_over.reference]), follow=True),
        as_clinician.get(QUEUE, {"state": "all"}),
        as_clinician.get(QUEUE, {"state": "closed"}),
        as_clinician.post(SEARCH, {"q": handed_over.reference}),
        as_clinician.post(SEARCH, {"q": "valve"}),
        # Refused presses show the page again, too.
        as_clinician.post(act(handed_over, "add_note"), {"add_note-note": ""}),
        as_clinician.post(act(handed_over, "take"), {"seen": "1"}),
        as_clinician.post(act(handed_over, "reopen"), follow=True),
        as_clinician.get(reverse("admin:index"), follow=True),
        as_clinician.get("/admin/consultations/suitabilityreason/"),
    ]
    for response in mentioned:
        assert "heart valve" not in response.content.decode()
        assert "Reason, for clinicians alone" not in response.content.decode()

    handed_over.refresh_from_db()
    handed_over.hand_over(clinician, by=other)
    as_clinician.force_login(clinician)
    assert REASON in as_clinician.get(detail(handed_over)).content.decode()


def test_superuser_is_no_clinician(client, handed_over, clinician):
    handed_over.decide(False, by=clinician, reason=REASON)
    owner = add_user("owner", is_superuser=True)
    client.force_login(owner)
    assert REASON not in client.get(detail(handed_over)).content.decode()

    open_one = receive()
    assert press(client, open_one, "yes").status_code == 403
    with pytest.raises(PermissionDenied):
        open_one.decide(True, by=owner, reason=REASON)


def test_reason_lies_nowhere_in_the_clear_nor_in_what_others_are_given(
    as_clinician, handed_over
):
    press(as_clinician, handed_over, "no")

    assert SuitabilityReason.objects.get().reason == REASON
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM consultations_suitabilityreason")
        assert "valve" not in cursor.fetchone()[0]
    for event in RequestEvent.objects.all():
        assert "valve" not in f"{event.note}{event.earlier}{event.details}"
        assert "valve" not in event.summary
    assert not LogEntry.objects.exists()
    assert "valve" not in str(list(OutboxMessage.objects.values()))
    request = ConsultationRequest.objects.values().get()
    assert "valve" not in str(request)


@pytest.mark.parametrize("who", ["coordinator", "manager"])
def test_nobody_else_decides(client, handed_over, request, who):
    user = request.getfixturevalue(who)
    client.force_login(user)
    assert press(client, handed_over, "yes").status_code == 403
    assert "decide-reason" not in client.get(detail(handed_over)).content.decode()
    with pytest.raises(PermissionDenied):
        handed_over.decide(True, by=user, reason=REASON)
    closed = client.post(
        act(handed_over, "close"), {"close-disposition": "not_suitable"}
    )
    assert "Select a valid choice" in closed.content.decode()
    handed_over.refresh_from_db()
    assert (handed_over.status, handed_over.suitable) == ("received", False)


def test_clinician_decides_only_what_was_handed_to_them(as_clinician):
    assert press(as_clinician, receive(), "yes").status_code == 404


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"decide-reason": " "}, "Write the reason first"),
        ({"decide-suitable": "maybe"}, "Please look at what is marked."),
    ],
)
def test_decision_without_reason_or_sense_is_refused(
    as_clinician, handed_over, clinician, data, said
):
    response = press(as_clinician, handed_over, "yes", **data)
    assert said in response.content.decode()
    with pytest.raises(IllegalTransition):
        handed_over.decide(True, by=clinician, reason=" ")
    assert not handed_over.events.filter(kind=EventKind.DECIDED).exists()


def test_read_first_is_answered_before_it_is_decided(as_clinician, clinician):
    request = receive(message=DANGER)
    request.hand_over(clinician, by=clinician)
    response = press(as_clinician, request, "no")
    assert "Write what you did about it" in response.content.decode()
    press(as_clinician, request, "no", **{"decide-did": "rang her at once"})
    request.refresh_from_db()
    assert (request.status, request.pinned) == (Status.CLOSED, False)


def test_reason_outlives_a_lost_race(as_clinician, handed_over, coordinator):
    seen = handed_over.events.last().pk
    handed_over.close("unreachable", by=coordinator)
    still_theirs = press(as_clinician, handed_over, "no", seen=seen)
    assert still_theirs.status_code == 409
    assert REASON in still_theirs.content.decode()
    assert not SuitabilityReason.objects.exists()


def test_reason_is_given_back_when_the_request_went_to_somebody_else(
    as_clinician, handed_over, coordinator, clinician, monkeypatch
):
    seen = handed_over.events.last().pk
    decide = ConsultationRequest.decide

    def overtaken(self, *args, **kwargs):
        other = ConsultationRequest.objects.get(pk=self.pk)
        other.hand_over(coordinator, by=coordinator)
        return decide(self, *args, **kwargs)

    monkeypatch.setattr(ConsultationRequest, "decide", overtaken)
    response = press(as_clinician, handed_over, "no", seen=seen)
    page = response.content.decode()
    assert response.status_code == 409
    assert REASON in page
    assert handed_over.name not in page


def test_clinician_begins_with_story_and_answers(as_clinician, handed_over):
    page = as_clinician.get(detail(handed_over)).content.decode()
    places = ("story__words", 'id="actions"', "contact__number")
    order = [page.index(place) for place in places]
    assert order == sorted(order)
    assert "Suitable or not?" in as_clinician.get(QUEUE).content.decode()
    assert rows(as_clinician.get(QUEUE)) == [handed_over]
    assert ReadingEntry.objects.filter(request_ids=[handed_over.pk]).count() == 3


def test_desk_begins_with_how_to_reach_them(client, handed_over, coordinator):
    client.force_login(coordinator)
    page = client.get(detail(handed_over)).content.decode()
    assert page.index("contact__number") < page.index("story__words")


def test_reasons_are_written_once(handed_over, clinician):
    handed_over.decide(False, by=clinician, reason=REASON)
    kept = SuitabilityReason.objects.get()
    with pytest.raises(TypeError):
        kept.save()
    with pytest.raises(TypeError):
        kept.delete()
    with pytest.raises(TypeError):
        SuitabilityReason.objects.update(reason="")


def test_clinicians_page_stays_within_its_queries(
    as_clinician, handed_over, coordinator, clinician
):
    for _round in range(3):
        handed_over.decide(True, by=clinician, reason=REASON)
        handed_over.hand_over(clinician, by=coordinator)
    as_clinician.get(detail(handed_over))
    assert len(asked(lambda: as_clinician.get(detail(handed_over)))) <= 12
