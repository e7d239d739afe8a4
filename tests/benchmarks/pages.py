"""How much public pages cost, beside a bare Django view on the same server.

Site and bare view run under gunicorn as the site ships it, one process each, and nginx
as `deploy/` ships it before the site; all are asked in turn, so that what else the
machine does falls on them alike. A kept page is warm; `cold.py` asks for those of which
no answer is kept.
"""

import argparse
import json
import shutil
import tempfile
import time
from pathlib import Path

import django

from tests.benchmarks.load import fetched, load
from tests.benchmarks.serving import Server, site_and_bare
from tests.benchmarks.table import row
from tests.deploy.proxy import Proxy
from tests.with_postgres import free_port

django.setup()

from django.conf import settings  # noqa: E402

from articles.models import ArticlePage  # noqa: E402
from clinic.models import ClinicSettings  # noqa: E402
from tests.benchmarks.prepared import prepare  # noqa: E402

ROUNDS, SECONDS = 3, 2
MANY, FEW = 16, 4
CHANGES = 5
FORM, SEARCH = "/request-a-consultation/", "/search/?q=how+does+it+work"
# What an answer may cost that is made for each: milliseconds of processor.
COLD_BAR = 6.0
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/sbin:/usr/local/sbin")


class Nginx:
    """nginx as shipped before the site, with a file as large as a page beside it."""

    def __init__(self, folder: Path, site: Server, article: str):
        folder.chmod(0o755)
        self.folder = folder
        self.url = f"https://localhost:{(port := free_port())}"
        self.proxy = Proxy(folder, port, free_port(), site.port)
        self.proxy.start()
        body = fetched(f"{self.url}{article}", "br")
        (folder / "static").mkdir()
        (folder / "static" / "page.txt").write_bytes(body)

    def stop(self) -> None:
        self.proxy.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("result", type=Path)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    prepare()
    article = max(ArticlePage.objects.live(), key=lambda page: len(page.reader_text()))
    index = article.get_parent()
    with (
        tempfile.TemporaryDirectory(prefix="clinic-nginx-") as folder,
        site_and_bare(str(settings.VAR_DIR)) as (site, bare),
    ):
        pages = {"article": article.url, "home": "/", "index": index.url}
        asked = {
            "bare": (bare, "/"),
            **{f"warm {name}": (site, path) for name, path in pages.items()},
            "search": (site, SEARCH),
            "form": (site, FORM),
        }
        for server, path in asked.values():
            load(f"{server.url}{path}", seconds=1, at_once=FEW)
        rounds = [
            {
                what: server.measure(path, SECONDS, at_once=at_once_of(what))
                for what, (server, path) in asked.items()
            }
            for _round in range(options.rounds)
        ]
        rows = lines(rounds)
        if NGINX:
            nginx = Nginx(Path(folder), site, article.url)
            try:
                rows += behind_nginx(nginx, article.url, options.rounds)
                rows += freshness(nginx, site, article.url)
            finally:
                nginx.stop()
    options.result.write_text(json.dumps({"rows": rows}))


def at_once_of(what: str) -> int:
    """Return over how many connections something is asked: few where it is rendered."""
    return MANY if what.startswith(("warm", "bare")) else FEW


def lines(rounds: list[dict]) -> list[dict]:
    """Return the lines of pages that the site answers by itself."""
    rows = []

    def rates(what: str) -> list[float]:
        return [one[what][0].rate for one in rounds]

    def costs(what: str) -> list[float]:
        return [one[what][1] for one in rounds]

    def ratios(ours: list[float], theirs: list[float]) -> list[float]:
        return [a / b for a, b in zip(ours, theirs, strict=True)]

    for page in ("article", "home", "index"):
        warm = rates(f"warm {page}")
        rows.append(
            row(
                f"warm {page}",
                "requests/s",
                warm,
                against="bare view",
                ratios=ratios(warm, rates("bare")),
                at_least=1.0,
                short=page == "article",
            )
        )
    for what in ("search", "form"):
        rows.append(
            row(
                what,
                "ms of processor",
                costs(what),
                against="bare view",
                ratios=ratios(costs(what), costs("bare")),
                at_most=COLD_BAR,
                of="found",
                short=what == "search",
            )
        )
    return rows


def behind_nginx(nginx: Nginx, article: str, rounds: int) -> list[dict]:
    """Return how fast nginx hands a page out beside a file of the same size."""
    page, file = f"{nginx.url}{article}", f"{nginx.url}/static/page.txt"
    for url in (page, file):
        load(url, seconds=1)
    found = [
        [load(url, seconds=SECONDS).rate for url in (page, file)]
        for _round in range(rounds)
    ]
    return [
        row(
            "warm article behind nginx as shipped",
            "requests/s",
            [ours for ours, _file in found],
            against="nginx, static file of its size",
            ratios=[ours / file for ours, file in found],
            at_least=0.9,
            short=True,
        )
    ]


def freshness(nginx: Nginx, site: Server, article: str) -> list[dict]:
    """Return how long after a change the old page is handed out."""
    took = {"site": [], "nginx": []}
    for number in range(CHANGES):
        for behind, base in (("site", site.url), ("nginx", nginx.url)):
            url, words = f"{base}{article}", f"A change {number} {behind}"
            load(url, seconds=1, at_once=2)
            ClinicSettings.objects.update(clinic_name=words)
            changed = time.monotonic()
            while words.encode() not in fetched(url):
                time.sleep(0.005)
            took[behind].append(time.monotonic() - changed)
    return [
        row(
            f"old page after a change, from {behind}",
            "s",
            seconds,
            at_most=1.0,
            of="found",
            short=behind == "nginx",
        )
        for behind, seconds in took.items()
    ]


if __name__ == "__main__":
    main()
