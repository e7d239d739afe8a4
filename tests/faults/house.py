"""A site whose processes are killed: real web server and worker, real supervisor."""

import contextlib
import os
import random
import shutil
import signal
import threading
import time
import urllib.request
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from clinic_site.management.commands.run_site import Command
from clinic_site.stopping import Stop
from clinic_site.supervisor import Child, supervise

COMES_BACK_WITHIN = 60
# The supervisor waits longer from fall to fall; a hundred falls would take an hour.
PAUSE = 0.1


class House:
    """Web server and worker, as `run_site` starts them, without the demo content."""

    def __init__(self, port: int, *, workers: int = 1, environment=None):
        self.port, self.url = port, f"http://127.0.0.1:{port}"
        command = Command()
        command.port, command.host = port, "127.0.0.1"
        web, worker = command.children()
        extra = [Child(f"Worker {n}", worker.command) for n in range(1, workers)]
        self.web, self.worker, self.children = web, worker, [web, worker, *extra]
        for child in self.children:
            child.environment = {**child.environment, **(environment or {})}
        self._stop, self._thread = Stop(), None

    @staticmethod
    def prepare() -> None:
        """Make tables and static files; SQLite's tables are made for one site alone."""
        made = Path(os.environ["FAULTS_TABLES"])
        if connection.vendor == "sqlite" and made.exists():
            shutil.copy(made, settings.DATABASES["default"]["NAME"])
        else:
            call_command("migrate", interactive=False, verbosity=0)
        if connection.vendor == "sqlite" and not made.exists():
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(made)])
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)

    def start(self) -> None:
        """Start everything and wait until the form can be opened."""
        self._stop = Stop()
        self._thread = threading.Thread(
            target=supervise, args=(self.children, self._stop, self.live)
        )
        self._thread.start()
        self.wait_until_live()

    def stop(self) -> None:
        """End everything that was started."""
        self._stop.request()
        if self._thread is not None:
            self._thread.join(timeout=60)

    def live(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health/live", timeout=2) as page:  # noqa: S310
                return page.status == 200
        except OSError:
            return False

    def wait_until_live(self) -> None:
        until = time.monotonic() + COMES_BACK_WITHIN
        while not self.live():
            if time.monotonic() > until:
                raise TimeoutError("The web server did not come back.")
            time.sleep(0.1)

    def kill_web(self) -> None:
        """Kill the web server's first process; the supervisor starts it again."""
        self._kill(self.web)

    def kill_worker(self) -> None:
        """Kill the worker in whatever it does."""
        self._kill(self.worker)

    def kill_one_process(self) -> None:
        """Kill one of the processes that answer; the web server starts another."""
        served = self.serving()
        if served:
            with contextlib.suppress(ProcessLookupError):
                os.kill(random.choice(served), signal.SIGKILL)  # noqa: S311

    def pause_workers(self) -> None:
        """Let the workers stand still in whatever they do."""
        self._signal_workers(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let them go on with it."""
        self._signal_workers(signal.SIGCONT)

    def _signal_workers(self, signum: int) -> None:
        for child in self.children[1:]:
            if child.process is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child.process.pid, signum)

    def serving(self) -> list[int]:
        """Return the processes of the web server that answer visitors."""
        process = self.web.process
        return children_of(process.pid) if process is not None else []

    def _kill(self, child: Child) -> None:
        process = child.process
        child.pause = PAUSE
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)


def children_of(pid: int) -> list[int]:
    """Return the processes that a process started."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
            if int(parent) == pid:
                found.append(int(entry.name))
    return found
