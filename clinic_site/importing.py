"""Gives imports a process of their own, so that the worker's mail never waits for one.

The worker looks every few seconds whether an upload waits, and starts one process that
carries out what does and ends. Killed, it takes nothing along: the next look starts
another, which goes on where it stopped. A picture that ends the process, or a file that
fills its memory, ends nothing else.
"""

import sys
import time

from django.conf import settings

from articles.imports import working
from clinic_site.supervisor import Child

COMMAND = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_imports"]
# One worker on one machine at a time holds it while it imports.
LOCK = "running_imports"


class Importer:
    """The one process that imports, if there is something to do."""

    def __init__(self, command=COMMAND):
        self._command = command
        self._child: Child | None = None

    def look(self) -> None:
        """Start the process if an upload waits and nobody is at work on one."""
        if not self.is_running() and working.anything_left():
            self._child = Child("The import", self._command)
            self._child.start()

    def is_running(self) -> bool:
        """Say whether the process is still there; it is laid to rest if not."""
        return self._child is not None and not self._child.ended()

    def end(self, grace: float = 8) -> None:
        """Ask the process to end after its item, and wait so many seconds for it."""
        if not self.is_running():
            return
        self._child.process.terminate()
        until = time.monotonic() + grace
        while self.is_running() and time.monotonic() < until:
            time.sleep(0.05)


importer = Importer()
