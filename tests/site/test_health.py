"""What a load balancer is told, with a database and without one."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from clinic.models import JobRun, OutboxMessage
from clinic_site import health

TYPED = "secret host name"


class Away:
    """A database that does not answer."""

    def cursor(self):
        raise OperationalError(TYPED)


def waiting(minutes, **fields):
    row = OutboxMessage.enqueue("test", dedupe_key=f"{minutes}", payload={})
    written = timezone.now() - timedelta(minutes=minutes)
    OutboxMessage.objects.filter(pk=row.pk).update(
        **{"created_at": written, "not_before": written, **fields}
    )


def test_live_answers_without_a_database(client):
    response = client.get(reverse("health_live"))

    assert response.status_code == 200
    assert response.content == b"ok"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_ready_answers_when_the_database_does(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        response = client.get(reverse("health_ready"))

    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "database": "ok",
        "cache": "ok",
        "disk": "ok",
        "oldest_mail_waiting_seconds": 0,
        "worker_silent_seconds": None,
        "notices_missing": ["privacy", "estimates"],
    }
    assert "no-store" in response["Cache-Control"]


def test_ready_says_that_the_database_is_away(monkeypatch):
    monkeypatch.setattr(health, "connection", Away())

    response = health.ready(RequestFactory().get("/health/ready"))

    assert response.status_code == 503
    assert response.headers["Content-Type"] == "application/json"
    assert b"away" in response.content and TYPED.encode() not in response.content


@pytest.mark.django_db
def test_ready_tells_how_long_the_oldest_mail_has_been_waiting(client):
    later = timezone.now() + timedelta(hours=1)
    waiting(90, sent_at=timezone.now())
    waiting(80, failed_at=timezone.now())
    waiting(70, not_before=later)
    waiting(60, not_before=later, attempts=3)
    waiting(30)

    response = client.get(reverse("health_ready"))

    assert response.status_code == 200
    assert 3600 <= response.json()["oldest_mail_waiting_seconds"] < 3660


@pytest.mark.django_db
def test_ready_tells_how_long_the_worker_has_been_silent(client):
    now = timezone.now()
    JobRun.note("daily", now - timedelta(hours=20), 1, "")
    JobRun.note("often", now - timedelta(minutes=2), 1, "")

    silent = client.get(reverse("health_ready")).json()["worker_silent_seconds"]

    assert 120 <= silent < 180


@pytest.mark.django_db
def test_site_without_its_cache_or_much_space_still_takes_requests(
    client, monkeypatch, settings
):
    class Away:
        def get(self, key):
            raise ConnectionError(TYPED)

    monkeypatch.setattr(health, "cache", Away())
    settings.DISK_RESERVE_MB = 10**9

    response = client.get(reverse("health_ready"))

    assert response.status_code == 200
    told = response.json()
    assert (told["ready"], told["cache"], told["disk"]) == (True, "away", "low")
    assert TYPED.encode() not in response.content


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["health_live", "health_ready"])
def test_only_reading_is_allowed(client, name):
    assert client.post(reverse(name)).status_code == 405
