"""What every template knows: the clinic's record and its main location."""

from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import mark_safe

from clinic.memory import remembered
from clinic.models import ClinicSettings, LocationPage

# Stands in a page that is made ahead, where the words go that go by the clock.
OPEN_NOW = mark_safe("<!--clinic: open now-->")


def main_location() -> LocationPage | None:
    """Return the clinic's main location, read once for a generation."""
    return remembered("main location", LocationPage.default)


def clinic_record() -> ClinicSettings:
    """Return the clinic's record, read once for a generation."""
    return remembered("clinic", ClinicSettings.with_notices)


def open_words() -> str:
    """Return whether the clinic is open now, as its pages say it."""
    location = main_location()
    if not location:
        return ""
    context = {"state": location.open_state()}
    return render_to_string("components/open_state.html", context)


def practice(request) -> dict:
    """Return the clinic, its main location and whether it is open; read when used."""
    location = SimpleLazyObject(main_location)
    return {
        "clinic": SimpleLazyObject(clinic_record),
        "location": location,
        "open_state": SimpleLazyObject(
            lambda: location.open_state() if location else None
        ),
        "open_words": (
            (lambda: OPEN_NOW if location else "")
            if getattr(request, "is_made_ahead", False)
            else open_words
        ),
    }
