"""What was seen, line by line, each with the time it took to get there."""

import time
from collections.abc import Callable
from typing import TextIO


def teller(report: TextIO, headline: str) -> Callable:
    """Write the headline; return what writes a line with the seconds since the last."""
    report.write(f"{headline}\n")
    last = time.monotonic()

    def say(what: str, figure="") -> None:
        nonlocal last
        now = time.monotonic()
        report.write(f"  {now - last:5.0f} s  {what:<32} {figure}\n")
        last = now

    return say
