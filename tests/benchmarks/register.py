"""How long the review register's stocktaking takes, and what it holds in memory.

A quarter of the pages first, then all: what grows worse than they do shows. Each page
has links, a source, an approval and an old address that leads on.
"""

import argparse
import json
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.contrib.redirects.models import Redirect  # noqa: E402

from articles.models import ArticlePage, ArticleSource  # noqa: E402
from clinic.models import Approval, Reference, User  # noqa: E402
from clinic.register.stocktaking import CHUNK, kinds, take_stock  # noqa: E402
from clinic_site.demo.load import Demo  # noqa: E402
from tests.benchmarks.search import fill  # noqa: E402
from tests.benchmarks.table import row  # noqa: E402
from tests.benchmarks.timing import figures, milliseconds  # noqa: E402

ROUNDS = 2
BATCH = 500
# Four times the pages may take five times as long: a shared machine measures no closer.
MOST_GROWTH = 1.25
MOST_MEGABYTES = 100
MOST_QUERIES = 30


def furnish() -> None:
    """Give every generated article what a stocktaking reads beside its text."""
    editor, reviewer = (User.objects.get(username=n) for n in ("editor", "reviewer"))
    reference = Reference.objects.first()
    approved_at = timezone.now() - timedelta(days=30)
    generated = ArticlePage.objects.filter(slug__startswith="generated-")
    numbers = list(generated.order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(numbers), BATCH):
        pages = list(generated.filter(pk__in=numbers[first : first + BATCH]))
        for page in pages:
            page.body.append(("paragraph", links(page, numbers)))
        # The stream is stored, and no other field of the row that pages share.
        ArticlePage.objects.bulk_update(pages, ["body"])
        sources = [ArticleSource(page=page, reference=reference) for page in pages]
        ArticleSource.objects.bulk_create(sources)
        Redirect.objects.bulk_create(
            Redirect(old_path=f"/old/{page.slug}", redirect_page_id=page.pk)
            for page in pages
        )
        fresh = ArticlePage.objects.filter(pk__in=[page.pk for page in pages])
        Approval.objects.bulk_create(
            Approval(
                page_id=page.pk,
                page_title=page.title,
                page_digest=page.reader_digest(),
                edited_by=editor,
                reviewed_by=reviewer,
                approved_at=approved_at,
            )
            for page in fresh
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def links(page, numbers: list[int]) -> str:
    """Return four links: to a page, an old address, another site and to nothing."""
    # Always live, however many of the pages are.
    other = numbers[page.pk * 7 % (len(numbers) // 4)]
    return (
        f'<p><a linktype="page" id="{other}">a page</a> '
        f'<a href="/old/{page.slug}">an old address</a> '
        f'<a href="https://elsewhere.example/{page.pk}">another site</a> '
        f'<a href="/articles/nothing-{page.pk}/">nothing</a></p>'
    )


class Counter:
    """Counts queries and keeps none of them."""

    def __init__(self):
        self.count = 0

    def __call__(self, execute, *args):
        self.count += 1
        return execute(*args)


def status(name: str) -> float:
    """Return what this process holds, in megabytes, as Linux tells it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    [line] = [line for line in lines if line.startswith(f"{name}:")]
    return int(line.split()[1]) / 1024


def measure() -> dict:
    """Take stock once and return pages, milliseconds, megabytes more and queries."""
    counter = Counter()
    # From here on the highest mark is counted anew.
    Path("/proc/self/clear_refs").write_text("5")
    held = status("VmRSS")
    with connection.execute_wrapper(counter):
        taken, worked = milliseconds(take_stock)
    pages = sum(kind.objects.live().count() for kind in kinds())
    return {
        "pages": pages,
        "taken": taken,
        "worked": worked,
        "megabytes": status("VmHWM") - held,
        "queries": counter.count / (pages / CHUNK),
    }


def rounds() -> list[dict]:
    """Measure a few times; the first one, which writes every entry, is not counted."""
    take_stock()
    return [measure() for _ in range(ROUNDS)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("result", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    Demo().load()
    fill(options.articles, searched=False)
    furnish()
    generated = ArticlePage.objects.filter(slug__startswith="generated-")
    numbers = list(generated.order_by("pk").values_list("pk", flat=True))
    generated.filter(pk__gt=numbers[len(numbers) // 4]).update(live=False)
    few = rounds()
    generated.update(live=True)
    many = rounds()

    def best(found: list[dict]) -> float:
        return min(one["worked"] for one in found) / found[0]["pages"]

    growth = best(many) / best(few)
    megabytes = max(one["megabytes"] for one in many)
    queries = max(one["queries"] for one in many)
    missed = [
        said
        for said, is_missed in (
            (f"a page costs {growth:.2f} times as much", growth > MOST_GROWTH),
            (f"{megabytes:.0f} MB held", megabytes > MOST_MEGABYTES),
            (f"{queries:.0f} queries for {CHUNK} pages", queries > MOST_QUERIES),
        )
        if is_missed
    ]
    line = row(
        f"stocktaking of {options.articles:,} articles, a page",
        "ms of processor",
        [one["worked"] / one["pages"] for one in many],
        against="among a quarter of them",
        ratios=[
            (more["worked"] / more["pages"]) / (less["worked"] / less["pages"])
            for more, less in zip(many, few, strict=True)
        ],
        at_most=MOST_GROWTH,
    )
    result = {
        "rows": [line],
        "articles": options.articles,
        "milliseconds": {
            f"{found[0]['pages']} pages{said}": figures([one[what] for one in found])
            for found in (few, many)
            for what, said in (("taken", ""), ("worked", ", processor"))
        },
        "also": (
            f"{queries:.1f} queries for {CHUNK} pages, {megabytes:.0f} MB more at the "
            f"most ({max(one['megabytes'] for one in few):.0f} MB for a quarter), "
            f"a page costs {growth:.2f} times as much among all"
        ),
        "missed": "; ".join(missed),
    }
    options.result.write_text(json.dumps(result))


if __name__ == "__main__":
    main()
