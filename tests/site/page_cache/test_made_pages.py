"""Pages are made when they are published, and given as long as they hold."""

from datetime import UTC, datetime, time

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import connection
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
from clinic.reads import still_hold
from clinic_site.made_pages import ahead, shelf, views
from clinic_site.made_pages.build import build
from tests.factories import make_article, make_editor, make_topic, make_user
from tests.site.page_cache.conftest import READER, WHOLE

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the files of its pictures to the garbage collector.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


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


def test_page_with_a_moment_is_rendered_once_it_has_come(clinic, ask, rendered):
    with time_machine.travel(datetime(2026, 3, 5, 4, 59, 50, tzinfo=UTC), tick=False):
        connection.run_on_commit = []
        ahead.Round().go_on(60)
        assert ask("/locations/").status_code == 200
        assert rendered == []
    with time_machine.travel(datetime(2026, 3, 5, 5, 0, 0, tzinfo=UTC), tick=False):
        assert "Thursday" in ask("/locations/").content.decode()
    assert rendered == ["/locations/"]


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


# From here on the pages are made once for all tests.


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
