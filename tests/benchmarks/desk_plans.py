"""How PostgreSQL carries out the statements of the desk's pages: a table in Markdown.

python -m tests.benchmarks.desk_plans 1000000 asks each page twice beside the database
in DATABASE_URL, which is filled unless it holds so many requests already, and reads
`EXPLAIN (ANALYZE, BUFFERS)` of all that the second time selects.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from unittest import mock

from django.db import connection
from django.utils import timezone

from tests.benchmarks.desk_pages import Pages, fill
from tests.benchmarks.lives import NOW

EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) "
HEAD = (
    "page",
    "statements",
    "heaviest reads most of",
    "by",
    "times",
    "rows",
    "buffers",
    "ms",
    "ms of all",
)
# Pages of eight kilobytes, from the cache or not.
BUFFERS = ("Shared Hit Blocks", "Shared Read Blocks")
# Its row carries the counts of the tabs along, and what those read is put down to it.
CARRIER = "clinic_user"


class Plans:
    """Notes the plan of each statement that selects something meanwhile."""

    def __init__(self):
        self.plans: list[dict] = []

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith("SELECT"):
            execute(EXPLAIN + sql, params, False, context)
            self.plans.append(context["cursor"].fetchone()[0][0])
        return execute(sql, params, many, context)


def nodes(plan: dict) -> Iterator[dict]:
    """Return the nodes of a plan, the outer ones first."""
    yield plan
    for inner in plan.get("Plans", ()):
        yield from nodes(inner)


def touched(plan: dict) -> int:
    return sum(plan.get(name, 0) for name in BUFFERS)


def alone(plan: dict) -> int:
    """Return what a node reads without the nodes below it."""
    return touched(plan) - sum(map(touched, plan.get("Plans", ())))


def line(page: str, plans: list[dict]) -> tuple:
    """Return what a page asks, and of its heaviest statement where most is read."""
    heaviest = max((one["Plan"] for one in plans), key=touched)
    reading = [
        node
        for node in nodes(heaviest)
        if node.get("Relation Name", CARRIER) != CARRIER
    ]
    most = max(reading, key=alone, default=heaviest)
    by = f"{most['Node Type']} {most.get('Index Name', '')}"
    took = [one["Execution Time"] + one["Planning Time"] for one in plans]
    at = [one["Plan"] for one in plans].index(heaviest)
    return (
        page,
        str(len(plans)),
        re.sub(r"^(consultations|clinic)_", "", most.get("Relation Name", "")),
        by.strip(),
        f"{most['Actual Loops']:,}",
        f"{most['Actual Rows'] * most['Actual Loops']:,.0f}",
        f"{touched(heaviest):,}",
        f"{took[at]:.2f}",
        f"{sum(took):.1f}",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("requests", type=int)
    parser.add_argument("--json", action="store_true", help="all plans, whole")
    options = parser.parse_args()
    fill(options.requests)
    lines = [HEAD, ("---",) * len(HEAD)]
    whole = {}
    with mock.patch.object(timezone, "now", return_value=NOW):
        pages = Pages()
        for name in pages.of_name:
            pages.ask(name, 0)
            plans = Plans()
            with connection.execute_wrapper(plans):
                pages.ask(name, 0)
            lines.append(line(name, plans.plans))
            whole[name] = plans.plans
    table = "\n".join(f"| {' | '.join(one)} |" for one in lines)
    sys.stdout.write(f"{json.dumps(whole) if options.json else table}\n")


if __name__ == "__main__":
    main()
