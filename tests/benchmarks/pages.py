"""How much a kept page costs, beside a bare Django view on the same kind of server.

Both run under gunicorn as the site does, with one process each, and are asked in turn,
so that what else the machine does falls on both alike. The ratio of processor time is
what a busy machine disturbs least.
"""

import argparse
import contextlib
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import django
from django.core.management import call_command

from tests.benchmarks.load import Load, load
from tests.benchmarks.timing import figures

django.setup()

from articles.models import ArticlePage  # noqa: E402
from clinic_site.demo.load import Demo  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
ROUNDS = 3
SECONDS = 4
# From the application's server, a kept page against the bare view.
BAR = 1.0
TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """One application under gunicorn, with one process that answers."""

    def __init__(self, application: str, environment: dict[str, str]):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", application]
            + ["--bind", f"127.0.0.1:{self.port}", "--no-control-socket"]
            + ["--worker-class", "clinic_site.web_worker.PacedWorker"]
            + ["--threads", "4", "--workers", "1"]
            + ["--log-level", "error", "--preload"],
            cwd=ROOT,
            env={**environment, "SITE_URL": self.url, "PORT": str(self.port)},
        )

    def wait(self) -> None:
        """Wait until it takes connections."""
        until = time.monotonic() + 120
        while True:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError("the server does not start")
            time.sleep(0.2)

    def worked(self) -> float:
        """Return the seconds of processor that its processes have used so far."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        seconds = 0.0
        for pid in [str(self.process.pid), *children.read_text().split()]:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            seconds += (int(fields[11]) + int(fields[12])) / TICKS
        return seconds

    def measure(self, path: str) -> tuple[Load, float]:
        """Return what it did, and the milliseconds of processor for each request."""
        before = self.worked()
        done = load(f"{self.url}{path}", seconds=SECONDS)
        return done, (self.worked() - before) * 1000 / done.requests

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)


@contextlib.contextmanager
def servers(var: str) -> Iterator[tuple[Server, Server]]:
    """Run the site and the bare view, each on a port of its own."""
    served = {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.served", "VAR_DIR": var}
    bare = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    both = (
        Server("clinic_site.wsgi", {**os.environ, **served}),
        Server("tests.benchmarks.bare", bare),
    )
    try:
        for server in both:
            server.wait()
        yield both
    finally:
        for server in both:
            server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("result", type=Path)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    Demo().load()
    article = max(ArticlePage.objects.live(), key=lambda page: len(page.reader_text()))
    with tempfile.TemporaryDirectory() as var, servers(var) as (site, bare):
        asked = [("kept article", site, article.url), ("bare view", bare, "/")]
        for _what, server, path in asked:
            load(f"{server.url}{path}", seconds=1)
        rounds = [
            {what: server.measure(path) for what, server, path in asked}
            for _round in range(ROUNDS)
        ]
    result = summed_up(rounds)
    options.result.write_text(json.dumps(result))


def summed_up(rounds: list[dict[str, tuple[Load, float]]]) -> dict:
    """Return the figures of all rounds, and the ratios between the two servers."""
    times, rates, costs = {}, {}, {}
    for what in rounds[0]:
        found = [one[what] for one in rounds]
        if taken := [t for done, _cost in found for t in done.times]:
            times[what] = figures(taken)
        rates[what] = [round(done.rate) for done, _cost in found]
        costs[what] = [round(cost, 3) for _done, cost in found]
    faster = [one["kept article"][0].rate / one["bare view"][0].rate for one in rounds]
    cheaper = [one["bare view"][1] / one["kept article"][1] for one in rounds]
    ratio = statistics.median(faster)
    return {
        "milliseconds": times,
        "requests_a_second": rates,
        "processor_milliseconds": costs,
        "rate_of_the_bare_view": [round(one, 2) for one in faster],
        "bare_view_costs_times_as_much": [round(one, 2) for one in cheaper],
        "also": (
            f"requests/s {rates}, processor ms a request {costs}; the kept article "
            f"runs {ratio:.2f} x as fast as the bare view, which takes "
            f"{statistics.median(cheaper):.2f} x the processor"
        ),
        "missed": (
            f"a kept page is {ratio:.2f} x the bare view, below {BAR}"
            if ratio < BAR
            else ""
        ),
    }


if __name__ == "__main__":
    main()
