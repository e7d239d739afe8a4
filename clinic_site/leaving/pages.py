"""One page as an export has it: a record that loses nothing, and what is told of it."""

import hashlib
import json
from collections.abc import Iterator

from wagtail.models import Page, PageViewRestriction

from clinic.models import Approval, BasePage, ClaimEvidence
from clinic_site.leaving.fields import outgoing
from clinic_site.leaving.keys import Keys, page_key

FORMAT = 1
# As many pages as are read together.
AT_ONCE = 100
LIVE, DRAFT, DOWN = "live", "draft", "taken down"
DATES = ("first_published_at", "last_published_at")


def pages_to_tell() -> Iterator[BasePage]:
    """Give every page of the site in the order of its tree, few in memory at once."""
    pks = list(Page.objects.filter(depth__gt=1).order_by("path").values_list("pk"))
    for start in range(0, len(pks), AT_ONCE):
        some = [pk for (pk,) in pks[start : start + AT_ONCE]]
        pages = Page.objects.filter(pk__in=some).order_by("path")
        for page in pages.specific().select_related("locale"):
            if isinstance(page, BasePage):
                yield page


def outline(page: BasePage, keys: Keys) -> dict:
    """Return where a page stands and what others call it."""
    parent = page.get_parent()
    return {
        "key": page_key(page),
        "parent": keys.name("page", parent.pk) if parent.depth > 1 else None,
        "title": page.title,
        "type": page._meta.label_lower,
        "state": state_of(page),
        "address": address_of(page),
    }


def contents(page: BasePage, keys: Keys) -> dict:
    """Return what a page holds: its text as stored, and a newer draft or None."""
    text = outgoing(page, keys)
    draft = None
    if page.latest_revision_id and not page.alias_of_id:
        newest = outgoing(page.get_latest_revision_as_object(), keys)
        draft = None if newest == text else newest
    return {"text": text, "draft": draft}


def record(page: BasePage, keys: Keys) -> dict:
    """Return the whole record of a page, as its JSON file holds it."""
    place = outline(page, keys)
    return {
        "format": FORMAT,
        "kind": "page",
        "key": place["key"],
        "type": place["type"],
        "language": page.locale.language_code,
        "parent": place["parent"],
        "alias_of": keys.name("page", page.alias_of_id),
        "address": place["address"],
        "state": place["state"],
        "shown_to": shown_to(page),
        "dates": {name: told(getattr(page, name)) for name in DATES},
        **contents(page, keys),
        "information": {"approvals": approvals(page), "evidence": evidence(page)},
    }


def digest(said: dict) -> str:
    """Return a fingerprint of what a record says, the same in every database."""
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def told(moment) -> str | None:
    """Return a moment in UTC as files have it."""
    return moment and moment.isoformat()


def address_of(page: Page) -> str:
    """Return the path of a page on its site, "" where it stands below none."""
    parts = page.get_url_parts()
    return (parts and parts[2]) or ""


def state_of(page: Page) -> str:
    """Return how a page stands with the public."""
    if page.live:
        return LIVE
    return DOWN if page.last_published_at else DRAFT


def shown_to(thing) -> list[dict]:
    """Return whom a page or a collection is kept for; no password is told."""
    found = []
    for rule in thing.view_restrictions.order_by("pk"):
        groups = sorted(rule.groups.values_list("name", flat=True))
        is_groups = rule.restriction_type == PageViewRestriction.GROUPS
        found.append(
            {"who": rule.restriction_type, "groups": groups if is_groups else []}
        )
    return found


def name_of(person) -> str:
    """Return a member of staff's name as readers may see it, "" where there is none."""
    return person.get_full_name() if person else ""


def approvals(page: BasePage) -> list[dict]:
    """Return who agreed on the page's texts and when; what they noted stays inside."""
    rows = Approval.objects.filter(page=page).select_related("edited_by", "reviewed_by")
    current = page.current_approval
    return [
        {
            "approved_at": told(row.approved_at),
            "edited_by": name_of(row.edited_by),
            "reviewed_by": name_of(row.reviewed_by),
            "of_the_live_text": bool(page.live and current and row.pk == current.pk),
            "change_note": row.change_note,
        }
        for row in rows.order_by("approved_at", "pk")
    ]


def evidence(page: BasePage) -> list[dict]:
    """Return the wordings that a reviewer allowed on the page, and on what grounds."""
    rows = ClaimEvidence.objects.standing().about(page).select_related("reference")
    return [
        {
            "words": row.words,
            "rule": row.rule,
            "reference": row.reference.key,
            "note": row.note,
            "allowed_at": told(row.allowed_at),
        }
        for row in rows.order_by("allowed_at", "pk")
    ]


def front_matter(said: dict, text: dict, *, state: str, words: dict) -> str:
    """Return the YAML above a page's Markdown; `words` has the names of other things.

    Each value is written as JSON, which is YAML too: nobody has to guess what a colon
    or a "no" in a title means.
    """
    latest = [
        row for row in said["information"]["approvals"] if row["of_the_live_text"]
    ]
    lines = {
        "title": text["title"],
        "slug": text["slug"],
        "address": said["address"],
        "type": said["type"],
        "state": state,
        "language": said["language"],
        "first_published": said["dates"]["first_published_at"],
        "last_published": said["dates"]["last_published_at"],
        "summary": text["summary"],
        "seo_title": text["seo_title"],
        "description": text["search_description"],
        "in_menu": text["show_in_menus"],
        "topics": words["topics"],
        "references": words["references"],
        "edited_by": latest[-1]["edited_by"] if latest else None,
        "reviewed_by": latest[-1]["reviewed_by"] if latest else None,
        "reviewed_on": latest[-1]["approved_at"] if latest else None,
        "key": said["key"],
    }
    told_lines = (
        f"{name}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in lines.items()
    )
    return "---\n" + "\n".join(told_lines) + "\n---\n"
