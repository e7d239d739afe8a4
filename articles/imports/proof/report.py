"""The report of an import as data, read from the rows of the run alone.

docs/moving.md tells what each entry means. A change of a meaning raises the version.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import urlsplit

from articles.imports.addresses.stood import Thing, host_of, things
from articles.models import ImportedItem, ImportRun
from clinic.claims.rules import STOP
from clinic.old_spellings import by_path, by_query, kept_form
from clinic.reading import WORDS_PER_MINUTE

VERSION = 1
TEXTS = ("post", "page", "document")
Outcome = ImportedItem.Outcome
HERE = (Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.EDITED_HERE)


def report(run: ImportRun) -> dict:
    """Return what an import came to, down to each word that differs."""
    home = (run.summary.get("site") or {}).get("url", "")
    stood = _stood(things(run, home.rstrip("/")), run)
    items = [_item(item, stood, home) for item in _rows(run)]
    texts = [item for item in items if item["is_text"]]
    return {
        "report": "import",
        "version": VERSION,
        "run": _run(run),
        "site": run.summary.get("site") or {},
        "totals": _totals(items, texts, run),
        "left_out": run.summary.get("left_out") or {},
        "uploads_refused": run.summary.get("media_refused") or [],
        "unmapped": _unmapped(texts),
        "addresses": _addresses(run),
        "worklist": worklist(items),
        "items": items,
    }


def to_read(run: ImportRun) -> list[dict]:
    """Return the worklist of a run alone: what of it nobody published yet."""
    there = (item for item in _rows(run) if item.page)
    return worklist(_item(item, set(), "") for item in there)


def percent(words: int, lost: int) -> float:
    """Return how many of 100 words arrived; 100 only where none is lost."""
    if not words or not lost:
        return 100.0
    return int((words - lost) / words * 10_000) / 100


def worklist(items: Iterable[dict]) -> list[dict]:
    """Return the drafts as they should be read: worst findings last, the short first.

    What was not public in WordPress comes after all of them: nobody waits for it.
    """
    drafts = [item for item in items if item["is_draft"]]
    drafts.sort(
        key=lambda item: (
            not item["was_public"],
            item["stops"],
            item["words_lost"] + item["pictures"]["lost"] + item["links"]["lost"],
            item["hints"],
            item["words_out"],
        )
    )
    names = ("source", "title", "page", "was_public", "stops", "hints", "words_lost")
    return [
        {
            "place": place,
            **{name: item[name] for name in names},
            "words": item["words_out"],
            "minutes": item["minutes"],
        }
        for place, item in enumerate(drafts, 1)
    ]


def _rows(run: ImportRun) -> Iterator[ImportedItem]:
    return run.items.select_related("page").order_by("pk").iterator(chunk_size=500)


def _run(run: ImportRun) -> dict:
    return {
        "id": run.pk,
        "kind": run.kind,
        "file": run.name,
        "sha256": run.digest,
        "trial": run.dry_run,
        "state": run.state,
        "error": run.error,
        "started_by": run.started_by.get_username() if run.started_by else "",
        "created_at": _moment(run.created_at),
        "finished_at": _moment(run.finished_at),
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _stood(found: Iterable[Thing], run: ImportRun) -> set[str]:
    """Return the kept form of every address that the run leads on."""
    public = (thing.addresses for thing in found if thing.is_public)
    of_the_site = (run.summary.get("addresses") or {}).get("site", [])
    return {kept_form(url) for some in (*public, of_the_site) for url in some} - {""}


def _item(item: ImportedItem, stood: set[str], home: str) -> dict:
    weighed = item.proof.get("weighed") or {}
    findings = [_finding(found) for found in item.findings]
    is_text = item.kind in TEXTS
    published = item.published or bool(item.page and item.page.live)
    here = is_text and item.outcome in HERE
    lost = weighed.get("words_lost", 0)
    return {
        "source": item.source,
        "kind": item.kind,
        "title": item.title,
        "outcome": item.outcome,
        "published": published,
        "page": item.page_id,
        "is_text": is_text,
        "is_draft": here and not published,
        # Whoever brings a Word document in wants it read.
        "was_public": item.proof.get("public", True) is True,
        # None where nobody counted: what is left alone is compared with nothing.
        "percent": percent(item.words_in, lost) if weighed else None,
        "words_in": item.words_in,
        "words_out": item.words_out,
        "words_lost": lost,
        "words_added": weighed.get("words_added", 0),
        "differences": weighed.get("differences", []),
        "differences_more": weighed.get("differences_more", 0),
        "minutes": max(1, round(item.words_out / WORDS_PER_MINUTE)) if here else 0,
        "pictures": {
            "in": weighed.get("pictures_in", 0),
            "out": weighed.get("pictures_out", 0),
            "missing": _missing(item, weighed),
            "lost": weighed.get("pictures_lost", 0),
        },
        "links": _links(weighed, stood, home),
        "unmapped": item.proof.get("unmapped") or {},
        "stops": sum(found["severity"] == STOP for found in findings),
        "hints": sum(found["severity"] != STOP for found in findings),
        "findings": findings,
        "notes": item.notes,
        "addresses": len(item.redirects),
    }


def _missing(item: ImportedItem, weighed: dict) -> list[str]:
    """Return the pictures of a text that were not found, the featured one too."""
    named = item.proof.get("pictures_missing") or []
    return list(dict.fromkeys([*weighed.get("pictures_missing", []), *named]))


def _links(weighed: dict, stood: set[str], home: str) -> dict:
    left = weighed.get("links_left", [])
    old = [href for href in left if home and _is_old(href, home)]
    broken = [href for href in old if _leads_nowhere(href, stood)]
    return {
        "in": len(weighed.get("links_in", [])),
        "to_pages": weighed.get("links_to_pages", 0),
        "left": len(left),
        "led_on": len(old) - len(broken),
        "broken": broken,
        "around_pictures": weighed.get("links_around_pictures", 0),
        "lost": weighed.get("links_lost", 0),
    }


def _is_old(href: str, home: str) -> bool:
    """Say whether a link stays within the old site."""
    if href.startswith("/") and not href.startswith("//"):
        return True
    return bool(host_of(href)) and host_of(href) == host_of(home)


def _leads_nowhere(href: str, stood: set[str]) -> bool:
    parts = urlsplit(href)
    asked = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if kept_form(asked) == "":
        return False
    return stood.isdisjoint([*by_query(asked), *by_path(asked)])


def _finding(found: dict | str) -> dict:
    """Return a finding; what the guard said of a picture's words is a sentence."""
    if isinstance(found, str):
        return {"severity": STOP, "field": "", "words": "", "why": found}
    return found


def _unmapped(texts: list[dict]) -> list[dict]:
    """Return what had no place here, the most frequent first, and in how many texts."""
    times, where = Counter(), Counter()
    for item in texts:
        times.update(item["unmapped"])
        where.update(item["unmapped"].keys())
    return [
        {"name": name, "times": count, "texts": where[name]}
        for name, count in times.most_common()
    ]


def _addresses(run: ImportRun) -> dict:
    count = run.summary.get("addresses") or {}
    taken = [
        {"address": address, "why": why} for address, why in count.get("taken", [])
    ]
    return {"kept": count.get("kept", 0), "not_kept": taken}


def _totals(items: list[dict], texts: list[dict], run: ImportRun) -> dict:
    weighed = [item for item in texts if item["percent"] is not None]
    words = sum(item["words_in"] for item in weighed)
    lost = sum(item["words_lost"] for item in weighed)
    outcomes: dict[str, Counter] = {}
    for item in items:
        outcomes.setdefault(item["kind"], Counter())[item["outcome"]] += 1
    return {
        "outcomes": {kind: dict(counts) for kind, counts in outcomes.items()},
        "texts": len(texts),
        "texts_weighed": len(weighed),
        "texts_whole": sum(is_whole(item) for item in weighed),
        "drafts": sum(item["is_draft"] for item in texts),
        "published": sum(item["published"] for item in texts),
        "words_in": words,
        "words_out": sum(item["words_out"] for item in weighed),
        "words_lost": lost,
        "words_added": sum(item["words_added"] for item in weighed),
        "words_changed_on_purpose": sum(
            len(one["in"]) + one["in_more"]
            for item in weighed
            for one in item["differences"]
            if one["why"]
        ),
        "percent": percent(words, lost),
        "pictures_in": sum(item["pictures"]["in"] for item in weighed),
        "pictures_out": sum(item["pictures"]["out"] for item in weighed),
        "pictures_missing": sum(len(item["pictures"]["missing"]) for item in weighed),
        "pictures_lost": sum(item["pictures"]["lost"] for item in weighed),
        "links_in": sum(item["links"]["in"] for item in weighed),
        "links_to_pages": sum(item["links"]["to_pages"] for item in weighed),
        "links_left": sum(item["links"]["left"] for item in weighed),
        "links_broken": sum(len(item["links"]["broken"]) for item in weighed),
        "links_lost": sum(item["links"]["lost"] for item in weighed),
        "unmapped": sum(sum(item["unmapped"].values()) for item in texts),
        "stops": sum(item["stops"] for item in texts),
        "hints": sum(item["hints"] for item in texts),
        "minutes_to_read": sum(item["minutes"] for item in texts if item["is_draft"]),
        **{
            f"addresses_{key}": len(value) if isinstance(value, list) else value
            for key, value in _addresses(run).items()
        },
    }


def is_whole(item: dict) -> bool:
    """Say whether every word, picture and link of a text is here or accounted for."""
    return not (
        item["words_lost"]
        or item["words_added"]
        or item["pictures"]["lost"]
        or item["links"]["lost"]
    )
