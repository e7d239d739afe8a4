"""The office hours of each place, read once a page."""

from clinic.hours import OfficeHours
from clinic.models import LocationPage
from consultations import clocks


class PlaceHours:
    """Office hours by request; `default` are those of the clinic's main place."""

    def __init__(self):
        place = LocationPage.default()
        self.default = clocks.hours_of(place)
        self._known = {None: self.default}
        if place is not None:
            self._known[place.pk] = self.default

    def of(self, request) -> OfficeHours:
        """Return the hours that a request's clocks run in."""
        key = request.location_id
        if key not in self._known:
            self._known[key] = clocks.hours_of(request.location)
        return self._known[key]
