"""A worker that was seen opening forms, and what it does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clinic.models import JobRun
from consultations import inbox
from consultations.models import ConsultationRequest, SealedForm


def seen(ago=timedelta(0), error=""):
    """Let a worker have opened forms so long ago."""
    JobRun.objects.filter(name=inbox.OPENING).delete()
    JobRun.note(inbox.OPENING, timezone.now() - ago, 0.1, error)


@pytest.fixture
def worker(location):
    seen()


def open_all() -> None:
    """Open what can be opened, however slow this machine is."""
    while SealedForm.objects.due().exists():
        inbox.open_waiting()


def only() -> ConsultationRequest:
    assert not SealedForm.objects.exists()
    return ConsultationRequest.objects.get()
