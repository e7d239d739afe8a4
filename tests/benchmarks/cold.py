"""What a page costs that no answer is kept of, beside a bare Django view.

Three ways in which a page is cold, each dearer than the one before:

- at hand: its answer is not kept, as for an address with a query; it is given as it was
  made when it was published;
- after a change: something that pages show was changed a moment ago, so the database is
  asked whether the page still holds;
- rendered: as in a preview, from its rows and templates.

Processor time of the server's process, and its ratio to the bare view in the same
round: a busy machine disturbs that least.
"""

import argparse
import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import django

from tests.benchmarks.serving import ROOT, SETTINGS, Server, site_and_bare
from tests.benchmarks.table import row

django.setup()

from django.conf import settings  # noqa: E402

from articles.models import ArticlePage  # noqa: E402
from clinic.generation import FILE  # noqa: E402
from tests.benchmarks.prepared import prepare  # noqa: E402

ROUNDS, SECONDS, FEW = 3, 2, 4
ASKED = 60
# What a page may cost that is at hand: milliseconds of processor.
BAR = 6.0
MAKE = (
    "import django; django.setup();"
    "from clinic_site.made_pages.ahead import Round; Round().go_on(600)"
)
BARE, AT_HAND = "bare view", "?cold=1"
TYPES = {
    "home": "/",
    "list": "/articles/",
    "service": "/services/ketamine-infusion/",
    "person": "/people/imani-castellanos/",
    "location": "/locations/alexandria/",
}


def make_ahead(site: Server, var: str) -> None:
    """Make all pages, as the worker of this very site would."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "VAR_DIR": var,
        "SITE_URL": site.url,
        "PORT": str(site.port),
    }
    subprocess.run([sys.executable, "-c", MAKE], cwd=ROOT, env=environment, check=True)


def one_by_one(server: Server, path: str, before=None, **headers) -> float:
    """Return the milliseconds of processor of a request, each after `before`."""
    request = urllib.request.Request(f"{server.url}{path}", headers=headers)  # noqa: S310
    worked = server.worked()
    for _number in range(ASKED):
        if before:
            before()
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            answer.read()
    return (server.worked() - worked) * 1000 / ASKED


def measure(site: Server, bare: Server, article: str, var: str) -> dict[str, float]:
    """Return the processor time of one round, by what was asked for."""

    def steadily(server: Server, path: str) -> float:
        return server.measure(path, SECONDS, at_once=FEW, accept="identity")[1]

    mark = Path(var) / FILE
    found = {BARE: steadily(bare, "/")}
    for name, path in {"article": article, **TYPES}.items():
        found[f"cold {name}, made ahead"] = steadily(site, f"{path}{AT_HAND}")
    found["cold article, first after a change"] = one_by_one(
        site, f"{article}{AT_HAND}", before=lambda: os.utime(mark)
    )
    found["cold article, with a session"] = one_by_one(
        site, article, Cookie=f"sessionid={'a' * 32}"
    )
    # A header that no page goes by, and for which none is made.
    found["article rendered from its rows"] = one_by_one(
        site, article, Authorization="Bearer nobody"
    )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("result", type=Path)
    options = parser.parse_args()
    prepare()
    article = max(ArticlePage.objects.live(), key=lambda page: len(page.reader_text()))
    var = str(settings.VAR_DIR)
    (Path(var) / FILE).touch()
    with site_and_bare(var) as (site, bare):
        make_ahead(site, var)
        measure(site, bare, article.url, var)
        rounds = [measure(site, bare, article.url, var) for _round in range(ROUNDS)]
    options.result.write_text(json.dumps({"rows": lines(rounds)}))


def lines(rounds: list[dict[str, float]]) -> list[dict]:
    """Return each figure, and how often a bare view goes into it."""
    return [
        row(
            what,
            "ms of processor",
            [one[what] for one in rounds],
            against=BARE,
            ratios=[one[what] / one[BARE] for one in rounds],
            at_most=BAR if what.startswith("cold") else None,
            of="found",
            short=what == "cold article, made ahead",
        )
        for what in rounds[0]
        if what != BARE
    ]


if __name__ == "__main__":
    main()
