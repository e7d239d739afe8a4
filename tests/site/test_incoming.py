"""A request as it comes from the server: read as UTF-8, and whole or not at all."""

import io
from urllib.parse import urlencode

import pytest
from django.core.signals import request_started
from django.db import close_old_connections
from django.test import Client, RequestFactory

from clinic_site.incoming import CutOff, Request, WholeStream
from clinic_site.wsgi import application
from consultations.models import ConsultationRequest
from tests.consultations.conftest import filled_in

FORM = "/request-a-consultation/"
URLENCODED = "application/x-www-form-urlencoded"


def send(body: bytes, *, said=None, kind=URLENCODED, **more) -> str:
    """Post a body to the form as a server hands it on; return the status line."""
    environ = RequestFactory()._base_environ(
        REQUEST_METHOD="POST", PATH_INFO=FORM, CONTENT_TYPE=kind, **more
    )
    environ["CONTENT_LENGTH"] = str(len(body) if said is None else said)
    environ["wsgi.input"] = io.BytesIO(body)
    answers = []
    # As the test client does: neither begin nor end may end the test's database.
    request_started.disconnect(close_old_connections)
    try:
        application(environ, lambda status, *rest: answers.append(status))
    finally:
        request_started.connect(close_old_connections)
    return answers[0]


def form(**fields) -> tuple[bytes, dict]:
    """Return the form as a browser posts it, and the cookie that goes with it."""
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(FORM)
    token = browser.cookies["csrftoken"].value if "csrftoken" in browser.cookies else ""
    data = filled_in(csrfmiddlewaretoken=token, **fields)
    cookie = "; ".join(f"{k}={m.coded_value}" for k, m in page.cookies.items())
    return urlencode(data, doseq=True).encode(), {"HTTP_COOKIE": cookie}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kind",
    [
        *(f"{URLENCODED}; charset={name}" for name in ("idna", "rot13", "undefined")),
        *(f"{URLENCODED}; charset={name}" for name in ("utf-16", "punycode", "x")),
        f"{URLENCODED}; a*=nonsense''b",
        "text/plain; charset=utf-8",
    ],
)
def test_a_strange_content_type_is_answered(kind):
    status = send(b"name=x", kind=kind, QUERY_STRING="a=%FF&" * 1200)

    assert status.startswith("4")


@pytest.mark.django_db
def test_a_form_is_utf8_whatever_it_says_of_itself():
    body, cookie = form(name="Günther")

    assert send(body, kind=f"{URLENCODED}; charset=latin-1", **cookie).startswith("302")
    assert ConsultationRequest.objects.get().name == "Günther"


@pytest.mark.django_db
def test_a_form_that_was_cut_off_is_not_received():
    body, cookie = form()
    half = body + b"&more=" + b"x" * 100

    assert send(half, said=len(half) + 1, **cookie).startswith("400")
    assert not ConsultationRequest.objects.exists()
    assert send(half, **cookie).startswith("302")
    assert ConsultationRequest.objects.exists()


@pytest.mark.django_db
def test_a_multipart_form_that_was_cut_off_is_not_received():
    body = b'--x\r\nContent-Disposition: form-data; name="message"\r\n\r\nHel'

    status = send(body, said=900, kind="multipart/form-data; boundary=x")

    assert status.startswith("400")


class InPieces(io.BytesIO):
    """Gives a few bytes at a time, as a slow connection does."""

    def read(self, size=-1):
        return super().read(min(size, 3) if size >= 0 else 3)


@pytest.mark.parametrize("ask", [(), (-1,), (None,)])
def test_whole_stream_waits_for_all_of_it(ask):
    assert WholeStream(InPieces(b"0123456789"), 10).read(*ask) == b"0123456789"


@pytest.mark.parametrize("read", ["read", "readline"])
@pytest.mark.parametrize("size", [-1, 5])
def test_whole_stream_says_where_it_was_cut_off(read, size):
    stream = WholeStream(io.BytesIO(b"01234"), 11)
    with pytest.raises(CutOff):
        for _ in range(3):
            getattr(stream, read)(size)


def test_whole_stream_says_so_when_the_client_hangs_up():
    class Reset(io.BytesIO):
        def read(self, size=-1):
            raise ConnectionResetError

    with pytest.raises(CutOff):
        WholeStream(Reset(), 5).read()


def test_whole_stream_ends_where_it_should():
    stream = WholeStream(io.BytesIO(b"01\n34more"), 5)

    assert (stream.readline(), stream.read(), stream.read(5)) == (b"01\n", b"34", b"")
    assert stream.readline() == b""


def test_request_without_a_content_type_has_none():
    environ = RequestFactory()._base_environ(CONTENT_TYPE="")

    assert Request(environ).content_type == ""
