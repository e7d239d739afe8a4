"""A mail server that refuses, stands still or answers too late; and two workers."""

import threading
import time
from collections.abc import Callable

from django.conf import settings

from tests.faults.house import House
from tests.faults.killing import settle
from tests.faults.ledger import differences, unsent
from tests.faults.mailbox import Mailbox
from tests.faults.visitors import ask

# A visitor never waits for mail: reading and typing is the whole of it.
RECEIVED_WITHIN = 15


def mail_refused(house: House, mailbox: Mailbox, say: Callable) -> list[str]:
    """Let nobody listen there: requests are received, mail goes out later."""
    mailbox.close()
    for _ in range(3):
        ask(house.port)
    time.sleep(3)
    waited = unsent()
    mailbox.open()
    settle(house)
    say("mail server refuses", f"received 3, {waited} messages went out later")
    early = [] if waited >= 6 else [f"only {waited} messages waited"]
    return early + differences(mailbox)


def mail_hangs(house: House, mailbox: Mailbox, say: Callable) -> list[str]:
    """Let it take the connection and never say a word."""
    mailbox.speaks.clear()
    began = time.monotonic()
    for _ in range(2):
        ask(house.port)
    took = time.monotonic() - began
    waited = unsent()
    mailbox.speaks.set()
    settle(house)
    say("mail server hangs", f"received 2 in {took:.0f} s, {waited} messages waited")
    wrong = [] if waited >= 4 else [f"only {waited} messages waited"]
    if took > 2 * RECEIVED_WITHIN:
        wrong.append(f"visitors waited {took:.0f} s beside a mail server that hangs")
    return wrong + differences(mailbox)


def mail_late(house: House, mailbox: Mailbox, say: Callable) -> list[str]:
    """Let it keep a message and say so when nobody listens any more: it comes again."""
    before = mailbox.ids()
    mailbox.late_by = settings.EMAIL_TIMEOUT + 2
    ask(house.port)
    until = time.monotonic() + 3 * settings.EMAIL_TIMEOUT
    while mailbox.ids() == before and time.monotonic() < until:
        time.sleep(0.2)
    time.sleep(mailbox.late_by)
    mailbox.late_by = 0
    settle(house)
    times = {i: n for i, n in mailbox.ids().items() if i not in before}
    seen = sorted(times.values())
    say("mail accepted late", f"{len(times)} messages, seen {seen} times")
    wrong = [] if len(times) == 2 else [f"{len(times)} messages for one request"]
    if seen[-1:] < [2]:
        wrong.append("nothing was sent again after an answer that came late")
    return wrong + differences(mailbox)


def two_workers(house: House, mailbox: Mailbox, say: Callable) -> list[str]:
    """Let two workers send what many people bring: nothing is sent twice."""
    before = len(mailbox.messages)
    people = [threading.Thread(target=ask, args=(house.port,)) for _ in range(30)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    until = time.monotonic() + 60
    while unsent() and time.monotonic() < until:
        time.sleep(0.5)
    sent = len(mailbox.messages) - before
    say("two workers", f"{len(people)} requests, {sent} messages")
    twice = [] if sent == 2 * len(people) else [f"{sent} messages for {len(people)}"]
    return twice + differences(mailbox)
