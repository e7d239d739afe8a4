"""What the site looks for to be wrong; each app registers its own checks.

A check stands in the app's `alarms` module and is found as its jobs are:

    @alarm("backup_missed")
    def no_backup() -> str:
        return "" if last_backup() else gettext("No backup was ever made.")
"""

from collections.abc import Callable
from dataclasses import dataclass

_registered: dict[str, "Check"] = {}


@dataclass(frozen=True)
class Check:
    """One thing to look at: what is wrong in words, or nothing.

    The words are mailed: counts and times, never a person, a reference or a reason.
    """

    code: str
    run: Callable[[], str]
    on_desk: bool


def alarm(code: str, *, on_desk: bool = True):
    """Register the decorated function as a check; `code` has at most 40 letters.

    `on_desk` says whether managers see it on top of the desk; not where a page of the
    desk looks for the same thing itself.
    """

    def register(function: Callable[[], str]) -> Callable[[], str]:
        _registered[code] = Check(code, function, on_desk)
        return function

    return register


def checks() -> dict[str, Check]:
    """Return the registered checks by code."""
    return dict(_registered)
