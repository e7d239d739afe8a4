"""Children that are forked from a process which has loaded what they need.

What was loaded is in memory once for all of them, and nobody waits for it again. Who
forks has no threads and no connections: a child could do nothing with them.
"""

import atexit
import contextlib
import gc
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn

from clinic_site.supervisor import Child, follow, rename

# What the process that forks may have handlers of its own for.
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Process:
    """A forked process, as `subprocess.Popen` shows one."""

    def __init__(self, pid: int):
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return the exit status, minus the signal's number; None while it runs."""
        return self._ask(os.WNOHANG)

    def wait(self) -> int:
        """Wait until the process has ended and return its exit status."""
        return self._ask(0)

    def terminate(self) -> None:
        """Ask the process to end."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGTERM)

    def _ask(self, how: int) -> int | None:
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, how)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode


def fork(work: Callable[[], object], *, title: str, alone: bool = True) -> Process:
    """Return a process that does the work and ends with the status it returns.

    `title` is what `ps` and `top` show of it, up to 15 characters. `alone` puts it into
    a group of its own, which Ctrl-C does not reach, with nothing to read from.
    """
    flush()
    parent = os.getpid()
    # A signal that comes before the child has put the handlers away waits for that.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        pid = os.fork()
        if not pid:
            _live(parent, before, work, title, alone)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    if alone:
        _lead_a_group(pid)
    return Process(pid)


def _live(
    parent: int, mask: set, work: Callable[[], object], title: str, alone: bool
) -> NoReturn:
    """Be a process as one that was just started, and never go back to who forked."""
    status = 1
    try:
        try:
            _begin(alone)
            rename(title)
            follow(parent)
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            status = work()
        except SystemExit as end:
            status = end.code
        except KeyboardInterrupt:
            status = 128 + signal.SIGINT
        except BaseException:  # noqa: BLE001 - Python would end in the same way
            traceback.print_exc()
        # What Python does when it ends, in its order; `multiprocessing` does it so.
        threading._shutdown()
        atexit._run_exitfuncs()
        flush()
    finally:
        os._exit(status if isinstance(status, int) else 0 if status is None else 1)


def _begin(alone: bool) -> None:
    """Put away what belongs to the process that forked."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for signum in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, signal.SIG_DFL)
    gc.enable()
    if alone:
        _lead_a_group(0)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)


def _lead_a_group(pid: int) -> None:
    """Put a child into a group of its own; it and its parent both do, one is first."""
    with contextlib.suppress(OSError):
        os.setpgid(pid, pid)


def flush() -> None:
    """Write out what was printed, or a child would print it once more."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()


@dataclass
class ForkedChild(Child):
    """A supervised process that works with what its parent has loaded."""

    command: list[str] = field(default_factory=list)
    work: Callable[[], object] = bool
    title: str = ""

    def begin(self) -> Process:
        """Return the process, which has just begun."""
        return fork(self.work, title=self.title)
