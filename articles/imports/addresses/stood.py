"""Where the things of an export stood in WordPress, as anybody read them there."""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from django.utils.text import slugify

from articles.models import ImportedItem

TEXTS = ("post", "page")
FILES = ("attachment", "picture")
# The ends of addresses of lists, and by what WordPress asks for one by number.
LISTS = {"category": "category", "tag": "tag", "post_tag": "tag"}
UPLOADS = "/wp-content/"


class Thing(NamedTuple):
    """What an item says of itself that its addresses depend on."""

    pk: int
    kind: str
    number: int | None
    addresses: tuple[str, ...]
    is_public: bool
    parent: int | None
    page_id: int | None
    topic: str
    file: str


def things(run, home: str) -> Iterator[Thing]:
    """Yield what a run's items were, without the large rest of their records.

    `home` is the address of the old front page, without a slash at its end.
    """
    items = run.items.select_related("topic", "picture").order_by("pk")
    for item in items.iterator(chunk_size=500):
        yield Thing(
            pk=item.pk,
            kind=item.kind,
            number=_number(item),
            addresses=tuple(dict.fromkeys(filter(None, _addresses(item, home)))),
            is_public=item.kind not in TEXTS or item.proof.get("public") is True,
            parent=item.proof.get("parent") if item.kind in FILES else None,
            page_id=item.page_id,
            topic=item.topic.slug if item.topic else "",
            file=item.picture.file.url if item.picture else "",
        )


def _number(item: ImportedItem) -> int | None:
    kind, _space, number = item.source.rpartition(" ")
    numbered = kind in (*TEXTS, "attachment") and number.isdecimal()
    return int(number) if numbered else None


def _addresses(item: ImportedItem, home: str) -> Iterator[str]:
    number = _number(item)
    if item.kind in (*TEXTS, *FILES):
        yield from (url for url in item.old_urls if _is_of(url, home, item))
        if number is not None:
            yield f"{home}/?p={number}"
    if item.kind in TEXTS and item.old_urls and _path(item.old_urls[0]).strip("/"):
        before = item.old_urls[0].rstrip("/").rpartition("/")[0]
        for slug in item.proof.get("old_slugs") or ():
            yield f"{before}/{slug}/"
    if item.kind in LISTS and (slug := item.proof.get("slug")):
        yield f"{home}/{LISTS[item.kind]}/{slug}/"
        if LISTS[item.kind] == "category" and item.proof.get("number"):
            yield f"{home}/?cat={item.proof['number']}"
    if item.kind == "author":
        # WordPress makes the end of the address of the login, as long as nobody
        # changes it.
        name = slugify(item.source.removeprefix("author "), allow_unicode=True)
        yield f"{home}/author/{name}/" if name else ""


def _is_of(url: str, home: str, item: ImportedItem) -> bool:
    """Say whether an address was one of the old site.

    Files may lie on a host of their own; what a text was known by elsewhere, before
    it came to that site, is not asked for here.
    """
    return item.kind in FILES or host_of(url) == host_of(home)


def host_of(url: str) -> str:
    """Return the host of an address without www, empty where it names none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""
