"""The rows that the search reads follow what the public may read."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from wagtail.models import Page

from clinic.models import (
    GlossaryTerm,
    SearchEntry,
    SearchGram,
    SearchWord,
    StandardPage,
)
from clinic.search_index import headings, learn, missing, rebuild, recount
from tests.factories import (
    approve,
    author,
    make_article,
    make_article_index,
    make_home,
    make_location,
    make_person,
    make_plain_page,
    make_topic,
)

pytestmark = pytest.mark.django_db


def entry(page) -> SearchEntry | None:
    return SearchEntry.objects.filter(pk=page.pk).first()


def test_row_holds_title_summary_headings_topics_and_text():
    row = entry(make_article(topics=[make_topic("Good nights", "good-nights")]))
    assert row.title_roots == "sleep after infus"
    assert "night" in row.summary_roots
    assert row.heading_roots.splitlines() == ["first night", "call"]
    assert row.topic_roots == "good night"
    assert row.topics == "|good-nights|"
    assert "lie awak" in row.body_roots
    assert row.kind == "article"


def test_draft_has_no_row_and_publishing_makes_one():
    page = make_article(live=False)
    assert entry(page) is None
    approve(page)
    page.get_latest_revision().publish()
    assert entry(page) is not None


def test_editing_a_draft_changes_nothing_until_it_is_published():
    page = make_article()
    page.title = "Marmalade"
    revision = page.save_revision(user=author())
    approve(page)
    assert entry(page).name == "Sleep after an infusion"
    revision.publish()
    assert entry(page).name == "Marmalade"


def test_unpublished_and_deleted_pages_leave_no_row():
    one, other = make_article("One"), make_article("Other", slug="other")
    one.unpublish()
    assert entry(one) is None
    other.delete()
    assert not SearchEntry.objects.filter(name__in=["One", "Other"]).exists()


def test_private_part_of_the_site_has_no_rows():
    page = make_article()
    lock = make_article_index().view_restrictions.create(restriction_type="login")
    assert entry(page) is None
    lock.delete()
    assert entry(page) is not None


def test_page_that_moves_below_a_private_one_goes():
    private = make_plain_page("Staff", "staff")
    private.view_restrictions.create(restriction_type="login")
    page = make_home().add_child(instance=StandardPage(title="Rota", slug="rota"))
    assert entry(page) is not None
    page.move(private, pos="last-child")
    assert entry(page) is None
    page.refresh_from_db()
    page.move(make_home(), pos="last-child")
    assert entry(page) is not None


def test_topic_renamed_chosen_or_deleted_is_followed():
    topic = make_topic("Sleep", "sleep")
    page = make_article(topics=[topic])
    topic.title = "Rest"
    topic.save()
    assert entry(page).topic_roots == "rest"
    page.topics.add(make_topic("Dreams", "dreams"))
    page.save()
    assert "dream" in entry(page).topic_roots
    topic.delete()
    assert entry(page).topics == "|dreams|"


def test_rollback_leaves_neither_row_nor_word():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make_article("Pomegranate")
        assert SearchWord.objects.filter(word="pomegranate").exists()
        raise ZeroDivisionError
    assert not SearchEntry.objects.filter(name="Pomegranate").exists()
    assert not SearchWord.objects.filter(word="pomegranate").exists()


def test_words_are_counted_and_forgotten_with_their_pages():
    pages = [make_article(f"Pomegranate {n}", slug=f"p{n}") for n in range(3)]
    recount()
    assert SearchWord.objects.get(word="pomegranate").pages == 3
    for page in pages:
        page.delete()
    recount()
    assert not SearchWord.objects.filter(word="pomegranate").exists()
    assert not SearchGram.objects.filter(word="pomegranate").exists()


def test_glossary_and_its_other_names_are_words_too():
    GlossaryTerm.objects.create(
        term="dissociation", slug="d", meaning="Apart.", also_called="zoned out"
    )
    assert set(
        SearchWord.objects.filter(word__in=["dissociation", "zoned"]).values_list(
            "word", flat=True
        )
    ) == {"dissociation", "zoned"}
    recount()
    assert SearchWord.objects.get(word="zoned").pages == 0


def test_learning_a_word_twice_keeps_one():
    learn({"pomegranate"})
    learn({"pomegranate"})
    assert SearchWord.objects.filter(word="pomegranate").count() == 1
    assert SearchGram.objects.filter(word="pomegranate", gram="^po").count() == 1


def test_rebuild_brings_back_what_was_lost_and_drops_what_is_stale(capsys):
    page, hidden = make_article("One"), make_article("Two", slug="two")
    SearchEntry.objects.filter(pk=page.pk).delete()
    Page.objects.filter(pk=hidden.pk).update(live=False)
    assert missing() == [page.pk]

    call_command("rebuild_search")

    assert entry(page) is not None
    assert entry(hidden) is None
    assert "can be found" in capsys.readouterr().out
    assert rebuild() == SearchEntry.objects.count()


def test_place_is_found_by_its_hours_and_phone():
    page = make_location()
    page.save_revision().publish()
    row = entry(page)
    assert "Monday" in row.text
    assert "open" in row.body_roots
    assert "22314" in row.body_roots


def test_role_of_a_person_stands_like_a_heading():
    person = make_person(role="Infusion nurse", credentials="RN", board="")
    assert headings(person)[:2] == ["RN", "Infusion nurse"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL alone")
def test_postgresql_has_an_index_for_what_its_backend_asks():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes")
        names = {name for (name,) in cursor.fetchall()}
    assert {"clinic_search_title_body", "clinic_search_page_as_text"} <= names


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL alone")
def test_postgresql_keeps_no_list_of_words_to_be_sorted_in_later():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reloptions FROM pg_class WHERE relname = 'clinic_search_title_body'"
        )
        assert cursor.fetchone() == (["fastupdate=off"],)
