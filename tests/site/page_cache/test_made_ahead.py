"""The worker makes each page before anybody asks for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinic import generation
from clinic.models import MadePage
from clinic.reads import Recording, still_hold
from clinic_site.made_pages import ahead, making, shelf
from tests.factories import make_article
from tests.site.page_cache.conftest import WHOLE

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the files of its pictures to the garbage collector.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def test_page_that_cannot_be_told_is_not_kept_and_the_log_says_so(
    clinic, ask, monkeypatch, caplog
):
    connection.run_on_commit = []
    monkeypatch.setattr(Recording, "reads", lambda recording: None)
    assert ahead.Round().go_on(60) == 0
    assert not MadePage.objects.exists()
    assert f"{WHOLE} is not made ahead" in caplog.text
    assert ask().status_code == 200


def test_worker_begins_with_what_was_published_last_and_goes_on(clinic, ask):
    connection.run_on_commit = []
    working = ahead.Round()
    newest = make_article("Newest of all")
    connection.run_on_commit = []
    working.go_on(0.000001)
    assert list(MadePage.objects.values_list("path", flat=True)) == [newest.url]
    while working.go_on(0.000001):
        pass
    assert MadePage.objects.count() == len(ahead.addresses())
    with CaptureQueriesContext(connection) as queries:
        assert working.go_on(60) == 0
    assert not len(queries)


def test_worker_keeps_answers_of_the_database_for_one_round(made, keeping, monkeypatch):
    connection.run_on_commit = []
    known = []

    def ask(reads, answers):
        known.append(len(answers))
        return still_hold(reads, answers)

    monkeypatch.setattr(ahead, "still_hold", ask)
    working = ahead.Round()
    assert working.go_on(60) == 0
    # Pages share what they ask for, and nothing of it is held when all were looked at.
    assert known[0] == 0 and known[-1] > 0
    assert working._answers == {}


def test_worker_freshens_no_page_by_making_it(clinic, keeping):
    connection.run_on_commit = []
    # The files of pictures are written down by then.
    ahead.Round().go_on(60)
    MadePage.objects.all().delete()
    before = generation.now().number
    assert ahead.Round().go_on(60)
    assert generation.now().number == before
    assert connection.run_on_commit == []


def test_nothing_is_made_or_given_where_pages_are_not_kept(clinic, ask, settings):
    settings.PAGE_CACHE = False
    assert ahead.Round().go_on(60) == 0
    assert ask().status_code == 200
    assert not MadePage.objects.exists()


def test_least_used_goes_when_pages_take_too_much_room():
    pages = shelf.Shelf(most_bytes=2 * shelf.FRAME + 20)
    seen = generation.Seen(1, 0.0)
    made = [making.Made(b"x" * 9, (), (), ()) for _page in range(3)]
    for number, page in enumerate(made):
        pages.put((f"/{number}/", "1", "en"), page, seen)
        pages.get(("/0/", "1", "en"), seen)
    kept = [pages.get((f"/{number}/", "1", "en"), seen) for number in range(3)]
    assert kept == [made[0], None, made[2]]
