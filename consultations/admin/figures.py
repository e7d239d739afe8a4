"""Figures for managers: at a glance, by service, by source page, and as CSV."""

from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic import charts
from consultations.admin.asked import FIGURES, Asked
from consultations.admin.queue import TEMPLATES
from consultations.figures import tables
from consultations.figures.overview import Overview
from consultations.figures.pages import by_page
from consultations.figures.period import Period
from consultations.figures.report import SERVICE, Report, summed_up
from consultations.figures.tables import Table
from consultations.models import TallyProgress

# Counted every minute: older than this, no worker runs.
STALE_MINUTES = 10
WEEK_COLUMNS = [
    tables.REQUESTS,
    tables.TRIED,
    tables.NOT_TRIED,
    *tables.WAITS[:2],
    tables.TALKED,
    tables.NOT_TALKED,
    *tables.WAITS[2:],
    tables.SCHEDULED,
    tables.CAME,
    tables.MISSED,
]
PAGE_COLUMNS = [tables.VISITS, tables.OPENED, *tables.FUNNEL]


class FiguresViews:
    """Three pages and their CSV; nothing of them is about one person."""

    def get_urls(self):
        views = {
            "figures/": (self.figures_view, FIGURES),
            "figures/services/": (self.services_view, f"{FIGURES}_services"),
            "figures/pages/": (self.pages_view, f"{FIGURES}_pages"),
            "figures/weeks.csv": (self.weeks_csv, f"{FIGURES}_weeks_csv"),
            "figures/services.csv": (self.services_csv, f"{FIGURES}_services_csv"),
            "figures/pages.csv": (self.pages_csv, f"{FIGURES}_pages_csv"),
        }
        urls = [
            path(address, self.admin_site.admin_view(view), name=name)
            for address, (view, name) in views.items()
        ]
        return [*urls, *super().get_urls()]

    def figures_view(self, request):
        """Show how many asked, how soon they were reached and what came of it."""
        asked = Asked(request)
        overview = Overview.of(asked.period, timezone.now())
        attempt, attempt_unit = overview.waits_chart("attempt")
        talk, talk_unit = overview.waits_chart("conversation")
        return self._figures_page(
            asked,
            "figures.html",
            overview=overview,
            is_empty=not overview.report.total.requests,
            attempt=attempt,
            attempt_title=_("To the first attempt, in office %(unit)s")
            % {"unit": attempt_unit},
            talk=talk,
            talk_title=_("To the first conversation, in office %(unit)s")
            % {"unit": talk_unit},
            weeks=Table.of(overview.report, WEEK_COLUMNS),
            endings=Table.of(overview.report, tables.ENDED),
        )

    def services_view(self, request):
        """Show the same by what people asked about."""
        asked = Asked(request)
        report = _by_service(asked.period)
        whole = _whole(report, tables.FUNNEL)
        return self._figures_page(
            asked,
            "figures_services.html",
            is_empty=not report.lines,
            drawn=_drawn(whole, tables.REQUESTS),
            **_parts(whole, tables.FUNNEL),
        )

    def pages_view(self, request):
        """Show what people read, and how many of them asked and came."""
        asked = Asked(request)
        report = by_page(asked.period, timezone.now())
        total = report.total
        steps = [tables.OPENED, *tables.FUNNEL[:-1]]
        return self._figures_page(
            asked,
            "figures_pages.html",
            is_empty=not report.lines,
            visits=total.visits,
            way=charts.rows([(str(step.head), step.of(total)) for step in steps]),
            **_parts(_whole(report, PAGE_COLUMNS), PAGE_COLUMNS),
        )

    def weeks_csv(self, request):
        """Answer with all figures by week."""
        asked = Asked(request)
        report = Overview.of(asked.period, timezone.now()).report
        columns = [
            tables.REQUESTS,
            *tables.CHANNELS,
            *WEEK_COLUMNS,
            *tables.ENDED,
        ]
        table = Table.of(report, columns)
        heads = [_("Week from Monday")]
        rows = table.in_csv(heads, lambda line: [line.key.isoformat()])
        return asked.file("weeks", rows)

    def services_csv(self, request):
        """Answer with all figures by service."""
        asked = Asked(request)
        report = _by_service(asked.period)
        table = _whole(report, tables.FUNNEL)
        rows = table.in_csv([_("Service")], lambda line: [line.title])
        return asked.file("services", rows)

    def pages_csv(self, request):
        """Answer with all figures by source page."""
        asked = Asked(request)
        table = _whole(by_page(asked.period, timezone.now()), PAGE_COLUMNS)
        heads = [_("Page"), _("Address")]
        rows = table.in_csv(heads, lambda line: [line.title, line.path])
        return asked.file("pages", rows)

    def _figures_page(self, asked, template: str, **context):
        progress = TallyProgress.objects.filter(pk=1).first()
        counted_at = progress and progress.counted_at
        age = timezone.now() - counted_at if counted_at else None
        return TemplateResponse(
            asked.request,
            f"{TEMPLATES}/{template}",
            {
                **self.admin_site.each_context(asked.request),
                "title": _("Figures"),
                "opts": self.opts,
                "asked": asked,
                "counted_at": counted_at,
                "is_stale": age is None or age.total_seconds() > STALE_MINUTES * 60,
                "is_anew": bool(progress) and progress.anew_after is not None,
                **context,
            },
        )


def _by_service(period: Period) -> Report:
    report = summed_up(period, SERVICE, timezone.now())
    for line in report.lines:
        line.title = line.key or _("No service named")
    report.lines.sort(key=lambda line: (-line.requests, line.title))
    return report


def _whole(report: Report, columns: list) -> Table:
    """Return everything known in one table, small numbers hidden."""
    return Table.of(report, [*columns, *tables.WAITS, *tables.ENDED], hide=True)


def _parts(whole: Table, columns: list) -> dict:
    """Return it as three tables; times and endings are of what had requests."""
    return {
        "counts": whole.part(columns),
        "waits": whole.part(tables.WAITS, all_lines=False),
        "endings": whole.part(tables.ENDED, all_lines=False),
        "hides": whole.hides,
    }


def _drawn(table: Table, column) -> list[charts.Row]:
    """Return one column as bars, without what is hidden."""
    at = table.columns.index(column)
    pairs = zip(table.lines, table.cells, strict=True)
    return charts.rows(
        [(line.title, row[at]) for line, row in pairs if row[at] is not tables.HIDDEN]
    )
