"""`/metrics`: figures for a monitoring system, behind a token, about nobody.

The text format is Prometheus's, version 0.0.4. Labels are names of our own: routes,
jobs, alarms, folders. What the database knows comes from there, so that every process
says the same; answers are counted by the web processes of each machine.
"""

import platform
from collections.abc import Iterable, Iterator
from hmac import compare_digest
from itertools import accumulate

import django
import wagtail
from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from clinic.models import JobRun, OutboxMessage, RaisedAlarm
from clinic_site import counters, disk, health
from consultations.models import ConsultationRequest
from consultations.models.buckets import Lane

TEXT = "text/plain; version=0.0.4; charset=utf-8"
Sample = tuple[str, dict[str, str], float]


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Return the figures to whoever has the token; without one set, there are none."""
    if not settings.METRICS_TOKEN:
        return HttpResponseNotFound()
    given = request.headers.get("Authorization", "")
    if not compare_digest(
        given.encode("utf-8", "surrogateescape"),
        f"Bearer {settings.METRICS_TOKEN}".encode(),
    ):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse("".join(figures()), content_type=TEXT)


def figures() -> Iterator[str]:
    """Yield each family of figures as text."""
    versions = {
        "version": settings.BUILD_VERSION or "unknown",
        "python": platform.python_version(),
        "django": django.get_version(),
        "wagtail": wagtail.__version__,
    }
    yield family("build_info", "gauge", "What runs.", [("", versions, 1)])
    yield from answers()
    yield from space()
    try:
        stored = list(from_the_database())
    except DatabaseError:
        stored = []
    up = [("", {}, int(bool(stored)))]
    yield family("database_up", "gauge", "Whether the database answers.", up)
    yield from stored


def answers() -> Iterator[str]:
    """Yield how many answers were given and how long they took."""
    samples: list[Sample] = []
    for (route, status), (seconds, *numbers) in sorted(counters.total().items()):
        labels = {"route": route, "status": status}
        ends = [*map(str, counters.BUCKETS), "+Inf"]
        for end, number in zip(ends, accumulate(numbers), strict=True):
            samples.append(("_bucket", labels | {"le": end}, number))
        samples.append(("_sum", labels, seconds))
        samples.append(("_count", labels, sum(numbers)))
    yield family(
        "http_request_duration_seconds",
        "histogram",
        "Answers by route and class of status, and how long they took.",
        samples,
    )


def space() -> Iterator[str]:
    """Yield the space on the disks that the site writes to."""
    places = disk.places()
    free = [("", {"place": place.name}, place.free) for place in places]
    size = [("", {"place": place.name}, place.total) for place in places]
    yield family("disk_free_bytes", "gauge", "Free space.", free)
    yield family("disk_size_bytes", "gauge", "All space.", size)


def from_the_database() -> Iterator[str]:
    """Yield what is stored: mail, requests by their number, jobs, alarms."""
    mail = OutboxMessage.objects.unsent().aggregate(
        waiting=Count("pk", Q(failed_at=None)),
        failed=Count("pk", Q(failed_at__isnull=False)),
    )
    age = health.oldest_waiting_seconds()
    yield one("outbox_waiting", "Messages that have to go out.", mail["waiting"])
    yield one("outbox_failed", "Messages that were given up.", mail["failed"])
    yield one("outbox_oldest_seconds", "Age of the oldest one that is late.", age)
    overdue = Q(due_at__lte=timezone.now()) & ~Q(lane=Lane.ODD)
    requests = ConsultationRequest.objects.open().aggregate(
        open=Count("pk"), overdue=Count("pk", overdue)
    )
    yield one("requests_open", "Requests that need somebody.", requests["open"])
    yield one("requests_overdue", "Those that are overdue.", requests["overdue"])
    runs = list(JobRun.objects.order_by("name"))
    for name, told, value in (
        ("job_last_run_timestamp_seconds", "Start of the newest run.", _started),
        ("job_last_duration_seconds", "How long it took.", lambda run: run.seconds),
        ("job_failing", "Whether it failed.", lambda run: int(bool(run.error))),
    ):
        samples = [("", {"job": run.name}, value(run)) for run in runs]
        yield family(name, "gauge", told, samples)
    alarms = RaisedAlarm.objects.order_by("code")
    lasting = [("", {"alarm": a.code}, int(a.ended_at is None)) for a in alarms]
    yield family("alarm", "gauge", "Whether an alarm is raised.", lasting)


def _started(run: JobRun) -> float:
    return run.started_at.timestamp()


def one(name: str, told: str, value: float) -> str:
    """Return a family of a single figure."""
    return family(name, "gauge", told, [("", {}, value)])


def family(name: str, kind: str, told: str, samples: Iterable[Sample]) -> str:
    """Return one family as text: what it is, of which kind, and its samples."""
    name = f"clinic_{name}"
    lines = [f"# HELP {name} {told}", f"# TYPE {name} {kind}"]
    for suffix, labels, value in samples:
        inside = ",".join(f'{key}="{escaped(word)}"' for key, word in labels.items())
        shown = f"{{{inside}}}" if inside else ""
        lines.append(f"{name}{suffix}{shown} {number(value)}")
    return "\n".join(lines) + "\n"


def number(value: float) -> str:
    """Return a figure as the format writes it: whole ones without a point."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def escaped(word: str) -> str:
    """Return the value of a label in the format's own writing."""
    return word.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
