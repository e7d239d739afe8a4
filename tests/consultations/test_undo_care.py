"""Taking back answers, decisions, replies and links: who may, and what stays."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from consultations.models import (
    CannotUndo,
    ConsultationRequest,
    EventKind,
    ReplyTemplate,
    Status,
    SuitabilityReason,
)
from consultations.models.refusals import Explained, Unanswered
from consultations.replay import differences

from .conftest import receive
from .test_read_first import DANGER
from .test_replies import built, queued, replies, send
from .test_same_person import link, told
from .test_undo import columns, last, page_of, undo_at

pytestmark = pytest.mark.django_db
REASON = "a heart valve"


@pytest.fixture
def at_the_desk(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def person(location):
    return receive(email="jordan@example.com", location=location, text_ok=True)


@pytest.fixture
def mail(db):
    return ReplyTemplate.objects.create(
        name="We rang", channel="mail", subject="About {reference}", body="We rang."
    )


@pytest.fixture
def text(db):
    return ReplyTemplate.objects.create(
        name="We rang, short", channel="text", body="We rang: {reference}"
    )


@pytest.fixture
def handed_over(coordinator, clinician):
    request = receive()
    request.hand_over(clinician, by=coordinator)
    return request


def fresh(request):
    return ConsultationRequest.objects.get(pk=request.pk)


def decided(request):
    return request.events.filter(kind=EventKind.DECIDED).last()


def test_undone_answer_pins_it_again_and_redone_lets_it_go(coordinator):
    request = receive(message=DANGER)
    before = columns(request)
    request.answer_read_first("rang her", by=coordinator)
    done = columns(request)
    request.undo(last(request).pk, by=coordinator)
    assert columns(request) == before
    request.undo(last(request).pk, by=coordinator)
    assert columns(request) == done


def test_answer_is_not_restored_over_new_words_of_danger(coordinator):
    key = "k" * 32
    request = receive(key, message=DANGER)
    request.answer_read_first("rang her", by=coordinator)
    request.undo(last(request).pk, by=coordinator)
    undoing = last(request)
    receive(key, message=f"{DANGER} tonight")
    with pytest.raises(CannotUndo):
        request.undo(undoing.pk, by=coordinator)
    assert fresh(request).pinned


@pytest.mark.parametrize("suitable", [True, False])
def test_decision_is_taken_back_by_a_clinician(handed_over, clinician, suitable):
    before = columns(handed_over)
    handed_over.decide(suitable, by=clinician, reason=REASON)
    assert differences(fresh(handed_over)) == []
    done = columns(handed_over)

    handed_over.undo(decided(handed_over).pk, by=clinician)
    assert columns(handed_over) == before
    assert differences(fresh(handed_over)) == []
    handed_over.undo(last(handed_over).pk, by=clinician)
    assert columns(handed_over) == done
    assert differences(fresh(handed_over)) == []
    assert SuitabilityReason.objects.count() == 1


@pytest.mark.parametrize("suitable", [True, False])
@pytest.mark.parametrize("who", ["coordinator", "manager"])
def test_nobody_else_takes_a_decision_back_or_restores_it(
    client, handed_over, clinician, request, who, suitable
):
    user = request.getfixturevalue(who)
    handed_over.decide(suitable, by=clinician, reason=REASON)
    event = decided(handed_over)
    client.force_login(user)
    assert undo_at(handed_over, event) not in page_of(client, handed_over)
    assert client.post(undo_at(handed_over, event)).status_code == 403
    assert event.pk not in fresh(handed_over).story().undone

    handed_over.undo(event.pk, by=clinician)
    with pytest.raises(PermissionDenied):
        handed_over.undo(last(handed_over).pk, by=user)


def test_clinician_undoes_their_own_closing_on_the_page(client, handed_over, clinician):
    handed_over.decide(False, by=clinician, reason=REASON)
    client.force_login(clinician)
    address = undo_at(handed_over, decided(handed_over))
    assert address in page_of(client, handed_over)
    client.post(address)
    assert fresh(handed_over).status == Status.RECEIVED


def test_reopening_knows_which_decision_closed_it(handed_over, coordinator, clinician):
    handed_over.close("unreachable", by=coordinator)
    handed_over.reopen(by=coordinator)
    reopening = last(handed_over)
    handed_over.decide(True, by=clinician, reason=REASON)
    handed_over.undo(reopening.pk, by=coordinator)
    assert fresh(handed_over).disposition == "unreachable"
    handed_over.reopen(by=coordinator)
    assert fresh(handed_over).status == Status.RECEIVED


def test_undone_reply_does_not_go_out_and_is_no_attempt(
    at_the_desk, person, mail, coordinator
):
    before = columns(person)
    send(at_the_desk, person, mail)
    assert fresh(person).first_attempt_at
    at_the_desk.post(undo_at(person, replies(person).get()))

    assert columns(person) == before
    assert queued().get().dropped_at
    assert built() is None
    assert differences(fresh(person)) == []


def test_stopped_mail_is_not_sent_by_redoing(at_the_desk, person, mail, coordinator):
    send(at_the_desk, person, mail)
    person.undo(replies(person).get().pk, by=coordinator)
    undoing = last(person)
    assert undo_at(person, undoing) not in page_of(at_the_desk, person)
    response = at_the_desk.post(undo_at(person, undoing))
    assert response.status_code == 409
    assert "Send a reply again" in told(response)
    assert fresh(person).first_attempt_at is None


@pytest.mark.parametrize(
    "out",
    [
        lambda: {"sent_at": timezone.now()},
        lambda: {"held_until": timezone.now() + timedelta(minutes=1)},
    ],
    ids=["sent", "just leaving"],
)
def test_mail_that_has_gone_out_is_not_taken_back(at_the_desk, person, mail, out):
    send(at_the_desk, person, mail)
    queued().update(**out())
    event = replies(person).get()
    response = at_the_desk.post(undo_at(person, event))
    assert response.status_code == 409
    assert "cannot be taken back" in told(response)
    assert event.pk not in fresh(person).story().undone


def test_undo_is_not_offered_for_mail_that_is_out(at_the_desk, person, mail):
    send(at_the_desk, person, mail)
    address = undo_at(person, replies(person).get())
    assert address in page_of(at_the_desk, person)
    queued().update(sent_at=timezone.now())
    assert address not in page_of(at_the_desk, person)


def test_text_that_was_not_sent_after_all_is_taken_back_and_back_again(
    at_the_desk, person, text, coordinator
):
    before = columns(person)
    send(at_the_desk, person, text)
    done = columns(person)
    person.undo(replies(person).get().pk, by=coordinator)
    assert columns(person) == before
    person.undo(last(person).pk, by=coordinator)
    assert columns(person) == done
    assert differences(fresh(person)) == []


def test_undone_duplicate_takes_its_own_back(coordinator):
    stays, middle, small = receive(), receive(), receive()
    link(small, middle, coordinator)
    link(middle, stays, coordinator)
    assert fresh(small).duplicate_of == stays

    middle.undo(last(middle).pk, by=coordinator)
    assert fresh(small).duplicate_of == middle
    middle.undo(last(middle).pk, by=coordinator)
    assert fresh(small).duplicate_of == stays
    assert fresh(middle).duplicate_of == stays
    middle.reopen(by=coordinator)
    assert fresh(small).duplicate_of == middle


def test_one_that_was_linked_anew_is_not_taken_back(coordinator):
    stays, middle, small = receive(), receive(), receive()
    link(small, middle, coordinator)
    link(middle, stays, coordinator)
    small.reopen(by=coordinator)
    small.close("unreachable", by=coordinator)
    middle.undo(last(middle).pk, by=coordinator)
    assert fresh(small).duplicate_of is None


def test_redoing_never_links_two_to_each_other(at_the_desk, coordinator):
    one, other = receive(), receive()
    link(one, other, coordinator)
    one.undo(last(one).pk, by=coordinator)
    link(other, fresh(one), coordinator)

    response = at_the_desk.post(undo_at(one, last(one)))

    assert response.status_code == 409
    assert f"Reopen {other.reference} first" in told(response)
    assert (fresh(one).duplicate_of, fresh(other).duplicate_of) == (None, one)
    other.reopen(by=coordinator)
    at_the_desk.post(undo_at(one, last(one)))
    assert fresh(one).duplicate_of == other


def test_redone_link_leads_to_the_one_that_stays(coordinator):
    one, other, stays = receive(), receive(), receive()
    link(one, other, coordinator)
    one.reopen(by=coordinator)
    link(other, stays, coordinator)
    one.undo(last(one).pk, by=coordinator)
    assert fresh(one).duplicate_of == stays


def test_redone_link_passes_on_what_is_pinned_or_asks(coordinator):
    one, stays = receive(message=DANGER), receive()
    link(one, stays, coordinator)
    stays.answer_read_first("rang her", by=coordinator)
    one.undo(one.events.get(kind=EventKind.CLOSED).pk, by=coordinator)
    redo = last(one)
    stays.close("unreachable", by=coordinator)
    with pytest.raises(Unanswered):
        one.undo(redo.pk, by=coordinator)
    assert fresh(one).is_open

    stays.reopen(by=coordinator)
    one.undo(redo.pk, by=coordinator)
    assert fresh(stays).pinned


def test_link_to_what_is_gone_is_not_restored(coordinator):
    one, other = receive(), receive()
    link(one, other, coordinator)
    one.undo(last(one).pk, by=coordinator)
    ConsultationRequest.objects.filter(pk=other.pk).delete()
    with pytest.raises(Explained, match="is gone"):
        one.undo(last(one).pk, by=coordinator)
    assert fresh(one).is_open
