"""The order of the queue: one bucket for every open request, told from columns."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from consultations.models import SYSTEM, Bucket, ConsultationRequest, Status
from consultations.models.buckets import (
    FirstOf,
    conditions,
    end_of_day,
    ordered,
    runs,
)

from .conftest import receive

pytestmark = pytest.mark.django_db

QUEUE = reverse("admin:consultations_consultationrequest_changelist")
OPEN = [Status.RECEIVED, Status.QUARANTINED, Status.IN_CONTACT, Status.SCHEDULED]


def put(request, status=None, **columns):
    """Store a request in a state that would take days to reach."""
    for name, value in columns.items():
        setattr(request, name, value)
    if status:
        request.status = status
    request._through_method = True
    request.save()
    request._through_method = False
    return request


@pytest.fixture
def now():
    """Noon, so that a few hours either way are the same day."""
    return timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)


def bucket_of(request, now):
    return [
        bucket
        for bucket, fits in conditions(now).items()
        if ConsultationRequest.objects.filter(fits, pk=request.pk).exists()
    ]


def test_every_open_request_lies_in_exactly_one_bucket(now):
    request = receive()
    moments = [None, now - timedelta(hours=1), now + timedelta(hours=1)]
    due = [*moments, now, end_of_day(now), now + timedelta(days=3)]
    for status, first, called, snoozed, at in product(
        OPEN, [True, False], moments[:2], moments, due
    ):
        put(
            request,
            status,
            pinned=first,
            called_back_at=called,
            snoozed_until=snoozed,
            due_at=at,
        )
        found = bucket_of(request, now)
        assert len(found) == 1, (status, first, called, snoozed, at, found)
        in_runs = [
            ConsultationRequest.objects.filter(run, pk=request.pk).exists()
            for run in runs(now)[found[0]]
        ]
        assert in_runs.count(True) == 1, (status, first, called, snoozed, at)


@pytest.mark.parametrize(
    ("columns", "bucket"),
    [
        ({"pinned": True}, Bucket.READ_FIRST),
        ({"pinned": True, "status": Status.QUARANTINED}, Bucket.READ_FIRST),
        ({"pinned": True, "status": Status.SCHEDULED}, Bucket.READ_FIRST),
        # The mark alone, once somebody has said what was done.
        ({"read_first": True}, Bucket.NEW),
        ({"read_first": True, "hours": -1}, Bucket.OVERDUE),
        ({"hours": -1}, Bucket.OVERDUE),
        ({"hours": 0}, Bucket.OVERDUE),
        ({"hours": -1, "status": Status.SCHEDULED}, Bucket.OVERDUE),
        ({"hours": -1, "status": Status.QUARANTINED}, Bucket.QUARANTINED),
        ({"hours": -1, "snoozed": -1}, Bucket.OVERDUE),
        ({"hours": 48, "snoozed": -1}, Bucket.IN_CONTACT),
        ({"hours": 2, "snoozed": -1}, Bucket.TODAY),
        ({"hours": None, "called": True}, Bucket.CALLED_BACK),
        ({"hours": 2}, Bucket.TODAY),
        ({"hours": 12}, Bucket.NEW),
        ({"hours": 48}, Bucket.NEW),
        ({"hours": 48, "status": Status.IN_CONTACT}, Bucket.IN_CONTACT),
        ({"hours": None, "status": Status.IN_CONTACT}, Bucket.IN_CONTACT),
        ({"hours": 2, "snoozed": 2}, Bucket.SNOOZED),
        ({"hours": 2, "status": Status.SCHEDULED}, Bucket.SCHEDULED),
    ],
)
def test_bucket_says_why_a_request_stands_where_it_does(now, columns, bucket):
    hours = columns.pop("hours", 48)
    columns["due_at"] = None if hours is None else now + timedelta(hours=hours)
    if "snoozed" in columns:
        ahead = timedelta(hours=columns.pop("snoozed"))
        columns["snoozed_until"] = now + ahead
    if columns.pop("called", False):
        columns["called_back_at"] = now
    assert bucket_of(put(receive(), **columns), now) == [bucket]


def test_closed_request_lies_in_none(coordinator, now):
    request = receive()
    request.close("unreachable", by=coordinator)
    assert bucket_of(request, now) == []


def test_queue_is_in_the_order_of_its_buckets_then_of_its_clocks(now):
    def ahead(hours, **columns):
        return put(receive(), due_at=now + timedelta(hours=hours), **columns)

    scheduled = ahead(1, status=Status.SCHEDULED)
    snoozed = ahead(3, snoozed_until=now + timedelta(hours=3))
    new = ahead(30)
    today = ahead(2)
    odd = ahead(-5, status=Status.QUARANTINED)
    called = put(
        receive(),
        Status.IN_CONTACT,
        due_at=None,
        called_back_at=now,
        snoozed_until=None,
    )
    late, later = ahead(-1), ahead(-2)
    first = ahead(40, pinned=True)

    listed = list(ordered(ConsultationRequest.objects.all(), Bucket, now, last=50))

    expected = [first, later, late, called, odd, today, new, snoozed, scheduled]
    assert listed == expected
    assert [r.bucket for r in listed[:3]] == ["read_first", "overdue", "overdue"]


def test_pages_of_the_queue_are_one_order_cut_up(now):
    """Every state that a request may be in, more than one of each bucket."""
    moments = [None, now - timedelta(hours=1), now + timedelta(hours=1)]
    due = [None, now - timedelta(hours=2), now + timedelta(hours=2), now, moments[2]]
    for number, (status, called, snoozed) in enumerate(
        product(OPEN, moments[:2], moments)
    ):
        for at in (due[number % 5], due[(number + 2) % 5]):
            columns = {"called_back_at": called, "snoozed_until": snoozed}
            pinned = number % 7 == 0
            put(receive(), status, due_at=at, pinned=pinned, **columns)
    receive().close("unreachable", by=SYSTEM)
    requests = ConsultationRequest.objects.all()
    buckets = list(Bucket)
    expected = sorted(
        requests.open(),
        key=lambda one: (
            buckets.index(bucket_of(one, now)[0]),
            one.due_at is None,
            one.due_at or now,
            one.pk,
        ),
    )
    assert len(expected) == 48

    whole = list(ordered(requests, Bucket, now, last=100))
    assert whole == expected
    assert [one.bucket for one in whole] == [bucket_of(r, now)[0] for r in expected]
    for size in (1, 7, 20):
        pages = [
            list(ordered(requests, Bucket, now, first=first, last=first + size))
            for first in range(0, 49, size)
        ]
        assert [one for page in pages for one in page] == expected
    some = [Bucket.OVERDUE, Bucket.IN_CONTACT]
    listed = list(ordered(requests.filter(pk__gt=0), some, now, first=3, last=9))
    assert listed == [one for one in whole if one.bucket in some][3:9]


def test_page_of_the_queue_is_fetched_by_its_ids_alone():
    """Given what they fit as well, PostgreSQL looks through all that does."""
    of_somebody = ConsultationRequest.objects.filter(assigned_to=1)

    page = ordered(of_somebody, [Bucket.TODAY], timezone.now(), last=50)

    [lookup] = page.query.where.children
    assert isinstance(lookup.rhs, FirstOf)
    assert str(page.query).count('"assigned_to_id" = 1') == len(
        runs(timezone.now())[Bucket.TODAY]
    )


RUNS = [
    (bucket, number)
    for bucket, parts in runs(timezone.now()).items()
    for number in range(len(parts))
]


@pytest.mark.parametrize("filtered", ["", "assigned_to", "service", "location"])
@pytest.mark.parametrize(("bucket", "number"), RUNS)
def test_run_comes_out_of_an_index_over_open_requests(now, bucket, number, filtered):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # With no row in the table every plan is as good.
            for way in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    queryset = ConsultationRequest.objects.filter(runs(now)[bucket][number])
    if filtered:
        queryset = queryset.filter(**{filtered: 1})
    plan = queryset.order_by("due_at", "pk").values("pk", "due_at")[:50].explain()
    assert "request_open" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort Key" not in plan
