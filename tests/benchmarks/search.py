"""How long a search takes among many articles, beside the empty search page."""

import argparse
import json
import random
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from wagtail.models import Page  # noqa: E402
from wagtail.search.backends import get_search_backend  # noqa: E402

from articles.models import ArticleIndexPage, ArticlePage  # noqa: E402
from clinic.models import SearchEntry  # noqa: E402
from clinic.search_index import entry_for, recount  # noqa: E402
from clinic_site.demo.load import Demo  # noqa: E402
from tests.benchmarks.table import row  # noqa: E402
from tests.benchmarks.timing import figures, milliseconds  # noqa: E402
from tests.site.questions import QUESTIONS  # noqa: E402

BAR = 50
ROUNDS = 3
BATCH = 500
PARAGRAPHS, WORDS = 6, 70
SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe")


def words_of_the_demo() -> list[str]:
    """Return every word of the demo as often as it stands there."""
    texts = SearchEntry.objects.values_list("text", flat=True)
    return [word for text in texts for word in text.split()]


def made_up_words(chance: random.Random, number: int) -> list[str]:
    return ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(number)]


def article(chance: random.Random, usual: list[str], rare: list[str], number: int):
    """Return an article of some 450 words, a fifth of them its own."""

    def run(length: int) -> str:
        some = chance.choices(usual, k=length - length // 5)
        own = chance.choices(rare, k=length // 5)
        mixed = some + own
        chance.shuffle(mixed)
        return " ".join(mixed)

    body = []
    for part in range(PARAGRAPHS):
        if part % 2 == 0:
            body.append(("heading", {"level": "h2", "text": run(5)}))
        body.append(("paragraph", f"<p>{run(WORDS)}.</p>"))
    title = f"{run(6)} {number}"
    return ArticlePage(title=title, summary=run(20), body=body)


def fill(articles: int, *, searched: bool = True, since: int = 0) -> None:
    """Store so many generated articles and, if asked, what the search reads of them.

    `since` of them are there already.
    """
    chance = random.Random(7)  # noqa: S311 - the same words each time
    usual = words_of_the_demo()
    rare = made_up_words(chance, 6_000)
    index = ArticleIndexPage.objects.get()
    content_type = ArticlePage.objects.first().content_type
    backend = get_search_backend()
    start = index.numchild
    for first in range(since, articles, BATCH):
        pages = []
        with transaction.atomic():
            for number in range(first, min(first + BATCH, articles)):
                page = article(chance, usual, rare, number)
                page.depth = index.depth + 1
                place = start + number - since + 1
                page.path = Page._get_path(index.path, page.depth, place)
                page.slug = f"generated-{number}"
                page.url_path = f"{index.url_path}{page.slug}/"
                page.content_type, page.locale = content_type, index.locale
                page.draft_title = page.title
                pages.append(page)
            plain = [
                Page(
                    **{
                        field.attname: getattr(page, field.attname)
                        for field in Page._meta.concrete_fields
                        if field.attname != "id"
                    }
                )
                for page in pages
            ]
            Page.objects.bulk_create(plain)
            for page, stored in zip(pages, plain, strict=True):
                page.pk = page.page_ptr_id = stored.pk
                # The parent's row is there: this writes the article's own.
                page.save_base(raw=True, force_insert=True)
            if searched:
                entries = [entry_for(page) for page in pages]
                SearchEntry.objects.bulk_create(entries)
                backend.add_bulk(SearchEntry, entries)
    Page.objects.filter(pk=index.pk).update(numchild=start + articles - since)
    if searched:
        recount()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("result", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    Demo().load()
    fill(options.articles)
    client = Client(headers={"accept-encoding": "br"})

    def get(words: str = "") -> object:
        # With a query of whatever kind it is made now, not taken from the page cache.
        return client.get("/search/", {"q": words})

    def suggest(words: str) -> object:
        return client.get("/search/suggest/", {"q": words})

    for warm in QUESTIONS[:10]:
        get(warm.words)
        get()
        suggest(warm.words)
    times: dict[str, list[tuple[float, float]]] = {}
    slow: dict[str, float] = {}
    for _ in range(ROUNDS):
        for question in QUESTIONS:
            words = question.words
            # Interleaved: what else the machine does falls on all of them alike.
            for what, ask, typed in (
                ("empty search page", get, ""),
                ("search", get, words),
                ("suggestions", suggest, words[: len(words) // 2 + 2]),
            ):
                taken = milliseconds(lambda ask=ask, typed=typed: ask(typed))
                times.setdefault(what, []).append(taken)
                if what == "search":
                    slow[words] = max(slow.get(words, 0), taken[0])
    shown = {}
    for what, taken in times.items():
        shown[what] = figures([clock for clock, _ in taken])
        shown[f"{what}, processor"] = figures([worked for _, worked in taken])
    p95 = shown["search"]["p95"]
    each = len(QUESTIONS)
    by_round = {
        what: [
            figures([clock for clock, _ in taken[first : first + each]])
            for first in range(0, len(taken), each)
        ]
        for what, taken in times.items()
    }
    lines = [
        row(
            f"{what} among {options.articles:,} articles, p95",
            "ms",
            [one["p95"] for one in by_round[what]],
            against="empty search page",
            ratios=[
                ours["p95"] / empty["p95"]
                for ours, empty in zip(
                    by_round[what], by_round["empty search page"], strict=True
                )
            ],
            at_most=BAR,
            of="found",
            short=what == "search",
        )
        for what in ("search", "suggestions")
    ]
    result = {
        "rows": lines,
        "articles": options.articles,
        "milliseconds": shown,
        "slowest": dict(sorted(slow.items(), key=lambda item: -item[1])[:10]),
        "missed": f"p95 is {p95:.0f} ms, not below {BAR}" if p95 >= BAR else "",
    }
    options.result.write_text(json.dumps(result))


if __name__ == "__main__":
    main()
