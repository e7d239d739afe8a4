"""From a visit to a consultation, by the page that people came from."""

from datetime import datetime

from django.db.models import Max, Sum
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from clinic.models import PageVisits
from consultations.models import Step, StepCount
from consultations.models.steps import NO_PAGE

from .period import Period
from .report import PAGE, Line, Report, summed_up


def by_page(period: Period, now: datetime) -> Report:
    """Return the figures of each source page, the one most read first.

    Visits, opened forms and requests of the same days; those who came back later to
    ask are among the requests and not among the visits of that day.
    """
    report = summed_up(period, PAGE, now)
    lines = {line.key: line for line in report.lines}
    visits = PageVisits.objects.between(period.first, period.last).by_page()
    for page_id, count in visits.items():
        lines.setdefault(page_id, Line(page_id)).visits = count
    for page_id, count, title in _opened(period):
        line = lines.setdefault(page_id, Line(page_id))
        line.opened, line.title = count, line.title or title
    _name(lines)
    report.lines = sorted(
        lines.values(),
        key=lambda line: (-line.visits, -line.opened, -line.requests, line.title),
    )
    return report


def _opened(period: Period):
    counts = StepCount.objects.between(period.first, period.last)
    shown = counts.filter(step=Step.SHOWN, field="").values_list("source_page_id")
    return shown.annotate(Sum("count"), Max("source_page_title")).order_by()


def _name(lines: dict[int, Line]) -> None:
    """Call each line what its page is called now, and say where it stands."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    start = site.root_page.url_path.rstrip("/") if site else ""
    known = Page.objects.filter(pk__in=lines).values_list("pk", "title", "url_path")
    for page_id, title, url_path in known:
        lines[page_id].title = title
        if url_path.startswith(f"{start}/"):
            lines[page_id].path = url_path.removeprefix(start)
    for line in lines.values():
        if line.key == NO_PAGE:
            line.title = _("No page: straight to the form, by phone, in person")
        line.title = line.title or _("A page that is gone")
