"""Pages are made when they are published, and given as long as they hold."""

from datetime import UTC, datetime, time

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction, Site

from articles.models import ArticlePage, Topic
from clinic import generation
from clinic.context import OPEN_NOW
from clinic.models import (
    Approval,
    ClinicImage,
    ClinicSettings,
    GlossaryTerm,
    LocationPage,
    MadePage,
    PersonPage,
    Reference,
    WeeklyHours,
)
from clinic.reads import Recording, still_hold
from clinic_site.made_pages import ahead, making, shelf, views
from clinic_site.made_pages.build import build
from clinic_site.settings import base
from tests.factories import make_article, make_editor, make_topic, make_user
from tests.site.page_cache.conftest import READER

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the files of its pictures to the garbage collector.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

# A reader whose answers the page cache does not keep.
UNKEPT = READER | {"Cookie": f"csrftoken={'a' * 32}"}
WHOLE = "/articles/whole/"


@pytest.fixture
def ask(keeping, settings):
    """Ask for a page that no answer is kept of, after a change that was committed."""
    # As a clinic runs: what others keep in the process is read to be recorded.
    settings.CACHES = base.CACHES

    def get(path=WHOLE, **headers):
        connection.run_on_commit = []
        return Client(headers=UNKEPT | headers).get(path)

    return get


@pytest.fixture
def made(clinic, ask):
    """Every page of a clinic, made ahead."""
    connection.run_on_commit = []
    ahead.Round().go_on(60)
    return set(MadePage.objects.values_list("path", flat=True))


@pytest.fixture
def rendered(monkeypatch):
    """The addresses that had to be rendered while somebody waited."""
    waited = []

    def render(path, *args):
        waited.append(path)
        return making.rendered(path, *args)

    monkeypatch.setattr(views, "rendered", render)
    return waited


def test_every_public_page_is_made_and_is_what_rendering_it_gives(
    clinic, ask, settings, rendered
):
    with time_machine.travel(datetime(2026, 3, 4, 15, tzinfo=UTC), tick=False):
        connection.run_on_commit = []
        ahead.Round().go_on(60)
        made = set(MadePage.objects.values_list("path", flat=True))
        assert {"/", WHOLE, "/articles/topics/sleep/", "/locations/alexandria/"} <= made
        given = {path: ask(path) for path in made}
        assert rendered == []
        settings.PAGE_CACHE = False
        for path, response in given.items():
            anew = ask(path)
            assert response.content == anew.content, path
            assert response.headers == anew.headers, path
            assert OPEN_NOW not in response.content.decode()
            assert "Open now, until 5 pm" in response.content.decode()


def test_reader_waits_for_no_rendering_whatever_else_changed(made, ask, rendered):
    for path in made:
        assert ask(path).status_code == 200
    generation.end()
    make_topic("Rest", "rest")
    for path in made:
        assert ask(path).status_code == 200
    assert rendered == []


def test_page_at_hand_costs_no_query_and_one_from_the_store_writes_nothing(made, ask):
    ask()
    with CaptureQueriesContext(connection) as queries:
        ask()
    assert not len(queries)
    shelf.forget()
    with CaptureQueriesContext(connection) as queries:
        ask()
    assert all(query["sql"].startswith("SELECT") for query in queries)


def test_page_costs_the_same_queries_however_many_articles_there_are(made, ask):
    def cost():
        shelf.forget()
        ask("/")
        with CaptureQueriesContext(connection) as queries:
            ask()
        return len(queries)

    few = cost()
    for number in range(12):
        make_article(f"More {number}")
    connection.run_on_commit = []
    ahead.Round().go_on(60)
    assert cost() == few


def test_first_reader_after_a_change_costs_what_the_page_was_made_from(made, ask):
    ask()
    reads = MadePage.objects.made(WHOLE, build()).reads
    generation.end()
    with CaptureQueriesContext(connection) as queries:
        ask()
    assert len(queries) == len(reads)


OTHER_PLANS = {
    "sqlite": ["PRAGMA reverse_unordered_selects = ON"],
    "postgresql": [
        "SET LOCAL enable_hashjoin = off",
        "SET LOCAL enable_seqscan = off",
        "SET LOCAL enable_nestloop = off",
    ],
}


def test_page_holds_in_whatever_way_the_database_finds_its_rows(made, ask):
    pages = {path: MadePage.objects.made(path, build()) for path in made}
    with connection.cursor() as cursor:
        try:
            for statement in OTHER_PLANS[connection.vendor]:
                cursor.execute(statement)
                for path, page in pages.items():
                    assert still_hold(page.reads, {}), path
        finally:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA reverse_unordered_selects = OFF")


CHANGES = {
    "text": lambda: ArticlePage.objects.filter(slug="whole").update(
        summary="Otherwise"
    ),
    "title": lambda: Page.objects.filter(slug="whole").update(title="Otherwise"),
    "reference": lambda: Reference.objects.update(citation="Otherwise"),
    "topic": lambda: Topic.objects.update(title="Otherwise"),
    "next article": lambda: Page.objects.filter(slug="other-0").update(
        title="Otherwise"
    ),
    "reviewer": lambda: Page.objects.filter(slug="robin-vale").update(
        title="Otherwise"
    ),
    "their board": lambda: PersonPage.objects.update(board="Otherwise"),
    "approval": lambda: Approval.objects.filter(page__slug="other-1").update(
        approved_at=datetime(2031, 5, 6, 12, tzinfo=UTC)
    ),
    "clinic": lambda: ClinicSettings.objects.update(disclaimer="Otherwise"),
    "name of a linked page": lambda: Page.objects.filter(slug="articles").update(
        title="Otherwise"
    ),
    "service on a card": lambda: Page.objects.filter(slug="ketamine-infusion").update(
        title="Otherwise"
    ),
    "credit of a picture": lambda: ClinicImage.objects.update(credit="Otherwise"),
}
SHOWN = {"approval": "May 6, 2031"}


def test_what_a_page_shows_of_other_rows_is_never_stale(made, ask, rendered):
    before = connection.savepoint()
    for name, change in CHANGES.items():
        shown = SHOWN.get(name, "Otherwise")
        assert shown not in ask().content.decode(), name
        # Past all signals: nothing but the rows themselves tells of it.
        assert change(), name
        generation.end()
        assert shown in ask().content.decode(), name
        assert rendered == [WHOLE], name
        # The worker makes it anew, and nobody waits any more.
        connection.run_on_commit = []
        assert ahead.Round().go_on(60), name
        shelf.forget()
        assert shown in ask().content.decode(), name
        assert rendered == [WHOLE], name
        rendered.clear()
        connection.savepoint_rollback(before)
        generation.end()


def test_word_that_nobody_agrees_on_any_more_is_not_explained(made, ask):
    assert 'href="/glossary/#' in ask().content.decode()
    GlossaryTerm.objects.update(approved_at=None)
    generation.end()
    assert 'href="/glossary/#' not in ask().content.decode()


def test_page_taken_down_moved_or_closed_is_not_given_any_more(made, ask):
    article = ArticlePage.objects.get(slug="whole")
    PageViewRestriction.objects.create(
        page=article, restriction_type=PageViewRestriction.LOGIN
    )
    generation.end()
    assert ask().status_code == 302
    PageViewRestriction.objects.all().delete()
    generation.end()
    assert ask().status_code == 200
    article.unpublish()
    generation.end()
    assert ask().status_code in (404, 410)
    connection.run_on_commit = []
    ahead.Round().go_on(60)
    assert not MadePage.objects.filter(path=WHOLE).exists()


def test_page_with_a_moment_is_rendered_once_it_has_come(clinic, ask, rendered):
    with time_machine.travel(datetime(2026, 3, 5, 4, 59, 50, tzinfo=UTC), tick=False):
        connection.run_on_commit = []
        ahead.Round().go_on(60)
        assert ask("/locations/").status_code == 200
        assert rendered == []
    with time_machine.travel(datetime(2026, 3, 5, 5, 0, 0, tzinfo=UTC), tick=False):
        assert "Thursday" in ask("/locations/").content.decode()
    assert rendered == ["/locations/"]


def test_words_about_the_hour_are_those_of_the_reader(made, ask, rendered):
    with time_machine.travel(datetime(2026, 3, 4, 15, tzinfo=UTC), tick=False):
        assert "Open now, until 5 pm" in ask("/glossary/").content.decode()
        assert "Open now, until 5 pm" in ask().content.decode()
    with time_machine.travel(datetime(2026, 3, 4, 23, tzinfo=UTC), tick=False):
        assert "Closed now, opens Thursday" in ask().content.decode()
    assert rendered == []


def test_words_about_the_hour_go_by_hours_that_changed(made, ask, rendered):
    with time_machine.travel(datetime(2026, 3, 4, 15, tzinfo=UTC), tick=False):
        assert "Open now, until 5 pm" in ask().content.decode()
        generation.end()
        WeeklyHours.objects.update(closes=time(16))
        assert "Open now, until 4 pm" in ask().content.decode()
        generation.end()
        LocationPage.objects.all().delete()
        assert "Open now" not in ask().content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "messages=something"},
        {"Authorization": "Bearer something"},
    ],
)
def test_who_may_be_somebody_gets_a_page_of_their_own(made, ask, monkeypatch, headers):
    monkeypatch.setattr(views, "made_page", None)
    assert ask(**headers).status_code == 200


def test_editor_sees_their_bar_and_nobody_else_does(made, ask, client, rendered):
    connection.run_on_commit = []
    editor = make_editor()
    client.force_login(editor)
    connection.run_on_commit = []
    theirs = client.get(WHOLE, headers=READER)
    html = theirs.content.decode()
    number = ArticlePage.objects.get(slug="whole").pk
    assert html.count("<wagtail-userbar>") == 1
    assert f"/cms/pages/{number}/edit/" in html
    assert html.rindex("wagtail-userbar") < html.rindex("</body>")
    assert "Cookie" in theirs.headers["Vary"]
    everybodys = ask().content.decode()
    assert "wagtail-userbar" not in everybodys
    before, _bar, _after = html.partition("<!-- Wagtail user bar")
    assert everybodys.startswith(before.rstrip())
    # The page of a topic is its list's, and an editor edits the list.
    assert "<wagtail-userbar>" in client.get("/articles/topics/sleep/").content.decode()
    assert rendered == []


def test_who_has_a_session_and_edits_nothing_gets_the_page_of_everybody(
    made, ask, client, rendered
):
    connection.run_on_commit = []
    client.force_login(make_user("desk", "Intake coordinators"))
    for headers in (
        {"Cookie": client.cookies.output(header="", sep=";")},
        {"Cookie": f"{django_settings.SESSION_COOKIE_NAME}=somebody"},
    ):
        assert ask(**headers).content == ask().content
    assert rendered == []


def test_editor_may_not_see_what_is_closed_by_a_page_that_was_made(made, ask, client):
    article = ArticlePage.objects.get(slug="whole")
    PageViewRestriction.objects.create(
        page=article, restriction_type=PageViewRestriction.GROUPS
    )
    client.force_login(make_editor())
    generation.end()
    connection.run_on_commit = []
    assert client.get(WHOLE, headers=READER).status_code == 302


def test_nothing_of_a_request_gets_into_a_page_that_is_kept(clinic, ask):
    told = ask(f"{WHOLE}?q=something+private", Cookie="name=something", Via="someone")
    assert told.status_code == 200
    shelf_pages = [page.html.decode() for page, *_ in shelf.shelf._pages.values()]
    assert len(shelf_pages) == 1
    assert "something" not in shelf_pages[0]
    assert "someone" not in shelf_pages[0]


def test_numbers_of_a_list_are_kept_apart(clinic, ask):
    for number in range(13):
        make_article(f"More {number}")
    first, second = ask("/articles/"), ask("/articles/?page=2")
    assert first.content != second.content
    assert "?page=1" in second.content.decode() or "Whole" in second.content.decode()
    assert ask("/articles/?page=2").content == second.content
    assert ask("/articles/?page=last").status_code == 200


def test_page_of_another_version_or_another_site_is_rendered(made, ask, rendered):
    MadePage.objects.update(build="the last release")
    ask()
    assert rendered == [WHOLE]
    connection.run_on_commit = []
    assert ahead.Round().go_on(60) == len(made)
    assert set(MadePage.objects.values_list("build", flat=True)) == {build()}
    other = (
        Page.objects.filter(depth=2)
        .first()
        .add_sibling(instance=Page(title="B", slug="b"))
    )
    Site.objects.create(hostname="other.example", root_page=other)
    rendered.clear()
    generation.end()
    assert ask().status_code == 200
    assert rendered == []
    # An address alone names no page any more: none is made.
    connection.run_on_commit = []
    MadePage.objects.all().delete()
    ahead.Round().go_on(60)
    assert not MadePage.objects.exists()


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
