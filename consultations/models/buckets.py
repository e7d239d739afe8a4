"""What needs somebody now: the buckets of the queue and their order.

Every open request lies in exactly one bucket, told from stored columns and the time.
Its lane is what the columns alone say; the database keeps it. Each bucket is made of a
few ranges of an index over lanes and clocks, so that a page of the queue costs the same
whether a thousand requests are stored or a million.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from functools import reduce
from operator import or_

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .choices import OPEN, Status
from .parts import AnyOf, CountOf, Part

# Nobody reads further; beyond it a count says "499+".
COUNTED_AT_MOST = 500


class Bucket(models.TextChoices):
    """Why a request is where it is in the queue; the most pressing comes first."""

    READ_FIRST = "read_first", _("Read first")
    OVERDUE = "overdue", _("Overdue")
    CALLED_BACK = "called_back", _("They called back")
    QUARANTINED = "quarantined", _("Possible spam")
    TODAY = "today", _("Due today")
    NEW = "new", _("New")
    IN_CONTACT = "in_contact", _("In contact")
    SNOOZED = "snoozed", _("Snoozed")
    SCHEDULED = "scheduled", _("Scheduled")


# Somebody should look at these before anything else.
URGENT = (Bucket.READ_FIRST, Bucket.OVERDUE, Bucket.CALLED_BACK)


def end_of_day(now: datetime) -> datetime:
    """Return the midnight that ends today at the clinic."""
    tomorrow = timezone.localtime(now).date() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time.min))


class Lane(models.TextChoices):
    """Where a request runs in the queue, the time aside."""

    FIRST = "first"
    ODD = "odd"
    CALLED = "called"
    SCHEDULED = "scheduled"
    SNOOZED = "snoozed"
    RECEIVED = "received"
    IN_CONTACT = "in_contact"
    CLOSED = "closed"


LANE = Case(
    When(~Q(status__in=OPEN), then=Value(Lane.CLOSED.value)),
    When(pinned=True, then=Value(Lane.FIRST.value)),
    When(status=Status.QUARANTINED, then=Value(Lane.ODD.value)),
    When(called_back_at__isnull=False, then=Value(Lane.CALLED.value)),
    When(status=Status.SCHEDULED, then=Value(Lane.SCHEDULED.value)),
    When(snoozed_until__isnull=False, then=Value(Lane.SNOOZED.value)),
    When(status=Status.RECEIVED, then=Value(Lane.RECEIVED.value)),
    default=Value(Lane.IN_CONTACT.value),
)
# Possible spam is never overdue: a flood of it must not bury people.
MAY_BE_OVERDUE = (
    Lane.CALLED,
    Lane.SCHEDULED,
    Lane.SNOOZED,
    Lane.RECEIVED,
    Lane.IN_CONTACT,
)


def runs(now: datetime) -> dict[Bucket, list[Q]]:
    """Return the runs that make up each bucket at `now`: a lane between two clocks.

    An open request lies in one of them. Each is a range of an index, in its order.
    Whoever is back from a snooze with time left counts among those in contact.
    """
    midnight = end_of_day(now)
    over, ahead = Q(due_at__lte=now), Q(due_at__gt=now)
    today, later = ahead & Q(due_at__lt=midnight), Q(due_at__gte=midnight)
    # Apart, because databases differ in where nulls go, and such come last.
    clocked, clockless = Q(due_at__isnull=False), Q(due_at__isnull=True)
    back, asleep = Q(snoozed_until__lte=now), Q(snoozed_until__gt=now)

    def of(lane: Lane, *times: Q) -> list[Q]:
        return [Q(closed_at__isnull=True, lane=lane) & time for time in times]

    return {
        Bucket.READ_FIRST: of(Lane.FIRST, clocked, clockless),
        Bucket.OVERDUE: [run for lane in MAY_BE_OVERDUE for run in of(lane, over)],
        Bucket.CALLED_BACK: of(Lane.CALLED, ahead, clockless),
        Bucket.QUARANTINED: of(Lane.ODD, clocked, clockless),
        Bucket.TODAY: [
            *of(Lane.RECEIVED, today),
            *of(Lane.IN_CONTACT, today),
            *of(Lane.SNOOZED, today & back),
        ],
        Bucket.NEW: of(Lane.RECEIVED, later, clockless),
        Bucket.IN_CONTACT: [
            *of(Lane.IN_CONTACT, later, clockless),
            *of(Lane.SNOOZED, later & back, clockless & back),
        ],
        Bucket.SNOOZED: of(Lane.SNOOZED, ahead & asleep, clockless & asleep),
        Bucket.SCHEDULED: of(Lane.SCHEDULED, ahead, clockless),
    }


def conditions(now: datetime) -> dict[Bucket, Q]:
    """Return what puts a request into each bucket at `now`; none fits two."""
    return {bucket: reduce(or_, parts) for bucket, parts in runs(now).items()}


class FirstOf(AnyOf):
    """The ids of the most pressing requests that these queries give, up to a limit."""

    template = (
        "(SELECT pk FROM (%(expressions)s) AS parts"
        " ORDER BY place, due_at IS NULL, due_at, pk LIMIT %(limit)d OFFSET %(first)d)"
    )


def ordered(
    queryset, buckets: Iterable[Bucket], now: datetime, *, last: int, first: int = 0
):
    """Return requests of these buckets from `first` up to `last`, most pressing first.

    Each carries its `bucket`. At most `last` entries of the index are read of each run,
    and no request but those that are returned. Which columns come along is not taken
    from `queryset`.
    """
    found = runs(now)
    places = {bucket: place for place, bucket in enumerate(found)}
    parts = []
    for bucket in buckets:
        place = Value(places[bucket], output_field=models.SmallIntegerField())
        for run in found[bucket]:
            part = queryset.filter(run).order_by("due_at", "pk")
            parts.append(Part(part.values("pk", "due_at", place=place)[:last]))
    fits = conditions(now).items()
    numbered = [When(q, then=places[bucket]) for bucket, q in fits]
    named = [When(q, then=Value(bucket.value)) for bucket, q in fits]
    return (
        # Filtered once more, PostgreSQL begins with all that fit, however many.
        queryset.model.objects.filter(
            pk__in=FirstOf(*parts, limit=last - first, first=first)
        )
        .annotate(
            place=Case(*numbered, output_field=models.SmallIntegerField()),
            bucket=Case(*named, output_field=models.CharField()),
        )
        .order_by("place", F("due_at").asc(nulls_last=True), "pk")
    )


def counted(user, asked: dict[str, list[models.QuerySet]], **besides) -> dict[str, int]:
    """Return how many rows each set of queries gives together; one query.

    They are counted up to COUNTED_AT_MOST. `besides` are further expressions to bring
    along.
    """
    counts = {
        f"count_{name}": CountOf(
            *(query.values("pk") for query in queries), limit=COUNTED_AT_MOST
        )
        for name, queries in asked.items()
    }
    # One row that is surely there carries them all.
    row = get_user_model().objects.filter(pk=user.pk).values(**counts, **besides).get()
    return {name.removeprefix("count_"): value for name, value in row.items()}
