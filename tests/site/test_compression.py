"""What is compressed, and above all what is not."""

import gzip

import brotli
import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from clinic_site import compression
from clinic_site.compression import CompressionMiddleware, Kept, best_coding, squeeze
from consultations.views.sent import COOKIE
from tests.factories import make_article, make_clinic, make_home
from tests.site.staff import make_person

TEXT = b"<p>Ketamine is an approved anesthetic.</p>\n" * 40


@pytest.fixture
def answer():
    """Send an answer through the middleware as some browser asked for it."""

    def send(response=None, path="/", method="get", accept="gzip, br", cookies=None):
        request = getattr(RequestFactory(), method)(path, HTTP_ACCEPT_ENCODING=accept)
        request.COOKIES.update(cookies or {})
        response = response or HttpResponse(TEXT)
        send.middleware = CompressionMiddleware(lambda request: response)
        return send.middleware(request)

    return send


def kept(answer) -> int:
    return len(answer.middleware.kept.pages)


def test_page_goes_out_in_brotli_and_reads_the_same(answer):
    response = answer()

    assert response["Content-Encoding"] == "br"
    assert response["Content-Length"] == str(len(response.content))
    assert response["Vary"] == "Accept-Encoding"
    assert brotli.decompress(response.content) == TEXT


def test_page_goes_out_in_gzip_to_who_knows_no_brotli(answer):
    response = answer(accept="gzip, deflate")

    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content) == TEXT


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.5 , gzip;q=1.0", "br"),
        ("GZIP", "gzip"),
        ("*", "br"),
        ("*, br;q=0", "gzip"),
        ("*;q=0", None),
        ("identity", None),
        ("deflate", None),
        ("brotli", None),
        ("br;q=nonsense", None),
        ("", None),
    ],
)
def test_coding_is_one_that_the_browser_takes(accepted, coding):
    assert best_coding(accepted) == coding


def test_who_takes_no_coding_gets_the_plain_page(answer):
    response = answer(accept="identity")

    assert response.content == TEXT
    assert "Content-Encoding" not in response
    # A cache on the way may not hand it to everybody else.
    assert response["Vary"] == "Accept-Encoding"


def test_vary_keeps_what_it_named(answer):
    response = answer(HttpResponse(TEXT, headers={"Vary": "Cookie"}))

    assert response["Vary"] == "Cookie, Accept-Encoding"


def test_strong_etag_becomes_weak(answer):
    response = answer(HttpResponse(TEXT, headers={"ETag": '"abc"'}))

    assert response["ETag"] == 'W/"abc"'


def test_etag_stays_where_nothing_was_compressed(answer):
    plain = HttpResponse(TEXT, headers={"ETag": '"abc"'})

    assert answer(plain, accept="")["ETag"] == '"abc"'


@pytest.mark.parametrize(
    "path", ["/admin/", "/cms/pages/3/", "/accounts/login/", "/documents/1/a.pdf"]
)
def test_page_of_staff_is_not_compressed(answer, path):
    assert "Content-Encoding" not in answer(path=path)


@pytest.mark.parametrize("cookie", ["sessionid", COOKIE])
def test_page_for_one_person_is_not_compressed(answer, cookie):
    assert "Content-Encoding" not in answer(cookies={cookie: "x"})


@pytest.mark.parametrize("cookie", ["sessionid", COOKIE])
def test_page_that_begins_to_know_somebody_is_not_compressed(answer, cookie):
    response = HttpResponse(TEXT)
    response.set_cookie(cookie, "x")

    assert "Content-Encoding" not in answer(response)


def test_answer_to_what_was_sent_is_not_compressed(answer):
    assert "Content-Encoding" not in answer(method="post")


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(TEXT, content_type="image/png"),
        HttpResponse(TEXT, content_type="application/pdf"),
        HttpResponse(TEXT, content_type="application/octet-stream"),
        HttpResponse(TEXT, headers={"Content-Encoding": "gzip"}),
        HttpResponse(TEXT, status=206),
        HttpResponse(TEXT[:150]),
        StreamingHttpResponse([TEXT]),
    ],
    ids=["picture", "pdf", "bytes", "compressed", "part", "short", "stream"],
)
def test_what_gains_nothing_passes_untouched(answer, response):
    before = response.headers.copy()

    assert answer(response).headers == before


def test_page_for_everybody_is_compressed_once(answer, monkeypatch):
    calls = []
    compress = compression.compress
    monkeypatch.setattr(
        compression, "compress", lambda *args: calls.append(args) or compress(*args)
    )
    request = RequestFactory().get("/", HTTP_ACCEPT_ENCODING="br")
    middleware = CompressionMiddleware(lambda request: HttpResponse(TEXT))

    first, second = middleware(request), middleware(request)

    assert first.content == second.content
    assert [quality for _content, _coding, quality in calls] == [11]


def test_changed_page_is_compressed_anew():
    pages = iter([TEXT, TEXT.replace(b"Ketamine", b"Water")])
    middleware = CompressionMiddleware(lambda request: HttpResponse(next(pages)))
    request = RequestFactory().get("/", HTTP_ACCEPT_ENCODING="br")

    assert b"Ketamine" in brotli.decompress(middleware(request).content)
    assert b"Water" in brotli.decompress(middleware(request).content)


def test_kept_pages_do_not_mix_their_codings():
    pages = Kept()

    assert brotli.decompress(pages.compressed(TEXT, "br", html=False)) == TEXT
    assert gzip.decompress(pages.compressed(TEXT, "gzip", html=False)) == TEXT


def test_only_so_many_pages_are_kept():
    pages = Kept(most=2)
    for number in (1, 2, 1, 3):
        pages.compressed(TEXT * number, "br", html=False)

    sizes = [len(brotli.decompress(page)) for page in pages.pages.values()]
    assert sizes == [len(TEXT), len(TEXT) * 3]


def private(**headers) -> HttpResponse:
    return HttpResponse(TEXT, headers=headers)


@pytest.mark.parametrize(
    "asked",
    [
        {"path": "/search/?q=asleep"},
        {"path": "/articles/?page=2"},
        {"response": private(**{"Cache-Control": "no-store"})},
        {"response": private(**{"Cache-Control": "max-age=0, Private"})},
        {"response": private(Vary="Cookie")},
        {"response": HttpResponse(TEXT, status=404)},
        {"response": HttpResponse(TEXT, status=500)},
        {"cookies": {"csrftoken": "x"}},
        {"cookies": {"somebody": "x"}},
    ],
    ids=str,
)
def test_what_could_be_of_one_person_is_not_kept(answer, asked):
    response = answer(**asked)

    assert response["Content-Encoding"] == "br"
    assert kept(answer) == 0


def test_answer_that_sets_a_cookie_is_not_kept(answer):
    response = HttpResponse(TEXT)
    response.set_cookie("csrftoken", "x")

    assert answer(response)["Content-Encoding"] == "br"
    assert kept(answer) == 0


def test_answer_to_who_named_himself_is_not_kept():
    middleware = CompressionMiddleware(lambda request: HttpResponse(TEXT))

    middleware(
        RequestFactory().get(
            "/", HTTP_ACCEPT_ENCODING="br", HTTP_AUTHORIZATION="Basic eDp5"
        )
    )

    assert not middleware.kept.pages


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (b"<p>\n\n   a  b\n</p>", b"<p>\na  b\n</p>"),
        (b"<b>a</b>\n  <i>b</i>", b"<b>a</b>\n<i>b</i>"),
        (
            b"<textarea>\n\n a\n\n b</textarea>\n\n",
            b"<textarea>\n\n a\n\n b</textarea>\n",
        ),
        (b"<PRE>\n  a\n\n</PRE>", b"<PRE>\n  a\n\n</PRE>"),
        (b"<style>a{}\n\n b{}</style>", b"<style>a{}\n\n b{}</style>"),
        (b"<script>\n\n1</script>\n\n<p>", b"<script>\n\n1</script>\n<p>"),
        (b"<preface>\n\n</preface>", b"<preface>\n</preface>"),
    ],
)
def test_squeezing_leaves_what_is_shown(html, expected):
    assert squeeze(html) == expected


def test_only_html_is_squeezed(answer):
    lines = b"one\n\n\n   two\n" * 40

    response = answer(HttpResponse(lines, content_type="text/plain"))

    assert brotli.decompress(response.content) == lines


@pytest.mark.django_db
def test_whole_site_compresses_a_page_and_the_form_but_no_staff(client):
    make_clinic()
    make_home()
    page = make_article()
    asking = {"HTTP_ACCEPT_ENCODING": "gzip, br"}

    assert client.get(page.url, **asking)["Content-Encoding"] == "br"
    form = client.get("/request-a-consultation/", **asking)
    assert form["Content-Encoding"] == "br"
    assert {"Cookie", "Accept-Encoding"} <= set(form["Vary"].split(", "))
    assert "no-store" in form["Cache-Control"]

    client.force_login(make_person("superuser"))
    for address in ("/admin/", "/cms/", page.url, "/request-a-consultation/"):
        assert "Content-Encoding" not in client.get(address, **asking), address


@pytest.mark.django_db
def test_health_words_of_a_form_with_errors_are_not_compressed(client):
    make_clinic()
    make_home()

    response = client.post(
        "/request-a-consultation/", {"message": "x" * 300}, HTTP_ACCEPT_ENCODING="br"
    )

    assert "x" * 300 in response.content.decode()
    assert "Content-Encoding" not in response
