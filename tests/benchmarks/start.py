"""How soon a site answers, what it holds in memory while nobody asks, and how it stops.

A site as `make run` starts it, after its first set-up, beside the bare view on the same
server; both are started in turn.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path

from tests.benchmarks.load import fetched
from tests.benchmarks.serving import BARE, Server
from tests.benchmarks.table import row
from tests.browser.running_site import RunningSite

ROUNDS, RESTS = 3, 10
PAGES = ("/", "/articles/", "/request-a-consultation/")
STARTS_WITHIN, HOLDS, STOPS_WITHIN = 3.0, 250.0, 10.0


def family(pid: int) -> list[int]:
    """Return a process and all that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in family(int(child)))]


def held(pid: int) -> float:
    """Return megabytes held by a process and all that it started, each page once."""
    kilobytes = 0
    for one in family(pid):
        lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        [pss] = [line for line in lines if line.startswith("Pss:")]
        kilobytes += int(pss.split()[1])
    return kilobytes / 1024


def of_the_site(site: RunningSite) -> dict[str, float]:
    """Start a site and stop it; return what was found on the way."""
    began = time.monotonic()
    site.start()
    started = time.monotonic() - began
    for path in PAGES:
        fetched(f"{site.url}{path}")
    time.sleep(RESTS)
    megabytes = held(site.process.pid)
    began = time.monotonic()
    site.stop()
    return {
        "started": started,
        "megabytes": megabytes,
        "stopped": time.monotonic() - began,
    }


def of_the_bare_view(var: str) -> dict[str, float]:
    """Do the same with the bare view."""
    began = time.monotonic()
    server = Server(BARE, f"{BARE}_server", f"{BARE}_settings", var, workers=2)
    server.wait()
    fetched(f"{server.url}/")
    started = time.monotonic() - began
    megabytes = held(server.process.pid)
    began = time.monotonic()
    server.stop()
    return {
        "started": started,
        "megabytes": megabytes,
        "stopped": time.monotonic() - began,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("result", type=Path)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="clinic-start-") as folder:
        site = RunningSite(Path(folder))
        # The first start makes database, keys, files and demo.
        site.start()
        site.stop()
        rounds = [
            (of_the_site(site), of_the_bare_view(folder))
            for _round in range(options.rounds)
        ]

    def line(what: str, figure: str, unit: str, bar: float) -> dict:
        return row(
            what,
            unit,
            [ours[figure] for ours, _bare in rounds],
            against="bare view, two processes",
            ratios=[ours[figure] / bare[figure] for ours, bare in rounds],
            at_most=bar,
            of="found",
            short=figure != "stopped",
        )

    rows = [
        line("start to first answer", "started", "s", STARTS_WITHIN),
        line("memory of `make run`, idle", "megabytes", "MB", HOLDS),
        line("clean stop", "stopped", "s", STOPS_WITHIN),
    ]
    options.result.write_text(json.dumps({"rows": rows}))


if __name__ == "__main__":
    main()
