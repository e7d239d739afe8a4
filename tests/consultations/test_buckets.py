"""The order of the queue: one bucket for every open request, told from columns."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from consultations.models import Bucket, ConsultationRequest, Status
from consultations.models.buckets import conditions, end_of_day, ordered

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

    listed = list(ordered(ConsultationRequest.objects.all(), Bucket, now, depth=50))

    expected = [first, later, late, called, odd, today, new, snoozed, scheduled]
    assert listed == expected
    assert [r.bucket for r in listed[:3]] == ["read_first", "overdue", "overdue"]


def test_depth_cuts_each_bucket_and_keeps_the_order(now):
    late = [
        put(receive(), due_at=now - timedelta(hours=hours)) for hours in range(1, 6)
    ]
    listed = ordered(ConsultationRequest.objects.all(), Bucket, now, depth=2)
    assert list(listed) == [late[4], late[3]]


@pytest.mark.parametrize("bucket", list(Bucket))
def test_bucket_is_read_from_an_index_over_open_requests(now, bucket):
    receive()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # With one row in the table every plan is as good.
            cursor.execute("SET LOCAL enable_seqscan = off")
    queryset = ConsultationRequest.objects.filter(conditions(now)[bucket])
    plan = queryset.order_by("due_at", "pk").values("pk")[:50].explain()
    assert "request_open" in plan


def test_overdue_come_out_of_the_index_in_their_order(now):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
    fits = conditions(now)[Bucket.OVERDUE]
    queryset = ConsultationRequest.objects.filter(fits).order_by("due_at", "pk")
    plan = queryset.values("pk")[:50].explain()
    assert "TEMP B-TREE" not in plan
    assert "Sort Key" not in plan


def test_who_rang_us_stands_out_until_somebody_acts(coordinator, colleague):
    request = receive()
    request.log_attempt("they_called", by=coordinator)
    request.take(by=coordinator)
    request.hand_over(colleague, by=coordinator)
    request.add_note("wants to know the price", by=colleague)
    assert request.called_back_at is not None

    request.log_attempt("no_answer", by=colleague)
    request.refresh_from_db()
    assert request.called_back_at is None


@pytest.mark.parametrize("action", ["schedule", "close", "start_contact"])
def test_next_step_ends_the_mark_of_who_rang_us(coordinator, action):
    request = receive()
    request.log_attempt("they_called", by=coordinator)
    given = {
        "schedule": [timezone.now() + timedelta(days=1)],
        "close": ["unreachable"],
        "start_contact": [],
    }
    getattr(request, action)(*given[action], by=coordinator)
    request.refresh_from_db()
    assert request.called_back_at is None
