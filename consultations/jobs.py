"""The recurring work of intake; `run_worker` does it."""

from datetime import timedelta

from django.utils import timezone

from clinic.jobs import job
from consultations import clocks, figures, inbox
from consultations.models import (
    ConsultationRequest,
    IntakeSettings,
    KeptPost,
    StepCount,
    TrailCheck,
)
from consultations.retention import purge_expired, wipe
from consultations.unclaimed import tell_of_unclaimed


@job(inbox.OPENING, every=timedelta(seconds=1))
def open_sent_forms() -> None:
    """Open the forms that came in; in a rush, whoever sends goes first."""
    if not inbox.is_rush():
        inbox.open_waiting()


@job("forget_step_counts", every=timedelta(days=1))
def forget_step_counts() -> None:
    """Delete the figures of days that nobody compares with any more."""
    StepCount.objects.forget_old()


@job("forget_kept_posts", every=timedelta(days=1))
def forget_kept_posts() -> None:
    """Delete notes that waited a week for whoever wrote them."""
    KeptPost.objects.forget_old()


@job("purge_expired_requests", every=timedelta(days=1))
def purge_expired_requests() -> None:
    """Delete the requests that are over for longer than they may be kept."""
    for _rule, _references in purge_expired():
        pass
    wipe()


@job("refresh_clocks", every=timedelta(minutes=15))
def refresh_clocks() -> None:
    """Compute again when open requests are due: hours and targets change by hand."""
    intake, hours = IntakeSettings.load(), {}
    found = ConsultationRequest.objects.open().defer(*ConsultationRequest.PHI_FIELDS)
    for request in found.select_related("location").iterator():
        if request.location_id not in hours:
            hours[request.location_id] = clocks.hours_of_request(request)
        due = clocks.due_at(request, hours[request.location_id], intake)
        if due != request.due_at:
            request.move_due(due)


@job("count_figures", every=timedelta(minutes=1))
def count_figures() -> None:
    """Let the managers' figures follow what has happened since."""
    figures.refresh()


@job("notify_unclaimed", every=timedelta(minutes=5))
def notify_unclaimed() -> None:
    """Tell the next person on the list of requests that nobody takes."""
    tell_of_unclaimed(timezone.now())


@job("check_reading_trail", every=timedelta(minutes=5))
def check_reading_trail() -> None:
    """Check the reading trail once a day, a stretch at a time."""
    TrailCheck.go_on()
