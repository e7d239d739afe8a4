import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format

from articles.models import Topic
from tests.factories import (
    approve,
    change_unseen,
    make_article,
    make_article_index,
    make_topic,
)
from tests.layers import layer

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("article_index"),
]


def test_index_lists_live_articles_newest_first(client):
    make_article("Older")
    make_article("Newer")
    draft = make_article("Draft")
    draft.unpublish()
    html = client.get("/articles/").content.decode()
    assert html.index("Newer") < html.index("Older")
    assert "Draft" not in html


def test_topic_lists_its_articles_alone(client):
    topic = make_topic()
    make_article("About sleep", topics=[topic])
    make_article("About cost")
    html = client.get("/articles/topics/sleep/").content.decode()
    assert "About sleep" in html
    assert "About cost" not in html


def test_unknown_topic_is_not_found(client):
    make_article_index()
    assert client.get("/articles/topics/nothing/").status_code == 404


def test_topic_without_live_articles_is_not_offered(client):
    topic = make_topic()
    page = make_article(topics=[topic])
    assert 'href="/articles/topics/sleep/"' in client.get("/articles/").content.decode()
    page.unpublish()
    html = client.get("/articles/").content.decode()
    assert 'href="/articles/topics/sleep/"' not in html


@layer
def long_list():
    """More articles than one page of the list holds, the last of them."""
    for number in range(14):
        page = make_article(f"Article number {number:02}")
    return page


@pytest.mark.parametrize("page", ["2", "99", "x", "-1", "%00"])
def test_long_list_is_paged_and_odd_pages_do_no_harm(client, long_list, page):
    assert client.get(f"/articles/?page={page}").status_code == 200


def test_second_page_holds_what_the_first_does_not(client, long_list):
    second = client.get("/articles/?page=2").content.decode()
    assert "Article number 00" in second
    assert "Article number 13" not in second


def test_card_names_the_day_of_its_review_while_the_text_is_the_same(client):
    page = make_article("A calm night")
    reviewed = f"· reviewed {date_format(approve(page).approved_on, 'M j, Y')}"
    assert reviewed in client.get("/articles/").content.decode()
    change_unseen(page, summary="Another one.")
    assert "· reviewed" not in client.get("/articles/").content.decode()


def test_topic_page_shows_the_drawing_of_its_topic(client):
    topic = make_topic()
    make_article("About sleep", topics=[topic])
    for name in ("hills", "scale"):
        Topic.objects.filter(pk=topic.pk).update(illustration=name)
        html = client.get("/articles/topics/sleep/").content.decode()
        head = html[html.index('class="page-head') :]
        head = head[: head.index("</header>")]
        assert render_to_string(f"components/illustrations/{name}.html") in head


def test_topic_that_lost_its_articles_says_so(client):
    topic = make_topic()
    make_article("About sleep", topics=[topic]).unpublish()
    html = client.get("/articles/topics/sleep/").content.decode()
    assert "No article on this topic is published yet." in html


def test_number_of_queries_does_not_grow_with_the_articles(client):
    topic = make_topic()
    make_article_index()
    client.get("/articles/")
    counts = []
    for made in (2, 10):
        for number in range(made):
            make_article(f"Article {made} {number}", topics=[topic])
        with CaptureQueriesContext(connection) as queries:
            client.get("/articles/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 22
