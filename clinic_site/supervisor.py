"""Keeps the processes of a site running, and ends all of them together.

It loads nothing of Django's nor of the site's: a child is a command line, or is forked
from whoever has loaded them (`clinic_site.forked`).
"""

import ctypes
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from clinic_site.stopping import Stop

logger = logging.getLogger("clinic_site.supervisor")

GRACE = 10
HEAD_START = 30
LONGEST_PAUSE = 30
# A process that lasted this long has started well: its next fall is a first one.
SETTLED = 60
PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15

_prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


def follow(parent: int) -> None:
    """Let this process end when its parent is killed; ends it if that has happened.

    Killed without a chance to stop its children, a supervisor takes them along; where
    the system cannot do that, they stay.
    """
    if _prctl is not None:
        _prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)


def rename(name: str) -> None:
    """Let `ps` and `top` show this process by a name of up to 15 characters."""
    if _prctl is not None:
        _prctl(PR_SET_NAME, name.encode())


@dataclass
class Child:
    """One supervised process: how to start it and how it has been doing."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen | None = None
    started: float = 0.0
    start_at: float = 0.0
    pause: float = 0.5

    def start(self) -> None:
        """Start the process, in a group of its own that Ctrl-C does not reach."""
        self.process = self.begin()
        self.started = time.monotonic()

    def begin(self) -> subprocess.Popen:
        """Return the process, which has just begun."""
        parent = os.getpid()
        return subprocess.Popen(  # noqa: S603 - our own command line
            self.command,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            process_group=0,
            preexec_fn=lambda: follow(parent),
        )

    def watch(self) -> None:
        """Start the process again when it has died, after a pause that grows."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_at:
                self.start()
        elif self.process.poll() is not None:
            if now - self.started > SETTLED:
                self.pause = 0.5
            logger.error(
                "%s ended with status %d, starts again in %g s",
                self.name,
                self.process.returncode,
                self.pause,
            )
            self.send(signal.SIGKILL)
            self.process = None
            self.start_at = now + self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def send(self, signum: int) -> None:
        """Send a signal to the process and to everything it started."""
        try:
            os.killpg(self.process.pid, signum)
        except ProcessLookupError:
            return

    def ended(self) -> bool:
        """Tell whether nothing of the process is left."""
        return self.process is None or self.process.poll() is not None


def stop_all(children: list[Child]) -> None:
    """Ask every child to end, and kill what is left after the grace period."""
    for child in children:
        if not child.ended():
            child.process.terminate()
    deadline = time.monotonic() + GRACE
    while time.monotonic() < deadline and not all(c.ended() for c in children):
        time.sleep(0.05)
    for child in children:
        if child.process is not None:
            child.send(signal.SIGKILL)
            child.process.wait()


def supervise(children: list[Child], stop: Stop, ready: Callable[[], bool]) -> None:
    """Keep the children running until `stop` is requested, then end them.

    The first one has the machine to itself until `ready()`: visitors wait for it.
    """
    first, *others = children
    latest = time.monotonic() + HEAD_START
    waiting = True
    try:
        while not stop.requested():
            first.watch()
            if waiting and (ready() or time.monotonic() > latest):
                waiting = False
            for child in [] if waiting else others:
                child.watch()
            stop.sleep(0.2)
    finally:
        stop_all(children)


def run(children: list[Child], answers: tuple[str, int], announcement: str) -> None:
    """Run the children, announce the site once its port answers, and end with it."""
    stop = Stop()
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, stop.request)

    def ready() -> bool:
        try:
            socket.create_connection(answers, timeout=1).close()
        except OSError:
            return False
        sys.stdout.write(f"{announcement}\n")
        sys.stdout.flush()
        return True

    supervise(children, stop, ready)
    sys.stdout.write("Stopped.\n")
