"""Keeps the tallies what the events say: a little at a time, or all at once."""

import hashlib
from collections.abc import Iterable, Iterator

from django.db.models import Max, Prefetch
from django.utils import timezone

from clinic.models import LocationPage
from consultations import clocks
from consultations.models import (
    ConsultationRequest,
    IntakeSettings,
    RequestEvent,
    Tally,
    TallyProgress,
)

from .deriving import tally_of

AT_A_TIME = 500
# The worker has other things to do; what is left waits for its next round.
IN_ONE_ROUND = 4000
# Two transactions may commit in another order than they took their numbers.
LOOKED_AT_AGAIN = 100
DERIVED = sorted(Tally.CLEAR_FIELDS - {"id", "request"})


class Deriving:
    """Derives tallies, with the hours of each place read once."""

    def __init__(self):
        self.intake = IntakeSettings.load()
        self._hours = {}

    def of(self, pks: Iterable[int]) -> Iterator[tuple[ConsultationRequest, Tally]]:
        """Yield these requests, and the tally of each as its events say it."""
        # Nothing that was typed is needed for it, and none is decrypted.
        events = RequestEvent.objects.defer(*RequestEvent.PHI_FIELDS)
        found = (
            ConsultationRequest.objects.filter(pk__in=pks)
            .defer(*ConsultationRequest.PHI_FIELDS)
            .select_related("location")
            .prefetch_related(Prefetch("events", queryset=events))
            .order_by("pk")
        )
        for request in found:
            place = request.location_id
            if place not in self._hours:
                self._hours[place] = clocks.hours_of_request(request)
            hours = self._hours[place]
            yield request, tally_of(request, request.events.all(), hours, self.intake)


def refresh() -> None:
    """Count what has happened since the last time, or go on with counting anew.

    All is counted anew, a part in each round, once opening hours or targets change.
    """
    progress, _new = TallyProgress.objects.get_or_create(pk=1)
    deriving, digest = Deriving(), hours_digest()
    if digest != progress.hours_digest:
        if not progress.hours_digest:
            progress.last_event = _newest_event()
        progress.hours_digest, progress.anew_after = digest, 0
    if progress.anew_after is not None:
        later = ConsultationRequest.objects.filter(pk__gt=progress.anew_after)
        pks = list(later.order_by("pk").values_list("pk", flat=True)[:IN_ONE_ROUND])
        _keep(pks, deriving)
        progress.anew_after = pks[-1] if len(pks) == IN_ONE_ROUND else None
    after = max(0, progress.last_event - LOOKED_AT_AGAIN)
    events = RequestEvent.objects.filter(pk__gt=after).order_by("pk")
    pairs = list(events.values_list("pk", "request_id")[:IN_ONE_ROUND])
    _keep(sorted({request for _event, request in pairs}), deriving)
    if pairs:
        progress.last_event = pairs[-1][0]
    progress.counted_at = timezone.now()
    progress.save()


def rebuild() -> int:
    """Count all requests anew; return how many there are."""
    progress, _new = TallyProgress.objects.get_or_create(pk=1)
    progress.last_event, progress.hours_digest = _newest_event(), hours_digest()
    deriving, count = Deriving(), 0
    for pks in _every_request():
        _keep(pks, deriving)
        count += len(pks)
    progress.anew_after, progress.counted_at = None, timezone.now()
    progress.save()
    return count


def first_difference() -> tuple[int, str]:
    """Return how many requests were compared, and where the first one differs.

    The words are empty where every tally is what the events of its request say.
    """
    deriving, count = Deriving(), 0
    for pks in _every_request():
        stored = {t.request_id: t for t in Tally.objects.filter(request_id__in=pks)}
        for request, derived in deriving.of(pks):
            count += 1
            kept = stored.get(request.pk)
            if kept is None:
                return count, f"{request.reference} has not been counted"
            for name in DERIVED:
                was, said = getattr(kept, name), getattr(derived, name)
                if was != said:
                    words = f"{name} is {was}, its events say {said}"
                    return count, f"{request.reference}: {words}"
    return count, ""


def hours_digest() -> str:
    """Return a digest of all that minutes are counted by, apart from events."""
    intake, default = IntakeSettings.load(), LocationPage.default()
    said = [
        intake.first_attempt_minutes,
        intake.conversation_minutes,
        default and default.pk,
        timezone.get_default_timezone_name(),
    ]
    for place in LocationPage.objects.order_by("pk"):
        hours = place.office_hours()
        for days in (hours.weekly, hours.exceptions):
            said.append([(day, sorted(spans)) for day, spans in sorted(days.items())])
        said += [place.pk, str(hours.tz)]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _keep(pks: list[int], deriving: Deriving) -> None:
    """Write the tallies of these requests that are not what the events say."""
    for start in range(0, len(pks), AT_A_TIME):
        part = pks[start : start + AT_A_TIME]
        stored = {t.request_id: t for t in Tally.objects.filter(request_id__in=part)}
        changed = [
            tally
            for _request, tally in deriving.of(part)
            if not _same(stored.get(tally.request_id), tally)
        ]
        # One statement, so that two who count at once do not fall over each other.
        Tally.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["request"],
            update_fields=DERIVED,
        )


def _same(kept: Tally | None, derived: Tally) -> bool:
    return kept is not None and all(
        getattr(kept, name) == getattr(derived, name) for name in DERIVED
    )


def _every_request() -> Iterator[list[int]]:
    """Yield the ids of all requests, a part at a time."""
    after = 0
    while True:
        later = ConsultationRequest.objects.filter(pk__gt=after).order_by("pk")
        pks = list(later.values_list("pk", flat=True)[:AT_A_TIME])
        if not pks:
            return
        yield pks
        after = pks[-1]


def _newest_event() -> int:
    return RequestEvent.objects.aggregate(newest=Max("pk"))["newest"] or 0
