"""kill -9 at random points while people send the form."""

import random
import time
from collections import Counter
from collections.abc import Callable

from tests.faults.house import House
from tests.faults.ledger import differences, time_passes, unsent
from tests.faults.mailbox import Mailbox
from tests.faults.postgres import Server
from tests.faults.visitors import Crowd

AT_ONCE = 16
SETTLES_WITHIN = 180
# The worker looks for mail every few seconds, and a dead one has to be started first.
LOOKS_AGAIN_AFTER = 8


def kill_at_random(
    house: House, mailbox: Mailbox, server: Server | None, rounds: int, say: Callable
) -> list[str]:
    """Kill so many times, then compare what was promised with what is there."""
    crowd = Crowd(house.port, AT_ONCE)
    done = Counter()
    try:
        for _ in range(rounds):
            house.wait_until_live()
            time.sleep(random.uniform(0.05, 1.5))  # noqa: S311
            done[_kill_something(house, server)] += 1
    finally:
        house.wait_until_live()
        mailbox.rude = False
        crowd.send_home()
    settle(house)
    visits = crowd.visits
    repeats = sum(times - 1 for times in mailbox.ids().values())
    say("killed", ", ".join(f"{what} {n}" for what, n in done.most_common()))
    say("acknowledged", sum(bool(v.reference) for v in visits))
    say("of these sent more than once", sum(v.tries > 1 for v in visits if v.reference))
    say("gone without an answer", sum(not v.reference for v in visits))
    say("connections cut", sum(v.cut_off for v in visits))
    say("refused with text and phone", sum(v.refused for v in visits))
    say("messages seen", f"{len(mailbox.ids())}, and {repeats} repeats")
    return crowd.failures + differences(mailbox)


def _kill_something(house: House, server: Server | None) -> str:
    choices = ["web server", "one web process", "worker", "both"]
    weights = [20, 30, 30, 20]
    if server is not None:
        choices += ["connection of the database", "database"]
        weights += [12, 12]
    (what,) = random.choices(choices, weights)  # noqa: S311
    if what in ("web server", "both"):
        house.kill_web()
    if what in ("worker", "both"):
        house.kill_worker()
    if what == "one web process":
        house.kill_one_process()
    if what == "connection of the database":
        server.kill_one_connection()
    if what == "database":
        server.kill()
        time.sleep(random.uniform(0, 1))  # noqa: S311
        server.start()
    return what


def settle(house: House) -> None:
    """Wait until every message is out; pauses of minutes are let pass at once."""
    until = time.monotonic() + SETTLES_WITHIN
    while unsent():
        if time.monotonic() > until:
            raise TimeoutError(f"{unsent()} messages wait")
        # Only what no living worker holds: it is stopped while time passes.
        house.pause_workers()
        time_passes()
        house.go_on()
        looked_again = time.monotonic() + LOOKS_AGAIN_AFTER
        while unsent() and time.monotonic() < looked_again:
            time.sleep(0.3)
