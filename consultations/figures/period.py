"""The days that figures are for, by the calendar of the clinic."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .deriving import monday_of

MONTH, QUARTER, YEAR = "month", "quarter", "year"
NAMES = {
    MONTH: gettext_lazy("This month"),
    QUARTER: gettext_lazy("This quarter"),
    YEAR: gettext_lazy("This year"),
}
USUAL = QUARTER
LONGEST = timedelta(days=2 * 366)


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, both included; `name` where it has one."""

    first: date
    last: date
    name: str = ""

    @classmethod
    def named(cls, name: str, today: date) -> "Period":
        """Return the present month, quarter or year, up to today."""
        month = {MONTH: today.month, QUARTER: (today.month - 1) // 3 * 3 + 1, YEAR: 1}
        return cls(date(today.year, month[name], 1), today, name)

    @classmethod
    def between(cls, first: str, last: str, today: date) -> "Period":
        """Return the days that somebody chose; a ValidationError says what is wrong."""
        try:
            begins, ends = date.fromisoformat(first), date.fromisoformat(last)
        except ValueError:
            raise ValidationError(_("Choose both days.")) from None
        if begins > ends:
            raise ValidationError(_("The first day comes after the last one."))
        if begins > today:
            raise ValidationError(_("These days are still to come."))
        if ends - begins > LONGEST:
            raise ValidationError(_("Choose two years at most."))
        return cls(begins, min(ends, today))

    @property
    def weeks(self) -> list[date]:
        """Return the Mondays of all weeks that have a day in it."""
        start, end = monday_of(self.first), monday_of(self.last)
        return [start + timedelta(weeks=n) for n in range((end - start).days // 7 + 1)]

    @property
    def words(self) -> str:
        """Return it as people say it: "October 1 to November 26, 2026"."""
        ends = date_format(self.last, "F j, Y")
        if self.first == self.last:
            return ends
        same_year = self.first.year == self.last.year
        begins = date_format(self.first, "F j" if same_year else "F j, Y")
        return _("%(first)s to %(last)s") % {"first": begins, "last": ends}

    @property
    def query(self) -> str:
        """Return the part of an address that chooses it: nothing but days."""
        if self.name:
            return f"period={self.name}"
        return f"from={self.first.isoformat()}&to={self.last.isoformat()}"
