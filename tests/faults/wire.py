"""Requests as bytes on a socket, with what no client library would send."""

import socket
import struct
from dataclasses import dataclass

from hypothesis import strategies as st

from tests.site.hostile.asks import Ask

ANSWERED_WITHIN = 20
READ_AT_MOST = 2_000_000


@dataclass(frozen=True)
class Answer:
    """The first line's status, 0 when none came, and the whole of it."""

    status: int
    whole: bytes


def plainly(ask: Ask, address: str, host: bytes) -> bytes:
    """Return a request whose frame is right, whatever it holds."""
    headers = list(ask.headers)
    named = {name for name, _value in headers}
    if b"Host" not in named:
        headers.insert(0, (b"Host", host))
    if b"X-Forwarded-For" not in named:
        # Everybody comes from somewhere else: limits have tests of their own.
        headers.append((b"X-Forwarded-For", address.encode()))
    headers.append((b"Connection", b"close"))
    if ask.body or ask.method == b"POST":
        headers.append((b"Content-Length", str(len(ask.body)).encode()))
    lines = [b"%s %s HTTP/1.1" % (ask.method, ask.target)]
    lines += [name + b": " + value for name, value in headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + ask.body


def _length(said: bytes):
    def changed(whole: bytes) -> bytes:
        head, _, body = whole.partition(b"\r\n\r\n")
        kept = [x for x in head.split(b"\r\n") if not x.startswith(b"Content-Length")]
        return b"\r\n".join([*kept, said]) + b"\r\n\r\n" + body

    return changed


def _chunks(body: bytes):
    def changed(whole: bytes) -> bytes:
        head = _length(b"Transfer-Encoding: chunked")(whole).partition(b"\r\n\r\n")[0]
        return head + b"\r\n\r\n" + body

    return changed


def _more(*lines: bytes):
    def changed(whole: bytes) -> bytes:
        first, _, rest = whole.partition(b"\r\n")
        return b"\r\n".join([first, *lines, rest])

    return changed


def _first_line(line: bytes):
    return lambda whole: line + b"\r\n" + whole.partition(b"\r\n")[2]


# What breaks the frame of a request; the site may refuse it, or hang up.
BROKEN_FRAMES = [
    *(
        _length(b"Content-Length: " + n)
        for n in (b"-1", b"+5", b"x", b"1e3", b"", b"\xff")
    ),
    _length(b"Content-Length: 3"),
    _length(b"Content-Length: 99999999"),
    _length(b"Content-Length: " + b"9" * 400),
    _length(b"Content-Length: 5\r\nContent-Length: 6"),
    _length(b"Content-Length: 5\r\nTransfer-Encoding: chunked"),
    _length(b"Transfer-Encoding: gzip"),
    _length(b"Transfer-Encoding: chunked, identity, \xff"),
    _chunks(b"5\r\nhello\r\n0\r\n\r\n"),
    _chunks(b"zz\r\nhello\r\n0\r\n\r\n"),
    _chunks(b"-1\r\nhello\r\n0\r\n\r\n"),
    _chunks(b"FFFFFFFFFFFFFFFFFF\r\nhello"),
    _chunks(b"5;" + b"a" * 9000 + b"\r\nhello\r\n0\r\n\r\n"),
    _chunks(b"5\r\nhelloooooooo\r\n0\r\n\r\n"),
    _chunks(b"5\r\nhello"),
    _chunks(b"0\r\nX: y\r\n\r\n"),
    _chunks(b"1\r\na\r\n" * 3000),
    _more(b"no colon at all"),
    _more(b"X : space"),
    _more(b" folded: line"),
    _more(b"X: a\0b"),
    _more(b"X: a\rb"),
    _more(b"\xff\xfe: x"),
    _more(b": empty"),
    _more(*(b"X-%d: y" % n for n in range(300))),
    _more(b"X: " + b"a" * 9000),
    _more(b"Cookie: " + b"a=b; " * 1500),
    _more(b"Host: localhost", b"Host: evil.example"),
    _more(b"Expect: 100-continue"),
    _more(b"Expect: the unexpected"),
    _more(
        b"Upgrade: h2c", b"Connection: Upgrade, HTTP2-Settings", b"HTTP2-Settings: \xff"
    ),
    _more(b"Upgrade: websocket", b"Connection: Upgrade"),
    _first_line(b"GET / HTTP/9.9"),
    _first_line(b"GET / HTTP/0.9"),
    _first_line(b"GET / HTTP/1.1 x"),
    _first_line(b"GET /"),
    _first_line(b"get / HTTP/1.1"),
    _first_line(b"GET  / HTTP/1.1"),
    _first_line(b"GET / \0 HTTP/1.1"),
    _first_line(b"GET /\xff\xfe\0 HTTP/1.1"),
    _first_line(b"GET /" + b"a" * 9000 + b" HTTP/1.1"),
    _first_line(b"GET http://evil.example/ HTTP/1.1"),
    _first_line(b"GET http://[::1/ HTTP/1.1"),
    _first_line(b"GET //[ HTTP/1.1"),
    _first_line(b"GET evil HTTP/1.1"),
    _first_line(b"OPTIONS * HTTP/1.1"),
    _first_line(b"CONNECT localhost:22 HTTP/1.1"),
    _first_line(b"PRI * HTTP/2.0"),
    _first_line(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
    _first_line(b""),
    _first_line(b"PROXY TCP4 1.2.3.4 1.2.3.4 1 2"),
    lambda whole: whole.replace(b"\r\n", b"\n"),
    lambda whole: whole[: len(whole) // 2],
    lambda whole: whole[:40],
    lambda whole: b"\r\n" * 20 + whole,
    lambda whole: b"\0" * 5000,
    lambda whole: whole.replace(b"Connection: close", b"Connection: keep-alive") * 3,
]
frames = st.integers(0, 9).flatmap(
    lambda n: st.sampled_from(BROKEN_FRAMES) if n == 7 else st.none()
)


def exchange(port: int, sent: bytes, *, rude: bool = False) -> Answer:
    """Send bytes and return what comes back; who is rude hangs up without reading."""
    whole = b""
    with socket.create_connection(("127.0.0.1", port), timeout=ANSWERED_WITHIN) as line:
        try:
            line.sendall(sent)
            if rude:
                # Resets the connection instead of closing it.
                line.setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
                )
                return Answer(0, b"")
            line.shutdown(socket.SHUT_WR)
        except OSError:
            # Refused before all of it was sent; the answer may be there all the same.
            pass
        try:
            while len(whole) < READ_AT_MOST and (part := line.recv(65536)):
                whole += part
        except ConnectionError:
            pass
    first = whole[:32].split(b" ")
    known = whole.startswith(b"HTTP/") and len(first) > 1 and first[1].isdigit()
    return Answer(int(first[1]) if known else 0, whole)
