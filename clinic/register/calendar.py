"""One month of what happens to pages by itself: going live, ending, review due."""

from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, Revision
from wagtail.permissions import page_permission_policy

from clinic.models.register import RegisterEntry
from clinic.register.report import ACTIONS, pages_of


class Happening(NamedTuple):
    """Something that comes to a page on a day, at a time or at none."""

    on: date
    at: datetime | None
    what: str
    page: Page


class CalendarView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A list by day, one month at a time."""

    page_title = _("Calendar of pages")
    header_icon = "calendar-alt"
    template_name = "clinic/reports/calendar.html"
    permission_policy = page_permission_policy
    any_permission_required = ACTIONS

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        first = month_of(self.request.GET.get("month", ""))
        after = next_month(first)
        return super().get_context_data(
            month=first,
            earlier=(first - timedelta(days=1)).replace(day=1),
            later=after,
            days=by_day(happenings(self.request.user, first, after)),
            today=timezone.localdate(),
            **kwargs,
        )


def month_of(written: str) -> date:
    """Return the first day of a month written like 2026-12, else of this month."""
    try:
        first = datetime.strptime(written, "%Y-%m").date()
    except ValueError:
        first = None
    # Beyond the end of the calendar there is no next month to step to.
    if first is None or not 1900 < first.year < 2200:
        first = timezone.localdate().replace(day=1)
    return first


def next_month(first: date) -> date:
    """Return the first day of the month after."""
    return (first + timedelta(days=31)).replace(day=1)


def happenings(user, first: date, after: date) -> list[Happening]:
    """Return what comes to the pages of a person, in four queries."""
    pages = pages_of(user)
    begins, ends = _moment(first), _moment(after)
    revisions = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        approved_go_live_at__gte=begins,
        approved_go_live_at__lt=ends,
    )
    live_at = {
        int(page_id): at
        for page_id, at in revisions.values_list("object_id", "approved_go_live_at")
    }
    expiring = pages.filter(live=True, expire_at__gte=begins, expire_at__lt=ends)
    due = RegisterEntry.objects.filter(
        page__in=pages, page__live=True, due_on__gte=first, due_on__lt=after
    ).select_related("page")
    return [
        *(
            Happening(timezone.localdate(live_at[page.pk]), live_at[page.pk], GO, page)
            for page in pages.filter(pk__in=live_at)
        ),
        *(
            Happening(timezone.localdate(page.expire_at), page.expire_at, END, page)
            for page in expiring
        ),
        *(Happening(entry.due_on, None, DUE, entry.page) for entry in due),
    ]


GO, END, DUE = _("goes live"), _("is taken down"), _("review due")


def by_day(found: list[Happening]) -> list[tuple[date, list[Happening]]]:
    """Return the days on which something happens, each with what does, in order."""
    ordered = sorted(found, key=lambda h: (h.on, h.at or _moment(h.on), h.page.title))
    return [(day, list(rows)) for day, rows in groupby(ordered, lambda h: h.on)]


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
