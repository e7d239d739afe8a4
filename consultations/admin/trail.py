"""Who has seen a request: its own page of readings, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from consultations.admin.queue import TEMPLATES
from consultations.admin.trail_state import READS_TRAIL, exact
from consultations.models import ConsultationRequest, ReadingEntry, ReadingKind

PAGE = 50
# So many requests of one reading are named in a line; the rest on its own page.
NAMED_AT_MOST = 3
ENTRY = "admin:consultations_readingentry_entry"
DETAIL = "admin:consultations_consultationrequest_change"
NUMBER_LENGTH = 19


@dataclass(frozen=True)
class Reading:
    """One reading in words: who saw what, when, and what it was for."""

    number: int
    when: str
    who: str
    how: str
    why: str
    # Pairs of a reference and its address; one of a request that is gone has none.
    named: list[tuple[str, str]]
    more: int
    url: str


def readings(entries: Iterable[ReadingEntry], references: dict[int, str], *, named=()):
    """Return entries in words.

    `references` tells what requests are called; `named` are the only ones to name, or
    none for the first few of each.
    """
    return [_reading(entry, references, set(named)) for entry in entries]


def _reading(entry, references, named) -> Reading:
    ids = list(dict.fromkeys(entry.request_ids))
    chosen = [pk for pk in ids if pk in named] if named else ids[:NAMED_AT_MOST]
    return Reading(
        number=entry.number,
        when=exact(entry.at),
        who=str(entry.actor),
        how=entry.get_kind_display(),
        why=_why(entry),
        named=[_named(pk, references) for pk in chosen],
        more=len(ids) - len(chosen),
        url=reverse(ENTRY, args=[entry.number]),
    )


def _why(entry) -> str:
    """Return what an export was for, and how far it went beyond the usual."""
    words = [entry.get_reason_display()]
    if entry.extent:
        words.append(entry.get_extent_display())
    return ", ".join(str(word) for word in words if word)


def _named(pk: int, references: dict[int, str]) -> tuple[str, str]:
    if reference := references.get(pk):
        return reference, reverse(DETAIL, args=[reference])
    return str(_("deleted")), ""


def references_of(ids: Iterable[int]) -> dict[int, str]:
    """Return what these requests are called; those that are gone are left out."""
    found = ConsultationRequest.objects.filter(pk__in=set(ids))
    return dict(found.values_list("pk", "reference"))


def page_of(found) -> tuple[list, int | None]:
    """Return one page of readings, and the number that the next page begins before."""
    found = list(found)
    more = len(found) > PAGE
    return found[:PAGE], found[PAGE - 1].number if more else None


def number_in(text: str | None) -> int | None:
    """Return a number from an address, or None for anything else."""
    if text and text.isascii() and text.isdecimal() and len(text) < NUMBER_LENGTH:
        return int(text)
    return None


class TrailViews:
    """The page of one request that says who has seen it."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.readings_view)
        name = "consultations_consultationrequest_readings"
        return [path("<str:reference>/readings/", view, name=name), *super().get_urls()]

    def readings_view(self, request, reference):
        """List who saw a request or one that is linked to it, the newest first."""
        if not request.user.has_perm(READS_TRAIL):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET"])
        subject = self._found(request, reference)
        linked = Q(duplicate_of=subject.pk) | Q(pk=subject.duplicate_of_id)
        references = dict(
            self.get_queryset(request)
            .filter(linked)
            .order_by("pk")
            .values_list("pk", "reference")
        )
        ids = [subject.pk, *references]
        kind = request.GET.get("kind", "")
        kind = kind if kind in ReadingKind.values else ""
        before = number_in(request.GET.get("before"))
        fits = {"kind": kind} if kind else {}
        found = ReadingEntry.objects.of(ids, before=before, limit=PAGE + 1, **fits)
        entries, older = page_of(found.select_related("actor"))
        ReadingEntry.record(ReadingKind.TRAIL, by=request.user, request_ids=ids)
        references[subject.pk] = subject.reference
        context = {
            **self.admin_site.each_context(request),
            "title": _("Who has seen %s") % subject.reference,
            "opts": self.opts,
            "subject": subject,
            "linked": [name for pk, name in references.items() if pk != subject.pk],
            "readings": readings(entries, references, named=ids),
            "tabs": [
                {"words": words, "url": f"?kind={value}", "chosen": value == kind}
                for value, words in [("", _("All")), *ReadingKind.choices]
            ],
            "older": older and f"?{urlencode({'kind': kind, 'before': older})}",
            "newest": before and f"?kind={kind}",
        }
        return TemplateResponse(request, f"{TEMPLATES}/readings.html", context)
