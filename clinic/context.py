"""What every template knows: the clinic's record and its main location."""

from django.utils.functional import SimpleLazyObject

from clinic.models import ClinicSettings, LocationPage


def practice(request) -> dict:
    """Return the clinic, its main location and whether it is open; read when used."""
    location = SimpleLazyObject(LocationPage.default)
    return {
        "clinic": SimpleLazyObject(lambda: ClinicSettings.load(request)),
        "location": location,
        "open_state": SimpleLazyObject(
            lambda: location.open_state() if location else None
        ),
    }
