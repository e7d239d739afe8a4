"""Whatever a page shows, a change of it shows at once; and the clock moves pages on."""

import threading
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory
from wagtail.models import Page

from clinic import generation
from clinic.lasting import collected, holds_until
from clinic.models import ClinicSettings, LocationPage
from clinic_site.page_cache.middleware import PageCacheMiddleware
from clinic_site.page_cache.pages import AWAY, LONGEST, TRIED_EVERY, forget, pages
from tests.factories import (
    approve,
    make_article,
    make_clinic,
    make_editor,
    make_person,
    make_plain_page,
    make_reviewer,
    make_term,
    make_topic,
    republish,
)
from tests.site.page_cache.conftest import READER

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return answer.content.decode()


def test_publishing_shows_at_once_on_every_page_that_tells_of_it(
    reader, article, committed
):
    for path in (article.url, "/articles/", "/", "/articles/feed/"):
        assert "Brand new" not in text(reader.get(path))
    with committed():
        republish(article, title="Brand new")
    for path in (article.url, "/articles/", "/articles/feed/"):
        assert "Brand new" in text(reader.get(path))
    with committed():
        make_article("Another one")
    assert "Another one" in text(reader.get("/articles/"))


def test_page_taken_down_is_gone_at_once(reader, article, committed):
    assert reader.get(article.url).status_code == 200
    with committed():
        article.unpublish()
    answer = reader.get(article.url)
    assert answer.status_code == 410
    assert answer["Cache-Control"] == "no-store"
    assert article.title not in text(reader.get("/articles/"))


def test_page_that_moved_leads_on_and_shows_where_it_stands(reader, article, committed):
    place = make_plain_page("About", "about")
    page = make_plain_page("Parking", "parking")
    assert reader.get("/parking/").status_code == 200
    with committed():
        page.move(place, pos="last-child")
    assert reader.get("/parking/").status_code in (301, 404)
    assert reader.get("/about/parking/").status_code == 200


def test_deleted_page_is_gone_at_once(reader, article, committed):
    assert reader.get(article.url).status_code == 200
    with committed():
        article.delete()
    assert reader.get(article.url).status_code in (404, 410)


def _settings(article):
    clinic = ClinicSettings.objects.get()
    clinic.phone = "+17035550199"
    clinic.save()
    return "(703) 555-0199"


def _street(article):
    LocationPage.objects.update(street="9 Moved Street")
    return "9 Moved Street"


def _reviewer(article):
    reviewer = make_reviewer()
    make_person(title="Casey Stone", account=reviewer, credentials="RN")
    approve(article, reviewer=reviewer)
    return "Casey Stone"


@pytest.mark.parametrize("change", [_settings, _street, _reviewer])
def test_change_beside_the_page_shows_at_once(reader, article, committed, change):
    reader.get(article.url)
    with committed():
        words = change(article)
    assert words in text(reader.get(article.url))


def test_topic_and_word_that_two_people_agreed_on_show_at_once(
    reader, article, committed
):
    topic = make_topic()
    reader.get("/articles/topics/sleep/")
    with committed():
        topic.title = "Rest at night"
        topic.save()
    assert "Rest at night" in text(reader.get("/articles/topics/sleep/"))
    assert "word-dissociation" not in text(reader.get("/glossary/"))
    with committed():
        make_term("dissociation")
    assert "word-dissociation" in text(reader.get("/glossary/"))


def test_draft_that_somebody_types_leaves_pages_alone(
    reader, article, committed, django_assert_num_queries
):
    reader.get(article.url)
    with committed():
        article.title = "A draft"
        article.save_revision(user=make_editor())
    # The new editor freshened what is kept; what they type does not.
    reader.get(article.url)
    with committed():
        article.save_revision()
    with django_assert_num_queries(0):
        reader.get(article.url)


def test_change_during_the_rendering_is_not_lost(article, keeping):
    def view(request):
        generation.end()
        return HttpResponse("made of the old state")

    middleware = PageCacheMiddleware(view)
    asked = RequestFactory(headers=READER).get(article.url)
    assert middleware(asked).content == b"made of the old state"
    middleware.get_response = lambda request: HttpResponse("new")
    assert middleware(RequestFactory(headers=READER).get(article.url)).content == b"new"


# The clock


NEW_YORK_NOON = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)


def test_moments_are_collected_for_who_asks():
    holds_until(NEW_YORK_NOON)
    with collected() as moments:
        holds_until(None)
        holds_until(NEW_YORK_NOON)
        with collected() as inner:
            pass
    assert moments == [NEW_YORK_NOON]
    assert inner == []


def test_page_moves_on_when_the_clinic_closes(
    reader, article, django_assert_num_queries
):
    # Ten seconds before five in the afternoon.
    with time_machine.travel(datetime(2026, 3, 4, 21, 59, 50, tzinfo=UTC), tick=False):
        assert "Open now, until 5 pm" in text(reader.get(article.url))
    with (
        time_machine.travel(datetime(2026, 3, 4, 21, 59, 59, tzinfo=UTC), tick=False),
        django_assert_num_queries(0),
    ):
        reader.get(article.url)
    with time_machine.travel(datetime(2026, 3, 4, 22, 0, 0, tzinfo=UTC), tick=False):
        assert "Closed now, opens Thursday" in text(reader.get(article.url))


def test_page_moves_on_at_midnight_and_at_opening(reader, article):
    evening = datetime(2026, 3, 5, 4, 59, 55, tzinfo=UTC)
    with time_machine.travel(evening, tick=False):
        assert "opens Thursday, March 5" in text(reader.get(article.url))
    with time_machine.travel(datetime(2026, 3, 5, 5, 0, 0, tzinfo=UTC), tick=False):
        assert "opens today at 9 am" in text(reader.get(article.url))
    with time_machine.travel(datetime(2026, 3, 5, 13, 59, 58, tzinfo=UTC), tick=False):
        assert "opens today at 9 am" in text(reader.get(article.url))
    with time_machine.travel(datetime(2026, 3, 5, 14, 0, 0, tzinfo=UTC), tick=False):
        assert "Open now" in text(reader.get(article.url))


def test_page_moves_on_when_its_review_is_late(db, reader):
    make_clinic()
    with time_machine.travel(datetime(2026, 1, 15, 12, tzinfo=UTC), tick=False):
        page = make_article()
        assert page.next_review_on.isoformat() == "2026-07-15"
    with time_machine.travel(datetime(2026, 7, 16, 3, 59, 50, tzinfo=UTC), tick=False):
        forget()
        assert "was due for a medical review" not in text(reader.get(page.url))
    with time_machine.travel(datetime(2026, 7, 16, 4, 0, 0, tzinfo=UTC), tick=False):
        assert "was due for a medical review" in text(reader.get(page.url))


def test_what_nobody_noticed_shows_after_a_minute(reader, article):
    with time_machine.travel(NEW_YORK_NOON, tick=False) as traveller:
        reader.get(article.url)
        Page.objects.filter(pk=article.pk).update(title="Past us")
        traveller.shift(LONGEST - 1)
        assert "Past us" not in text(reader.get(article.url))
        traveller.shift(1)
        assert "Past us" in text(reader.get(article.url))


# Many at once, and a database that is away


class View:
    """A view that a test holds up, fails, and counts."""

    def __init__(self):
        self.calls = 0
        self.answer = lambda: HttpResponse(f"page {self.calls}")

    def __call__(self, request):
        self.calls += 1
        return self.answer()


def ask(middleware, path="/"):
    return middleware(RequestFactory(headers=READER).get(path))


def test_one_renders_and_the_others_wait_for_it(keeping):
    view = View()
    inside, go_on = threading.Event(), threading.Event()

    def slow():
        inside.set()
        go_on.wait(10)
        return HttpResponse("once")

    view.answer = slow
    middleware = PageCacheMiddleware(view)
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(ask(middleware).content))
        for _number in range(6)
    ]
    threads[0].start()
    inside.wait(10)
    for thread in threads[1:]:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert answers == [b"once"] * 6
    assert view.calls == 1


def test_last_good_page_is_given_while_its_time_ran_out_and_one_renders(keeping):
    view = View()
    middleware = PageCacheMiddleware(view)
    with time_machine.travel(NEW_YORK_NOON, tick=False) as traveller:
        assert ask(middleware).content == b"page 1"
        traveller.shift(LONGEST + 1)
        inner = []

        def while_it_renders():
            inner.append(ask(middleware).content)
            return HttpResponse("page 2")

        view.answer = while_it_renders
        assert ask(middleware).content == b"page 2"
    assert inner == [b"page 1"]


def test_who_waited_too_long_renders_alone(keeping, monkeypatch):
    monkeypatch.setattr("clinic_site.page_cache.store.PATIENCE", 0.01)
    view = View()
    middleware = PageCacheMiddleware(view)
    inner = []

    def first():
        view.answer = lambda: HttpResponse("alone")
        waiting = threading.Thread(target=lambda: inner.append(ask(middleware).content))
        waiting.start()
        waiting.join(10)
        return HttpResponse("first")

    view.answer = first
    assert ask(middleware).content == b"first"
    assert inner == [b"alone"]


def test_view_that_fails_lets_the_next_one_try(keeping):
    view = View()
    middleware = PageCacheMiddleware(view)

    def broken():
        raise RuntimeError

    view.answer = broken
    with pytest.raises(RuntimeError):
        ask(middleware)
    view.answer = lambda: HttpResponse("well again")
    assert ask(middleware).content == b"well again"


def test_last_good_page_stands_in_for_a_database_that_is_away(reader, article):
    with time_machine.travel(NEW_YORK_NOON, tick=False) as traveller:
        assert reader.get(article.url).status_code == 200
        traveller.shift(LONGEST)
        with pytest.MonkeyPatch.context() as patch:
            asked = []

            def away(*args, **kwargs):
                asked.append(1)
                raise OperationalError("connection refused")

            patch.setattr("wagtail.models.Page.route_for_request", away)
            answer = reader.get(article.url)
            assert answer.status_code == 200
            assert article.title in text(answer)
            # Not each reader waits for it: it is tried every few seconds.
            reader.get(article.url)
            assert len(asked) == 1
            traveller.shift(TRIED_EVERY)
            reader.get(article.url)
            assert len(asked) == 2
            traveller.shift(AWAY)
            assert reader.get(article.url).status_code == 503


def test_page_from_before_a_change_never_stands_in(reader, article, committed):
    reader.get(article.url)
    with committed():
        article.unpublish()
    with pytest.MonkeyPatch.context() as patch:

        def away(*args, **kwargs):
            raise OperationalError("connection refused")

        patch.setattr("wagtail.models.Page.route_for_request", away)
        assert reader.get(article.url).status_code == 503


def test_address_that_answers_otherwise_now_is_forgotten(keeping):
    view = View()
    middleware = PageCacheMiddleware(view)
    with time_machine.travel(NEW_YORK_NOON, tick=False) as traveller:
        ask(middleware)
        traveller.shift(LONGEST)
        view.answer = lambda: HttpResponse(status=404)
        assert ask(middleware).status_code == 404
    assert len(pages().store.pages) == 0
