"""What is away for a while: the database, and room on the disk."""

import resource
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from tests.faults.house import House
from tests.faults.killing import settle
from tests.faults.ledger import differences
from tests.faults.mailbox import Mailbox
from tests.faults.postgres import Server
from tests.faults.visitors import FORM, PHONE, READING_TIME, Browser, Visit, ask

ANSWERS_WITHIN = 30
AWAY_FOR = 60
# A file that somebody locks is refused only after it was waited for.
LOCKED_FOR = 20


class Form:
    """One person with a form filled in, who presses *Send* again and again."""

    def __init__(self, port: int):
        self.visit = Visit()
        self.browser = Browser(port, self.visit.number)
        self.data = self.visit.filled_in(self.browser.fetch_patiently(FORM).page)
        time.sleep(READING_TIME)

    def is_refused(self) -> None:
        """Send it where it cannot be kept, and look at what comes back."""
        began = time.monotonic()
        answer = self.browser.fetch(FORM, self.data)
        took = time.monotonic() - began
        self.visit.look_at_refusal(answer)
        if took > ANSWERS_WITHIN:
            self.visit.wrong.append(f"answered after {took:.0f} s")
        shown = self.browser.fetch(FORM)
        if shown.status >= 500 and PHONE not in shown.page:
            self.visit.wrong.append("the form was away without a phone number")

    def is_kept(self) -> None:
        """Send the same form once more; it must be received now."""
        self.visit.tries += 1
        answer = self.browser.fetch(FORM, self.data)
        if answer.status != 302:
            self.visit.wrong.append(f"status {answer.status} when all was well again")
            return
        page = self.browser.fetch_patiently(f"{FORM}received/").page
        self.visit.reference = page.split('class="reference"')[1].split(">")[1][:8]


def database_away(house: House, mailbox: Mailbox, server: Server | None, say: Callable):
    """Take the database away for a while, be refused, and be received afterwards."""
    form = Form(house.port)
    back = time.monotonic() + (AWAY_FOR if server is not None else LOCKED_FOR)
    if server is not None:
        server.kill()
        _refused_until(back, form)
        server.start()
    else:
        lock = sqlite3.connect(settings.DATABASES["default"]["NAME"])
        lock.execute("BEGIN IMMEDIATE")
        try:
            _refused_until(back, form)
        finally:
            lock.rollback()
    form.is_kept()
    ask(house.port)
    settle(house)
    say("database away", f"refused {form.visit.refused} times, then kept")
    return differences(mailbox)


def _refused_until(back: float, form: Form) -> None:
    while (left := back - time.monotonic()) > 0:
        form.is_refused()
        time.sleep(min(5, max(0, left)))


def database_locked(house: House, mailbox: Mailbox, say: Callable) -> list[str]:
    """Let another program hold SQLite's file for some seconds: it is waited out."""
    form = Form(house.port)
    lock = sqlite3.connect(
        settings.DATABASES["default"]["NAME"], check_same_thread=False
    )
    lock.execute("BEGIN IMMEDIATE")
    threading.Timer(4, lock.rollback).start()
    began = time.monotonic()
    form.is_kept()
    took = time.monotonic() - began
    settle(house)
    say("file locked by another program", f"received after {took:.1f} s")
    early = [] if took > 3 else ["the lock held nobody up"]
    return early + differences(mailbox)


def disk_full_sqlite(house: House, mailbox: Mailbox, say: Callable) -> list[str]:
    """Let no file grow, as on a full disk; then give the room back."""
    form = Form(house.port)
    pids = house.serving()
    _limit(pids, 4096)
    try:
        form.is_refused()
    finally:
        _limit(pids, resource.RLIM_INFINITY)
    form.is_kept()
    ask(house.port)
    settle(house)
    say("disk full", "refused, and kept once there was room")
    return differences(mailbox)


def _limit(pids: list[int], size: int) -> None:
    for pid in pids:
        _soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))


def disk_full_postgres(
    house: House, mailbox: Mailbox, server: Server, disk: Path, say: Callable
) -> list[str]:
    """Fill the disk under the server, be refused, make room and be received."""
    form = Form(house.port)
    filler = disk / "filler"
    try:
        fill(filler)
        server.write_until_full()
        form.is_refused()
    finally:
        filler.unlink(missing_ok=True)
    if not server.answers():
        server.start()
    form.is_kept()
    ask(house.port)
    settle(house)
    say("disk full", "refused, and kept once there was room")
    return differences(mailbox)


def fill(filler: Path) -> None:
    """Write until nothing more fits."""
    with filler.open("ab", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 65536)
        except OSError:
            return


def small_disk(folder: Path) -> Path | None:
    """Mount a small disk in memory; None where this user may not."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=160m,mode=755", "tmpfs", str(folder)],
        capture_output=True,
    )
    return folder if mounted.returncode == 0 else None
