"""A bucket in memory that speaks as much of S3 as the site asks for, on 127.0.0.1."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

BUCKET = "clinic-media"
DATE = "Thu, 26 Nov 2026 12:00:00 GMT"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        """Say nothing."""

    def _key(self) -> str:
        return unquote(urlsplit(self.path).path).removeprefix(f"/{BUCKET}").lstrip("/")

    def _answer(self, status: int, body: bytes = b"", kind="application/xml") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Last-Modified", DATE)
        self.send_header("ETag", '"0"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_PUT(self):
        self.server.seen.append(dict(self.headers))
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            body = _joined(body)
        self.server.files[self._key()] = body
        self._answer(200)

    def do_GET(self):
        query = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        if not self._key():
            self._answer(200, _listing(self.server.files, query["prefix"][0]))
        elif self._key() in self.server.files:
            self._answer(200, self.server.files[self._key()], "image/jpeg")
        else:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")

    do_HEAD = do_GET

    def do_DELETE(self):
        self.server.files.pop(self._key(), None)
        self._answer(204)


def _joined(body: bytes) -> bytes:
    """Return what came in pieces, each after a line with its length in hex."""
    whole = b""
    while body:
        length, _, body = body.partition(b"\r\n")
        size = int(length.split(b";")[0], 16)
        if not size:
            break
        whole, body = whole + body[:size], body[size + 2 :]
    return whole


def _listing(files: dict[str, bytes], prefix: str) -> bytes:
    below = [name.removeprefix(prefix) for name in files if name.startswith(prefix)]
    folders = sorted({name.split("/")[0] for name in below if "/" in name})
    return "".join(
        ["<ListBucketResult><IsTruncated>false</IsTruncated>"]
        + [
            f"<Contents><Key>{escape(prefix + name)}</Key><Size>1</Size></Contents>"
            for name in sorted(below)
            if "/" not in name
        ]
        + [
            f"<CommonPrefixes><Prefix>{escape(prefix + folder)}/</Prefix>"
            "</CommonPrefixes>"
            for folder in folders
        ]
        + ["</ListBucketResult>"]
    ).encode()


class Server:
    """A running bucket: `files` by their names, `seen` the headers of uploads."""

    def __init__(self):
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._http.daemon_threads = True
        self.files = self._http.files = {}
        self.seen = self._http.seen = []
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """End it."""
        self._http.shutdown()
        self._http.server_close()
