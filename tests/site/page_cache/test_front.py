"""What is answered before Django is the same, and counts the same."""

import pytest
import time_machine

from clinic import visits as module
from clinic.visits import Tallying
from clinic_site.counters import counters
from clinic_site.page_cache.front import Front
from clinic_site.wsgi import application

pytestmark = pytest.mark.django_db


@pytest.fixture
def visits(monkeypatch):
    fresh = Tallying()
    monkeypatch.setattr(module, "visits", fresh)
    monkeypatch.setattr("clinic_site.page_cache.front.visits", fresh)
    return fresh


def test_server_gets_the_application_with_it():
    assert isinstance(application, Front)


def test_second_reader_never_reaches_django(server, article, django_assert_num_queries):
    first = server(article.url, Accept_Encoding="br")
    with django_assert_num_queries(0):
        second = server(article.url, Accept_Encoding="br")
    assert server.seen == [article.url]
    assert second.status == first.status == 200
    assert second.body == first.body
    for answer in (first, second):
        answer.headers.pop("x-accel-expires")
    assert second.headers == first.headers


def test_head_and_304_have_no_body(server, article):
    page = server(article.url)
    head = server(article.url, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == page.headers["content-length"]
    known = server(article.url, If_None_Match=page.headers["etag"])
    assert (known.status, known.body) == (304, b"")
    assert known.headers["etag"] == page.headers["etag"]
    assert "content-length" not in known.headers
    assert server.seen == [article.url]


def test_what_is_not_kept_reaches_django_each_time(server, article):
    server(article.url, "POST")
    server(article.url, Cookie="sessionid=x")
    server("/no-such-page/")
    server("/no-such-page/")
    assert len(server.seen) == 4


def test_answer_lasts_for_nginx_until_the_second_is_over(server, article):
    with time_machine.travel(1_900_000_000.99, tick=False):
        server(article.url)
        headers = [*server(article.url).headers.items()]
    assert server.seen == [article.url]
    assert headers[0] == ("x-accel-expires", "@1900000000")


def test_readers_are_counted_once_each_wherever_the_answer_came_from(
    server, article, visits
):
    server(article.url)
    assert visits.waiting() == 1
    server(article.url)
    assert visits.waiting() == 2
    for unread in (
        {"User_Agent": "Googlebot"},
        {"Sec_Purpose": "prefetch"},
        {"If_None_Match": "*"},
    ):
        server(article.url, **unread)
    server(article.url, "HEAD")
    server("/robots.txt")
    server("/robots.txt")
    assert visits.waiting() == 2
    # nginx asks for itself and hands its copy out.
    tag = server(article.url).headers["etag"]
    server(article.url, If_None_Match=tag, X_Visitors_Tag="none")
    assert visits.waiting() == 4
    server(article.url, If_None_Match=tag, X_Visitors_Tag=tag)
    assert visits.waiting() == 4


def test_answers_are_counted_under_their_route(server, article, settings, monkeypatch):
    settings.METRICS_TOKEN = "only-for-tests"
    counted = []
    monkeypatch.setattr(counters, "add", lambda *counts: counted.append(counts[:2]))
    server(article.url)
    server(article.url)
    server(article.url, If_None_Match="*")
    assert counted[-2:] == [("wagtail_serve", 200), ("wagtail_serve", 304)]


def test_nothing_is_kept_where_the_settings_say_so(server, article, settings):
    settings.PAGE_CACHE = False
    server(article.url)
    server(article.url)
    assert len(server.seen) == 2
