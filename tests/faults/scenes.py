"""The faults one after another, each against a site that was well before."""

import os
import random
import subprocess
import time
from pathlib import Path

from django.conf import settings
from django.db import connections

from tests.faults import away, mail
from tests.faults.clock import Clock, clock_jumps
from tests.faults.house import House
from tests.faults.killing import kill_at_random
from tests.faults.mailbox import Mailbox
from tests.faults.postgres import Server
from tests.faults.report import teller
from tests.faults.shared_cache import cache_away
from tests.faults.slow import slow_clients


def run(report) -> list[str]:
    """Do the site all harm there is, and return what went wrong."""
    kills = int(os.environ["FAULTS_KILLS"])
    # Written down, so that a bad evening can be had again.
    seed = int(os.environ.get("FAULTS_SEED") or time.time())
    random.seed(seed)
    folder = settings.VAR_DIR
    on_postgres = os.environ["FAULTS_ON"] == "postgres"

    disk = away.small_disk(folder / "disk") if on_postgres else None
    server = None
    mailbox = Mailbox(int(os.environ["FAULTS_MAIL_PORT"]))
    name = "PostgreSQL" if on_postgres else "SQLite"
    say = teller(report, f"{name} (seed {seed})")
    try:
        if on_postgres:
            server = Server(int(os.environ["FAULTS_DATABASE_PORT"]), disk)
            server.start()
        House.prepare()
        say("tables made")
        return _scenes(mailbox, server, disk, kills, say)
    finally:
        connections.close_all()
        if server is not None:
            server.stop()
        if disk is not None:
            subprocess.run(["umount", "-l", disk], check=True)


def _scenes(mailbox, server, disk: Path | None, kills: int, say) -> list[str]:
    wrong = []
    house = House(settings.PORT)
    house.start()
    try:
        mailbox.rude, mailbox.slow = True, 0.05
        wrong += kill_at_random(house, mailbox, server, kills, say)
        mailbox.rude, mailbox.slow = False, 0
        wrong += mail.mail_refused(house, mailbox, say)
        wrong += away.database_away(house, mailbox, server, say)
        if server is None:
            wrong += away.database_locked(house, mailbox, say)
            wrong += away.disk_full_sqlite(house, mailbox, say)
            # What no database has a say in, once for both.
            wrong += mail.mail_hangs(house, mailbox, say)
            wrong += mail.mail_late(house, mailbox, say)
            wrong += slow_clients(house, say)
            wrong += cache_away(house, mailbox, say)
        elif disk is not None:
            wrong += away.disk_full_postgres(house, mailbox, server, disk, say)
        else:
            say("disk full", "not run: this user may not mount a small disk")
    finally:
        house.stop()
    lacking = Clock.missing()
    clock = Clock(settings.VAR_DIR) if server is None and not lacking else None
    house = House(
        settings.PORT, workers=2, environment=clock.environment if clock else {}
    )
    house.start()
    try:
        wrong += mail.two_workers(house, mailbox, say)
        if clock is not None:
            wrong += clock_jumps(house, clock, mailbox, say)
        elif server is None:
            say("clock set forward and back", f"not run: {lacking}")
    finally:
        house.stop()
    wrong = list(dict.fromkeys(wrong))
    say("lost, doubled or wrong", len(wrong))
    return wrong
