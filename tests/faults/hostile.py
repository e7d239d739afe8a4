"""Ten thousand hostile requests over sockets to a site that runs."""

import itertools
import os
import queue
import re
import threading
import time
from collections import Counter
from pathlib import Path
from statistics import median

from django.conf import settings
from django.db import connections
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as cases
from hypothesis import strategies as st

from tests.consultations.entry_points import HIDDEN
from tests.faults import wire
from tests.faults.house import House
from tests.faults.ledger import lost
from tests.faults.mailbox import Mailbox
from tests.faults.report import teller
from tests.faults.visitors import FORM, READING_TIME, Browser, Visit, ask
from tests.site.hostile.asks import Ask, asks
from tests.site.hostile.doors import doors
from tests.site.route_visits import World

AT_ONCE = 4
LOOKED_AT_EVERY = 1000
# Caches of a fixed size fill in the first thousands: so much of all of it at most, and
# next to nothing once they are full.
GROWS_AT_MOST = 1.1
GROWS_AT_MOST_LATER = 1.03
TELLTALES = (b"Traceback", b"Exception", b"site-packages")
# The database is busy for a moment, and says so with the phone number.
HONEST = {503}
# A frame that the server does not speak.
NOT_SPOKEN = {501, 505}
_IN_THE_LOG = re.compile(r"Traceback|Exception\b|\bError\b|\b(?:ERROR|CRITICAL)\b")
# Django's own word for a request that it refused to read.
_REFUSAL = re.compile(
    r"django\.security|django\.core\.exceptions\.\w*(?:Suspicious|Dis)"
)
FIELDS = [*HIDDEN, "name", "message", "contact_method", "press", "login", "password"]


class Onslaught:
    """Requests that many threads send, and what came back of them."""

    def __init__(self, port: int):
        self.port, self.wrong, self.statuses = port, [], Counter()
        self.slowest = 0.0
        self._host = f"localhost:{port}".encode()
        self._numbers = itertools.count()
        self._waiting = queue.Queue(maxsize=100)
        self._threads = [threading.Thread(target=self._send) for _ in range(AT_ONCE)]
        for thread in self._threads:
            thread.start()

    def send(self, request: Ask, frame, rude: bool) -> None:
        """Let a thread send it as soon as one can."""
        self._waiting.put((request, frame, rude))

    def all_sent(self) -> None:
        """Wait until everything has been answered."""
        self._waiting.join()

    def end(self) -> None:
        """Wait for all of it and end the threads."""
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join()

    def _send(self) -> None:
        while (one := self._waiting.get()) is not None:
            try:
                self._exchange(*one)
            except OSError as error:
                self.wrong.append(f"{one[0]}: {type(error).__name__} {error}")
            finally:
                self._waiting.task_done()

    def _exchange(self, request: Ask, frame, rude: bool) -> None:
        number = next(self._numbers)
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        sent = wire.plainly(request, address, self._host)
        began = time.monotonic()
        answer = wire.exchange(self.port, frame(sent) if frame else sent, rude=rude)
        self.slowest = max(self.slowest, time.monotonic() - began)
        self.statuses[answer.status] += 1
        fine = HONEST | (NOT_SPOKEN if frame else set())
        if answer.status >= 500 and answer.status not in fine:
            self.wrong.append(f"{request} [{frame}]: status {answer.status}")
        elif answer.status == 0 and frame is None and not rude:
            self.wrong.append(f"{request}: no answer")
        # What was sent may come back in a page, and would accuse it.
        if any(word in answer.whole and word not in sent for word in TELLTALES):
            self.wrong.append(f"{request}: tells of an error")


def run(report) -> list[str]:
    """Attack a site on SQLite, and return everything in which it was not as before."""
    number = int(os.environ["FAULTS_REQUESTS"])
    chosen = int(os.environ.get("FAULTS_SEED") or time.time())
    log = settings.VAR_DIR / "site.log"

    say = teller(report, f"Hostile requests (seed {chosen})")
    Mailbox(int(os.environ["FAULTS_MAIL_PORT"]))
    House.prepare()
    known = doors(World())
    connections.close_all()
    say("tables made")
    house = House(settings.PORT)
    house.start()
    try:
        before = log.stat().st_size
        wrong = _onslaught(house, known, number, chosen, say)
        visit = ask(house.port)
        say("a genuine request afterwards", visit.reference or "never received")
        wrong += lost()
    finally:
        house.stop()
    with log.open() as file:
        file.seek(before)
        wrong += accusations(file.read())
    return list(dict.fromkeys(wrong))


def _onslaught(house: House, known, number: int, chosen: int, say) -> list[str]:
    genuine = _cookies(house)
    onslaught = Onslaught(house.port)
    pids = [house.web.process.pid, *house.serving()]
    memory, sent = [], itertools.count(1)

    # Only what is sent is drawn: what it does is told when all of it was answered.
    @seed(chosen)
    @cases(
        max_examples=number,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(asks(known, genuine, FIELDS), wire.frames, st.integers(0, 60))
    def attack(request, frame, rude):
        onslaught.send(request, frame, rude == 23)
        if next(sent) % min(LOOKED_AT_EVERY, number // 5) == 0:
            onslaught.all_sent()
            memory.append(sum(pss(pid) for pid in pids))

    began = time.monotonic()
    try:
        attack()
    finally:
        onslaught.end()
    took = time.monotonic() - began
    counted = ", ".join(
        f"{s or 'none'} {n}" for s, n in onslaught.statuses.most_common()
    )
    total = onslaught.statuses.total()
    say("sent", f"{total} in {took:.0f} s, slowest {onslaught.slowest:.1f} s")
    say("answers", counted)
    say("memory of the web server, in MB", " ".join(f"{kb // 1024}" for kb in memory))
    wrong = onslaught.wrong
    if total < number:
        wrong.append(f"only {total} requests were sent")
    if [house.web.process.pid, *house.serving()] != pids:
        wrong.append("a process of the web server did not live through it")
    elif not is_flat(memory):
        wrong.append(f"memory grew: {memory} KB")
    return wrong


def is_flat(memory: list[int]) -> bool:
    """Say whether memory stayed what it was, from equal spans of an onslaught."""
    third = len(memory) // 3
    middle, last = median(memory[third:-third]), median(memory[-third:])
    return last <= memory[0] * GROWS_AT_MOST and last <= middle * GROWS_AT_MOST_LATER


def _cookies(house: House) -> dict[str, str]:
    """Return the cookies of somebody who has just sent the form."""
    visit = Visit()
    browser = Browser(house.port, visit.number)
    data = visit.filled_in(browser.fetch_patiently(FORM).page)
    time.sleep(READING_TIME)
    browser.fetch(FORM, data)
    browser.fetch_patiently("/accounts/login/")
    return browser.cookies


def accusations(log: str) -> list[str]:
    """Return the lines of a log that tell of an error which is not a refusal."""
    found, refused = [], False
    for line in log.splitlines():
        # Lines of a trace are indented, or belong to what was said before them.
        if re.match(r"\d{4}-|\[\d{4}-", line):
            refused = bool(_REFUSAL.search(line))
        if not refused and _IN_THE_LOG.search(line):
            found.append(f"the log says: {line[:200]}")
    return found


def pss(pid: int) -> int:
    """Return a process's share of memory, in KB."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1])
