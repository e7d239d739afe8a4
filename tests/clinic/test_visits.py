"""Pages are counted without a cookie, and no page waits for it or fails by it."""

import datetime
import os
import subprocess
import sys
import threading

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve
from django.utils import timezone

from clinic import visits as module
from clinic.jobs import jobs
from clinic.models import PageVisits
from clinic.visits import Tallying, VisitsMiddleware
from tests.factories import (
    make_article,
    make_clinic,
    make_editor,
    make_home,
    make_topic,
)

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def visits(monkeypatch):
    """The visits of this process, none so far."""
    fresh = Tallying()
    monkeypatch.setattr(module, "visits", fresh)
    return fresh


@pytest.fixture
def reader(client):
    client.defaults["HTTP_USER_AGENT"] = BROWSER
    return client


def counted() -> dict[int, int]:
    return PageVisits.objects.by_page()


@pytest.mark.django_db
def test_each_page_that_is_read_counts_by_day_and_page(reader, visits):
    home = make_home()
    article = make_article()
    for _ in range(3):
        assert reader.get("/").status_code == 200
    reader.get(article.url, {"q": "left out"})
    assert counted() == {}
    assert visits.write()
    assert counted() == {home.pk: 3, article.pk: 1}
    assert {row.day for row in PageVisits.objects.all()} == {timezone.localdate()}
    reader.get("/")
    visits.write()
    assert counted() == {home.pk: 4, article.pk: 1}
    assert PageVisits.objects.count() == 2


@pytest.mark.django_db
def test_an_index_answers_for_the_addresses_below_it(reader, visits):
    article = make_article()
    index = article.get_parent()
    topic = make_topic()
    assert reader.get(f"{index.url}topics/{topic.slug}/").status_code == 200
    visits.write()
    assert counted() == {index.pk: 1}


@pytest.mark.parametrize(
    ("status", "visitors_tag", "is_visit"),
    [
        (304, None, False),
        # nginx asks for itself, and hands its copy to somebody who has none ...
        (304, "none", True),
        (304, 'W/"older"', True),
        (200, "none", True),
        # ... or who has this very one, or any will do.
        (304, 'W/"this one"', False),
        (304, 'W/"older", W/"this one"', False),
        (200, 'W/"this one"', False),
        (304, "*", False),
        (404, "none", False),
    ],
)
def test_behind_nginx_it_counts_what_the_visitor_gets(
    visits, status, visitors_tag, is_visit
):
    answer = HttpResponse(status=status, headers={"ETag": 'W/"this one"'})
    if status == 304:
        del answer["Content-Type"]
    told = {"X-Visitors-Tag": visitors_tag} if visitors_tag else {}
    request = RequestFactory().get("/", headers={"User-Agent": BROWSER} | told)
    request.resolver_match = resolve("/")
    VisitsMiddleware(lambda request: answer)(request)
    assert visits.waiting() == int(is_visit)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"User-Agent": "curl/8.5.0"},
        {"User-Agent": "Mozilla/5.0 HeadlessChrome/140.0"},
        {"User-Agent": ""},
    ],
    ids=str,
)
def test_what_nobody_reads_is_not_counted(reader, visits, headers):
    make_home()
    assert reader.get("/", headers=headers).status_code == 200
    assert visits.waiting() == 0


@pytest.mark.django_db
def test_staff_a_look_at_the_head_and_other_addresses_are_not_counted(reader, visits):
    make_clinic()
    reader.head("/")
    for path in ("/nothing-here/", "/search/", "/robots.txt", "/health/live"):
        reader.get(path)
    reader.get("/request-a-consultation/")
    assert visits.waiting() == 0
    reader.force_login(make_editor())
    assert reader.get("/").status_code == 200
    assert visits.waiting() == 0


def test_what_a_cache_answers_is_counted_without_a_view_or_a_query(visits):
    page = HttpResponse("<p>kept", content_type="text/html; charset=utf-8")
    request = RequestFactory().get("/articles/", headers={"User-Agent": BROWSER})
    assert VisitsMiddleware(lambda request: page)(request) is page
    assert visits.waiting() == 0
    request.resolver_match = resolve("/articles/")
    assert VisitsMiddleware(lambda request: page)(request) is page
    assert visits.waiting() == 1


def test_the_middleware_is_the_outermost(settings):
    assert settings.MIDDLEWARE[0] == "clinic.visits.VisitsMiddleware"


def test_several_threads_lose_no_visit(visits):
    def read():
        for _ in range(500):
            visits.add("/")

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert visits.waiting() == 2000


@pytest.mark.django_db
def test_visits_wait_for_a_database_that_is_away(reader, visits, monkeypatch):
    home = make_home()

    def away(*args, **kwargs):
        raise OperationalError

    reader.get("/")
    with monkeypatch.context() as patch:
        patch.setattr(module, "_by_page", away)
        assert reader.get("/").status_code == 200
        assert visits.write() is False
        reader.get("/")
    assert visits.waiting() == 3
    assert visits.write() is True
    assert counted() == {home.pk: 3}


def test_only_so_many_addresses_are_kept(visits, monkeypatch):
    monkeypatch.setattr(Tallying, "most", 2)
    for path in ("/a/", "/b/", "/c/", "/a/"):
        visits.add(path)
    assert visits.waiting() == 3


def test_a_thread_that_cannot_start_fails_no_page(visits, settings, monkeypatch):
    settings.VISITS_WRITTEN_EVERY = 1

    def full(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", full)
    visits.add("/")
    assert visits.waiting() == 1


def test_they_are_written_by_a_thread_and_once_more_at_the_end(
    visits, settings, monkeypatch
):
    settings.VISITS_WRITTEN_EVERY = 30
    written = []
    monkeypatch.setattr(module, "_by_page", lambda counts: dict(counts))
    monkeypatch.setattr(PageVisits.objects, "add", written.append, raising=False)
    visits.add("/")
    visits.add("/")
    assert visits.waiting() == 2
    visits.end()
    assert [list(counts.values()) for counts in written] == [[2]]
    assert visits.waiting() == 0


def test_a_process_writes_down_its_last_visits_when_it_ends():
    script = """
import django
django.setup()
from django.conf import settings
from clinic import visits
settings.VISITS_WRITTEN_EVERY = 30
visits._by_page = lambda counts: counts
visits.PageVisits.objects.add = lambda counts: print("wrote", counts.total())
visits.visits.add("/")
visits.visits.add("/")
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "clinic_site.settings.test"},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout == "wrote 2\n"


@pytest.mark.django_db
def test_visits_are_forgotten_after_800_days():
    today = timezone.localdate()
    for age in (799, 800, 801):
        day = today - datetime.timedelta(days=age)
        PageVisits.objects.add({(day, 7): age})
    jobs()["forget_page_visits"].run()
    kept = PageVisits.objects.values_list("count", flat=True)
    assert sorted(kept) == [799, 800]


@pytest.mark.django_db
def test_many_pages_go_in_a_few_statements(django_assert_num_queries):
    today = timezone.localdate()
    with django_assert_num_queries(3):
        PageVisits.objects.add({(today, page): 1 for page in range(1, 601)})
    assert PageVisits.objects.count() == 600


def test_no_column_could_tell_who_it_was():
    names = {field.name for field in PageVisits._meta.concrete_fields}
    assert names == {"id", "day", "page_id", "count"}
