"""What can be done only once everything is there: links to what came later."""

import html
import re

from django.db import transaction
from django.utils.translation import gettext as _

from articles.imports import proof
from articles.imports.storing.pages import MODELS, written_digest
from articles.imports.storing.work import Stopped, Work
from articles.models import ImportedItem

_LINK = re.compile(r'<a href="([^"]*)">')


def link_all(work: Work) -> None:
    """Rewrite the links that named pages which had not come in yet."""
    keys = work.run.items.filter(kind__in=MODELS).values_list("pk", flat=True)
    for key in list(keys.order_by("pk")):
        item = ImportedItem.objects.get(pk=key)
        if not item.proof.get("links_later") or item.page_id is None:
            continue
        if work.should_stop():
            raise Stopped
        with transaction.atomic():
            _link(work, item)


def _link(work: Work, item: ImportedItem) -> None:
    found = {
        href: page_id
        for href, number in item.proof["links_later"].items()
        if (page_id := work.page_id(number))
    }
    item.proof["links_later"] = {}
    lost = len(found)
    latest = item.page.specific.get_latest_revision_as_object()
    if found and written_digest(latest) != item.written_digest:
        item.notes.append(_("was edited meanwhile, so its links were left as they are"))
    elif found:
        latest.body = [_linked(block, found) for block in latest.body.raw_data]
        if not latest.live:
            latest.save()
        revision = latest.latest_revision
        # The same text, so the same version of it: there is nothing to go back to.
        linked = latest.save_revision(user=revision.user, overwrite_revision=revision)
        item.written_digest = written_digest(latest)
        if "weighed" in item.proof:
            proof.weigh_links(item, page=linked.as_object())
        lost = 0
    item.proof["links_left"] = lost
    item.save(update_fields=["proof", "notes", "written_digest"])


def _linked(value, pages: dict[str, int]):
    """Return a block's value with the links in all of its texts rewritten."""
    if isinstance(value, dict):
        return {name: _linked(inner, pages) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_linked(inner, pages) for inner in value]
    if not isinstance(value, str) or "<a " not in value:
        return value

    def rewritten(match: re.Match) -> str:
        page_id = pages.get(html.unescape(match[1]))
        return f'<a linktype="page" id="{page_id}">' if page_id else match[0]

    return _LINK.sub(rewritten, value)
