"""What a load balancer is told, with a database and without one."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from clinic.models import OutboxMessage
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
    with django_assert_max_num_queries(3):
        response = client.get(reverse("health_ready"))

    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "database": "ok",
        "oldest_mail_waiting_seconds": 0,
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
@pytest.mark.parametrize("name", ["health_live", "health_ready"])
def test_only_reading_is_allowed(client, name):
    assert client.post(reverse(name)).status_code == 405
