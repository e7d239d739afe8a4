import xml.etree.ElementTree as ET

import pytest

from tests.factories import make_article, make_clinic

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def test_feed_holds_the_live_articles_with_full_addresses(client):
    make_clinic(clinic_name="Quiet clinic")
    page = make_article("Sleep & rest <well>")
    make_article("Draft").unpublish()
    response = client.get("/articles/feed/")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(response.content)  # noqa: S314
    assert feed.find("a:title", ATOM).text == "Articles by Quiet clinic"
    (entry,) = feed.findall("a:entry", ATOM)
    assert entry.find("a:title", ATOM).text == "Sleep & rest <well>"
    assert entry.find("a:link", ATOM).attrib["href"] == page.full_url
    assert entry.find("a:summary", ATOM).text == page.summary


def test_feed_of_an_empty_site_is_still_a_feed(client):
    response = client.get("/articles/feed/")
    assert ET.fromstring(response.content).findall("a:entry", ATOM) == []  # noqa: S314
