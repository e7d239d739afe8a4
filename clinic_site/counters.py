"""What a web process counts of its answers, and the sum over all processes here.

Each process keeps its own counts and writes them into a file of its own in
`VAR_DIR/metrics` every few seconds, so that whichever process is asked can add them up.
What ended processes counted is added to one file: a counter never runs backwards
because a process was started anew. Killed, a process loses its last seconds.
"""

import atexit
import contextlib
import fcntl
import json
import os
import socket
import threading
import time
from bisect import bisect_left
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed

# Upper ends in seconds of what is counted by duration; what took longer follows last.
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
WRITTEN_EVERY = 5
NO_ROUTE = "none"

# By route and class of status: the sum of seconds, then the number in each bucket.
Counts = dict[tuple[str, str], list[float]]


class Counters:
    """The counts of this process."""

    def __init__(self):
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Begin anew, as a forked process does: its parent's counts are not its own."""
        self._counts: Counts = {}
        self._process = None
        self._written = 0.0

    def add(self, route: str, status: int, seconds: float) -> None:
        """Count one answer, and write the file when that is due."""
        key = (route, f"{status // 100}xx")
        with self._lock:
            row = self._counts.setdefault(key, [0.0] * (len(BUCKETS) + 2))
            row[0] += seconds
            row[1 + bisect_left(BUCKETS, seconds)] += 1
            due = time.monotonic() - self._written >= WRITTEN_EVERY
        if due:
            self.write()

    def write(self) -> None:
        """Write the file of this process; without space for it, later."""
        with self._lock, contextlib.suppress(OSError), folder() as here:
            self._written = time.monotonic()
            own = here / f"{prefix()}{os.getpid()}.json"
            if self._process != os.getpid():
                # A file with our number was left by one that ended before us.
                gather(here, ended={own})
                self._process = os.getpid()
            save(own, self._counts)


def total() -> Counts:
    """Return the sum over the web processes of this machine, ended ones included."""
    counters.write()
    with folder() as here:
        return added(load(path) for path in here.glob(f"{prefix()}*.json"))


def gather(here: Path, *, ended: set[Path]) -> None:
    """Add the files of processes that are no more to the one of all of them."""
    together = here / f"{prefix()}ended.json"
    files = set(here.glob(f"{prefix()}*.json")) - {together}
    gone = [path for path in files if path in ended or not is_running(path)]
    if gone:
        save(together, added([load(together), *map(load, gone)]))
        for path in gone:
            path.unlink()


def is_running(path: Path) -> bool:
    """Say whether the process that a file belongs to is still there."""
    try:
        os.kill(int(path.stem.removeprefix(prefix())), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def added(counts: Iterable[Counts]) -> Counts:
    """Return the sum of counts, key by key."""
    together: Counts = {}
    for one in counts:
        for key, row in one.items():
            known = together.get(key, [0.0] * len(row))
            together[key] = [a + b for a, b in zip(known, row, strict=True)]
    return together


def load(path: Path) -> Counts:
    """Return the counts of a file; none where it is not there."""
    if not path.exists():
        return {}
    rows = json.loads(path.read_text("utf-8"))
    return {(route, status): row for route, status, row in rows}


def save(path: Path, counts: Counts) -> None:
    """Write counts so that a reader finds either the old ones or the new ones."""
    fresh = path.with_suffix(".new")
    rows = [[*key, row] for key, row in counts.items()]
    fresh.write_text(json.dumps(rows), "utf-8")
    fresh.replace(path)


@contextmanager
def folder():
    """Hold the folder of the counts: one process at a time reads or writes there."""
    here = Path(settings.VAR_DIR) / "metrics"
    here.mkdir(parents=True, exist_ok=True)
    with (here / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield here


def prefix() -> str:
    """Return how files of this machine begin, where several share the folder."""
    return f"{socket.gethostname()}-"


counters = Counters()
atexit.register(lambda: counters._process and counters.write())
os.register_at_fork(after_in_child=counters.forget)


class CountingMiddleware:
    """Count answers by route and status, where somebody may read the figures."""

    def __init__(self, get_response):
        if not settings.METRICS_TOKEN:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        began = time.perf_counter()
        response = self.get_response(request)
        # The name of a route is ours; its address may hold what somebody typed.
        match = getattr(request, "resolver_match", None)
        route = (match and match.view_name) or NO_ROUTE
        counters.add(route, response.status_code, time.perf_counter() - began)
        return response
