"""Processes of their own with the same key at the same instant are one request."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clinic.models import OutboxMessage
from consultations.models import ConsultationRequest, RequestEvent

from .shared_database import shared  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
ROOT = Path(__file__).resolve().parent.parent.parent
AT_ONCE = 4
KEY = "k" * 32


def send_at_once(database: str, messages: list[str], key=KEY) -> list[dict]:
    """Start a process for each message, let all of them receive in one instant."""
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "clinic_site.settings.test",
    }
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.consultations.one_process", key, message],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for message in messages
    ]
    try:
        for process in processes:
            assert process.stdout.readline() == "ready\n"
        start = time.time() + 0.3
        for process in processes:
            process.stdin.write(f"{start}\n")
            process.stdin.flush()
        told = [process.communicate(timeout=60)[0] for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.wait()
    assert [process.returncode for process in processes] == [0] * len(processes)
    return [json.loads(line) for line in told]


def test_same_key_and_content_is_one_request_and_one_set_of_mail(shared):  # noqa: F811
    told = send_at_once(shared, ["the same words"] * AT_ONCE)

    request = ConsultationRequest.objects.get()
    assert {t["reference"] for t in told} == {request.reference}
    assert sum(t["new"] for t in told) == 1
    assert RequestEvent.objects.count() == 1
    assert OutboxMessage.objects.count() == 2


def test_same_key_and_other_content_is_one_request_with_every_version(shared):  # noqa: F811
    messages = [f"version {number}" for number in range(AT_ONCE)]
    told = send_at_once(shared, messages)

    request = ConsultationRequest.objects.get()
    assert {t["reference"] for t in told} == {request.reference}
    assert sum(t["new"] for t in told) == 1
    assert request.message in messages
    kinds = sorted(RequestEvent.objects.values_list("kind", flat=True))
    assert kinds == ["amended"] * (AT_ONCE - 1) + ["received"]
    earlier = [
        json.loads(event.earlier)["message"]
        for event in RequestEvent.objects.all()
        if event.earlier
    ]
    assert sorted([*earlier, request.message]) == messages
