"""As many requests as a server answers: by wrk where it is installed, else by our own.

Our own keeps connections open as wrk does and reads every byte. It is written in Python
and shares the processors with the server, so its figures are for ratios between
servers that it asked in the same run, not for what a server can do.
"""

import contextlib
import re
import selectors
import shutil
import socket
import ssl
import statistics
import subprocess
import time
import urllib.request
from dataclasses import dataclass
from urllib.parse import urlsplit

# Nobody vouches for the certificate of a trial.
_UNVERIFIED = ssl.create_default_context()
_UNVERIFIED.check_hostname = False
_UNVERIFIED.verify_mode = ssl.CERT_NONE
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_WRK = re.compile(r"Requests/sec:\s+([\d.]+).*", re.DOTALL)
_WRK_BAD = re.compile(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)")


@dataclass
class Load:
    """What a server did in a while."""

    requests: int
    seconds: float
    # Each answer's time in milliseconds; none where wrk asked.
    times: list[float]

    @property
    def rate(self) -> float:
        """Return requests a second."""
        return self.requests / self.seconds

    @property
    def median(self) -> float | None:
        return statistics.median(self.times) if self.times else None


def load(url: str, *, seconds: int, at_once: int = 16, accept="br") -> Load:
    """Ask for one address again and again over so many connections, whole seconds."""
    if shutil.which("wrk"):
        return _by_wrk(url, seconds, at_once, accept)
    return _by_ourselves(url, seconds, at_once, accept)


def _by_wrk(url: str, seconds: float, at_once: int, accept: str) -> Load:
    done = subprocess.run(
        ["wrk", "-t1", f"-c{at_once}", f"-d{seconds}s", "--timeout", "30s"]
        + ["-H", f"Accept-Encoding: {accept}", url],
        capture_output=True,
        text=True,
        check=True,
    )
    if bad := _WRK_BAD.search(done.stdout):
        raise RuntimeError(bad[0])
    rate = float(_WRK.search(done.stdout)[1])
    return Load(round(rate * seconds), seconds, [])


def fetched(url: str, accept: str = "identity") -> bytes:
    """Return the body of one answer as it came."""
    asked = urllib.request.Request(url, headers={"Accept-Encoding": accept})  # noqa: S310
    with urllib.request.urlopen(asked, timeout=30, context=_UNVERIFIED) as answer:  # noqa: S310
        return answer.read()


class _Connection:
    """One connection that asks again as soon as it has its answer."""

    def __init__(self, scheme: str, address: tuple[str, int], request: bytes):
        self.socket = socket.create_connection(address, timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if scheme == "https":
            self.socket = _UNVERIFIED.wrap_socket(
                self.socket, server_hostname=address[0]
            )
        self.request = request
        self.ask()

    def ask(self) -> None:
        self.got = b""
        self.missing: int | None = None
        self.began = time.perf_counter()
        self.socket.sendall(self.request)

    def read(self) -> bool:
        """Read what came; say whether the answer is whole. Raises for a wrong one."""
        whole = self._read_part()
        # What TLS has read already, nobody is told of again.
        while not whole and getattr(self.socket, "pending", int)():
            whole = self._read_part()
        return whole

    def _read_part(self) -> bool:
        part = self.socket.recv(262_144)
        if not part:
            raise ConnectionError("the server closed the connection")
        if self.missing is not None:
            self.missing -= len(part)
            return self.missing <= 0
        self.got += part
        head, end, body = self.got.partition(b"\r\n\r\n")
        if not end:
            return False
        if b" 200 " not in head[:16]:
            raise RuntimeError(head.decode("latin-1"))
        self.missing = int(_LENGTH.search(head)[1]) - len(body)
        return self.missing <= 0


def _by_ourselves(url: str, seconds: float, at_once: int, accept: str) -> Load:
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    request = (
        f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
        f"User-Agent: Mozilla/5.0 Firefox/140.0\r\nAccept-Encoding: {accept}\r\n\r\n"
    ).encode()
    times: list[float] = []
    with selectors.DefaultSelector() as waiting, contextlib.ExitStack() as opened:
        for _number in range(at_once):
            address = parts.hostname, parts.port
            one = _Connection(parts.scheme, address, request)
            opened.enter_context(one.socket)
            waiting.register(one.socket, selectors.EVENT_READ, one)
        began = time.perf_counter()
        until = began + seconds
        while (now := time.perf_counter()) < until:
            for key, _events in waiting.select(timeout=until - now):
                one = key.data
                if one.read():
                    times.append((time.perf_counter() - one.began) * 1000)
                    one.ask()
        took = time.perf_counter() - began
    return Load(len(times), took, times)
