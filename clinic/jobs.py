"""What the worker does again and again; each app registers its own jobs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

_registered: dict[str, "Job"] = {}


@dataclass(frozen=True)
class Job:
    """One recurring piece of work, run by one worker at a time."""

    name: str
    every: timedelta
    run: Callable[[], object]


def job(name: str, *, every: timedelta):
    """Register the decorated function to run about once in `every`."""

    def register(function: Callable[[], object]) -> Callable[[], object]:
        _registered[name] = Job(name, every, function)
        return function

    return register


def jobs() -> dict[str, Job]:
    """Return the registered jobs by name."""
    return dict(_registered)
