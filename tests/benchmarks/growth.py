"""What a page costs that nobody made ahead, at 40, 1,000 and 10,000 articles.

At 40 each list, topic and feed is full, so that a page is held against one that shows
as much. What is asked of the database is counted at 10 as well. The last page of the
list is asked for, too: no page may cost more because many stand before it. The sitemap
is asked for part by part, as a search engine reads it.
"""

import argparse
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from wagtail.models import Page  # noqa: E402

from articles.feeds import LATEST  # noqa: E402
from articles.models import (  # noqa: E402
    ArticleIndexPage,
    ArticlePage,
    ListedArticle,
    Topic,
)
from clinic_site.demo.load import Demo  # noqa: E402
from clinic_site.made_pages import shelf  # noqa: E402
from tests.benchmarks.search import fill  # noqa: E402
from tests.benchmarks.table import row  # noqa: E402
from tests.benchmarks.timing import figures, milliseconds  # noqa: E402

ROUNDS = 15
# A page at the most articles may cost so many times what it costs at a thousand.
MOST_GROWTH = 1.5
MOST_QUERIES = 8
TEN, THOUSAND = 10, 1_000
# Beside the demo's own; the feed shows most, and every second one has the topic.
FILLING = LATEST
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
# What a shared machine adds to a short time now and then, in milliseconds.
NOISE = 1.0


def addresses() -> dict[str, str]:
    """Return what is asked for, by its name."""
    index = ArticleIndexPage.objects.get()
    topic = Topic.objects.filter(articles__isnull=False).first()
    last = -(-ArticlePage.objects.live().count() // 12)
    return {
        "home": "/",
        "list": index.url,
        "last page of the list": f"{index.url}?page={last}",
        "topic": f"{index.url}topics/{topic.slug}/",
        "article": ArticlePage.objects.live().first().url,
        "feed": "/articles/feed/",
        "sitemap": "/sitemap.xml",
    }


def told_apart() -> None:
    """Give each generated article a day, every second one a topic, all their lists."""
    stored = list(Page.objects.filter(slug__startswith="generated-").order_by("pk"))
    for number, page in enumerate(stored):
        page.first_published_at = FIRST + timedelta(hours=number)
    Page.objects.bulk_update(stored, ["first_published_at"], batch_size=200)
    through = ArticlePage.topics.through
    topic = Topic.objects.filter(articles__isnull=False).first()
    there = through.objects.values("articlepage_id")
    pages = ArticlePage.objects.filter(slug__startswith="generated-")
    numbers = pages.exclude(pk__in=there).values_list("pk", flat=True)
    through.objects.bulk_create(
        through(articlepage_id=pk, topic_id=topic.pk) for pk in numbers[::2]
    )
    ListedArticle.objects.bring_up_to_date()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure() -> dict[str, dict]:
    """Return figures and the number of queries of each address."""
    client = Client(headers={"Host": "localhost", "Cookie": "csrftoken=" + "a" * 32})
    asked = addresses()
    (part,) = re.findall(r"<loc>[^<]*?(/sitemap-\S+?)</loc>", text(client))[:1] or [""]
    if part:
        asked["part of the sitemap"] = part.replace("&amp;", "&")
    found = {}
    for what, path in asked.items():

        def get(path=path) -> None:
            shelf.forget()
            if client.get(path).status_code != 200:
                raise RuntimeError(f"{path} is no page")

        get()
        with CaptureQueriesContext(connection) as queries:
            get()
            # Read now: the next request begins its own log.
            count = len(queries)
        times = [milliseconds(get)[1] for _round in range(ROUNDS)]
        found[what] = {"processor": figures(times), "times": times, "queries": count}
    return found


def text(client) -> str:
    return client.get("/sitemap.xml").content.decode()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("result", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    options = parser.parse_args()
    settings.PAGE_CACHE = True
    call_command("migrate", verbosity=0)
    Demo().load()
    found = {TEN: measure()}
    there = 0
    for size in sorted({FILLING, min(THOUSAND, options.articles), options.articles}):
        fill(size, searched=False, since=there)
        told_apart()
        # A round figure for the few: the demo's ten are among them.
        found[size if there else TEN + size], there = measure(), size
    options.result.write_text(json.dumps({"rows": lines(found)}))


def lines(found: dict[int, dict]) -> list[dict]:
    """Return what each page costs at the most articles, and what it asks."""
    few, many = sorted(found)[-2:]
    rows = []
    for what, one in found[many].items():
        before = found[few].get(what, one)["processor"]["median"] + NOISE
        rows.append(
            row(
                f"{what} among {many:,} articles",
                "ms of processor",
                one["times"],
                against=f"among {few:,}",
                ratios=[time / before for time in one["times"]],
                at_most=MOST_GROWTH,
            )
        )
    asked = [one["queries"] for pages in found.values() for one in pages.values()]
    rows.append(
        row(
            f"SQL of a cold page, {min(found)} to {many:,} articles",
            "statements",
            [max(asked)],
            at_most=MOST_QUERIES,
            of="found",
        )
    )
    return rows


if __name__ == "__main__":
    main()
