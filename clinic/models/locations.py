from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
)
from wagtail.fields import StreamField
from wagtail.search import index

from clinic.blocks import BodyBlock
from clinic.hours import OfficeHours, open_state
from clinic.lasting import holds_until, next_midnight
from clinic.memory import remembered, remembered_while_rows_hold
from clinic.models.base import BasePage
from clinic.models.opening import WEEKDAYS, Holiday
from clinic.models.settings import validate_e164
from clinic.phone import display, href
from clinic.structured_data import medical_clinic


def validate_time_zone(value: str) -> None:
    """Refuse a name that is no time zone."""
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValidationError(_("Write a time zone like America/New_York.")) from None


class LocationIndexPage(BasePage):
    """Where the clinic is; with one location, its address stands right here."""

    parent_page_types = ["clinic.HomePage"]
    subpage_types = ["clinic.LocationPage"]
    max_count = 1
    lists_children = True
    shows_hours = True

    class Meta:
        verbose_name = _("list of locations")

    @cached_property
    def locations(self) -> list["LocationPage"]:
        """Return the live locations with their hours."""
        return list(
            LocationPage.objects.child_of(self)
            .live()
            .public()
            .prefetch_related("weekly_hours", "holidays")
            .select_related("map_image")
        )

    def schema_nodes(self, clinic, location):
        *others, _main = super().schema_nodes(clinic, location)
        places = self.locations or [location]
        return others + [
            medical_clinic(clinic, place, in_full=True) for place in places
        ]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["locations"] = self.locations
        return context


class LocationPage(BasePage):
    """One place: address, hours with holidays, phone, how to get there."""

    parent_page_types = ["clinic.LocationIndexPage"]
    subpage_types = []
    search_kind = "location"
    read_with = ("share_image", "map_image")
    read_after = ("weekly_hours", "holidays")
    shows_hours = True

    is_default = models.BooleanField(
        _("main location"),
        default=False,
        help_text=_("Its hours are the ones that requests are answered in."),
    )
    street = models.CharField(
        _("street"),
        max_length=200,
        help_text=_(
            "House number and street, with the suite, like “1 Example Street, Suite "
            "200”."
        ),
    )
    city = models.CharField(
        _("city"),
        max_length=100,
        help_text=_("As it stands on an envelope, like “Alexandria”."),
    )
    region = models.CharField(
        _("state"),
        max_length=50,
        help_text=_("Two letters, like “VA”."),
    )
    postal_code = models.CharField(
        _("ZIP code"),
        max_length=20,
        help_text=_("Five digits, like “22314”."),
    )
    country = models.CharField(
        _("country"),
        max_length=2,
        default="US",
        help_text=_(
            "Two letters, like “US”. Search engines read it; readers do not see it."
        ),
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_(
            "Like 38.804800. Search engines read it, to show the clinic on a map."
        ),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("Like -77.046900; negative in America. Search engines read it."),
    )
    phone = models.CharField(
        _("phone"),
        max_length=20,
        blank=True,
        validators=[validate_e164],
        help_text=_(
            "Written like +17035550142. Left empty where the clinic’s number answers."
        ),
    )
    directions_url = models.URLField(
        _("directions"),
        blank=True,
        max_length=400,
        help_text=_("A link to a map service; nothing is loaded from it."),
    )
    map_image = models.ForeignKey(
        "clinic.ClinicImage",
        verbose_name=_("drawn map"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_(
            "A picture of our own from the library; no map of another site is loaded."
        ),
    )
    map_description = models.CharField(
        _("the map in words"),
        max_length=250,
        blank=True,
        help_text=_(
            "The way in one sentence, for people who cannot see the map, like “Two "
            "blocks north of King Street”."
        ),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=60,
        default="America/New_York",
        validators=[validate_time_zone],
        help_text=_("What the opening hours are meant in, like America/New_York."),
    )
    body = StreamField(
        BodyBlock(),
        verbose_name=_("text"),
        blank=True,
        help_text=_("Parking, the entrance, the bus: what helps somebody to arrive."),
    )

    reader_fields = [
        *BasePage.reader_fields,
        "street",
        "city",
        "region",
        "map_description",
        "body",
    ]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("is_default"),
        MultiFieldPanel(
            [
                FieldPanel("street"),
                FieldRowPanel([FieldPanel("city"), FieldPanel("region")]),
                FieldRowPanel([FieldPanel("postal_code"), FieldPanel("country")]),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldPanel("phone"),
                FieldPanel("directions_url"),
            ],
            _("Address"),
        ),
        MultiFieldPanel(
            [FieldPanel("map_image"), FieldPanel("map_description")], _("Map")
        ),
        FieldPanel("time_zone"),
        HelpPanel(
            content=_(
                "<p>Address, phone and hours are kept here alone. Those of the main "
                "location stand at the foot of every page, on the home page and on "
                "the list of locations, and requests are answered in its hours.</p>"
            ),
            heading=_("Where this is shown"),
        ),
        InlinePanel("weekly_hours", label=_("Opening hours"), heading=_("Hours")),
        InlinePanel("holidays", label=_("Holiday or other day")),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("street"),
        index.SearchField("city"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")

    def schema_nodes(self, clinic, location):
        *others, _main = super().schema_nodes(clinic, self)
        return [*others, medical_clinic(clinic, self, in_full=True, holidays=True)]

    def _digested_fields(self):
        return [*super()._digested_fields(), "holidays"]

    # Those of the one that a process keeps, which nobody changes.
    _hours: OfficeHours | None = None

    @classmethod
    def default(cls) -> "LocationPage | None":
        """Return the main location, else the first live one, else None."""
        return (
            cls.objects.live()
            .order_by("-is_default", "path")
            .select_related("map_image")
            .prefetch_related("weekly_hours", "holidays")
            .first()
        )

    @classmethod
    def main(cls) -> "LocationPage | None":
        """Return the default one as this process keeps it; nobody may change it."""
        return remembered("main location", cls._with_hours)

    @classmethod
    def _with_hours(cls) -> "LocationPage | None":
        place = cls.default()
        if place is not None:
            place._hours = place.office_hours()
        return place

    @classmethod
    def main_hours(cls) -> OfficeHours | None:
        """Return the hours of the main location, kept until a row of them changes."""

        def read() -> OfficeHours | None:
            place = cls.default()
            return place and place.office_hours()

        return remembered_while_rows_hold("main location's hours", read)

    def office_hours(self) -> OfficeHours:
        """Return the hours of this place for arithmetic."""
        if self._hours is not None:
            return self._hours
        weekly: dict[int, list[tuple[time, time]]] = {}
        for row in self.weekly_hours.all():
            weekly.setdefault(row.weekday, []).append((row.opens, row.closes))
        exceptions: dict = {}
        for row in self.holidays.all():
            spans = exceptions.setdefault(row.on, [])
            if row.opens and row.closes:
                spans.append((row.opens, row.closes))
        return OfficeHours(weekly, exceptions, ZoneInfo(self.time_zone))

    def is_open(self, at: datetime | None = None) -> bool:
        """Say whether somebody is there at a moment, now by default."""
        return self.office_hours().is_open(at or timezone.now())

    def open_state(self, at: datetime | None = None) -> dict:
        """Return whether somebody is there, until when, or else from when."""
        return open_state(self.office_hours(), at or timezone.now())

    def hours_table(self, now: datetime | None = None) -> list[dict]:
        """Return seven rows for a reader: day, spans, whether it is today."""
        now, hours = now or timezone.now(), self.office_hours()
        holds_until(next_midnight(now, hours.tz))
        today = now.astimezone(hours.tz).weekday()
        return [
            {
                "name": name,
                "spans": sorted(hours.weekly.get(number, [])),
                "is_today": number == today,
            }
            for number, name in WEEKDAYS
        ]

    def coming_holidays(self, now: datetime | None = None) -> list[Holiday]:
        """Return the exceptions of the next 60 days, the nearest first."""
        now, zone = now or timezone.now(), ZoneInfo(self.time_zone)
        holds_until(next_midnight(now, zone))
        today = now.astimezone(zone).date()
        rows = (row for row in self.holidays.all() if 0 <= (row.on - today).days <= 60)
        return sorted(rows, key=lambda row: row.on)

    def search_extras(self) -> list[str]:
        """Return address, phone and opening hours in words, as the page shows them."""
        days = [
            f"{row['name']} "
            + ", ".join(
                f"{date_format(opens, 'P')} – {date_format(closes, 'P')}"
                for opens, closes in row["spans"]
            )
            for row in self.hours_table()
            if row["spans"]
        ]
        lines = [f"{_('Address')}: {self.street}, {self.city_line}"]
        if self.phone:
            lines.append(f"{_('Phone')}: {self.phone_display}")
        if days:
            lines.append(f"{_('Opening hours')}: {'; '.join(days)}")
        return lines

    @property
    def city_line(self) -> str:
        """Return city, state and ZIP code as on an envelope."""
        return f"{self.city}, {self.region} {self.postal_code}"

    @property
    def phone_display(self) -> str:
        """Return the number as people here write it."""
        return display(self.phone)

    @property
    def phone_href(self) -> str:
        """Return the number as a tel: address."""
        return href(self.phone)
