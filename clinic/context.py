"""What every template knows: the clinic's record and its main location."""

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from clinic.models import ClinicSettings, LocationPage


def practice(request) -> dict:
    """Return the clinic, its main location and whether it is open; read when used."""
    location = SimpleLazyObject(LocationPage.default)
    return {
        "clinic": SimpleLazyObject(lambda: ClinicSettings.load(request)),
        "location": location,
        "open_state": SimpleLazyObject(lambda: _open_state(location)),
    }


def _open_state(location) -> dict | None:
    if not location:
        return None
    now = timezone.now()
    hours = location.office_hours()
    closing = hours.closing(now)
    return {
        "is_open": closing is not None,
        "until": closing,
        "opens": hours.next_opening(now),
        "now": now.astimezone(hours.tz),
    }
