"""What is kept, and above all what is not."""

import gzip

import brotli
import pytest
from django.http import HttpResponse
from django.test import Client

from clinic_site.compression import squeeze
from clinic_site.page_cache.entry import CACHE_CONTROL, Entry
from clinic_site.page_cache.pages import KEPT, forget, may_keep, pages
from clinic_site.page_cache.store import Shelf, Store
from tests.factories import (
    make_article,
    make_editor,
    make_home,
    make_location,
    make_topic,
)
from tests.site.page_cache.conftest import READER

pytestmark = pytest.mark.django_db


def kept() -> int:
    store = pages().store
    return len(store.pages) + len(store.numbered)


def entry(content=b"<p>Text</p>", **headers) -> Entry:
    response = HttpResponse(content, headers=headers)
    made = Entry(response, "/", _Match, 1, 10.0)
    made.fill(response, None)
    return made


def lasting(answer) -> dict:
    """Return the headers, but for the one that names the second."""
    assert answer.headers["X-Accel-Expires"].startswith("@")
    return {k: v for k, v in answer.headers.items() if k != "X-Accel-Expires"}


class _Match:
    view_name = "wagtail_serve"


def test_second_reader_gets_the_page_without_a_query(
    reader, article, django_assert_num_queries
):
    first = reader.get(article.url)
    with django_assert_num_queries(0):
        second = reader.get(article.url)
    assert second.status_code == 200
    assert second.content == first.content
    assert article.title in second.content.decode()


@pytest.mark.parametrize(
    "path",
    ["/", "/articles/", "/articles/topics/sleep/", "/articles/?page=1", "/glossary/"]
    + ["/articles/feed/", "/sitemap.xml", "/robots.txt", "/site.webmanifest"],
)
def test_what_is_the_same_for_everybody_is_kept(
    reader, article, path, django_assert_num_queries
):
    make_topic()
    first = reader.get(path)
    with django_assert_num_queries(0):
        second = reader.get(path)
    assert (second.status_code, second.content) == (200, first.content)
    assert kept() == 1


def test_headers_are_those_of_the_page_as_it_is_rendered(reader, article, settings):
    first = reader.get(article.url)
    second = reader.get(article.url)
    settings.PAGE_CACHE = False
    fresh = Client(headers=READER).get(article.url)
    own = {"X-Accel-Expires", "Cache-Control", "ETag"}
    assert lasting(second) == lasting(first)
    assert {*second.headers} - {*fresh.headers} == own
    for name in {*fresh.headers} - {"Content-Length"}:
        assert second.headers[name] == fresh.headers[name]
    assert second["Cache-Control"] == CACHE_CONTROL
    assert second["Vary"] == "Accept-Encoding"
    assert not second.cookies


@pytest.mark.parametrize(
    ("accepted", "coding", "opened"),
    [
        ("gzip, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("identity", None, bytes),
    ],
)
def test_each_reader_gets_a_coding_that_they_take(
    reader, article, accepted, coding, opened
):
    for _time in range(2):
        answer = reader.get(article.url, headers={"Accept-Encoding": accepted})
        assert answer.headers.get("Content-Encoding") == coding
        assert int(answer["Content-Length"]) == len(answer.content)
        assert article.title in opened(answer.content).decode()


def test_coding_is_made_once(monkeypatch):
    made = entry(b"<p>Sleep well.</p>" * 50)
    _coding, first = made.body("gzip")
    monkeypatch.setattr("clinic_site.page_cache.entry.compress", None)
    assert made.body("gzip") == ("gzip", first)
    assert made.body("br")[0] == "br"


def test_small_and_binary_answers_stay_as_they_are():
    assert entry(b"short").body("br") == ("", b"short")
    picture = entry(b"\0" * 500, **{"Content-Type": "image/jpeg"})
    assert picture.body("br") == ("", b"\0" * 500)


def test_who_has_the_page_already_gets_no_body(
    reader, article, django_assert_num_queries
):
    tag = reader.get(article.url)["ETag"]
    with django_assert_num_queries(0):
        answer = reader.get(article.url, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["ETag"] == tag
    other = reader.get(article.url, headers={"If-None-Match": 'W/"other"'})
    assert other.status_code == 200


def test_head_says_what_get_says_and_fills_nothing(reader, article):
    assert reader.head(article.url).status_code == 200
    assert kept() == 0
    page = reader.get(article.url)
    head = reader.head(article.url)
    assert lasting(head) == lasting(page)
    assert head.content == b""


@pytest.mark.parametrize(
    "path",
    [
        "/request-a-consultation/",
        "/search/",
        "/search/?q=sleep",
        "/accounts/login/",
        "/no-such-page/",
        "/no-such-page",
        "/health/live",
        "/articles/?q=typed",
        "/articles/?page=0",
        "/articles/?page=12345",
        "/articles/?page=2&q=typed",
    ],
)
def test_what_belongs_to_one_person_or_was_typed_is_not_kept(reader, article, path):
    reader.get(path)
    reader.get(path)
    assert kept() == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "sessionid=abc"},
        {"Cookie": "csrftoken=abc; sessionid="},
        {"Cookie": "messages=abc"},
        {"Authorization": "Basic abc"},
    ],
)
def test_who_may_be_somebody_is_neither_given_nor_kept_a_page(reader, article, headers):
    reader.get(article.url, headers=headers)
    assert kept() == 0
    reader.get(article.url)
    type(article).objects.filter(pk=article.pk).update(title="Changed")
    assert "Changed" in reader.get(article.url, headers=headers).content.decode()


def test_other_cookies_read_along_and_keep_nothing(
    reader, article, django_assert_num_queries
):
    token = {"Cookie": f"csrftoken={'a' * 32}"}
    reader.get(article.url, headers=token)
    assert kept() == 0
    reader.get(article.url)
    with django_assert_num_queries(0):
        reader.get(article.url, headers=token)


@pytest.mark.parametrize(
    "query", ["utm_source=a&utm_medium=b", "fbclid=a", "gclid=a&utm_id=", "mc_cid=1"]
)
def test_link_that_tracks_leads_to_the_kept_page_and_is_kept_nowhere(
    reader, article, query, django_assert_num_queries
):
    first = reader.get(f"{article.url}?{query}")
    assert kept() == 0
    reader.get(article.url)
    with django_assert_num_queries(0):
        second = reader.get(f"{article.url}?{query}")
    assert second.content == squeeze(first.content)
    assert kept() == 1


@pytest.mark.parametrize(
    "query", ["q=sleep&utm_source=a", "utm_source=a&page=2", "utm_source", "sclid"]
)
def test_any_other_query_is_never_kept(reader, article, query):
    reader.get(article.url)
    assert pages().key({**reader._base_environ(), "QUERY_STRING": query}) is None
    reader.get(f"{article.url}?{query}")
    assert kept() == 1


def test_page_for_the_editor_is_in_nobody_elses_answer(reader, article):
    staff = Client(headers=READER)
    staff.force_login(make_editor())
    assert "wagtail-userbar" in staff.get(article.url).content.decode()
    assert kept() == 0
    assert "wagtail-userbar" not in reader.get(article.url).content.decode()


@pytest.mark.parametrize("host", ["localhost:81", "LOCALHOST", "localhost.", "nobody"])
def test_host_that_is_spelled_in_another_way_fills_nothing(reader, article, host):
    reader.get(article.url, headers={"Host": host})
    assert kept() == 0


def test_hosts_do_not_share_their_answers(reader, article):
    assert "http://localhost/sitemap.xml" in reader.get("/robots.txt").content.decode()
    other = reader.get("/robots.txt", headers={"Host": "testserver"})
    assert "http://testserver/sitemap.xml" in other.content.decode()
    assert kept() == 2


def test_schemes_do_not_share_their_answers(reader, article, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    forget()
    for proto in ("https", "http", "nonsense", "https, http"):
        reader.get("/robots.txt", headers={"X-Forwarded-Proto": proto})
    assert kept() == 2


def test_missing_pages_drive_nothing_out(reader, article):
    reader.get(article.url)
    for number in range(30):
        assert reader.get(f"/no-such-{number}/").status_code == 404
    assert kept() == 1


def test_page_that_asks_for_a_password_is_not_kept(reader, article):
    article.view_restrictions.create(restriction_type="password", password="rest")
    assert 'type="password"' in reader.get(article.url).content.decode()
    assert kept() == 0


def test_page_that_only_members_see_is_not_kept(reader, article):
    article.view_restrictions.create(restriction_type="login")
    assert reader.get(article.url).status_code == 302
    assert kept() == 0


def _with_cookie():
    response = HttpResponse()
    response.set_cookie("known", "1")
    return response


@pytest.mark.parametrize(
    "response",
    [
        _with_cookie(),
        HttpResponse(headers={"Vary": "Cookie"}),
        HttpResponse(headers={"Vary": "Accept-Encoding, Cookie"}),
        HttpResponse(headers={"Vary": "*"}),
        HttpResponse(headers={"Cache-Control": "no-store"}),
        HttpResponse(headers={"Cache-Control": "max-age=60, Private"}),
        HttpResponse(headers={"Content-Encoding": "gzip"}),
        HttpResponse(status=404),
        HttpResponse(status=410),
        HttpResponse(status=500),
        HttpResponse(status=206),
    ],
)
def test_answer_that_says_so_is_not_kept(response):
    assert not may_keep(response)


def test_plain_answer_may_be_kept():
    assert may_keep(HttpResponse(headers={"Vary": "Accept-Encoding"}))


def test_least_used_goes_when_there_are_too_many():
    shelf = Shelf(most=2, most_bytes=10**6)
    keys = [("http", "localhost", f"/{number}/", "") for number in range(3)]
    shelf.put(keys[0], entry())
    shelf.put(keys[1], entry())
    shelf.get(keys[0])
    shelf.put(keys[2], entry())
    assert shelf.get(keys[1]) is None
    assert shelf.get(keys[0]) is not None
    assert len(shelf) == 2


def test_bytes_are_counted_and_bounded():
    one = entry(bytes(range(256)) * 8)
    shelf = Shelf(most=100, most_bytes=3 * one.size)
    for number in range(10):
        shelf.put(
            ("http", "localhost", f"/{number}/", ""), entry(bytes(range(256)) * 8)
        )
    assert len(shelf) == 3
    assert shelf.bytes == 3 * one.size
    for number in range(10):
        shelf.drop(("http", "localhost", f"/{number}/", ""))
    assert shelf.bytes == 0


def test_numbered_pages_cannot_drive_out_the_others():
    store = Store(most=20, most_bytes=10**6)
    store.put(("http", "localhost", "/", ""), entry())
    for number in range(100):
        store.put(("http", "localhost", "/articles/", f"page={number}"), entry())
    assert store.get(("http", "localhost", "/", "")) is not None
    assert len(store.numbered) == 2


def test_content_that_did_not_change_is_not_compressed_anew(monkeypatch):
    response = HttpResponse(b"<p>Sleep well.</p>" * 50)
    first = Entry(response, "/", _Match, 1, 10.0)
    first.fill(response, None)
    monkeypatch.setattr("clinic_site.page_cache.entry.compress", None)
    second = Entry(response, "/", _Match, 2, 20.0)
    second.fill(response, first)
    assert second.body("br") == first.body("br")
    assert second.size == first.size


def test_every_kept_route_is_one_of_the_site():
    assert "wagtail_serve" in KEPT
    make_home()
    make_location()
    make_article()
    client = Client(headers=READER)
    for path in ("/", "/glossary/", "/articles/feed/", "/sitemap.xml", "/robots.txt"):
        match = client.get(path).resolver_match
        assert match.view_name in KEPT
