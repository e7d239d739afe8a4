"""Each list of articles is read in the order of an index, and shows what is live."""

import re
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from articles.jobs import bring_lists_up_to_date
from articles.models import ArticlePage, ListedArticle
from tests.factories import make_article, make_article_index, make_topic

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("article_index"),
]


def shown(topic=None) -> list[str]:
    """Return the titles of a list, in its order."""
    index = make_article_index()
    titles = dict(ArticlePage.objects.values_list("pk", "title"))
    return [titles[pk] for pk in index.newest(topic)]


def test_article_stands_in_its_lists_while_it_is_live():
    sleep, cost = make_topic(), make_topic("Cost", "cost")
    first = make_article("First", topics=[sleep])
    make_article("Second", topics=[sleep, cost])
    assert shown() == ["Second", "First"]
    assert (shown(sleep), shown(cost)) == (["Second", "First"], ["Second"])
    first.unpublish()
    assert (shown(), shown(sleep)) == (["Second"], ["Second"])
    ArticlePage.objects.get(title="Second").delete()
    assert not ListedArticle.objects.exists()


def test_article_follows_its_topics():
    sleep, cost = make_topic(), make_topic("Cost", "cost")
    article = make_article("First", topics=[sleep])
    article.topics.set([cost])
    article.save()
    assert (shown(sleep), shown(cost)) == ([], ["First"])
    # From the other side, as the desk of a topic would.
    sleep.articles.add(article)
    assert (shown(sleep), shown(cost)) == (["First"], ["First"])
    cost.articles.clear()
    assert shown(cost) == []
    sleep.delete()
    assert shown() == ["First"]
    assert ListedArticle.objects.count() == 1


def test_day_of_publication_gives_the_order_and_the_key_where_days_are_one():
    day = datetime(2026, 3, 4, tzinfo=UTC)
    for title in ("One", "Other", "Late"):
        article = make_article(title)
        article.first_published_at = day.replace(month=4 if title == "Late" else 3)
        article.save()
    assert shown() == ["Late", "Other", "One"]


def test_autosave_of_a_draft_writes_nothing():
    article = make_article("First")
    with CaptureQueriesContext(connection) as queries:
        article.save(update_fields=["draft_title", "latest_revision"])
    assert "articles_listedarticle" not in str(queries.captured_queries)


def test_writing_the_same_again_writes_nothing():
    make_article("First", topics=[make_topic()])
    assert ListedArticle.objects.bring_up_to_date() == 0


def test_what_is_down_past_all_signals_is_not_shown_and_the_worker_tidies_up(client):
    make_article("First")
    make_article("Second")
    Page.objects.filter(title="First").update(live=False)
    html = client.get("/articles/").content.decode()
    assert "Second" in html
    assert "First" not in html
    assert "First" in shown()
    bring_lists_up_to_date()
    assert shown() == ["Second"]
    Page.objects.filter(title="First").update(live=True)
    bring_lists_up_to_date()
    assert shown() == ["Second", "First"]


def test_what_not_everybody_may_see_is_in_no_list(client):
    sleep = make_topic()
    closed = make_article("Closed", topics=[sleep])
    make_article("Open")
    PageViewRestriction.objects.create(
        page=closed, restriction_type=PageViewRestriction.LOGIN
    )
    assert (shown(), shown(sleep)) == (["Open"], [])
    html = client.get("/articles/").content.decode()
    assert "Closed" not in html
    assert 'href="/articles/topics/sleep/"' not in html


def test_copy_is_a_draft_and_stands_in_no_list():
    make_article("First").copy(update_attrs={"slug": "copied", "title": "Copied"})
    assert shown() == ["First"]


def test_what_is_published_at_once_elsewhere_is_listed_once():
    article = make_article("First")
    ListedArticle.objects.all().delete()
    place = ListedArticle(
        index=make_article_index(), article=article, published_at=datetime.now(UTC)
    )
    ListedArticle.objects.bulk_create([place, place], ignore_conflicts=True)
    assert shown() == ["First"]
    with pytest.raises(IntegrityError), transaction.atomic():
        ListedArticle.objects.bulk_create([place])


@pytest.mark.parametrize("about", [None, "sleep"])
def test_lists_are_read_in_the_order_of_an_index(about):
    topic = make_topic()
    make_article("First", topics=[topic])
    places = make_article_index().newest(about and topic)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # With a row or two in a table every plan is as good.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
    for plan in (places[12:24].explain(), explained_count(places)):
        assert "listed_newest_of_topic" in plan if about else "listed_newest" in plan
        assert not re.search("sort|temp b-tree|scan articles", plan, re.IGNORECASE)


def explained_count(places) -> str:
    """Return how the database counts places, as a paginator lets it."""
    with CaptureQueriesContext(connection) as queries:
        places.count()
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        cursor.execute(explain + queries[0]["sql"])
        return str(cursor.fetchall())
