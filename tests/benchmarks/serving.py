"""Applications under the site's own server, and the processor time they take."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tests.benchmarks.load import Load, load
from tests.with_postgres import end_with_parent, free_port

ROOT = Path(__file__).resolve().parent.parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
SETTINGS, BARE = "tests.benchmarks.served", "tests.benchmarks.bare"
STARTS_WITHIN, STOPS_WITHIN = 120, 30
# Seconds of processor: what a worker takes to load, and in a second with little to do.
BUSY_AT_FIRST, QUIET = 1.0, 0.1


class Server:
    """One application under gunicorn, with so many processes that answer."""

    def __init__(
        self, application: str, config: str, settings: str, var: str, workers: int = 1
    ):
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", application]
            + ["--config", f"python:{config}", "--log-level", "error"],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": settings,
                "VAR_DIR": var,
                "PORT": str(self.port),
                "SITE_URL": self.url,
                "WEB_CONCURRENCY": str(workers),
            },
            preexec_fn=end_with_parent,
        )

    def wait(self) -> None:
        """Wait until it takes connections."""
        until = time.monotonic() + STARTS_WITHIN
        while True:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError("the server does not start")
            time.sleep(0.1)

    def worked(self) -> float:
        """Return the seconds of processor that its processes have used so far."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return worked([self.process.pid, *map(int, children.read_text().split())])

    def measure(self, path: str, seconds: int, **how) -> tuple[Load, float]:
        """Return what it did, and the milliseconds of processor for each request."""
        before = self.worked()
        done = load(f"{self.url}{path}", seconds=seconds, **how)
        return done, (self.worked() - before) * 1000 / done.requests

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=STOPS_WITHIN)


def worked(processes: Iterable[int]) -> float:
    """Return the seconds of processor that these have used so far, ended ones none."""
    seconds = 0.0
    for pid in processes:
        with contextlib.suppress(FileNotFoundError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            seconds += (int(fields[11]) + int(fields[12])) / TICKS
    return seconds


@contextlib.contextmanager
def worker(var: str) -> Iterator[Callable[[], float]]:
    """Run the site's worker beside it, from when it has done what waited for it.

    Gives what returns the seconds of processor that it has used so far.
    """
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run_worker"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS, "VAR_DIR": var},
        preexec_fn=end_with_parent,
    )
    try:
        until = time.monotonic() + STARTS_WITHIN
        used = -1.0
        while worked([process.pid]) - used > QUIET or used < BUSY_AT_FIRST:
            if time.monotonic() > until or process.poll() is not None:
                raise RuntimeError("the worker does not come to rest")
            used = worked([process.pid])
            time.sleep(1)
        yield lambda: worked([process.pid])
    finally:
        process.terminate()
        process.wait(timeout=STOPS_WITHIN)


@contextlib.contextmanager
def site_and_bare(var: str, workers: int = 1) -> Iterator[tuple[Server, Server]]:
    """Run the site and the yardsticks, each on a port of its own."""
    both = (
        Server("clinic_site.wsgi", "clinic_site.web_server", SETTINGS, var, workers),
        Server(BARE, f"{BARE}_server", f"{BARE}_settings", var, workers),
    )
    try:
        for server in both:
            server.wait()
        yield both
    finally:
        for server in both:
            server.stop()
