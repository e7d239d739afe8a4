"""Clients that take their time: they cost the site a thread each, and no visitor."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable

from tests.faults.house import House
from tests.faults.ledger import lost
from tests.faults.visitors import ask

# More than the threads that answer.
SLOW_ONES = 12
A_PIECE_EVERY = 1.0
RECEIVED_WITHIN = 60
# How a client that is slow begins, and what it sends now and then.
KINDS = {
    "head": (b"GET / HTTP/1.1\r\nHost: localhost\r\n", b"X"),
    "body": (
        b"POST /request-a-consultation/ HTTP/1.1\r\nHost: localhost\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: 900000\r\n\r\n",
        b"a",
    ),
}


class Slow:
    """Connections that say a letter now and then, and never come to an end."""

    def __init__(self, port: int, head: bytes, drop: bytes):
        self.port, self.head, self.drop = port, head, drop
        self._gone = threading.Event()
        self._threads = [
            threading.Thread(target=self._stay, daemon=True) for _ in range(SLOW_ONES)
        ]
        for thread in self._threads:
            thread.start()
        # Until each of them holds what it can hold.
        time.sleep(A_PIECE_EVERY)

    def _stay(self) -> None:
        while not self._gone.is_set():
            with contextlib.suppress(OSError):
                self._connect_and_drip()

    def _connect_and_drip(self) -> None:
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as line:
            line.sendall(self.head)
            while not self._gone.wait(A_PIECE_EVERY):
                line.sendall(self.drop)

    def go(self) -> None:
        """Hang up."""
        self._gone.set()
        for thread in self._threads:
            thread.join()


def slow_clients(house: House, say: Callable) -> list[str]:
    """Occupy every thread with clients that never finish; be received beside them."""
    wrong = []
    for kind, (head, drop) in KINDS.items():
        slow = Slow(house.port, head, drop)
        began = time.monotonic()
        try:
            visit = ask(house.port)
        finally:
            slow.go()
        took = time.monotonic() - began
        say(f"slow {kind}", f"received in {took:.0f} s beside {SLOW_ONES} of them")
        if not visit.reference or took > RECEIVED_WITHIN:
            wrong.append(f"slow {kind}: a visitor waited {took:.0f} s")
    return wrong + lost()
