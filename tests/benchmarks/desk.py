"""How long the desk's pages take among very many requests, beside the same among 1,000.

Two processes, one beside each database, are asked in turn for the same pages, so that
what else the machine does falls on both alike. The databases are filled unless they
hold as many requests already.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

from tests.benchmarks.table import row
from tests.benchmarks.timing import figures

FEW = 1_000
MANY = {"sqlite": 100_000}
MANY_ELSEWHERE = 1_000_000
# Times what it takes among a thousand.
BAR = 1.5
ROUNDS, WARM = 30, 3
# Of each kind of page the one that grows most stands for all.
KINDS = ("list", "tab counts", "search", "detail", "today")
PAGE = 50


def beside(url: str) -> str:
    """Return the address of a second database beside the first, made if need be."""
    address, mark, options = url.partition("?")
    few = f"{address}_few{mark}{options}"
    if not url.startswith("sqlite"):
        name = urlsplit(few).path.strip("/")
        made = psycopg2.connect(url)
        made.autocommit = True
        with made.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if not cursor.fetchone():
                cursor.execute(f'CREATE DATABASE "{name}"')
        made.close()
    return few


class Asked:
    """A process that answers, beside one database, how long a page took."""

    def __init__(self, url: str, many: int):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.desk_pages", str(many)],
            env={**os.environ, "DATABASE_URL": url},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.hello = self.answer()

    def answer(self) -> dict:
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("A process of the benchmark ended before its time.")
        return json.loads(line)

    def ask(self, what: str, number: int) -> dict:
        """Return `taken` and `worked` in milliseconds, and the `rows` on the page."""
        self.process.stdin.write(json.dumps([what, number]) + "\n")
        self.process.stdin.flush()
        return self.answer()

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait()


@contextmanager
def both(url: str, many: int) -> Iterator[tuple[Asked, Asked]]:
    """Run a process beside each database, filled one after the other."""
    sides: list[Asked] = []
    try:
        for address, number in ((beside(url), FEW), (url, many)):
            sides.append(Asked(address, number))
        yield sides[0], sides[1]
    finally:
        for side in sides:
            side.end()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("result", type=Path)
    parser.add_argument("--requests", type=int)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    url = os.environ["DATABASE_URL"]
    kind = "sqlite" if url.startswith("sqlite") else "postgresql"
    many = options.requests or MANY.get(kind, MANY_ELSEWHERE)
    times: dict[str, tuple[list[dict], list[dict]]] = {}
    with both(url, many) as sides:
        for number in range(WARM + options.rounds):
            for what in sides[0].hello["pages"]:
                # Whoever is first has the colder processor.
                turn = sides if number % 2 else sides[::-1]
                answers = {side: side.ask(what, number) for side in turn}
                if number >= WARM:
                    kept = times.setdefault(what, ([], []))
                    for side, answer in zip(sides, kept, strict=True):
                        answer.append(answers[side])
    options.result.write_text(json.dumps(found(times, many, kind)))


def found(times: dict, many: int, kind: str) -> dict:
    """Return the figures of each page on both sides, and where the bar is missed."""
    # SQLite works in the process that asks; PostgreSQL's work shows by the clock alone.
    counted = "worked" if kind == "sqlite" else "taken"

    def middle(what: str, side: int, figure: str = counted) -> float:
        return statistics.median(answer[figure] for answer in times[what][side])

    # A name that more people have fills the page: what a row costs is no database's.
    for_a_row = (middle("list, open", 0) - middle("search, nobody", 0)) / PAGE

    def as_full(few: dict, lots: dict) -> float:
        """Return what an answer among few took, had it shown as many rows."""
        return few[counted] + max(lots["rows"] - few["rows"], 0) * for_a_row

    shown, ratios, missed = {}, {}, []
    for what, sides in times.items():
        for number, answers in zip((FEW, many), sides, strict=True):
            shown[f"{what}, {number:,}"] = figures([a[counted] for a in answers])
        # Answer by answer: one name in twenty fills a page, and it makes the p95.
        like = figures([as_full(*pair) for pair in zip(*sides, strict=True)])
        lots = shown[f"{what}, {many:,}"]
        ratios[what] = {
            figure: lots[figure] / like[figure] for figure in ("median", "p95")
        } | {"rows": [middle(what, side, "rows") for side in (0, 1)]}
        # One slow answer out of few is the machine's; many are the desk's.
        if min(ratios[what]["median"], ratios[what]["p95"]) > BAR:
            missed.append(f"{what} {ratios[what]['median']:.2f}")
    worst = max(ratios, key=lambda what: ratios[what]["median"])
    over = f"more than {BAR} times {FEW:,}: {', '.join(missed)}"
    lines = [
        row(
            f"desk, {kind_of} among {many:,}, p95: {one}",
            "ms",
            [shown[f"{one}, {many:,}"]["p95"]],
            against=f"among {FEW:,}",
            ratios=[ratios[one]["p95"]],
            at_most=BAR,
            short=True,
        )
        for kind_of in KINDS
        for one in [
            max(
                (what for what in ratios if what.startswith(kind_of)),
                key=lambda what: ratios[what]["p95"],
            )
        ]
    ]
    return {
        "rows": lines,
        "requests": many,
        "counted": counted,
        "milliseconds": shown,
        "ratios": ratios,
        "also": f"at the most {ratios[worst]['median']:.2f} times {FEW:,}: {worst}",
        "missed": over if missed else "",
    }


if __name__ == "__main__":
    main()
