"""Makes authors, terms and items of the bare text that an export gives of them."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.imports.content import plain_text
from articles.imports.wordpress.export_file import ExportFileError
from articles.imports.wordpress.fields import WP
from articles.imports.wordpress.items import (
    CATEGORY,
    TAG,
    Term,
    TermUse,
    WordPressPost,
)

_NUMBER = re.compile(r"[0-9]{1,18}")
_TAXONOMY = {f"{WP}category": CATEGORY, f"{WP}tag": TAG}


def make_author(told: dict[str, str]) -> tuple[str, str]:
    """Return an author's login and the name that readers saw."""
    login = told.get("login", "")
    name = one_line(told.get("name", ""))
    whole = one_line(f"{told.get('first', '')} {told.get('last', '')}")
    # Who never chose a name is shown by the login.
    if whole and name in ("", login):
        name = whole
    return login, name or login


def make_term(tag: str, told: dict[str, str]) -> Term:
    """Return a term from what its element holds."""
    taxonomy = _TAXONOMY.get(tag) or told.get("taxonomy", "")
    return Term(
        taxonomy=taxonomy,
        slug=told.get("slug", ""),
        name=one_line(told.get("name", "")) or told.get("slug", ""),
        parent=told.get("parent", ""),
        description=plain_text(told.get("description", "")).strip(),
        number=_number(told.get("number", "")),
    )


def use_of(attributes: dict[str, str], name: str) -> TermUse:
    """Return a term as an item names it."""
    return TermUse(
        taxonomy=attributes.get("domain", ""),
        slug=attributes.get("nicename", ""),
        name=one_line(name),
    )


def make_post(item: dict) -> WordPressPost:
    """Return an item from what its element holds.

    Raises ExportFileError where it lacks what every export gives.
    """
    title = one_line(item.get("title", ""))
    number = item.get("id", "").strip()
    if not _NUMBER.fullmatch(number) or "type" not in item:
        raise ExportFileError(
            _(
                "The item “%(title)s” has no id or no type, which every WordPress "
                "export gives; export it again."
            )
            % {"title": title[:80]}
        )
    return WordPressPost(
        wordpress_id=int(number),
        title=title,
        slug=item.get("slug", "").strip(),
        link=item.get("link", "").strip(),
        guid=item.get("guid", "").strip(),
        published_at=_published_at(item),
        modified_at=_moment(item.get("modified_gmt", "")),
        status=item.get("status", "").strip(),
        post_type=item["type"].strip(),
        content=item.get("content", ""),
        excerpt=item.get("excerpt", ""),
        terms=tuple(item["terms"]),
        author=item.get("author", "").strip(),
        has_password=bool(item.get("password")),
        comments=item["comments"],
        parent=_number(item.get("parent", "")),
        menu_order=_number(item.get("menu_order", "")),
        is_sticky=item.get("sticky", "").strip() == "1",
        file_url=item.get("file_url", "").strip(),
        meta=item["meta"],
        old_slugs=tuple(dict.fromkeys(item["old_slugs"])),
        builders=tuple(item["builders"]),
    )


def _number(text: str) -> int:
    text = text.strip()
    return int(text) if _NUMBER.fullmatch(text) else 0


def _published_at(item: dict) -> datetime | None:
    """Return the moment in UTC; a draft has zeros there and gets None."""
    return (
        _moment(item.get("published_gmt", ""))
        or _from_feed(item.get("published", ""))
        or _from_clock(item)
    )


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _from_feed(text: str) -> datetime | None:
    if "-0001" in text:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _from_clock(item: dict) -> datetime | None:
    """Read the site's own clock, where nothing else tells and it was public."""
    if item.get("status", "").strip() not in ("publish", "private"):
        return None
    moment = _moment(item.get("published_local", ""))
    here = timezone.get_default_timezone()
    return moment and moment.replace(tzinfo=here).astimezone(UTC)


def one_line(html: str) -> str:
    """Return the words of a piece of HTML in one line."""
    return " ".join(plain_text(html).split())
