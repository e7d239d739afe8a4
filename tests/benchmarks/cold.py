"""What a page costs that no answer is kept of, beside a bare Django view.

Three ways in which a page is cold, each dearer than the one before:

- at hand: its answer is not kept, as for an address with a query; it is given as it was
  made when it was published;
- after a change: something that pages show was changed a moment ago, so the database is
  asked whether the page still holds;
- rendered: as for who has a session, from its rows and templates.

Processor time of the server's process, and its ratio to the bare view in the same
round: a busy machine disturbs that least.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import django
from django.core.management import call_command

from tests.benchmarks.load import load
from tests.benchmarks.pages import ROOT, Server, servers

django.setup()

from articles.models import ArticlePage  # noqa: E402
from clinic.generation import FILE  # noqa: E402
from clinic_site.demo.load import Demo  # noqa: E402

ROUNDS = 3
SECONDS = 3
ASKED = 60
# Six milliseconds where the bare view takes 0.68: the yardstick of the peers' table.
BAR = 6 / 0.68
MAKE = (
    "import django; django.setup();"
    "from clinic_site.made_pages.ahead import Round; Round().go_on(600)"
)
BARE = "bare view"
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
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.served",
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
        worked = server.worked()
        done = load(f"{server.url}{path}", seconds=SECONDS, accept="identity")
        return (server.worked() - worked) * 1000 / done.requests

    mark = Path(var) / FILE
    found = {BARE: steadily(bare, "/")}
    found["article at hand"] = steadily(site, f"{article}?cold=1")
    for name, path in TYPES.items():
        found[f"{name} at hand"] = steadily(site, f"{path}?cold=1")
    found["article after a change"] = one_by_one(
        site, f"{article}?cold=1", before=lambda: os.utime(mark)
    )
    found["article rendered"] = one_by_one(site, article, Cookie="sessionid=nobody")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("result", type=Path)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    Demo().load()
    article = max(ArticlePage.objects.live(), key=lambda page: len(page.reader_text()))
    with tempfile.TemporaryDirectory() as var, servers(var) as (site, bare):
        (Path(var) / FILE).touch()
        make_ahead(site, var)
        measure(site, bare, article.url, var)
        rounds = [measure(site, bare, article.url, var) for _round in range(ROUNDS)]
    options.result.write_text(json.dumps(summed_up(rounds)))


def summed_up(rounds: list[dict[str, float]]) -> dict:
    """Return each figure, and how often a bare view goes into it."""
    costs = {what: [round(one[what], 3) for one in rounds] for what in rounds[0]}
    ratios = {
        what: statistics.median(one[what] / one[BARE] for one in rounds)
        for what in rounds[0]
    }
    missed = [
        f"{what} is {ratio:.1f} x a bare view, more than {BAR:.1f}"
        for what, ratio in ratios.items()
        if ratio > BAR and what.endswith("at hand")
    ]
    return {
        "milliseconds": {},
        "processor_milliseconds": costs,
        "times_the_bare_view": {what: round(x, 2) for what, x in ratios.items()},
        "also": "; ".join(
            f"{what} {statistics.median(costs[what]):.2f} ms of processor"
            f" ({ratio:.1f} x)"
            for what, ratio in ratios.items()
        ),
        "missed": "; ".join(missed),
    }


if __name__ == "__main__":
    main()
