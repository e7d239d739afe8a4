from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


class Spanned(models.Model):
    """A stretch of one day, its end after its beginning."""

    opens = models.TimeField(
        _("opens"),
        null=True,
        blank=True,
        help_text=_("Left empty, with “closes” too, the clinic is closed all day."),
    )
    closes = models.TimeField(
        _("closes"),
        null=True,
        blank=True,
        help_text=_("Later than it opens, on the same day."),
    )

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if bool(self.opens) != bool(self.closes):
            raise ValidationError(_("Give both times, or neither for a closed day."))
        if self.opens and self.closes and self.opens >= self.closes:
            raise ValidationError(_("Closing must come after opening."))


class WeeklyHours(Spanned, Orderable):
    """One opening span of a weekday; a day without one is closed."""

    page = ParentalKey(
        "clinic.LocationPage", on_delete=models.CASCADE, related_name="weekly_hours"
    )
    weekday = models.PositiveSmallIntegerField(
        _("day"),
        choices=WEEKDAYS,
        help_text=_(
            "A day that is not in this list is closed. With a break at noon it stands "
            "here twice."
        ),
    )
    opens = models.TimeField(
        _("opens"),
        help_text=_("Like 9:00 or 13:30."),
    )
    closes = models.TimeField(
        _("closes"),
        help_text=_("Later than it opens, on the same day."),
    )

    panels = [
        FieldRowPanel(
            [FieldPanel("weekday"), FieldPanel("opens"), FieldPanel("closes")]
        )
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("opening hours")

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}-{self.closes:%H:%M}"


class Holiday(Spanned, Orderable):
    """A day with hours of its own, closed when it has none."""

    page = ParentalKey(
        "clinic.LocationPage", on_delete=models.CASCADE, related_name="holidays"
    )
    on = models.DateField(
        _("day"),
        help_text=_(
            "These hours hold on this day instead of the weekly ones. Shown from 60 "
            "days before."
        ),
    )
    name = models.CharField(
        _("name"),
        max_length=100,
        blank=True,
        help_text=_("What readers see beside the day, like “Thanksgiving”."),
    )

    panels = [
        FieldRowPanel([FieldPanel("on"), FieldPanel("name")]),
        FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")

    def __str__(self):
        return f"{self.on} {self.name}"
