"""How long something took, and the figures of many times."""

import statistics
import time
from collections.abc import Callable


def milliseconds(ask: Callable[[], object]) -> tuple[float, float]:
    """Return how long it took by the clock, and of the processor of this process.

    The second is what a busy machine changes least; SQLite's work is in it,
    PostgreSQL's is not.
    """
    before, worked = time.perf_counter(), time.process_time()
    ask()
    return (
        (time.perf_counter() - before) * 1000,
        (time.process_time() - worked) * 1000,
    )


def figures(times: list[float]) -> dict[str, float]:
    """Return the least, the middle, the 95th of a hundred and the most."""
    return {
        "min": min(times),
        "median": statistics.median(times),
        "p95": statistics.quantiles(times, n=20)[-1],
        "max": max(times),
        "count": len(times),
    }
