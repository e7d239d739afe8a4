"""A call of each named method, and requests in each status to call it on."""

from datetime import timedelta

from django.contrib.auth.models import Group
from django.utils import timezone

from clinic.roles import CLINIC_MANAGERS, CLINICIANS
from consultations.models import (
    REQUESTER,
    ConsultationRequest,
    ReplyTemplate,
    Status,
)

from .conftest import receive

REPLY = {"name": "Hello", "channel": "text", "body": "We rang. {reference}"}
TOMORROW = timezone.now() + timedelta(days=1)


def calls(request, by, other):
    """Return a call of each named method, ready to be made."""
    return {
        "take": lambda: request.take(by=by),
        "hand_over": lambda: request.hand_over(other, by=by),
        "start_contact": lambda: request.start_contact(by=by),
        "log_attempt": lambda: request.log_attempt("no_answer", by=by),
        "snooze": lambda: request.snooze(TOMORROW, by=by),
        "schedule": lambda: request.schedule(TOMORROW, by=by),
        "confirm": lambda: request.confirm(by=by),
        "miss": lambda: request.miss(by=by),
        "close": lambda: request.close("withdrawn", by=by),
        "reopen": lambda: request.reopen(by=by),
        "mark_spam": lambda: request.mark_spam(by=by),
        "mark_genuine": lambda: request.mark_genuine(by=by),
        "answer_read_first": lambda: _pinned(request).answer_read_first("rang", by=by),
        "decide": lambda: request.decide(True, by=_clinician(by), reason="a reason"),
        "reply": lambda: request.reply(
            _template(), by=by, looked_at=_looked_at(request), key="0" * 32
        ),
        "add_note": lambda: request.add_note("a note", by=by),
        "correct": lambda: request.correct(phone="+17035550142", by=REQUESTER),
        "correct_at_the_desk": lambda: request.correct(message="in May", by=by),
        "hold": lambda: request.hold(by=_manager(by), note="a reason"),
        "release": lambda: _held(request).release(by=_manager(by), note="a reason"),
        "withdraw": lambda: request.withdraw(by=by),
        "void_own_link": lambda: request.void_own_link(by=by),
    }


def _template():
    return ReplyTemplate.objects.get_or_create(**REPLY)[0]


def _looked_at(request):
    ConsultationRequest.objects.filter(pk=request.pk).update(text_ok=True)
    return ReplyTemplate.objects.get(**REPLY).words_for(request).digest


def _pinned(request):
    ConsultationRequest.objects.filter(pk=request.pk).update(pinned=True)
    return request


def _held(request):
    held = ConsultationRequest.objects.filter(pk=request.pk)
    held.update(held_at=timezone.now())
    return request


def _clinician(user):
    user.groups.add(Group.objects.get(name=CLINICIANS))
    return user


def _manager(user):
    user.groups.add(Group.objects.get(name=CLINIC_MANAGERS))
    return user


def in_status(status, by):
    """Return a request that got to `status` the way requests do."""
    if status == Status.QUARANTINED:
        return receive(quarantine_reasons=["decoy"])
    request = receive()
    if status == Status.IN_CONTACT:
        request.log_attempt("no_answer", by=by)
    if status == Status.SCHEDULED:
        request.schedule(TOMORROW, by=by)
    if status == Status.CLOSED:
        request.close("unreachable", by=by)
    return request
