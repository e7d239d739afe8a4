"""How many requests are received in a second, beside a view that inserts one row.

Both run in two processes on the site's server, over one database with one durability,
and are sent forms in turn, 50 at once, while the site's worker opens what came in.
Afterwards every form that was answered must be a request, once, and none set aside.
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
from typing import NamedTuple

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from clinic.models import OutboxMessage  # noqa: E402
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


class Opened(NamedTuple):
    """How long the worker took to open what came in, and its seconds of processor."""

    took: float
    worked: float


class Round(NamedTuple):
    """What both did, each with its milliseconds of processor a form, and the worker."""

    site: tuple[Load, float]
    row: tuple[Load, float]
    took: float
    cost: float


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
        worker(str(settings.VAR_DIR)) as worked,
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
        opened(worked)
        rounds = []
        for _round in range(options.rounds):
            site_did = sent("site", options.forms)
            # The yardstick is measured beside a worker that rests, too.
            after = opened(worked)
            cost = after.worked * 1000 / options.forms
            rounds.append(Round(site_did, sent("row", options.forms), after.took, cost))
    check(before, WARM + options.rounds * options.forms)
    options.result.write_text(json.dumps({"rows": lines(rounds)}))


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


def opened(worked: Callable[[], float]) -> Opened:
    """Wait until all that was sent is at the desk; `worked` is the worker's clock.

    Mail about it would go out for minutes and is dropped, so that the worker rests.
    """
    began, before = time.monotonic(), worked()
    while SealedForm.objects.exists():
        if time.monotonic() - began > OPENED_WITHIN:
            raise SystemExit(f"{SealedForm.objects.count()} forms stay sealed.")
        time.sleep(0.1)
    found = Opened(time.monotonic() - began, worked() - before)
    OutboxMessage.objects.waiting().update(dropped_at=timezone.now(), held_until=None)
    return found


def check(before: int, sent: int) -> None:
    """Compare what was answered with what is there; raises where they differ."""
    stored = ConsultationRequest.objects.order_by("pk")[before:]
    statuses = list(stored.values_list("status", flat=True))
    genuine = statuses.count(Status.RECEIVED)
    if not len(statuses) == genuine == sent:
        raise SystemExit(
            f"{sent} were answered, {len(statuses)} are stored, {genuine} as genuine."
        )


def lines(rounds: list[Round]) -> list[dict]:
    """Return the lines: how many in a second, and how slow the slow ones are."""
    loads = [one.site[0] for one in rounds], [one.row[0] for one in rounds]
    rates, bare_rates = ([load.rate for load in side] for side in loads)
    costs, bare_costs = [one.site[1] for one in rounds], [one.row[1] for one in rounds]
    slow = [statistics.quantiles(load.times, n=100)[-1] for load in loads[0]]
    medians = [load.median for load in loads[0]]

    def ratios(ours: list[float], theirs: list[float]) -> list[float]:
        return [a / b for a, b in zip(ours, theirs, strict=True)]

    return [
        row(
            "requests received, 50 at once",
            "a second",
            rates,
            against="bare view that inserts a row",
            ratios=ratios(rates, bare_rates),
            at_least=RATE_BAR,
            short=True,
        ),
        row(
            "a request received",
            "ms of processor",
            costs,
            against="bare view that inserts a row",
            ratios=ratios(costs, bare_costs),
        ),
        row(
            "p99 of 50 at once",
            "ms",
            slow,
            against="their p50",
            ratios=ratios(slow, medians),
            at_most=SLOW_BAR,
            short=True,
        ),
        row(
            "a form opened afterwards",
            "ms of processor",
            [one.cost for one in rounds],
        ),
        row("the last of them at the desk", "s", [one.took for one in rounds]),
    ]


if __name__ == "__main__":
    main()
