"""What needs somebody now: the buckets of the queue and their order.

Every open request lies in exactly one bucket, told from stored columns and the time.
Its lane is what the columns alone say; the database keeps it. Each bucket is a range of
an index over lanes and clocks, so that a page of the queue costs the same whether a
thousand requests are stored or a million.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .choices import OPEN, Status
from .parts import AnyOf, CountOf, Part

# Nobody reads further; beyond it a count says "999+".
COUNTED_AT_MOST = 1000


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
# Those that may have no clock at all; they come after the ones that have.
MAYBE_CLOCKLESS = (Bucket.READ_FIRST, Bucket.CALLED_BACK, Bucket.IN_CONTACT)


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
NEVER_OVERDUE = [Lane.FIRST, Lane.ODD]


def conditions(now: datetime) -> dict[Bucket, Q]:
    """Return what puts a request into each bucket at `now`; none fits two.

    Whoever is back from a snooze with time left counts among those in contact.
    """
    is_open = Q(closed_at__isnull=True)
    midnight = end_of_day(now)
    in_time = Q(due_at__gt=now) | Q(due_at__isnull=True)
    later = Q(due_at__gte=midnight) | Q(due_at__isnull=True)
    awake = Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=now)
    worked = Q(lane__in=[Lane.RECEIVED, Lane.IN_CONTACT, Lane.SNOOZED]) & awake
    met = Q(lane__in=[Lane.IN_CONTACT, Lane.SNOOZED]) & awake
    asleep = Q(lane=Lane.SNOOZED, snoozed_until__gt=now) & in_time
    fits = {
        Bucket.READ_FIRST: Q(lane=Lane.FIRST),
        Bucket.OVERDUE: Q(due_at__lte=now) & ~Q(lane__in=NEVER_OVERDUE),
        Bucket.CALLED_BACK: Q(lane=Lane.CALLED) & in_time,
        Bucket.QUARANTINED: Q(lane=Lane.ODD),
        Bucket.TODAY: worked & Q(due_at__gt=now, due_at__lt=midnight),
        Bucket.NEW: Q(lane=Lane.RECEIVED) & later,
        Bucket.IN_CONTACT: met & later,
        Bucket.SNOOZED: asleep,
        Bucket.SCHEDULED: Q(lane=Lane.SCHEDULED) & in_time,
    }
    return {bucket: is_open & fit for bucket, fit in fits.items()}


def ordered(queryset, buckets: Iterable[Bucket], now: datetime, *, depth: int):
    """Return the first `depth` requests of these buckets, the most pressing first.

    Each carries its `bucket`. At most `depth` rows are read of each bucket.
    """
    fits = conditions(now)
    soonest = F("due_at").asc(nulls_last=True)
    parts = []
    for bucket in buckets:
        # SQLite takes no index for an order that says where its nulls go.
        first = soonest if bucket in MAYBE_CLOCKLESS else "due_at"
        part = queryset.filter(fits[bucket]).order_by(first, "pk")
        parts.append(Part(part.values("pk")[:depth]))
    numbered = [When(q, then=number) for number, q in enumerate(fits.values())]
    named = [When(q, then=Value(bucket.value)) for bucket, q in fits.items()]
    ids = AnyOf(*parts)
    return (
        queryset.filter(pk__in=ids)
        .annotate(
            place=Case(*numbered, output_field=models.SmallIntegerField()),
            bucket=Case(*named, output_field=models.CharField()),
        )
        .order_by("place", soonest, "pk")[:depth]
    )


def counted(user, querysets: dict[str, models.QuerySet], **besides) -> dict[str, int]:
    """Return how many rows each query gives, COUNTED_AT_MOST at most; one query.

    `besides` are further expressions to bring along.
    """
    asked = {
        f"count_{name}": CountOf(few.values("pk"), limit=COUNTED_AT_MOST)
        for name, few in querysets.items()
    }
    # One row that is surely there carries them all.
    row = get_user_model().objects.filter(pk=user.pk).values(**asked, **besides).get()
    return {name.removeprefix("count_"): value for name, value in row.items()}
