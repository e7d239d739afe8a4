"""What a load balancer or a watchdog asks."""

from django.core.cache import cache, caches
from django.db import DatabaseError, connection
from django.db.models import Max, Min, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from clinic import notices
from clinic.models import ClinicSettings, JobRun, OutboxMessage
from clinic_site import disk
from clinic_site.steady_cache import SteadyCache


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process does; touches no database."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when requests can be taken, and what else needs somebody.

    Only a database that is away makes the site unready. Late mail, a worker or cache
    that is away, little space, a notice that was taken down: to answer 503 for any of
    them would keep visitors from sending what the site can still receive.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        waiting = oldest_waiting_seconds()
        worked = seconds_since_work()
        lacking = missing_notices()
    except DatabaseError:
        return JsonResponse({"ready": False, "database": "away"}, status=503)
    return JsonResponse(
        {
            "ready": True,
            "database": "ok",
            "cache": "ok" if cache_answers() else "away",
            "disk": "low" if any(place.is_low for place in disk.places()) else "ok",
            "oldest_mail_waiting_seconds": waiting,
            "worker_silent_seconds": worked,
            "notices_missing": lacking,
        }
    )


def oldest_waiting_seconds() -> int:
    """Return the age of the oldest message that should have gone out by now."""
    now = timezone.now()
    # A row that failed waits for its next attempt: it is late all the same.
    late = OutboxMessage.objects.waiting().filter(
        Q(not_before__lte=now) | Q(attempts__gt=0)
    )
    oldest = late.aggregate(Min("created_at"))["created_at__min"]
    return max(0, int((now - oldest).total_seconds())) if oldest else 0


def seconds_since_work() -> int | None:
    """Return how long ago the worker began a job; None where it never did."""
    newest = JobRun.objects.aggregate(Max("started_at"))["started_at__max"]
    return max(0, int((timezone.now() - newest).total_seconds())) if newest else None


def cache_answers() -> bool:
    """Say whether the cache that limits are counted in can be read."""
    try:
        cache.get("health")
    except Exception:  # noqa: BLE001 - whatever its library raises, it is away
        return False
    backend = caches["default"]
    return not (isinstance(backend, SteadyCache) and backend.is_away())


def missing_notices() -> list[str]:
    """Return the codes of the notices that the clinic owes and does not show."""
    pages = ClinicSettings.objects.select_related("privacy_page", "estimate_page")
    return [
        notice.code for notice in notices.missing(pages.first() or ClinicSettings())
    ]
