"""What every template knows: the clinic's record and its main location."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import mark_safe

from clinic.hours import open_state
from clinic.models import ClinicSettings, LocationPage

# Stands in a page that is made ahead, where the words go that go by the clock.
OPEN_NOW = mark_safe("<!--clinic: open now-->")


def open_words() -> str:
    """Return whether the clinic is open now, as its pages say it."""
    hours = LocationPage.main_hours()
    if hours is None:
        return ""
    context = {"state": open_state(hours, timezone.now())}
    return render_to_string("components/open_state.html", context)


def practice(request) -> dict:
    """Return the clinic, its main location and whether it is open; read when used."""
    location = SimpleLazyObject(LocationPage.main)
    return {
        "clinic": SimpleLazyObject(ClinicSettings.in_use),
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
