"""Which writes freshen the pages, and which leave them alone."""

import threading

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection, transaction
from django.utils import timezone

from articles.models import Topic
from clinic import generation
from clinic.generation import FileMark, Generation, SharedMark
from clinic.models import Approval, ClinicSettings, OutboxMessage, User
from clinic_site.page_cache.watching import (
    COLUMNS_SHOWN_NOWHERE,
    NEW_ONES_SHOWN_NOWHERE,
    SHOWN_NOWHERE,
    is_seen,
)
from tests.factories import make_article, make_clinic, make_user

# Where the database is another, this model is not there.
ON_SQLITE = "wagtailsearch.SQLiteFTSIndexEntry"
# A page kept in memory may show these: a change of any of them freshens all.
SHOWN = frozenset(
    """
    articles.ArticleIndexPage articles.ArticlePage articles.ArticlePage_topics
    articles.ArticleSource articles.ListedArticle articles.RelatedArticle
    articles.Topic
    clinic.Approval clinic.ClinicImage clinic.ClinicRendition clinic.ClinicSettings
    clinic.CrisisPhrase clinic.GlossaryTerm clinic.GlossaryUse clinic.Holiday
    clinic.HomePage clinic.LocationIndexPage clinic.LocationPage
    clinic.PersonIndexPage clinic.PersonPage clinic.Price clinic.Reference
    clinic.ServiceIndexPage clinic.ServicePage clinic.ServiceSource
    clinic.StandardPage clinic.TakenDown clinic.User clinic.WeeklyHours
    consultations.ClearanceQuestion consultations.IntakeSettings
    consultations.OwnQuestion consultations.Wording
    taggit.Tag taggit.TaggedItem
    wagtailcore.Collection wagtailcore.CollectionViewRestriction
    wagtailcore.CollectionViewRestriction_groups wagtailcore.Locale wagtailcore.Page
    wagtailcore.PageViewRestriction wagtailcore.PageViewRestriction_groups
    wagtailcore.Site
    wagtaildocs.Document wagtailembeds.Embed wagtailimages.Image
    wagtailimages.Rendition wagtailredirects.Redirect
    """.split()  # noqa: SIM905 - as a list it would be forty lines
)


@pytest.fixture
def ended(monkeypatch):
    """How often the generation was ended."""
    calls = []
    monkeypatch.setattr(generation, "end", lambda: calls.append(1))
    return calls


def test_every_model_is_shown_or_not():
    """A new model has to be put on one side: here, or among those of watching.py."""
    models = apps.get_models(include_auto_created=True)
    labels = {model._meta.label for model in models} | {ON_SQLITE}
    assert labels == SHOWN | SHOWN_NOWHERE
    assert not SHOWN & SHOWN_NOWHERE
    assert NEW_ONES_SHOWN_NOWHERE <= SHOWN
    for label, columns in COLUMNS_SHOWN_NOWHERE.items():
        fields = apps.get_model(label)._meta.concrete_fields
        assert columns <= {field.column for field in fields}, label


@pytest.mark.parametrize(
    "sql",
    [
        'INSERT INTO "articles_topic" ("title") VALUES (%s)',
        'INSERT OR IGNORE INTO "articles_topic" ("title") VALUES (%s)',
        'UPDATE "wagtailcore_page" SET "title" = %s WHERE "id" = %s',
        'UPDATE "wagtailcore_page" SET "draft_title" = %s, "live" = %s',
        'UPDATE "clinic_user" SET "last_login" = %s, "first_name" = %s',
        'UPDATE "clinic_user" SET "password" = (SELECT "x" FROM "y")',
        "UPDATE clinic_price SET amount = 1",
        'DELETE FROM "wagtailredirects_redirect" WHERE "id" IN (%s)',
        'DELETE FROM "clinic_clinicrendition" WHERE "id" = 1',
        'TRUNCATE "clinic_approval"',
        'WITH "a" AS (SELECT 1) UPDATE "clinic_approval" SET "note" = \'\'',
    ],
)
def test_statement_that_changes_what_pages_show_is_seen(sql):
    assert is_seen(sql) is ("password" not in sql)


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT "title" FROM "articles_topic" FOR UPDATE',
        'SAVEPOINT "s1"',
        'INSERT INTO "consultations_consultationrequest" ("name") VALUES (%s)',
        'INSERT INTO "cache_entry" ("value") VALUES (%s)',
        'INSERT INTO "clinic_clinicrendition" ("file") VALUES (%s)',
        'UPDATE "django_session" SET "expire_date" = %s',
        'UPDATE "wagtailcore_page" SET "draft_title" = %s, "latest_revision_id" = %s',
        'UPDATE "clinic_user" SET "last_login" = %s WHERE "title" = %s',
        'CREATE TABLE "articles_topic" ("id" integer)',
        "",
    ],
)
def test_statement_that_changes_nothing_shown_is_not_seen(sql):
    assert not is_seen(sql)


@pytest.mark.django_db
def test_ways_that_send_no_signal_freshen_too(ended, committed):
    page = make_article()
    with committed():
        type(page).objects.filter(pk=page.pk).update(title="Other")
    assert len(ended) == 1
    with committed():
        Approval.objects.void(page)
    assert len(ended) == 2
    with committed():
        Topic.objects.bulk_create([Topic(title="Rest", slug="rest")])
    assert len(ended) == 3
    with committed(), connection.cursor() as cursor:
        cursor.execute("UPDATE articles_topic SET title = 'Sleep'")
    assert len(ended) == 4


@pytest.mark.django_db
def test_write_that_finds_no_row_freshens_nothing(ended, committed):
    with committed():
        Topic.objects.filter(title="Nothing").update(title="Something")
        Approval.objects.filter(note="Nothing").delete()
    assert ended == []


@pytest.mark.django_db
def test_many_writes_end_a_generation_once(ended, committed):
    with committed():
        for number in range(30):
            make_user(f"user{number}")
    assert len(ended) == 1


@pytest.mark.django_db
def test_what_is_taken_back_freshens_nothing(ended, committed):
    class TakenBack(Exception):
        pass

    with committed(), pytest.raises(TakenBack), transaction.atomic():
        make_clinic()
        raise TakenBack
    assert ended == []
    with committed():
        with pytest.raises(TakenBack), transaction.atomic():
            make_clinic()
            raise TakenBack
        make_clinic()
    assert len(ended) == 1


@pytest.mark.django_db
def test_draft_visit_request_and_sign_in_freshen_nothing(ended, committed, client):
    page = make_article()
    user = make_user("editor", "Editors")
    with committed():
        page.title = "A draft"
        page.save_revision(user=user)
        Session.objects.create(session_key="k", expire_date=timezone.now())
        OutboxMessage.objects.all().delete()
        client.force_login(user)
    assert ended == []
    with committed():
        User.objects.filter(pk=user.pk).update(first_name="Robin")
    assert len(ended) == 1


@pytest.mark.django_db(transaction=True)
def test_write_without_a_transaction_freshens_at_once(ended):
    make_user("robin")
    make_clinic()
    ended.clear()
    get_user_model().objects.update(first_name="Robin")
    assert len(ended) == 1
    with transaction.atomic():
        ClinicSettings.objects.update(phone="+17035550111")
        assert len(ended) == 1
    assert len(ended) == 2
    transaction.set_autocommit(False)
    try:
        ClinicSettings.objects.update(phone="+17035550112")
        assert len(ended) == 3
    finally:
        transaction.rollback()
        transaction.set_autocommit(True)


def test_two_processes_see_each_others_changes_on_one_file(tmp_path):
    path = tmp_path / "var" / "generation"
    one, other = Generation(FileMark(path)), Generation(FileMark(path))
    first = one.now().number, other.now().number
    one.end()
    assert one.now().number != first[0]
    assert other.now().number != first[1]
    before = one.now().number
    assert one.now().number == before
    for _time in range(50):
        other.end()
        assert one.now().number > before
        before = one.now().number


def test_file_that_cannot_be_touched_is_put_anew(tmp_path, monkeypatch):
    mark = Generation(FileMark(tmp_path / "generation"))
    mark.end()
    before = mark.now().number

    def refused(*args, **kwargs):
        raise PermissionError

    monkeypatch.setattr("os.utime", refused)
    mark.end()
    assert mark.now().number != before
    assert [path.name for path in tmp_path.iterdir()] == ["generation"]


def test_end_that_nobody_can_write_down_is_told(tmp_path, caplog):
    (tmp_path / "file").touch()
    mark = Generation(FileMark(tmp_path / "file" / "generation"))
    mark.end()
    mark.end()
    assert caplog.text.count("not freshened") == 1
    assert mark.now() is None


def test_machines_share_a_key_and_ask_for_it_ten_times_a_second(monkeypatch):
    shared = LocMemCache("generation", {})
    clock = [100.0]
    monkeypatch.setattr("clinic.generation.time.monotonic", lambda: clock[0])
    one, other = Generation(SharedMark(shared)), Generation(SharedMark(shared))
    first = one.now().number, other.now().number
    one.end()
    assert one.now().number != first[0]
    assert other.now().number == first[1]
    clock[0] += 0.11
    assert other.now().number != first[1]
    # Asked for less often, a page is known to be fresh for less long.
    before = other.now()
    clock[0] += 0.09
    assert other.now() == before


def test_who_comes_while_a_process_asks_for_the_first_time_waits_for_the_answer():
    asked, answered = threading.Event(), threading.Event()

    class Slow(LocMemCache):
        def get(self, *args, **kwargs):
            asked.set()
            assert answered.wait(20)
            return super().get(*args, **kwargs)

    mark = Generation(SharedMark(Slow("slow", {})))
    seen = []
    readers = [
        threading.Thread(target=lambda: seen.append(mark.now())) for _number in range(3)
    ]
    for reader in readers:
        reader.start()
    assert asked.wait(20)
    answered.set()
    for reader in readers:
        reader.join()

    # Pages are kept from the first one on, whoever else asks at the same time.
    assert len(seen) == 3 and len(set(seen)) == 1 and seen[0] is not None


def test_number_is_never_used_again(monkeypatch):
    shared = LocMemCache("again", {})
    monkeypatch.setattr("clinic.generation.ASKED_EVERY", 0)
    mark = Generation(SharedMark(shared))
    numbers = [mark.now().number]
    for _time in range(3):
        mark.end()
        numbers.append(mark.now().number)
        shared.clear()
        numbers.append(mark.now().number)
    assert len(set(numbers)) == len(numbers)


def test_cache_that_only_stands_in_names_no_generation(monkeypatch, caplog):
    class Steady(LocMemCache):
        gone = False

        def is_away(self):
            return self.gone

    monkeypatch.setattr("clinic.generation.ASKED_EVERY", 0)
    shared = Steady("steady", {})
    mark = Generation(SharedMark(shared))
    before = mark.now().number
    shared.gone = True
    assert mark.now() is None
    mark.end()
    assert "Pages are not kept: Unknown" in caplog.text
    shared.gone = False
    # What was changed meanwhile is written down nowhere: nothing from before holds.
    assert mark.now().number != before


def test_nothing_is_kept_while_nobody_can_say_what_holds(monkeypatch, caplog):
    class Away:
        def get(self, key):
            raise ConnectionError("redis://secret@cache")

        def set(self, key, value, timeout):
            raise ConnectionError("redis://secret@cache")

    mark = Generation(SharedMark(Away()))
    assert mark.now() is None
    assert mark.now() is None
    mark.end()
    assert "ConnectionError" in caplog.text
    assert "secret" not in caplog.text
