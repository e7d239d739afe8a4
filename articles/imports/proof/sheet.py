"""The report of an import as one page that needs nothing else."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from articles.imports.proof.report import is_whole, report
from articles.models import ImportedItem, ImportRun

STYLE = Path(__file__).with_name("sheet.css")


def page(run: ImportRun, *, whole: bool = True) -> SafeString:
    """Return the report of a run as HTML with its own style and nothing from outside.

    `whole` is False for a part of another page, with headings from the second level.
    """
    return page_of(report(run), whole=whole)


def page_of(data: dict, *, whole: bool = True) -> SafeString:
    """Return a report, as `report` gives it, as HTML."""
    texts = [item for item in data["items"] if item["is_text"]]
    context = {
        "report": data,
        "totals": data["totals"],
        "style": _style(),
        "base": settings.SITE_URL if whole else "",
        "texts": [
            {**item, "outcome_label": _label(item), "whole": is_whole(item)}
            for item in texts
        ],
        "missing": [
            {"title": item["title"], "source": item["source"], "files": files}
            for item in texts
            if (files := item["pictures"]["missing"])
        ],
        "others": [
            {**item, "outcome_label": _label(item)}
            for item in data["items"]
            if not item["is_text"] and (item["notes"] or item["findings"])
        ],
    }
    name = "whole" if whole else "part"
    return render_to_string(f"articles/proof/{name}.html", context)


@cache
def _style() -> SafeString:
    return mark_safe(STYLE.read_text(encoding="utf-8"))  # noqa: S308 - a file of ours


def _label(item: dict) -> str:
    return ImportedItem.told(item["outcome"], item["kind"])
