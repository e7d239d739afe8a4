"""Requests drawn from the corpus, for a test client and for a socket alike."""

from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from django.test.client import FakePayload
from hypothesis import strategies as st

from tests.site.hostile import words
from tests.site.hostile.doors import Door

HUGE = 3_000_000


@dataclass(frozen=True)
class Ask:
    """A request as it goes over the wire; the target is path and query."""

    method: bytes
    target: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""

    def __repr__(self) -> str:
        shown = [name + b": " + value[:80] for name, value in self.headers]
        return f"{self.method!r} {self.target[:300]!r} {shown} {self.body[:200]!r}"

    def environ(self) -> dict:
        """Return what a WSGI server makes of it."""
        path, _, query = self.target.partition(b"?")
        found = {
            "REQUEST_METHOD": self.method.decode("latin-1"),
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query.decode("latin-1"),
            "CONTENT_LENGTH": str(len(self.body)),
            "wsgi.input": FakePayload(self.body),
        }
        for name, value in self.headers:
            key = name.decode("latin-1").upper().replace("-", "_")
            key = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
            value = value.decode("latin-1")
            # A server joins a header that comes twice.
            found[key] = f"{found[key]},{value}" if key in found else value
        return found


TEXT = st.sampled_from(words.TEXTS) | st.binary(max_size=60)
PIECE = st.sampled_from(words.PLACES) | TEXT.map(words.escaped)


@st.composite
def paths(draw, address: bytes) -> bytes:
    """Return an address as it is, or with a part of it exchanged or added."""
    parts = address.split(b"/")
    change = draw(st.sampled_from(["none", "none", "none", "exchange", "add", "twice"]))
    place = draw(st.integers(1, len(parts) - 1))
    if change == "exchange":
        parts[place] = draw(PIECE)
    if change == "add":
        parts.insert(place, draw(PIECE))
    if change == "twice":
        parts.insert(place, b"")
    return b"/".join(parts)


@st.composite
def queries(draw) -> bytes:
    """Return a query string: names that are known, and what nobody writes there."""
    names = st.sampled_from(words.QUERY_NAMES).map(str.encode) | TEXT
    pairs = draw(st.lists(st.tuples(names.map(words.escaped), PIECE), max_size=3))
    between = draw(st.sampled_from([b"&", b"&", b"&", b";", b"&&", b"?"]))
    return between.join(b"=".join(pair) for pair in pairs)[:3600]


@st.composite
def cookies(draw, genuine: dict[str, str]) -> bytes:
    """Return a Cookie header: forged from genuine ones, or out of nothing."""
    found = []
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from([*genuine, *words.COOKIE_NAMES]))
        if name in genuine and draw(st.booleans()):
            value = forged(draw, genuine[name].encode())
        else:
            value = words.on_one_line(draw(TEXT))
        found.append(
            name.encode() + draw(st.sampled_from([b"=", b"=", b"", b"=="])) + value
        )
    return draw(st.sampled_from([b"; ", b";", b",", b" "])).join(found)[:6000]


def forged(draw, value: bytes) -> bytes:
    """Return a signed value cut, doubled, or with one letter exchanged."""
    place = draw(st.integers(0, max(len(value) - 1, 0)))
    return draw(
        st.sampled_from(
            [
                value,
                value[:place],
                value[place:],
                value[:place] + b"\xff" + value[place + 1 :],
                value[:place] + b":" + value[place + 1 :],
                value * 5,
            ]
        )
    )


@st.composite
def bodies(draw, fields: list[str]) -> tuple[bytes, bytes]:
    """Return a content type and a body that may or may not be of it."""
    names = st.sampled_from(fields).map(str.encode) | TEXT
    pairs = draw(st.lists(st.tuples(names, TEXT), max_size=6))
    form = b"&".join(words.escaped(n) + b"=" + words.escaped(v) for n, v in pairs)
    parts = b"".join(_part(draw, n, v) for n, v in pairs)
    body = draw(
        st.sampled_from(
            [
                form,
                form,
                parts + b"--x--\r\n",
                parts + b"--x--\r\n",
                parts,
                parts[: len(parts) // 2],
                b"--x\r\n" * 300,
                b"&" * 3000,
                b"a=1&" * 1500,
                b'{"a": ' * 900,
                b"[" * 20_000,
                b"\0" * 3000,
                b"",
            ]
        )
    )
    if draw(st.integers(0, 200)) == 77:
        body = b"message=" + b"a" * HUGE
    multipart = body.startswith(b"--x") and draw(st.integers(0, 3)) > 0
    usual = b"multipart/form-data; boundary=x" if multipart else words.KINDS_OF_BODY[0]
    odd = draw(st.sampled_from(words.KINDS_OF_BODY))
    return (usual if draw(st.integers(0, 2)) else odd), body


def _part(draw, name: bytes, value: bytes) -> bytes:
    disposition = draw(
        st.sampled_from(
            [
                b'form-data; name="%s"',
                b'form-data; name="%s"; filename="../../x.html"',
                b'form-data; name="%s"; filename="a\0b"',
                b"form-data; name=\"%s\"; filename*=utf-8''%%ff%%00",
                b"form-data; name=\"%s\"; filename*=nonsense''x",
                b"form-data; name=%s",
                b"attachment; name*0=%s",
                b"form-data; filename=%s",
            ]
        )
    )
    extra = draw(
        st.sampled_from(
            [
                b"",
                b"",
                b"Content-Type: text/html; charset=nonsense\r\n",
                b"Content-Transfer-Encoding: base64\r\n",
                b"Content-Length: -5\r\n",
                b"X" * 1500 + b": y\r\n",
                b"\xff: \xfe\r\n",
            ]
        )
    )
    head = b"Content-Disposition: " + disposition % words.on_one_line(name)[:200]
    return b"--x\r\n" + head + b"\r\n" + extra + b"\r\n" + value + b"\r\n"


@st.composite
def asks(draw, known: list[Door], genuine: dict[str, str], fields: list[str]) -> Ask:
    """Return a request to one of these doors, most of them public ones."""
    public = [door for door in known if door.public]
    door = draw(st.sampled_from(public if draw(st.integers(0, 3)) else known))
    target = draw(paths(door.address.encode()))
    if draw(st.booleans()):
        target += b"?" + draw(queries())
    headers = []
    for _ in range(draw(st.sampled_from([0, 1, 1, 2, 5]))):
        name = draw(st.sampled_from([*words.HEADERS]))
        values = st.sampled_from(words.HEADERS[name]) | TEXT.map(words.on_one_line)
        headers.append((name, draw(values)))
    if draw(st.integers(0, 2)) == 0:
        headers.append((b"Cookie", draw(cookies(genuine))))
    method = draw(st.sampled_from([b"GET"] * 9 + [b"POST"] * 9 + words.METHODS.split()))
    body = b""
    if method in (b"POST", b"PUT", b"PATCH") or draw(st.integers(0, 9)) == 0:
        kind, body = draw(bodies(fields))
        headers = [h for h in headers if h[0] != b"Content-Type"]
        headers.append((b"Content-Type", kind))
    return Ask(method, target, tuple(headers), body)
