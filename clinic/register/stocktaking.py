"""Looks at live pages, many at a time, and writes down what it finds."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex, Site, get_page_models

from clinic.models import Approval, BasePage, ClinicSettings
from clinic.models.register import (
    COMPARED,
    FindingKind,
    FoundLink,
    RegisterEntry,
    RegisterFinding,
    Standing,
)
from clinic.register.findings import PLACES, findings_of, named
from clinic.register.links import Ground, citing_relations, links_in

CHUNK = 200
# A page alone cannot tell these; one that is live is not taken down.
KEPT = [kind for kind in COMPARED if kind != FindingKind.BROKEN_INBOUND]
WRITTEN = [
    "address",
    "standing",
    "reviewed_on",
    "reviewed_by",
    "due_on",
    "shown_title",
    "shown_description",
    "looked_at",
]


def kinds() -> list[type[BasePage]]:
    """Return the types of pages that the register holds."""
    return [model for model in get_page_models() if issubclass(model, BasePage)]


def take_stock() -> None:
    """Look at every live page and compare them; the queries grow by the chunk."""
    ground = Ground()
    for model in kinds():
        last = 0
        while pages := list(
            _ready(model).filter(pk__gt=last).order_by("pk")[:CHUNK],
        ):
            last = pages[-1].pk
            enter(pages, ground)
    compare()


def look_at(page_ids: Iterable[int]) -> None:
    """Look again at some pages, after one of them changed.

    What has to be compared with other pages waits for the next stocktaking.
    """
    page_ids, ground = set(page_ids), Ground()
    for model in kinds():
        pages = list(_ready(model).filter(pk__in=page_ids))
        if pages:
            enter(pages, ground)
    inbound = _broken_inbound(FoundLink.objects.filter(target__in=page_ids))
    with transaction.atomic():
        _enter_taken_down(inbound)
        forget(RegisterEntry.objects.filter(page_id__in=page_ids))


def forget(entries) -> None:
    """Drop the entries of pages that readers neither see nor are led to."""
    FoundLink.objects.filter(page__live=False).delete()
    entries.filter(page__live=False).exclude(
        findings__kind=FindingKind.BROKEN_INBOUND
    ).delete()


def _ready(model: type[BasePage]):
    """Return the live pages of a type with all that looking at them reads."""
    names = model()._digested_fields()
    fields = [model._meta.get_field(name) for name in names]
    single = [f.name for f in fields if f.many_to_one or f.one_to_one]
    many = [f.name for f in fields if f.one_to_many or f.many_to_many]
    cited = [f"{name}__reference" for name in citing_relations(model)]
    return (
        model.objects.filter(live=True)
        .select_related("share_image", *single)
        .prefetch_related(*many, *cited)
    )


def enter(pages: list[BasePage], ground: Ground) -> None:
    """Write what is found in live pages; the same queries for one and for many."""
    now = timezone.now()
    Approval.objects.vouch_for(pages)
    # An alias shows its source's text, and was reviewed when that was.
    reviewed = [page.alias_of_id or page.pk for page in pages]
    approvals = (
        Approval.objects.filter(page_id__in=reviewed)
        .select_related("reviewed_by")
        .prefetch_related("reviewed_by__groups")
        .order_by("approved_at", "pk")
    )
    latest = {approval.page_id: approval for approval in approvals}
    known = {approval.pk: approval for approval in approvals}
    addresses = [ground.address(page.url_path) for page in pages]
    linked = [
        (address, links_in(page))
        for page, address in zip(pages, addresses, strict=True)
    ]
    judged = ground.judge(linked)
    entries, told = [], {}
    rows = zip(pages, reviewed, addresses, judged, strict=True)
    for page, source, address, links in rows:
        current = page.current_approval and known[page.current_approval.pk]
        entry = _entry(page, address, current, latest.get(source), now)
        entries.append(entry)
        told[page.pk] = list(findings_of(page, current, entry.standing, links))
    with transaction.atomic():
        _write(entries, told)
        FoundLink.objects.filter(page__in=pages).delete()
        FoundLink.objects.bulk_create(
            FoundLink(
                page_id=page.pk,
                words=link.words[:200],
                address=link.address,
                host=link.host,
                target_id=link.target_id,
                fault=link.fault,
            )
            for page, links in zip(pages, judged, strict=True)
            for link in links
        )


def _entry(page, address, current, latest, now: datetime) -> RegisterEntry:
    entry = RegisterEntry(
        page_id=page.pk,
        address=address,
        looked_at=now,
        shown_title=(page.seo_title or page.title).strip().lower(),
        shown_description=page.description.strip().lower(),
    )
    if not page.needs_review:
        return entry
    if current:
        entry.standing = Standing.REVIEWED
        entry.due_on = current.due_on(page.review_months)
    else:
        entry.standing = Standing.CHANGED if latest else Standing.NEVER
    shown = current or latest
    if shown:
        entry.reviewed_on = shown.approved_on
        entry.reviewed_by_id = shown.reviewed_by_id
    return entry


def _write(entries: list[RegisterEntry], told: dict[int, list]) -> None:
    RegisterEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["page"], update_fields=WRITTEN
    )
    rows = RegisterEntry.objects.filter(page_id__in=told)
    numbers = dict(rows.values_list("page_id", "pk"))
    RegisterFinding.objects.filter(entry__in=numbers.values()).exclude(
        kind__in=KEPT
    ).delete()
    RegisterFinding.objects.bulk_create(
        RegisterFinding(entry_id=numbers[page_id], kind=kind, detail=detail)
        for page_id, findings in told.items()
        for kind, detail in findings
    )


def compare() -> None:
    """Find what only shows when all pages are looked at together."""
    inbound = _broken_inbound(FoundLink.objects.all())
    found = [(FindingKind.ORPHAN, page_id, "") for page_id in orphans()]
    found += _twins("shown_title", FindingKind.SAME_TITLE)
    found += _twins("shown_description", FindingKind.SAME_DESCRIPTION)
    with transaction.atomic():
        numbers = dict(RegisterEntry.objects.values_list("page_id", "pk"))
        RegisterFinding.objects.filter(kind__in=COMPARED).delete()
        RegisterFinding.objects.bulk_create(
            RegisterFinding(entry_id=numbers[page_id], kind=kind, detail=detail)
            for kind, page_id, detail in found
            # A page deleted in the meantime has no entry any more.
            if page_id in numbers
        )
        _enter_taken_down(inbound)
        forget(RegisterEntry.objects.all())


def _broken_inbound(links) -> dict[int, list[str]]:
    """Return the pages taken down, each with the titles of those that link to it."""
    found = defaultdict(list)
    broken = links.exclude(fault="").filter(target__live=False, page__live=True)
    titles = broken.order_by("page__title").values_list("target_id", "page__title")
    for target, title in titles.distinct():
        found[target].append(title)
    return found


def _enter_taken_down(inbound: dict[int, list[str]]) -> None:
    ground, now = Ground(), timezone.now()
    pages = Page.objects.filter(pk__in=inbound)
    RegisterEntry.objects.bulk_create(
        [
            RegisterEntry(
                page=page, address=ground.address(page.url_path), looked_at=now
            )
            for page in pages
        ],
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["address", "looked_at"],
    )
    entries = RegisterEntry.objects.filter(page__in=inbound)
    RegisterFinding.objects.filter(entry__in=entries).delete()
    RegisterFinding.objects.bulk_create(
        RegisterFinding(
            entry=entry,
            kind=FindingKind.BROKEN_INBOUND,
            detail=named(inbound[entry.page_id]),
        )
        for entry in entries
    )


def orphans() -> set[int]:
    """Return the live pages that no other live page, list or menu leads to."""
    pages = {
        pk: (path, model)
        for model in kinds()
        for pk, path in model.objects.live().values_list("pk", "path")
    }
    lists = {path for path, model in pages.values() if model.lists_children}
    # The header and the footer of every page lead to the lists and to the home page.
    found = set(Site.objects.values_list("root_page_id", flat=True))
    for pk, (path, model) in pages.items():
        if model.lists_children or path[: -Page.steplen] in lists:
            found.add(pk)
    found |= _named_elsewhere(pages)
    addressed = FoundLink.objects.filter(target__live=True, page__live=True)
    found |= set(
        addressed.exclude(target=models.F("page")).values_list("target_id", flat=True)
    )
    return set(pages) - found


def _named_elsewhere(live: dict[int, tuple]) -> set[int]:
    """Return the pages that another live page or the clinic's record names."""
    page_type = ContentType.objects.get_for_model(Page)
    rows = ReferenceIndex.objects.filter(
        base_content_type=page_type, to_content_type=page_type
    ).exclude(model_path="alias_of")
    found = {
        int(to)
        for source, to in rows.values_list("object_id", "to_object_id").iterator()
        if source != to and int(source) in live
    }
    record = ClinicSettings.load()
    return found | {
        getattr(record, field.attname)
        for field in record._meta.concrete_fields
        if field.related_model is Page
    }


def _twins(field: str, kind: FindingKind) -> list[tuple[FindingKind, int, str]]:
    """Return the pages that show the same words there, each naming the others."""
    entries = RegisterEntry.objects.filter(page__live=True).exclude(**{field: ""})
    doubled = (
        entries.values(field).annotate(n=models.Count("pk")).filter(n__gt=1)
    ).values(field)
    groups = defaultdict(list)
    rows = entries.filter(**{f"{field}__in": doubled}).order_by("page__title", "pk")
    for words, page_id, title in rows.values_list(field, "page_id", "page__title"):
        groups[words].append((page_id, title))
    found = []
    for group in groups.values():
        # A few are named: to look through all for each would square the work.
        first = group[: PLACES + 1]
        for page_id, _title in group:
            others = [title for other, title in first if other != page_id]
            found.append((kind, page_id, named(others, len(group) - 1)))
    return found
