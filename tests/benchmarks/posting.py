"""Forms sent as fast as a server takes them, over connections that stay open."""

import contextlib
import re
import selectors
import socket
import time
from collections.abc import Iterable, Iterator
from urllib.parse import urlencode, urlsplit

from tests.benchmarks.load import Load

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_STATUS = re.compile(rb"HTTP/1\.\d (\d{3})")


def form(url: str, fields: dict[str, str], **headers: str) -> bytes:
    """Return a form as a browser sends it."""
    parts = urlsplit(url)
    body = urlencode(fields).encode()
    lines = {
        "Host": parts.netloc,
        "User-Agent": "Mozilla/5.0 Firefox/140.0",
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": str(len(body)),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"POST {parts.path} HTTP/1.1\r\n{head}\r\n".encode() + body


class _Sender:
    """One connection, which sends the next form once it has its answer."""

    def __init__(self, address: tuple[str, int]):
        self.socket = socket.create_connection(address, timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> None:
        self.got = b""
        self.began = time.perf_counter()
        self.socket.sendall(request)

    def is_answered(self) -> bool:
        """Read what came and say whether it is the whole redirect; raises for else."""
        part = self.socket.recv(65_536)
        if not part:
            raise ConnectionError("the server closed the connection")
        self.got += part
        head, end, body = self.got.partition(b"\r\n\r\n")
        if not end or len(body) < int(_LENGTH.search(head + b"\r\n")[1]):
            return False
        if _STATUS.match(head)[1] != b"302":
            raise RuntimeError(self.got.decode("utf-8", "replace")[:2000])
        return True


def send(url: str, forms: Iterable[bytes], *, at_once: int) -> Load:
    """Send all forms, so many at once, and return when each had its redirect."""
    parts = urlsplit(url)
    left: Iterator[bytes] = iter(forms)
    times: list[float] = []
    with selectors.DefaultSelector() as waiting, contextlib.ExitStack() as opened:
        began = time.perf_counter()
        for _number, request in zip(range(at_once), left, strict=False):
            one = _Sender((parts.hostname, parts.port))
            opened.enter_context(one.socket)
            waiting.register(one.socket, selectors.EVENT_READ, one)
            one.send(request)
        while waiting.get_map():
            for key, _events in waiting.select(timeout=60):
                one = key.data
                if not one.is_answered():
                    continue
                times.append((time.perf_counter() - one.began) * 1000)
                following = next(left, None)
                if following is None:
                    waiting.unregister(one.socket)
                else:
                    one.send(following)
        took = time.perf_counter() - began
    return Load(len(times), took, times)
