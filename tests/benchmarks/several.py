"""Two web processes, each as on a machine of its own, with PostgreSQL and Redis.

What one of them does alone is the yardstick. Of each rendered page and each request the
processor time of web process, database and Redis is told apart: from these figures
docs/scaling.md is reckoned.
"""

import argparse
import json
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from tests.deploy.machine import Redis
from tests.with_postgres import free_port

PORT = free_port()
# Before the settings are read: this process ends generations, too.
os.environ["REDIS_URL"] = f"redis://127.0.0.1:{PORT}/0"

import django  # noqa: E402
from django.db import connection  # noqa: E402

READY = bool(shutil.which("redis-server") and find_spec("redis"))
if READY:
    django.setup()

    from articles.models import ArticlePage
    from clinic.models import ClinicSettings
    from tests.benchmarks.intake import FORM, People
    from tests.benchmarks.load import fetched, load
    from tests.benchmarks.posting import send
    from tests.benchmarks.prepared import prepare
    from tests.benchmarks.serving import SETTINGS, Server, worked
    from tests.benchmarks.table import row

CONFIG = "clinic_site.web_server"
ROUNDS, SECONDS, FORMS, CHANGES = 3, 2, 300, 5


def together(works: list[Callable[[], object]]) -> float:
    """Do all at once and return the seconds until the last is done."""
    threads = [threading.Thread(target=work) for work in works]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.monotonic() - began


class Costs:
    """The processor time of each part, from one look to the next."""

    def __init__(self, webs: list, redis):
        self.webs, self.redis = webs, redis
        self.look()

    def now(self) -> dict[str, float]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity")
            database = [pid for (pid,) in cursor.fetchall()]
        return {
            "web process": sum(web.worked() for web in self.webs),
            "database": worked(database),
            "Redis": worked([self.redis.process.pid]),
        }

    def look(self, number: int = 1) -> dict[str, float]:
        """Return milliseconds for each of so many, since the last look."""
        now = self.now()
        before, self.last = getattr(self, "last", now), now
        return {part: (now[part] - before[part]) * 1000 / number for part in now}


def measure(webs: list, costs: Costs, article: str, people: list) -> dict:
    """Return how many pages and requests one and both do in a second, and the costs."""
    found = {}
    for name, some in (("one", webs[:1]), ("both", webs)):
        done = []

        def ask(web, done=done) -> None:
            url = f"{web.url}{article}?cold=1"
            done.append(load(url, seconds=SECONDS, at_once=4).requests)

        costs.look()
        together([lambda web=web: ask(web) for web in some])
        found[f"pages, {name}"] = sum(done) / SECONDS
        found[f"costs of a page, {name}"] = costs.look(sum(done))
        forms = [
            [who.form(f"{web.url}{FORM}") for _number in range(FORMS)]
            for web, who in zip(some, people, strict=False)
        ]
        costs.look()
        seconds = together(
            [
                lambda web=web, own=own: send(f"{web.url}{FORM}", own, at_once=25)
                for web, own in zip(some, forms, strict=True)
            ]
        )
        number = FORMS * len(some)
        found[f"requests, {name}"] = number / seconds
        found[f"costs of a request, {name}"] = costs.look(number)
    return found


def freshness(webs: list, article: str) -> list[float]:
    """Return for how long after a change one of both still shows what was before.

    Each has readers of its own, who ask it again and again; what a process takes to
    render the page is part of it, and not what the other one takes.
    """
    took = []
    for number in range(CHANGES):
        words = f"A change {number}"
        urls = [f"{web.url}{article}" for web in webs]
        for url in urls:
            fetched(url)
        ClinicSettings.objects.update(clinic_name=words)
        reading = [partial(read_until, url, words.encode()) for url in urls]
        took.append(together(reading))
    return took


def read_until(url: str, words: bytes) -> None:
    """Ask for a page again and again until the words stand in it."""
    while words not in fetched(url):
        time.sleep(0.005)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("result", type=Path)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    if not READY:
        options.result.write_text(json.dumps({"rows": []}))
        return
    with tempfile.TemporaryDirectory(prefix="clinic-several-") as home:
        redis = Redis(PORT, Path(home))
        webs = []
        try:
            prepare()
            article = max(
                ArticlePage.objects.live(), key=lambda page: len(page.reader_text())
            ).url
            for number in (1, 2):
                var = Path(home) / f"machine-{number}"
                var.mkdir()
                webs.append(
                    Server("clinic_site.wsgi", CONFIG, SETTINGS, str(var), workers=1)
                )
            for web in webs:
                web.wait()
                load(f"{web.url}{article}?cold=1", seconds=1, at_once=2)
            people = [People(web, first=n * 20_000) for n, web in enumerate(webs)]
            costs = Costs(webs, redis)
            rounds = [
                measure(webs, costs, article, people) for _ in range(options.rounds)
            ]
            rows = lines(rounds, freshness(webs, article))
        finally:
            for web in webs:
                web.stop()
            redis.stop()
    options.result.write_text(json.dumps({"rows": rows}))


def lines(rounds: list[dict], fresh: list[float]) -> list[dict]:
    """Return the lines of the table."""
    rows = []
    for what, said in (("pages", "rendered"), ("requests", "received")):
        both = [one[f"{what}, both"] for one in rounds]
        rows.append(
            row(
                f"{what} {said}, two web processes",
                "a second",
                both,
                against="one web process",
                ratios=[one[f"{what}, both"] / one[f"{what}, one"] for one in rounds],
            )
        )
    for what in ("page", "request"):
        rows += [
            row(
                f"{part}, for each {what}",
                "ms of processor",
                [one[f"costs of a {what}, both"][part] for one in rounds],
            )
            for part in rounds[0]["costs of a page, both"]
        ]
    rows.append(
        row(
            "old page after a change, from two machines by Redis",
            "s",
            fresh,
            at_most=1.0,
            of="found",
        )
    )
    return rows


if __name__ == "__main__":
    main()
