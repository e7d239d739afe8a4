"""The office hours of every place, for a list of requests, in one query."""

from zoneinfo import ZoneInfo

from django.db.models import DateField, PositiveSmallIntegerField, Value

from clinic.hours import OfficeHours
from clinic.models import LocationPage
from clinic.models.opening import Holiday
from consultations import clocks

PLACE = ("pk", "time_zone", "is_default", "live", "path")


def hours_of_places() -> dict[int | None, OfficeHours]:
    """Return the hours by location; None stands for requests without one of their own.

    As `clocks.hours_of_request`, which asks for one place at a time.
    """
    spans = ("opens", "closes")
    weekly = LocationPage.objects.order_by().values_list(
        *PLACE,
        "weekly_hours__weekday",
        Value(None, output_field=DateField()),
        *(f"weekly_hours__{side}" for side in spans),
    )
    holidays = Holiday.objects.order_by().values_list(
        "page_id",
        *(f"page__{field}" for field in PLACE[1:]),
        Value(None, output_field=PositiveSmallIntegerField()),
        "on",
        *spans,
    )
    places, standings = {}, []
    for pk, zone, is_default, live, path, weekday, on, opens, closes in weekly.union(
        holidays, all=True
    ):
        if pk not in places:
            places[pk] = OfficeHours({}, {}, ZoneInfo(zone))
            if live:
                standings.append((not is_default, path, pk))
        days = places[pk].exceptions if on else places[pk].weekly
        if on or weekday is not None:
            open_then = days.setdefault(on or weekday, [])
            if opens and closes:
                open_then.append((opens, closes))
    first = min(standings, default=(None, None, None))[2]
    places[None] = places.get(first) or clocks.hours_of(None)
    return places
