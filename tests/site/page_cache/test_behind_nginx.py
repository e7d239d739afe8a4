"""nginx as shipped hands a page out until its second is over, never an older one."""

import gzip
import shutil
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import brotli
import pytest
from django.http import HttpResponse
from django.urls import resolve

from clinic.visits import is_handed_out
from clinic_site.page_cache.entry import Entry
from tests.deploy.people import UNVERIFIED
from tests.deploy.proxy import Proxy
from tests.with_postgres import free_port

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/sbin:/usr/local/sbin")
LONG = "a sentence that is worth making small, " * 20


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


class Behind:
    """A site of one page, which counts how often it was asked and how often shown."""

    def __init__(self):
        self.say("one")
        self.forget()

    def forget(self) -> None:
        self.asked, self.shown, self.codings = 0, 0, []

    def say(self, words: str) -> None:
        self.words = f"{LONG}{words}"
        page = HttpResponse(self.words, headers={"Permissions-Policy": "x=()"})
        self.entry = Entry(page, "/", resolve("/"), 1, 0.0)
        self.entry.fill(page, None)

    def __call__(self, environ, start_response):
        self.asked += 1
        accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
        self.codings.append(accepted)
        if environ["PATH_INFO"] != "/":
            # Whatever a browser may keep of it, nothing says that nginx may.
            headers = [("Cache-Control", "public, max-age=600")]
            start_response("200 OK", headers)
            return [b"as it is, " * 60]
        if self.entry.is_known(environ.get("HTTP_IF_NONE_MATCH", "")):
            self.shown += is_handed_out(environ, 304, self.entry.tag)
            start_response("304 Not Modified", self.entry.lasting(time.time()))
            return []
        self.shown += is_handed_out(environ, 200, self.entry.tag)
        headers, body = self.entry.answer(accepted, time.time())
        start_response("200 OK", headers)
        return [body if environ["REQUEST_METHOD"] == "GET" else b""]


@pytest.fixture
def behind():
    return Behind()


@pytest.fixture
def nginx(behind):
    """The address of nginx, as `deploy/` ships it, before the site of one page."""
    if NGINX is None:
        pytest.skip("nginx is not installed")
    with (
        tempfile.TemporaryDirectory(prefix="clinic-nginx-") as name,
        make_server("127.0.0.1", 0, behind, handler_class=Quiet) as site,
    ):
        # nginx runs as another user, who has to get in.
        Path(name).chmod(0o755)
        thread = threading.Thread(target=site.serve_forever, daemon=True)
        thread.start()
        https, http = free_port(), free_port()
        proxy = Proxy(Path(name), https, http, site.server_port)
        assert proxy.test() == ""
        proxy.start()
        try:
            yield f"https://localhost:{https}/"
        finally:
            proxy.stop()
            site.shutdown()
            thread.join(20)


def ask(address: str, method: str = "GET", **headers):
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, headers=headers, method=method)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=20, context=UNVERIFIED) as answer:  # noqa: S310
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read(), error.headers


def at_the_beginning_of_a_second() -> None:
    time.sleep(1.01 - time.time() % 1)


def test_nginx_hands_a_page_out_and_has_a_new_one_within_a_second(nginx, behind):
    ask(nginx)
    behind.forget()
    began = time.time()
    answers = [ask(nginx) for _number in range(40)]
    seconds = int(time.time()) - int(began) + 1
    assert {body.decode() for _status, body, _headers in answers} == {behind.words}
    # Once for each second that passed meanwhile, and no body a second time.
    assert behind.asked <= seconds
    for _status, body, headers in answers:
        # Without a length it would go out in pieces, 44 ms late.
        assert headers["Content-Length"] == str(len(body))
        assert headers["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert "X-Accel-Expires" not in headers
        assert headers["Permissions-Policy"] == "x=()"
    behind.say("two")
    changed = time.time()
    while ask(nginx)[1].decode() != behind.words:
        assert time.time() - changed < 1.0


def test_nginx_keeps_nothing_that_the_site_does_not_name(nginx, behind):
    for address, headers in (
        (f"{nginx}moved", {}),
        (nginx, {"Cookie": "sessionid=x"}),
        (nginx, {"Authorization": "Basic x"}),
        (f"{nginx}?q=typed", {}),
    ):
        behind.forget()
        for _time in range(3):
            assert ask(address, **headers)[0] == 200
        assert behind.asked == 3


def test_browsers_share_one_copy_for_each_coding(nginx, behind):
    at_the_beginning_of_a_second()
    told = {
        "br": ["gzip, deflate, br, zstd", "br;q=1.0, gzip;q=0.8", "br", "GZIP,BR"],
        "gzip": ["gzip", "gzip, deflate", "gzip;q=0.5, br;q=0", "brr, gzip"],
        "": ["identity", "br;q=0, gzip;q=0.0", "deflate"],
    }
    unpacked = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
    for coding, browsers in told.items():
        for accepted in browsers:
            _status, body, headers = ask(nginx, Accept_Encoding=accepted)
            assert headers.get("Content-Encoding", "") == coding, accepted
            assert unpacked[coding](body).decode() == behind.words
            assert headers["Vary"] == "Accept-Encoding"
    assert behind.codings == ["br", "gzip", ""]


def test_nginx_makes_nothing_small_itself(nginx):
    _status, body, headers = ask(f"{nginx}private", Accept_Encoding="gzip")
    assert "Content-Encoding" not in headers and body == b"as it is, " * 60


def test_a_head_is_no_visit_and_takes_nothing_from_a_page(nginx, behind):
    _status, body, headers = ask(nginx, "HEAD")
    assert body == b"" and int(headers["Content-Length"]) == len(behind.words)
    assert ask(nginx)[1].decode() == behind.words


def test_a_visit_is_told_from_nginx_asking_for_itself(nginx, behind):
    at_the_beginning_of_a_second()
    tag = ask(nginx)[2]["ETag"]
    assert behind.shown == 1
    # Its second is over: nginx asks by its tag and hands its own copy out.
    at_the_beginning_of_a_second()
    assert ask(nginx)[0] == 200
    assert (behind.asked, behind.shown) == (2, 2)
    # A browser that has it learns that it still holds: nobody was shown anything.
    at_the_beginning_of_a_second()
    assert ask(nginx, If_None_Match=tag)[0] == 304
    assert (behind.asked, behind.shown) == (3, 2)
    at_the_beginning_of_a_second()
    assert ask(nginx, If_None_Match='W/"an older one"')[0] == 200
    assert (behind.asked, behind.shown) == (4, 3)
