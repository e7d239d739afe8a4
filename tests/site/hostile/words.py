"""What stands where something sensible is expected, as bytes and ready to be sent."""

from urllib.parse import quote

from tests.consultations.entry_points import COOKIES, PARAMETERS
from tests.consultations.naughty import KINDS

METHODS = (
    b"GET POST HEAD OPTIONS PUT PATCH DELETE TRACE CONNECT PROPFIND GETX g M-SEARCH"
)
# Every name that a view of ours or of a library looks for in an address.
QUERY_NAMES = [
    *PARAMETERS,
    *("q", "type", "topic", "as_typed", "page", "p", "next", "lang", "format", "term"),
    *("query", "fields", "limit", "offset", "order", "_method", "month", "ids", "id"),
    *("__proto__", "a[]", "a.b", "a__b", "csrfmiddlewaretoken", "token", "q\0", ""),
]
COOKIE_NAMES = [
    *COOKIES,
    "messages",
    "known_device",
    "sessionid ",
    "$Version",
    "",
    "a b",
]
# What a path holds that leads out of it, or that two programs read differently.
PLACES = [
    *(b"..", b".", b"...", b"%2e%2e", b"..%2f", b"..%5c", b"%2e%2e%2fetc%2fpasswd"),
    *(b"..%252f..%252f", b"%c0%ae%c0%ae%c0%af", b"%00", b"x%00.css", b"%", b"%zz"),
    *(b"%u0041", b"%ff%fe", b"\xff\xfe", b"\xc3\xa9", b"%ed%a0%80", b"%f8%88%80%80"),
    *(b"", b"//evil.example", b"\\evil.example", b"@evil.example", b";a=b", b"~root"),
    *(b"a" * 3000, b"%20" * 900, b"-1", b"0", b"9" * 19, b"9" * 400, b"1e9", b"%D9%A3"),
    *(
        b"9223372036854775808",
        b"99999999999999999999",
        b"1.0",
        b"null",
        b"%0d%0aX:%20y",
    ),
    *(
        b".git",
        b".env",
        b"var/keys.json",
        b"db.sqlite3",
        b"etc/passwd",
        b"%F0%9F%98%80",
    ),
]
HOSTS = [
    *(b"evil.example", b"localhost:99999", b"localhost:", b"localhost:80@evil.example"),
    *(
        b"",
        b" ",
        b"[::1",
        b"[::1]",
        b"127.0.0.1.",
        b"localhost.",
        b"LOCALHOST",
        b"a\tb",
    ),
    *(b"localhost, evil.example", b"localhost/../x", b"localhost#x", b"\xff\xfe", b"*"),
    *(b"0", b"a" * 2000, b"xn--a", b"%6cocalhost", b"localhost\\evil"),
]
DATES = [
    *(b"garbage", b"Sat, 99 Foo 9999 99:99:99 GMT", b"Thu, 01 Jan 1970 00:00:00 GMT"),
    *(b"Mon, 01 Jan 0000 00:00:00 GMT", b"Fri, 31 Feb 2025 10:00:00 GMT", b"-1", b"0"),
    *(
        b"Tue, 19 Jan 99999 03:14:08 GMT",
        b"9" * 400,
        b"Sun Nov  6 08:49:37 1994",
        b"\xff",
    ),
    *(b"Sunday, 06-Nov-99 08:49:37 GMT", b"Wed, 21 Oct 2026 07:28:00 GMT; length=-1"),
]
TAGS = [
    *(
        b"*",
        b'"',
        b'W/"',
        b'W/"x"',
        b'"a", "b", W/"c"',
        b", , ,",
        b'"\xff"',
        b"a" * 3000,
    ),
    *(b'"' + b'a","' * 700 + b'"', b"''", b"W/W/"),
]
RANGES = [
    *(b"bytes=0-0", b"bytes=-1", b"bytes=5-1", b"bytes=0-" + b"9" * 400, b"bytes=--1"),
    *(
        b"bytes=" + b"0-1," * 900,
        b"bytes=a-b",
        b"lines=1-2",
        b"bytes",
        b"bytes=-",
        b"=",
    ),
    *(
        b"bytes=9999999999999999999999-",
        b"bytes= 0 - 1",
        b"bytes=-0",
        b"bytes=\xff-\xfe",
    ),
    *(b"bytes=-99999999999999999999", b"bytes=0-0,0-0", b"bytes=1.5-2", b"bytes=+1-+2"),
]
KINDS_OF_BODY = [
    *(b"application/x-www-form-urlencoded", b"multipart/form-data", b"text/plain", b""),
    *(
        b"multipart/form-data; boundary=x",
        b"multipart/form-data; boundary=" + b"b" * 300,
    ),
    *(b"multipart/form-data; boundary=\xff", b'multipart/form-data; boundary="a b"'),
    *(b"multipart/form-data; boundary=x; boundary=y", b"multipart/mixed; boundary=x"),
    *(b"multipart/form-data; boundary*=utf-8''%ff", b"application/json", b"text/xml"),
    *(
        b"application/x-www-form-urlencoded; charset=utf-7",
        b"application/json; charset=x",
    ),
    *(
        b"application/x-www-form-urlencoded; charset=idna",
        b"a" * 3000,
        b"/",
        b";;;",
        b"\0",
    ),
    *(b"application/x-www-form-urlencoded; charset=rot13", b"MULTIPART/FORM-DATA"),
]
LANGUAGES = [
    *(
        b"en;q=9",
        b"en;q=nan",
        b"*",
        b"," * 800,
        b"en-" * 900,
        b"x-klingon",
        b"\xff;q=1",
    ),
    *(b"en;q=-1", b"en;q=1e999", b"de, en;q=0.5", b"a" * 400, b"../../etc", b";q="),
]
CODINGS = [
    *(b"gzip;q=0", b"br;q=nan", b"*;q=0", b"identity;q=0", b"," * 900, b"gzip;q=1e999"),
    *(
        b"zstd, br, gzip",
        b"\xff",
        b"gzip" * 900,
        b"br;q=",
        b"gzip;q=0.5;q=1",
        b";",
        b"x",
    ),
]
PROXIES = [
    *(
        b"1.2.3.4",
        b"::1%lo",
        b"[::1]:80",
        b"a, b, c",
        b"127.0.0.1," * 300,
        b"\xff",
        b"",
    ),
    *(b"unknown", b"999.1.1.1", b"1.2.3.4:99999", b"::ffff:1.2.3.4", b"' OR 1=1 --"),
]
ORIGINS = [
    *(
        b"null",
        b"http://evil.example",
        b"http://localhost",
        b"http://[",
        b"//",
        b"\xff",
    ),
    *(
        b"http://[::1",
        b"http://localhost:99999999",
        b"javascript:1",
        b"file:///",
        b"a" * 3000,
    ),
]
HEADERS = {
    b"Host": HOSTS,
    b"If-Modified-Since": DATES,
    b"If-Unmodified-Since": DATES,
    b"If-None-Match": TAGS,
    b"If-Match": TAGS,
    b"If-Range": [*TAGS, *DATES],
    b"Range": RANGES,
    b"Content-Type": KINDS_OF_BODY,
    b"Content-Encoding": [b"gzip", b"br", b"x", b"\xff"],
    b"Accept": [b"*/*", b"application/json", b"a/b;q=nan", b"/" * 900, b",;,", b"\xff"],
    b"Accept-Language": LANGUAGES,
    b"Accept-Encoding": CODINGS,
    b"X-Forwarded-For": PROXIES,
    b"X-Forwarded-Host": HOSTS,
    b"X-Forwarded-Port": [b"99999", b"-1", b"x", b"\xff", b"80, 90"],
    b"X-Forwarded-Proto": [b"https", b"http,https", b"javascript", b"", b"\xff"],
    b"X-HTTP-Method-Override": [b"DELETE", b"TRACE", b"\xff"],
    b"X-Original-URL": [b"/admin/", b"/../", b"\xff"],
    b"Forwarded": [b"for=1.2.3.4;host=evil.example", b'for="', b"\xff"],
    b"Referer": ORIGINS,
    b"Origin": ORIGINS,
    b"Authorization": [
        b"Bearer ",
        b"Bearer \xff",
        b"Basic !!!",
        b"Basic /w==",
        b"Bearer",
    ],
    b"X-CSRFToken": [b"a" * 32, b"a" * 64, b"\xff" * 32, b"", b"!" * 64],
    b"X-Requested-With": [b"XMLHttpRequest", b"\xff"],
    b"Sec-Purpose": [b"prefetch", b"\xff"],
    b"User-Agent": [b"", b"\xff\xfe", b"a" * 3000, b"() { :;}; id", b"Mozilla/5.0"],
    b"DNT": [b"1"],
}

# A million letters make a request slow and nothing else: bodies have that of their own.
TEXTS = [
    raw[:6000]
    for texts in KINDS.values()
    for text in texts
    for raw in [text if isinstance(text, bytes) else text.encode()]
]


def on_one_line(raw: bytes) -> bytes:
    """Return what a server takes for a header's value: no control characters."""
    return raw.translate(None, bytes([*range(32), 127]))[:3000].strip()


def escaped(raw: bytes) -> bytes:
    """Return bytes as they stand percent-encoded in an address."""
    return quote(raw[:1200], safe="").encode()[:3600]
