"""What every template knows: the clinic's record and its main location."""

from django.utils.functional import SimpleLazyObject

from clinic.memory import remembered
from clinic.models import ClinicSettings, LocationPage


def practice(request) -> dict:
    """Return the clinic, its main location and whether it is open; read when used."""
    location = SimpleLazyObject(
        lambda: remembered("main location", LocationPage.default)
    )
    return {
        "clinic": SimpleLazyObject(
            lambda: remembered("clinic", ClinicSettings.with_notices)
        ),
        "location": location,
        "open_state": SimpleLazyObject(
            lambda: location.open_state() if location else None
        ),
    }
