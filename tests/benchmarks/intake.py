"""How many requests are received in a second, beside a view that inserts one row.

Both run in two processes on the site's server, over one database with one durability,
and are sent forms in turn, 50 at once. Afterwards every form that was answered must be
there, once, and none set aside.
"""

import argparse
import json
import random
import re
import statistics
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from consultations.models import (  # noqa: E402
    ConsultationRequest,
    SealedForm,
    Status,
    WordingSet,
)
from consultations.ticket import Ticket  # noqa: E402
from tests.benchmarks.load import Load  # noqa: E402
from tests.benchmarks.posting import form, send  # noqa: E402
from tests.benchmarks.prepared import prepare  # noqa: E402
from tests.benchmarks.requests_in_bulk import Names  # noqa: E402
from tests.benchmarks.serving import Server, site_and_bare, worker  # noqa: E402
from tests.benchmarks.table import row  # noqa: E402

FORM = "/request-a-consultation/"
ROUNDS, FORMS, AT_ONCE, PROCESSES = 3, 600, 50, 2
WARM = 60
OPENED_WITHIN = 120
# Received in a second, of what the bare view keeps; the slow answers of the usual one.
RATE_BAR, SLOW_BAR = 0.5, 5.0
FILLING_IN = 20
SAID = (
    "my back hurts since spring and nothing helped so far, and I sleep badly",
    "could somebody tell me when a first visit is possible",
    "and whether my own doctor has to write anything before",
    "work has become hard and evenings suit me best to talk about it",
)


class People:
    """Made-up people, each at a network of their own, with words of their own."""

    def __init__(self, site: Server, first: int = 0):
        self.chance = random.Random(4)  # noqa: S311 - nobody's secret
        self.names, self.number = Names(), first
        self.url = f"{site.url}{FORM}"
        with urllib.request.urlopen(self.url, timeout=60) as answer:  # noqa: S310
            page = answer.read().decode()
            self.cookie = answer.headers["Set-Cookie"].partition(";")[0]
        self.token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)', page)[1]
        self.wordings = WordingSet.current("en").ids

    def form(self, url: str) -> bytes:
        """Return what the next person sends to an address."""
        self.number += 1
        ticket = Ticket(wordings=self.wordings, shown_at=time.time() - FILLING_IN)
        words = " ".join(SAID).split()
        self.chance.shuffle(words)
        fields = {
            "csrfmiddlewaretoken": self.token,
            "submission_key": ticket.key,
            "signed_time": ticket.signed(),
            **self.names.one(self.number),
            "contact_method": "phone",
            "message": f"{' '.join(words)}.",
            "adult": "on",
            "consent": "on",
        }
        block, rest = divmod(self.number, 250)
        address = f"{20 + block}.{rest}.7.1"
        return form(url, fields, Cookie=self.cookie, X_Forwarded_For=address)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("result", type=Path)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--forms", type=int, default=FORMS)
    options = parser.parse_args()
    prepare()
    make_table()
    before = ConsultationRequest.objects.count()
    with (
        site_and_bare(str(settings.VAR_DIR), PROCESSES) as (site, bare),
        worker(str(settings.VAR_DIR)),
    ):
        people = People(site)
        asked = {"site": (site, people.url), "row": (bare, f"{bare.url}/insert/")}

        def sent(to: str, number: int) -> tuple[Load, float]:
            server, url = asked[to]
            forms = [people.form(url) for _number in range(number)]
            worked = server.worked()
            done = send(url, forms, at_once=AT_ONCE)
            return done, (server.worked() - worked) * 1000 / done.requests

        for to in asked:
            sent(to, WARM)
        rounds, opened = [], []
        for _round in range(options.rounds):
            rounds.append({to: sent(to, options.forms) for to in asked})
            opened.append(seconds_until_opened())
    check(before, WARM + options.rounds * options.forms)
    options.result.write_text(json.dumps({"rows": lines(rounds, opened)}))


def make_table() -> None:
    """Make the table of the bare view, in the database that both use."""
    is_postgres = connection.vendor == "postgresql"
    number, moment = (
        ("bigserial", "timestamptz") if is_postgres else ("integer", "text")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS bare_row (id {number} PRIMARY KEY,"
            " name varchar(200) NOT NULL, phone varchar(60) NOT NULL,"
            f" message text NOT NULL, at {moment} NOT NULL)"
        )


def seconds_until_opened() -> float:
    """Return how long it takes until all that was sent is at the desk."""
    began = time.monotonic()
    while SealedForm.objects.exists():
        if time.monotonic() - began > OPENED_WITHIN:
            raise SystemExit(f"{SealedForm.objects.count()} forms stay sealed.")
        time.sleep(0.1)
    return time.monotonic() - began


def check(before: int, sent: int) -> None:
    """Compare what was answered with what is there; raises where they differ."""
    stored = ConsultationRequest.objects.order_by("pk")[before:]
    statuses = list(stored.values_list("status", flat=True))
    genuine = statuses.count(Status.RECEIVED)
    if not len(statuses) == genuine == sent:
        raise SystemExit(
            f"{sent} were answered, {len(statuses)} are stored, {genuine} as genuine."
        )


def lines(rounds: list[dict], opened: list[float]) -> list[dict]:
    """Return the lines: how many in a second, and how slow the slow ones are."""

    def each(to: str, figure: Callable[[Load, float], float]) -> list[float]:
        return [figure(*one[to]) for one in rounds]

    def ratios(ours: list[float], theirs: list[float]) -> list[float]:
        return [a / b for a, b in zip(ours, theirs, strict=True)]

    def rate(done: Load, _cost: float) -> float:
        return done.rate

    def cost(_done: Load, cost: float) -> float:
        return cost

    def p99(done: Load, _cost: float) -> float:
        return statistics.quantiles(done.times, n=100)[-1]

    medians = each("site", lambda done, _cost: done.median)
    return [
        row(
            "requests received, 50 at once",
            "a second",
            each("site", rate),
            against="bare view that inserts a row",
            ratios=ratios(each("site", rate), each("row", rate)),
            at_least=RATE_BAR,
            short=True,
        ),
        row(
            "a request received",
            "ms of processor",
            each("site", cost),
            against="bare view that inserts a row",
            ratios=ratios(each("site", cost), each("row", cost)),
            at_most=1 / RATE_BAR,
        ),
        row(
            "p99 of 50 at once",
            "ms",
            each("site", p99),
            against="their p50",
            ratios=ratios(each("site", p99), medians),
            at_most=SLOW_BAR,
            short=True,
        ),
        row(f"the last of {len(rounds)} x forms at the desk", "s", opened),
    ]


if __name__ == "__main__":
    main()
