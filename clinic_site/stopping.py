"""Ending what runs for long; loads nothing of Django's, for whoever starts others."""

import time


class Stop:
    """A wish to stop, made by a signal and looked at between two pieces of work."""

    def __init__(self):
        self._requested = False

    def request(self, *signal) -> None:
        """Ask the worker to finish what it is doing and end; a signal handler."""
        self._requested = True

    def requested(self) -> bool:
        """Tell whether the worker was asked to stop."""
        return self._requested

    def sleep(self, seconds: float) -> None:
        """Sleep for a while, or until asked to stop."""
        until = time.monotonic() + seconds
        while not self._requested and (left := until - time.monotonic()) > 0:
            time.sleep(min(0.2, left))
