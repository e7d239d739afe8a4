"""How often each page was read, counted without knowing by whom."""

import datetime

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

FORGOTTEN_AFTER = datetime.timedelta(days=800)
# As many values as every database takes in one statement.
AT_A_TIME = 200


class PageVisitsQuerySet(models.QuerySet):
    def between(self, first: datetime.date, last: datetime.date):
        """Counts of the days from `first` to `last`, both included."""
        return self.filter(day__range=(first, last))

    def by_page(self) -> dict[int, int]:
        """Return how often each page was read, by its id."""
        rows = self.values_list("page_id").annotate(total=models.Sum("count"))
        return dict(rows.order_by())

    def add(self, visits: dict[tuple[datetime.date, int], int]) -> None:
        """Add visits to those of their day and page."""
        # In one order always, or two processes could wait for each other.
        rows = sorted((*key, count) for key, count in visits.items())
        for start in range(0, len(rows), AT_A_TIME):
            part = rows[start : start + AT_A_TIME]
            # Only placeholders are put together here; every value is a parameter.
            statement = (
                "INSERT INTO clinic_pagevisits (day, page_id, count)"  # noqa: S608
                f" VALUES {', '.join(['(%s, %s, %s)'] * len(part))}"
                " ON CONFLICT (day, page_id)"
                " DO UPDATE SET count = clinic_pagevisits.count + excluded.count"
            )
            with connection.cursor() as cursor:
                cursor.execute(statement, [value for row in part for value in row])

    def forget_old(self) -> int:
        """Delete the counts of days more than 800 days ago; return how many rows."""
        limit = timezone.localdate() - FORGOTTEN_AFTER
        return self.filter(day__lt=limit).delete()[0]


class PageVisits(models.Model):
    """How often a page was read on one day.

    No address, time of day, browser, cookie or person: a number that grows.
    """

    day = models.DateField(_("day"))
    # No foreign key: pages may go, the figures stay.
    page_id = models.PositiveBigIntegerField(_("page"))
    count = models.PositiveIntegerField(_("count"), default=0)

    objects = PageVisitsQuerySet.as_manager()

    class Meta:
        verbose_name = _("visits of a page")
        verbose_name_plural = _("visits of pages")
        default_permissions = []
        constraints = [
            models.UniqueConstraint(
                fields=["day", "page_id"], name="one_count_per_day_and_page"
            )
        ]

    def __str__(self):
        return f"{self.day} {self.page_id}"
