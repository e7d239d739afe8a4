"""How far people come with the form, counted without knowing who they are."""

import datetime
from collections import Counter
from dataclasses import dataclass, field

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic import hasty
from clinic.fetched_ahead import is_fetched_ahead
from clinic.tallying import Tally

FORGOTTEN_AFTER = datetime.timedelta(days=800)
# Of a page that nobody came from, or that a form was opened without.
NO_PAGE = 0
# As many values as every database takes in one statement.
AT_A_TIME = 100


class Step(models.TextChoices):
    """One step of the way from a page to a request; `ERRORS` is a way back."""

    SHOWN = "shown", _("Form shown")
    ERRORS = "errors", _("Sent with errors")
    RECEIVED = "received", _("Received")
    DETAILS_SHOWN = "details_shown", _("Second page shown")
    DETAILS_SENT = "details_sent", _("Second page sent")


@dataclass
class DropOff:
    """How often each step was taken by people who came from one page."""

    page_id: int
    title: str = ""
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Step, 0))

    @property
    def figures(self) -> list[int]:
        """Return the counts in the order of the steps."""
        return [self.counts[step] for step in Step]


class StepCountQuerySet(models.QuerySet):
    def between(self, first: datetime.date, last: datetime.date):
        """Counts of the days from `first` to `last`, both included."""
        return self.filter(day__range=(first, last))

    def by_page(self) -> list[DropOff]:
        """Return what came of each source page, the one most came from first.

        A page is called what it was called last; its own row may be gone.
        """
        found = {}
        rows = self.filter(field="").values_list(
            "source_page_id", "source_page_title", "step"
        )
        summed = rows.annotate(total=models.Sum("count"), last=models.Max("day"))
        for page_id, title, step, total, _last in summed.order_by("last"):
            page = found.setdefault(page_id, DropOff(page_id))
            page.title = title or page.title
            page.counts[step] += total
        return sorted(
            found.values(), key=lambda page: ([-n for n in page.figures], page.title)
        )

    def fields_in_error(self) -> list[tuple[str, int]]:
        """Return each field that was sent with an error, and how often."""
        rows = self.filter(step=Step.ERRORS).exclude(field="").values_list("field")
        return list(rows.annotate(total=models.Sum("count")).order_by("-total"))

    def forget_old(self) -> int:
        """Delete the counts of days more than 800 days ago; return how many rows."""
        limit = timezone.localdate() - FORGOTTEN_AFTER
        return self.filter(day__lt=limit).delete()[0]


class StepCount(models.Model):
    """How often a step was taken on one day from one page.

    No address, time of day, browser or person: a step is a number that grows.
    """

    day = models.DateField(_("day"))
    step = models.CharField(_("step"), max_length=14, choices=Step.choices)
    # Beside each row of errors, one for every field that had one.
    field = models.CharField(_("field"), max_length=60, blank=True, default="")
    # No foreign key: pages may go, the figures stay.
    source_page_id = models.PositiveBigIntegerField(_("source page"), default=NO_PAGE)
    source_page_title = models.CharField(_("source page"), max_length=255, blank=True)
    count = models.PositiveIntegerField(_("count"), default=0)

    objects = StepCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of the form")
        verbose_name_plural = _("steps of the form")
        default_permissions = ["view"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "step", "field", "source_page_id"],
                name="one_count_per_day_step_and_page",
            )
        ]

    def __str__(self):
        return f"{self.day} {self.step}"


class StepTally(Tally):
    """The steps that were taken in one process and are not written down yet."""

    def write_down(self, counts: Counter) -> None:
        """Add what was counted to the rows of its day, in one statement.

        The title of a page is read in the same statement, the first time a day.
        """
        title = "COALESCE((SELECT title FROM wagtailcore_page WHERE id = %s), '')"
        row = f"(%s, %s, %s, %s, {title}, %s)"
        # In one order always, or two processes could wait for each other.
        for keys in _parts(sorted(counts)):
            part = [(*key, key[-1], counts[key]) for key in keys]
            # Only placeholders are put together here; every value is a parameter.
            statement = (
                "INSERT INTO consultations_stepcount"  # noqa: S608
                " (day, step, field, source_page_id, source_page_title, count)"
                f" VALUES {', '.join([row] * len(part))}"
                " ON CONFLICT (day, step, field, source_page_id)"
                " DO UPDATE SET count = consultations_stepcount.count + excluded.count"
            )
            hasty.executed(connection, statement, [v for row in part for v in row])
            # Should the next one fail, these are not written once more.
            for key in keys:
                del counts[key]


def _parts(keys: list) -> list[list]:
    return [keys[at : at + AT_A_TIME] for at in range(0, len(keys), AT_A_TIME)]


tally = StepTally("steps").kept_by_each_process()


def count(step: Step, page_id: int | None = None, *, fields=()) -> None:
    """Count a step once more today; no statement, and never a reason to fail.

    `fields` names those that had an error.
    """
    day, page_id = timezone.localdate(), page_id or NO_PAGE
    names = ["", *dict.fromkeys(fields)]
    tally.count(*((day, step.value, name, page_id) for name in names))


def count_shown(request, step: Step, page_id: int | None = None) -> None:
    """Count that a page was shown, unless a browser only fetched it ahead."""
    if request.method == "GET" and not is_fetched_ahead(request):
        count(step, page_id)
