"""Takes the demo's requests in and works them as the desk would."""

from datetime import datetime, timedelta

from django.utils import timezone

from clinic.models import LocationPage, ServicePage, User
from clinic_site.demo import request_answers
from clinic_site.demo.request_words import REQUESTS
from consultations.models import REQUESTER, ConsultationRequest, Wording

CONTENT = (
    "name",
    "phone",
    "email",
    "contact_times",
    "voicemail_ok",
    "clinic_name_ok",
    "text_ok",
    "for_whom",
    "message",
    "channel",
    "read_first",
)


def load(users: dict[str, User]) -> None:
    """Receive the requests that are not there yet, and play what happened to them."""
    now = timezone.now()
    place = LocationPage.default()
    services = {page.slug: page for page in ServicePage.objects.all()}
    known = {}
    request_answers.ask()
    for number, data in enumerate(REQUESTS):
        key = f"demo-content-request-{number:03d}"
        request = ConsultationRequest.for_key(key)
        if request is None:
            service = services.get(data.get("service"))
            request = _received(key, data, users, now, place, service)
            answered_at = min(request.received_at + timedelta(minutes=4), now)
            request_answers.answer(request, answered_at)
            for step in data.get("steps", ()):
                _play(request, step, users, now, known)
        known[number] = request


def _received(key, data, users, now, place, service) -> ConsultationRequest:
    return ConsultationRequest.receive(
        submission_key=key,
        by=users[data["by"]] if "by" in data else REQUESTER,
        consent=Wording.current(),
        at=now - timedelta(hours=data["ago"]),
        contact_method=data.get("contact_method", "phone"),
        quarantine_reasons=data.get("reasons", ()),
        adult=True,
        location=place,
        service=service,
        source_page=service,
        **{field: data[field] for field in CONTENT if field in data},
    )


def _play(request, step, users, now, known) -> None:
    """Call one named method, as somebody did it then."""
    hours, method, by, arguments = step
    given = dict(arguments)
    if "to" in given:
        given["to"] = users[given["to"]]
    if "of" in given:
        given["duplicate_of"] = known[given.pop("of")]
    if "in_days" in given:
        given["when"] = _at(now, given.pop("in_days"), given.pop("hour"))
    moment = min(request.received_at + timedelta(hours=hours), now)
    getattr(request, method)(by=users[by], at=moment, **given)


def _at(now: datetime, days: int, hour: int) -> datetime:
    """Return an hour of the day some days from now, on a weekday."""
    local = timezone.localtime(now).replace(minute=0, second=0, microsecond=0)
    moment = local.replace(hour=hour) + timedelta(days=days)
    while moment.weekday() > 4:
        moment += timedelta(days=1)
    return moment
