"""What needs somebody now: the buckets of the queue and their order.

Every open request lies in exactly one bucket, told from stored columns and the time.
Each bucket is a range of an index over open requests, so that a page of the queue
costs the same whether a thousand requests are stored or a million.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Case, F, Func, Q, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .choices import Status

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


def conditions(now: datetime) -> dict[Bucket, Q]:
    """Return what puts a request into each bucket at `now`; none fits two.

    A consultation that was agreed on is no longer pinned, and possible spam is never
    overdue: a flood of it must not bury people whose time is over.
    """
    is_open = Q(closed_at__isnull=True)
    scheduled, quarantined = Q(status=Status.SCHEDULED), Q(status=Status.QUARANTINED)
    usual = is_open & Q(read_first=False)
    worked = Q(status__in=[Status.RECEIVED, Status.IN_CONTACT])
    in_time = Q(due_at__gt=now) | Q(due_at__isnull=True)
    unpinned = is_open & (Q(read_first=False) | scheduled) & ~quarantined
    called = Q(called_back_at__isnull=False)
    quiet = in_time & ~called
    awake = Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=now)
    midnight = end_of_day(now)
    later = usual & quiet & awake & (Q(due_at__gte=midnight) | Q(due_at__isnull=True))
    return {
        Bucket.READ_FIRST: is_open & Q(read_first=True) & ~scheduled,
        Bucket.OVERDUE: unpinned & Q(due_at__lte=now),
        Bucket.CALLED_BACK: unpinned & in_time & called,
        Bucket.QUARANTINED: usual & quarantined,
        Bucket.TODAY: (
            usual & worked & ~called & awake & Q(due_at__gt=now, due_at__lt=midnight)
        ),
        Bucket.NEW: later & Q(status=Status.RECEIVED),
        Bucket.IN_CONTACT: later & Q(status=Status.IN_CONTACT),
        Bucket.SNOOZED: usual & worked & quiet & Q(snoozed_until__gt=now),
        Bucket.SCHEDULED: is_open & scheduled & quiet,
    }


class _Part(Subquery):
    """A query with an order and a limit of its own, as a part of several."""

    template = "SELECT * FROM (%(subquery)s) AS part"


class _AnyOf(Func):
    """The ids that any of these queries gives; databases differ in what they allow."""

    template = "(%(expressions)s)"
    arg_joiner = " UNION ALL "


class CountOf(Subquery):
    """How many rows a query gives, as one column of another."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = models.IntegerField()


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
        parts.append(_Part(part.values("pk")[:depth]))
    numbered = [When(q, then=number) for number, q in enumerate(fits.values())]
    named = [When(q, then=models.Value(bucket.value)) for bucket, q in fits.items()]
    ids = _AnyOf(*parts, output_field=models.BigIntegerField())
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
        f"count_{name}": CountOf(few.order_by().values("pk")[:COUNTED_AT_MOST])
        for name, few in querysets.items()
    }
    # One row that is surely there carries them all.
    row = get_user_model().objects.filter(pk=user.pk).values(**asked, **besides).get()
    return {name.removeprefix("count_"): value for name, value in row.items()}
