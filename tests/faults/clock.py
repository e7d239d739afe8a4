"""The clock of the site's processes is set forward, and back again."""

import shutil
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.faults.away import Form
from tests.faults.house import House
from tests.faults.killing import settle
from tests.faults.ledger import differences
from tests.faults.mailbox import Mailbox
from tests.faults.visitors import ask

SOURCE = Path(__file__).with_name("clock.c")
# More than any pause of the outbox, and than the hour that a second page stays open.
JUMP = 3 * 60 * 60


class Clock:
    """What the site's processes take for the time, in seconds beside the truth."""

    def __init__(self, folder: Path):
        self._shift = folder / "clock-shift"
        self._library = folder / "clock.so"
        self.set_to(0)
        subprocess.run(
            ["cc", "-shared", "-fPIC", "-O1", "-o", self._library, SOURCE], check=True
        )

    @staticmethod
    def missing() -> str:
        """Say what this machine lacks to shift the clock of single processes."""
        if sys.platform != "linux":
            return "only Linux loads a clock of our own"
        return "" if shutil.which("cc") else "no C compiler"

    @property
    def environment(self) -> dict[str, str]:
        """Return what a process is started with to go by this clock."""
        return {
            "LD_PRELOAD": str(self._library),
            "FAULTS_CLOCK": str(self._shift),
        }

    def set_to(self, seconds: int) -> None:
        """Let it be so many seconds later than it is."""
        # Written in place, for it is mapped.
        mode = "r+b" if self._shift.exists() else "wb"
        with self._shift.open(mode) as file:
            file.write(struct.pack("l", seconds))


def clock_jumps(house: House, clock: Clock, mailbox: Mailbox, say: Callable):
    """Set the clock three hours forward under open forms and waiting mail, and back."""
    opened_before = Form(house.port)
    mailbox.close()
    ask(house.port)
    clock.set_to(JUMP)
    opened_before.is_kept()
    mailbox.open()
    ask(house.port)
    settle(house)
    opened_later = Form(house.port)
    clock.set_to(0)
    opened_later.is_kept()
    ask(house.port)
    settle(house)
    say("clock set forward and back", "received 5, two of them across a jump")
    return differences(mailbox)
