"""Whether our mail goes out: the alarm at the desk, and the way to try again."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField, Exists, OuterRef, Subquery, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.models import OutboxMessage
from clinic.models.outbox import LYING_AFTER
from consultations import clocks
from consultations.models import ConsultationRequest, Status
from consultations.models.notices import (
    ACKNOWLEDGEMENT,
    REPLY,
    STAFF_NOTICE,
    keys_of,
    rows_about,
)
from consultations.models.unclaimed import UNCLAIMED

AGAIN = "clinic.change_outboxmessage"
NAMED_AT_MOST = 5
LOOKED_AT = 1000
ASKED_FOR = (
    *("id", "kind", "created_at", "not_before", "held_until", "attempts"),
    *("sent_at", "dropped_at", "failed_at", "last_error", "dedupe_key"),
)
# The mail server works, and refused this one address.
REFUSED_ADDRESS = "SMTPRecipientsRefused"


@dataclass
class MailAlarm:
    """What does not go out, and since when; falsy while everything does."""

    since: str = ""
    no_worker: bool = False
    given_up: bool = False
    error: str = ""
    # Open requests without an acknowledgement, at most LOOKED_AT of them.
    unanswered: int = 0
    notices: int = 0
    # Notes about unclaimed requests that an address on the list refuses.
    untold: int = 0
    alone: int = 0
    # References of open requests that a reply did not reach, and the reader may open.
    unreached: list[str] = field(default_factory=list)
    # References of such single requests that the reader may open, a few of them.
    named: list[str] = field(default_factory=list)

    def __bool__(self):
        pressing = (self.since, self.notices, self.untold, self.alone, self.unreached)
        return any(map(bool, pressing))


def outbox_rows(user, request=None, events=()) -> list[dict]:
    """Return the rows that trouble us, and those of one request, in one query.

    `own` marks the latter; `reference` is that of the open request a row is about.
    """
    now = timezone.now()
    rows = _told(OutboxMessage.objects.troubled(now), user, own=False)
    if request is not None:
        own = OutboxMessage.objects.filter(dedupe_key__in=keys_of(events))
        rows = rows.union(_told(own, user, own=True), all=True)
    return list(rows.order_by("-own", "created_at")[:LOOKED_AT])


def _told(rows, user, *, own: bool):
    sent = OutboxMessage.objects.filter(sent_at__isnull=False).order_by("-sent_at")
    about = ConsultationRequest.objects.open().filter(pk=OuterRef("about"))
    return rows.annotate(
        own=Value(own),
        about=Cast(KT("payload__request"), BigIntegerField()),
        last_sent=Subquery(sent.values("sent_at")[:1]),
        reference=Subquery(about.values("reference")[:1]),
        seen=Exists(about.visible_to(user)),
    ).values(*ASKED_FOR, "own", "last_sent", "reference", "seen")


def mail_alarm(rows: Iterable[dict]) -> MailAlarm:
    """Return what somebody at the desk has to know of our mail.

    Nothing has gone out since a row was written that should have: mail as a whole is
    down. Other mail has, or one address was refused: it is that request alone.
    """
    now = timezone.now()
    down, alone = [], []
    for row in rows:
        if not row["own"]:
            (down if _is_down(row, now) else alone).append(row)
    alarm = MailAlarm()
    if down:
        since = min(row["created_at"] for row in down)
        tz = timezone.get_current_timezone()
        alarm.since = clocks.moment_words(since, now, tz)
        alarm.no_worker = any(_is_lying(row, now) for row in down)
        alarm.given_up = any(row["failed_at"] for row in down)
        alarm.error = max(row["last_error"] for row in down)
        alarm.unanswered = len(_unanswered(down))
    unanswered = _unanswered(alone)
    alarm.alone = len(unanswered)
    alarm.named = [r for r, seen in unanswered.items() if seen][:NAMED_AT_MOST]
    unreached = _open_ones(alone, REPLY)
    alarm.unreached = [r for r, seen in unreached.items() if seen][:NAMED_AT_MOST]
    alarm.notices = sum(
        row["kind"] == STAFF_NOTICE and row["failed_at"] is None for row in alone
    )
    alarm.untold = sum(row["kind"] == UNCLAIMED for row in alone)
    return alarm


def _is_down(row: dict, now) -> bool:
    if _is_lying(row, now):
        return True
    if row["last_error"] == REFUSED_ADDRESS:
        return False
    return row["last_sent"] is None or row["created_at"] > row["last_sent"]


def _is_lying(row: dict, now) -> bool:
    """Say whether no worker came for a row that was due long ago."""
    due = max(row["not_before"], row["held_until"] or row["not_before"])
    return row["failed_at"] is None and due <= now - LYING_AFTER


def _unanswered(rows: list[dict]) -> dict[str, bool]:
    """Return the open requests without an acknowledgement: may the reader see them?"""
    return _open_ones(rows, ACKNOWLEDGEMENT)


def _open_ones(rows: list[dict], kind: str) -> dict[str, bool]:
    return {
        row["reference"]: row["seen"]
        for row in rows
        if row["kind"] == kind and row["reference"]
    }


@dataclass(frozen=True)
class Acknowledgement:
    """What became of the acknowledgement of a request; `failed`: trying again helps."""

    words: str
    failed: bool = False


def acknowledgement_of(request, rows: Iterable[dict]) -> Acknowledgement:
    """Return whether the person has our acknowledgement, and when they got it."""
    own = [row for row in rows if row["own"] and row["kind"] == ACKNOWLEDGEMENT]
    if not own:
        return Acknowledgement(_never_written(request))
    return _became(max(own, key=lambda row: row["id"]))


def replies_of(rows: Iterable[dict]) -> dict[int, str]:
    """Return what became of each mailed reply, by the id of its event."""
    own = [row for row in rows if row["own"] and row["kind"] == REPLY]
    return {_event_of(row): _became(row).words for row in own}


def gone_out(rows: Iterable[dict]) -> set[int]:
    """Return the ids of the events whose reply has been mailed."""
    return {
        _event_of(r) for r in rows if r["own"] and r["kind"] == REPLY and r["sent_at"]
    }


def _event_of(row: dict) -> int:
    return int(row["dedupe_key"].split(":")[1])


def _became(row: dict) -> Acknowledgement:
    tz, now = timezone.get_current_timezone(), timezone.now()
    if row["sent_at"]:
        when = clocks.moment_words(row["sent_at"], now, tz)
        return Acknowledgement(_("Sent %(when)s") % {"when": when})
    if row["dropped_at"]:
        return Acknowledgement(_("Not sent: no longer wanted"))
    if row["failed_at"]:
        when = clocks.moment_words(row["failed_at"], now, tz)
        words = _("Failed, given up %(when)s") % {"when": when}
        return Acknowledgement(words, failed=True)
    if not row["last_error"] or not row["attempts"]:
        return Acknowledgement(_("Not sent yet"))
    when = clocks.moment_words(row["not_before"], now, tz)
    words = ngettext(
        "Not sent yet, tried once; next %(when)s",
        "Not sent yet, tried %(count)s times; next %(when)s",
        row["attempts"],
    ) % {"count": row["attempts"], "when": when}
    return Acknowledgement(words, failed=True)


def _never_written(request) -> str:
    if not request.email:
        return _("None: no e-mail address")
    if request.status == Status.QUARANTINED:
        return _("Held back until somebody calls it genuine")
    return _("None")


class MailViews:
    """The one press that lets failed mail go out again."""

    def get_urls(self):
        again = self.admin_site.admin_view(self.mail_again_view)
        name = "consultations_consultationrequest_mail_again"
        return [path("mail/again/", again, name=name), *super().get_urls()]

    def mail_again_view(self, request):
        """Try again what failed: all of it, or the mail about one `reference`."""
        if not request.user.has_perm(AGAIN):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        rows, way_back = OutboxMessage.objects.all(), [_name("changelist")]
        if reference := request.POST.get("reference"):
            subject = self._found(request, reference)
            rows, way_back = rows_about(subject), [_name("change"), subject.reference]
        count = rows.try_again(timezone.now())
        if count:
            told = ngettext(
                "One message goes out again now.",
                "%(count)s messages go out again now.",
                count,
            )
            messages.success(request, told % {"count": count})
        else:
            messages.warning(request, _("There is nothing to try again."))
        return redirect(*way_back)

    def mail_context(self, request, subject=None, events=()) -> dict:
        """Return what a page of the desk, or of one request, says about our mail."""
        rows = outbox_rows(request.user, subject, events)
        may = request.user.has_perm(AGAIN)
        context = {
            "mail_alarm": mail_alarm(rows),
            # References of open requests without an acknowledgement.
            "mail_unsent": frozenset(_unanswered(rows)),
            "mail_again": reverse(_name("mail_again")) if may else "",
        }
        if subject is not None:
            context["mailed"] = replies_of(rows)
            context["mail_gone"] = gone_out(rows)
            context["acknowledgement"] = acknowledgement_of(subject, rows)
        return context


def _name(view: str) -> str:
    return f"admin:consultations_consultationrequest_{view}"
