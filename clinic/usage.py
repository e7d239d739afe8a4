"""Where a page, a snippet or a setting is shown, for those about to change it."""

from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex

from clinic.models import (
    Approval,
    ClinicSettings,
    GlossaryTerm,
    GlossaryUse,
    TakenDown,
)

# They remember a page, and show it to nobody.
RECORDS = (Redirect, TakenDown, Approval)


class Place(NamedTuple):
    """Something that shows or links to what is asked about."""

    title: str
    kind: str
    edit_url: str | None
    # A draft shows it to nobody yet.
    is_live: bool


def places(shown, user) -> list[Place]:
    """Return what refers to an object, pages first; a link only where `user` may edit.

    What Wagtail's reference index knows: choosers, links in text, blocks, also those
    of the latest draft of a page.
    """
    if shown.pk is None:
        return []
    records = ContentType.objects.get_for_models(*RECORDS).values()
    references = ReferenceIndex.get_references_to(shown).exclude(
        content_type__in=records
    )
    finder = AdminURLFinder(user)
    found = [*_in_settings(shown, finder), *_in_texts(shown, finder)]
    for source, _references in references.group_by_source_object():
        if source == shown or isinstance(shown, Page) and source.pk == shown.pk:
            continue
        found.append(_place(source, finder.get_edit_url(source)))
    return sorted(found, key=lambda place: (not place.is_live, place.title))


def _in_settings(shown, finder: AdminURLFinder) -> list[Place]:
    """Return the clinic's record where it links to a page; no index knows settings."""
    if not isinstance(shown, Page):
        return []
    linked = (
        Q(privacy_page=shown.pk) | Q(estimate_page=shown.pk) | Q(review_page=shown.pk)
    )
    return [
        Place(
            _("The foot of every page"), _("Setting"), finder.get_edit_url(record), True
        )
        for record in ClinicSettings.objects.filter(linked)
    ]


def _in_texts(shown, finder: AdminURLFinder) -> list[Place]:
    """Return the pages that explain or link a word; texts hold no trace of it."""
    if not isinstance(shown, GlossaryTerm) or not shown.is_vouched:
        return []
    uses = GlossaryUse.objects.filter(term=shown, page__live=True)
    pages = [use.page for use in uses.select_related("page")]
    return [
        Place(_("Words we use"), _("Page of the glossary"), None, True),
        *(_place(page, finder.get_edit_url(page)) for page in pages),
    ]


def _place(source, edit_url: str | None) -> Place:
    model = source.specific_class if isinstance(source, Page) else type(source)
    kind = capfirst(model._meta.verbose_name)
    return Place(str(source), kind, edit_url, getattr(source, "live", True))
