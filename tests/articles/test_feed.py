"""The feed, held against RFC 4287 with a parser that knows nothing of it."""

import xml.etree.ElementTree as ET
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.feeds import LATEST
from articles.models import ArticlePage
from tests.factories import (
    make_article,
    make_clinic,
    make_home,
    make_plain_page,
    republish,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("article_index"),
]

FEED = "/articles/feed/"
ATOM = "{http://www.w3.org/2005/Atom}"
# RFC 4287, 4.1: which elements a feed and an entry may and must have, and how often.
FEED_ONCE = {"id", "title", "updated"}
FEED_MAY = FEED_ONCE | {"subtitle", "author", "link", "entry"}
ENTRY_ONCE = {"id", "title", "updated", "summary"}
ENTRY_MAY = ENTRY_ONCE | {"published", "author", "link"}


def read(client, **headers) -> ET.Element:
    return ET.fromstring(client.get(FEED, headers=headers).content)  # noqa: S314


def names(element: ET.Element) -> list[str]:
    assert all(child.tag.startswith(ATOM) for child in element)
    return [child.tag.removeprefix(ATOM) for child in element]


def text(element: ET.Element, name: str) -> str:
    return element.find(ATOM + name).text


def entries(client) -> list[ET.Element]:
    return read(client).findall(f"{ATOM}entry")


def links(element: ET.Element) -> dict[str, str]:
    return {
        link.get("rel", "alternate"): link.get("href")
        for link in element.findall(f"{ATOM}link")
    }


def test_feed_has_what_atom_asks_for_and_nothing_else(client):
    make_clinic(clinic_name="Quiet clinic")
    make_article("One")
    make_article("Two")

    feed = read(client)

    assert feed.tag == f"{ATOM}feed"
    found = names(feed)
    assert set(found) <= FEED_MAY
    assert all(found.count(name) == 1 for name in FEED_ONCE)
    assert text(feed.find(f"{ATOM}author"), "name") == "Quiet clinic"
    for entry in feed.findall(f"{ATOM}entry"):
        found = names(entry)
        assert set(found) <= ENTRY_MAY
        assert all(found.count(name) == 1 for name in ENTRY_ONCE)
    for moment in feed.iter(f"{ATOM}updated"):
        assert datetime.fromisoformat(moment.text).tzinfo
    every_id = [element.text for element in feed.iter(f"{ATOM}id")]
    assert len(set(every_id)) == len(every_id) == 3
    assert all(urlsplit(one).scheme for one in every_id)


def test_every_address_is_absolute_and_the_sites_own(client, settings):
    settings.SITE_URL = "https://clinic.example"
    make_article()
    feed = read(client, host="localhost")
    assert links(feed)["self"] == "https://clinic.example/articles/feed/"
    for link in feed.iter(f"{ATOM}link"):
        parts = urlsplit(link.get("href"))
        assert (parts.scheme, parts.netloc) == ("https", "clinic.example")


def test_feed_is_announced_as_what_it_is(client):
    make_article()
    response = client.get(FEED)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert response.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    assert "Cookie" not in response.get("Vary", "")


def test_every_page_leads_to_the_feed(client):
    make_clinic()
    for page in (make_home(), make_article(), make_plain_page()):
        head = BeautifulSoup(client.get(page.url).content, "html.parser").head
        (link,) = head("link", rel="alternate")
        assert (link["type"], link["href"]) == ("application/atom+xml", FEED)


def published(title="Sleep after an infusion", **fields) -> ArticlePage:
    """Make an article that went out the way of every other, with its days."""
    page = make_article(title, **fields)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def test_feed_holds_the_live_articles_the_newest_first(client):
    make_clinic(clinic_name="Quiet clinic")
    old, page = published("Old"), published("Sleep & rest <well>")
    ArticlePage.objects.filter(pk=old.pk).update(
        first_published_at=timezone.now() - timedelta(days=9)
    )
    make_article("Draft").unpublish()
    private = make_article("Private")
    private.view_restrictions.create(restriction_type="login")
    assert text(read(client), "title") == "Articles by Quiet clinic"
    first, second = entries(client)
    assert text(first, "title") == "Sleep & rest <well>"
    assert links(first) == {"alternate": page.full_url}
    assert text(second, "title") == "Old"


def test_id_stays_while_title_address_and_text_change(client):
    page = published()
    (before,) = entries(client)
    page.title, page.slug, page.summary = "New", "new", "Other words."
    with TestCase.captureOnCommitCallbacks(execute=True):
        republish(page)
    (after,) = entries(client)
    assert text(before, "id") == text(after, "id")
    assert links(before) != links(after)
    assert text(after, "updated") >= text(before, "updated")
    assert text(after, "published") == text(before, "published")


class Tags(HTMLParser):
    def __init__(self, markup):
        super().__init__()
        self.seen, self.words = [], ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)

    def handle_data(self, data):
        self.words += data


def test_summary_is_the_words_whatever_signs_they_hold(client):
    make_article(summary="Below <b>90</b> & above 5 < 6 <script>alert(1)</script>")
    (entry,) = entries(client)
    summary = entry.find(f"{ATOM}summary")
    assert summary.get("type") == "html"
    read_as_html = Tags(summary.text)
    assert not read_as_html.seen
    assert read_as_html.words.startswith("Below <b>90</b> & above 5 < 6 <script>")


def test_signs_that_no_xml_can_hold_break_nothing(client):
    make_clinic(clinic_name="Quiet\x0c clinic")
    make_article("Sleep\x0b well", summary="One\x1ftwo", slug="sleep-well")
    (entry,) = entries(client)
    assert text(entry, "title") == "Sleep well"
    assert text(entry, "summary") == "Onetwo"


def test_reader_that_has_it_all_is_sent_nothing(client):
    page = published()
    first = client.get(FEED)
    for headers in (
        {"If-None-Match": first["ETag"]},
        {"If-Modified-Since": first["Last-Modified"]},
    ):
        again = client.get(FEED, headers=headers)
        assert (again.status_code, again.content) == (304, b""), headers
    modified = parsedate_to_datetime(first["Last-Modified"])
    assert abs(modified - page.last_published_at) < timedelta(seconds=2)

    make_article("Another")

    assert client.get(FEED, headers={"If-None-Match": first["ETag"]}).content


def test_article_taken_down_leaves_the_feed(client):
    make_article("Stays")
    page = make_article("Goes")
    tag = client.get(FEED)["ETag"]
    page.unpublish()
    response = client.get(FEED, headers={"If-None-Match": tag})
    assert response.status_code == 200
    assert b"Goes" not in response.content


def test_feed_of_an_empty_site_is_still_a_feed_and_always_the_same(client):
    first = client.get(FEED)
    assert entries(client) == []
    assert first.content == client.get(FEED).content
    assert client.get(FEED, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_feed_has_an_end_and_costs_no_query_for_an_article(client):
    make_clinic()
    make_article("Article 0")
    client.get(FEED)
    with CaptureQueriesContext(connection) as one:
        client.get(FEED)
    for number in range(1, LATEST + 2):
        make_article(f"Article {number}")
    with CaptureQueriesContext(connection) as many:
        assert len(entries(client)) == LATEST
    assert len(many) == len(one) <= 5
    # No text is read for a summary, and no article but those that are told of.
    asked = [query["sql"] for query in many if "articles_articlepage" in query["sql"]]
    assert asked
    assert not [sql for sql in asked if '"body"' in sql or "DESC" in sql]
