"""Forms on their way in: sealed in one row at once, opened into requests after that.

Whoever sends a form waits for that row alone, on the disk. The worker opens it within
a second; who looks for it earlier, the sender's next page or the desk, opens it on the
way. Where no worker is at work, a form is opened by the very answer that takes it.
"""

import logging
import threading
import time
from datetime import UTC, datetime, timedelta

from django.db import (
    DEFAULT_DB_ALIAS,
    InterfaceError,
    OperationalError,
    connections,
    transaction,
)
from django.utils import timezone, translation
from django.views.decorators.debug import sensitive_variables
from wagtail.models import Page

from clinic.encryption import lookup_digest, lookup_digests
from clinic.inserting import Insertion
from clinic.memory import remembered
from clinic.models import JobRun, LocationPage, ServicePage
from consultations import clocks, promise
from consultations.models import (
    ConsultationRequest,
    SealedForm,
    Step,
    WordingKind,
    WordingSet,
    steps,
)
from consultations.models.receiving import OutcomeUnknown
from consultations.sent_form import SentForm
from consultations.spam import suspicions
from consultations.ticket import Ticket

OPENING = "open_sent_forms"
# A run of the worker is written down once a minute.
AT_WORK_WITHIN = timedelta(minutes=3)
ASKED_EVERY = 10
AT_A_TIME = 20
# While forms come in, the opening of others takes so much of each second; and so much
# at once at most, as the worker has other work. In seconds.
STRETCH, LONGEST = 0.1, 3.0
CALM = timedelta(seconds=0.5)
# In a rush a form may stay sealed so long, unless somebody looks for it.
PATIENCE = timedelta(seconds=3)

logger = logging.getLogger(__name__)
_sealed = Insertion("consultations.SealedForm")
# When this thread's line to the database answered last; trusted for so many seconds.
_line = threading.local()
TRUSTED_FOR = 0.5


@sensitive_variables()
def put(sent: SentForm) -> str:
    """Keep a form on the disk and return its reference; it is opened here or soon.

    Who corrects what they sent may be told a reference that becomes nothing: the page
    that follows shows the one they have. Raises OutcomeUnknown where the line broke
    after the form was on its way.
    """
    if not is_emptied():
        # From when there was a worker.
        open_for(sent.key)
        return take_in(sent).reference
    values = {
        "digest": lookup_digest("submission", sent.key),
        "at": sent.at,
        "sealed": sent.as_text(),
        "not_before": sent.at,
    }
    here = connections[DEFAULT_DB_ALIAS]
    # A line that has just answered is not asked first whether it is still there.
    if time.monotonic() - getattr(_line, "answered", -TRUSTED_FOR) < TRUSTED_FOR:
        here.health_check_done = True
    here.ensure_connection()
    try:
        _sealed.each([values])
        _line.answered = time.monotonic()
    except (OperationalError, InterfaceError) as error:
        if here.is_usable():
            raise
        # It was a transaction of its own, whose end nobody has heard of.
        raise OutcomeUnknown from error
    return sent.reference


def is_emptied() -> bool:
    """Say whether a worker opens what comes in, as far as is known of late."""
    moment = int(time.time() // ASKED_EVERY)
    return remembered((OPENING, moment), _worker_was_seen)


def _worker_was_seen() -> bool:
    late = timezone.now() - AT_WORK_WITHIN
    runs = JobRun.objects.filter(name=OPENING, started_at__gt=late)
    return runs.filter(failing_since=None).exists()


@sensitive_variables()
def take_in(sent: SentForm) -> ConsultationRequest:
    """Make a request of a form, or an amendment of the one that its key has made."""
    ticket, place = sent.ticket, LocationPage.main()
    with translation.override(sent.language):
        wordings = WordingSet.shown(ticket.wordings, sent.language)
        shown_at = datetime.fromtimestamp(ticket.shown_at, UTC)
        received = ConsultationRequest.receive(
            submission_key=sent.key,
            reference=sent.reference,
            at=sent.at,
            consent=wordings[WordingKind.CONSENT],
            wordings=promise.seen_on_the_form(
                wordings, clocks.hours_of(place), shown_at, sent.at
            ),
            quarantine_reasons=suspicions(sent),
            language=sent.language,
            source_page=_source_page(ticket),
            service=_service(ticket),
            service_title=ticket.service_title,
            location=place,
            **sent.content,
        )
    if received.is_new and not received.quarantine_reasons:
        steps.count(Step.RECEIVED, ticket.page_id)
    return received


def open_for(key: str) -> None:
    """Open what came in with a submission key and waits still, the earliest first.

    What cannot be opened waits on; raises where the database is away.
    """
    _open_all(lookup_digests("submission", key))


def open_of(request: ConsultationRequest) -> bool:
    """Open what waits still of a request; say whether there was anything.

    What somebody decides about it now comes after what they sent before.
    """
    return _open_all([request.submission_digest])


def _open_all(digests: list[str]) -> bool:
    pks = list(SealedForm.objects.of(digests).values_list("pk", flat=True))
    for pk in pks:
        if not _open(pk, wait=True):
            break
    return bool(pks)


def open_waiting() -> None:
    """Open what waits, the earliest first; what somebody else is opening is left.

    It ends sooner while more come in, and raises where the database is away.
    """
    began = time.monotonic()
    due = SealedForm.objects.due().values_list("pk", flat=True)[:AT_A_TIME]
    while pks := list(due.all()):
        for pk in pks:
            _open(pk)
        took = time.monotonic() - began
        if took > LONGEST or (took > STRETCH and SealedForm.objects.younger_than(CALM)):
            break


def is_rush() -> bool:
    """Say whether so many send just now that opening can wait for some seconds."""
    first = SealedForm.objects.order_by("pk").values_list("at", flat=True)
    waiting = list(first[: AT_A_TIME + 1])
    return len(waiting) > AT_A_TIME and timezone.now() - waiting[0] < PATIENCE


def _open(pk: int, *, wait: bool = False) -> bool:
    """Make one form a request; say whether it is, by whoever did it."""
    try:
        _opened(pk, wait)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 - one form's failure is not the others'
        # Only the class: the text of an error may quote what was typed.
        logger.error("A sent form cannot be opened: %s", type(error).__name__)
        SealedForm(pk=pk).put_off()
        return False
    return True


@sensitive_variables()
def _opened(pk: int, wait: bool) -> None:
    with transaction.atomic():
        rows = SealedForm.objects.select_for_update(skip_locked=not wait)
        form = rows.filter(pk=pk).first()
        # Somebody else has opened it, or is about to.
        if form is not None:
            take_in(SentForm.from_text(form.sealed))
            form.delete()


def reference_of_sealed(key: str) -> str:
    """Return the reference of the first form of a key that waits still, or ""."""
    form = SealedForm.objects.of(lookup_digests("submission", key)).first()
    return SentForm.from_text(form.sealed).reference if form else ""


def _source_page(ticket: Ticket) -> Page | None:
    """Return the page the person came from, by the name it had, should it be gone."""
    if ticket.page_id is None:
        return None
    page = Page.objects.filter(pk=ticket.page_id).first()
    return page or Page(pk=ticket.page_id, title=ticket.page_title)


def _service(ticket: Ticket) -> ServicePage | None:
    """Return the service that the form was opened for, if it is still there."""
    if ticket.service_id is None:
        return None
    return ServicePage.objects.filter(pk=ticket.service_id).first()
