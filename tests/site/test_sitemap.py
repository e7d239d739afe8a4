"""The sitemap holds what may be found: each address once, canonical, and there."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.test import TestCase
from wagtail.contrib.redirects.models import Redirect

from articles.models import ArticlePage
from clinic_site.sitemaps import PageSitemap
from tests.factories import (
    make_article,
    make_clinic,
    make_home,
    make_location,
    make_person,
    make_plain_page,
    make_service,
    make_term,
    make_topic,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("article_index"),
]

# What each address of a list of fourteen articles calls itself.
CANONICAL = {
    "/articles/": "/articles/",
    "/articles/?page=1": "/articles/",
    "/articles/?page=2": "/articles/?page=2",
    "/articles/?page=99": "/articles/?page=2",
    "/articles/?page=x": "/articles/",
    "/articles/?from=12&utm_source=mail": "/articles/",
    "/articles/topics/sleep/?page=2": "/articles/topics/sleep/?page=2",
    "/articles/topics/sleep/?from=12": "/articles/topics/sleep/",
    "/articles/article-3/?from=12": "/articles/article-3/",
    "/request-a-consultation/?from=12": "/request-a-consultation/",
    "/search/": "/search/",
}
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def listed(client) -> dict[str, str]:
    """Return when each address of the sitemap changed last."""
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    root = ET.fromstring(response.content)  # noqa: S314
    found = [
        (url.findtext(f"{SITEMAP}loc"), url.findtext(f"{SITEMAP}lastmod"))
        for url in root.findall(f"{SITEMAP}url")
    ]
    assert len(dict(found)) == len(found)
    return dict(found)


def make_every_page() -> list:
    topic = make_topic()
    pages = [make_article(topics=[topic]), make_plain_page(), make_service()]
    pages += [make_person(), make_location()]
    lists = {page.get_parent().pk: page.get_parent() for page in pages}
    pages = [make_home(), *pages, *lists.values()]
    for page in pages:
        page.specific.save_revision().publish()
    return pages


def test_every_public_page_is_in_it_with_its_day(client):
    make_clinic()
    pages = make_every_page()
    found = listed(client)
    assert {page.full_url for page in pages} <= found.keys()
    assert "http://localhost/articles/topics/sleep/" in found
    assert all(datetime.fromisoformat(day) for day in found.values())


def test_whatever_is_in_it_answers_and_calls_itself_that(client):
    make_clinic()
    make_every_page()
    for address in listed(client):
        response = client.get(address)
        assert response.status_code == 200, address
        head = BeautifulSoup(response.content, "html.parser").head
        assert [link["href"] for link in head("link", rel="canonical")] == [address]
        assert "noindex" not in str(head("meta", attrs={"name": "robots"}))
        assert "X-Robots-Tag" not in response.headers


def test_pages_are_named_as_the_settings_name_the_site(client, settings):
    settings.SITE_URL = "https://clinic.example"
    page = make_article(topics=[make_topic()])
    wanted = "https://clinic.example/articles/sleep-after-an-infusion/"
    found = listed(client)
    assert wanted in found
    assert all(address.startswith("https://clinic.example/") for address in found)
    html = client.get(page.url).content.decode()
    assert f'<link rel="canonical" href="{wanted}">' in html
    assert f'property="og:url" content="{wanted}"' in html
    assert f'"url":"{wanted}"' in html
    assert "http://localhost" not in html


def test_nothing_else_is_in_it(client):
    make_clinic()
    make_every_page()
    page = make_article("Moves", slug="moves")
    draft = make_article("Draft")
    draft.unpublish()
    private = make_article("Private")
    private.view_restrictions.create(restriction_type="login")
    page.slug = "moved"
    with TestCase.captureOnCommitCallbacks(execute=True):
        page.save_revision().publish()
    assert Redirect.objects.exists()
    text = " ".join(listed(client))
    for part in (
        "/draft/",
        "/private/",
        "/moves/",
        "/search",
        "/request-a-consultation",
        "/accounts",
        "/feed",
        "?",
    ):
        assert part not in text, part
    assert "/moved/" in text


def test_page_of_words_is_in_it_once_it_explains_one(client, settings):
    settings.SITE_URL = "https://clinic.example"
    make_clinic()
    make_home()
    address = "https://clinic.example/glossary/"
    assert address not in listed(client)
    term = make_term("Infusion", agreed=False)
    assert address not in listed(client)
    term.take({})
    assert address in listed(client)
    head = BeautifulSoup(client.get("/glossary/").content, "html.parser").head
    assert [link["href"] for link in head("link", rel="canonical")] == [address]


def test_topic_without_a_live_article_is_not_in_it(client):
    topic = make_topic()
    page = make_article(topics=[topic])
    page.unpublish()
    assert not any("topics" in address for address in listed(client))


def test_lists_changed_when_an_article_in_them_did(client):
    sleep, calm = make_topic(), make_topic("Calm", "calm")
    one, two = make_article("One", topics=[sleep]), make_article("Two", topics=[calm])
    for page, month in ((one, 3), (two, 5)):
        ArticlePage.objects.filter(pk=page.pk).update(
            last_published_at=datetime(2030, month, 1, 12, tzinfo=UTC)
        )
    found = listed(client)
    base = "http://localhost/articles/"
    assert found[base] == "2030-05-01"
    assert found[f"{base}topics/calm/"] == "2030-05-01"
    assert found[f"{base}topics/sleep/"] == "2030-03-01"


def test_one_address_stands_for_all_its_variants(client):
    make_clinic()
    topic = make_topic()
    for number in range(14):
        make_article(f"Article {number}", topics=[topic])
    found = {}
    for asked in CANONICAL:
        head = BeautifulSoup(client.get(asked).content, "html.parser").head
        (link,) = head("link", rel="canonical")
        found[asked] = link["href"].partition("localhost")[2].lstrip(":80")
    assert found == CANONICAL


def test_robots_names_the_sitemap_and_the_closed_parts(client):
    make_home()
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://" in text
    assert "Disallow: /admin/" in text
    assert "Disallow: /request-a-consultation/received/\n" in text
    assert "Disallow: /search/?\n" in text


def test_form_and_search_may_be_found_but_no_search_of_somebody(client):
    make_home()
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /request-a-consultation/" not in lines
    assert "Disallow: /search/" not in lines
    assert "noindex" not in client.get("/search/").content.decode()
    assert "noindex" in client.get("/search/?q=asleep").content.decode()


def test_icon_stands_where_browsers_ask_for_it(client):
    response = client.get("/favicon.ico")
    assert response.status_code == 302
    assert response["Location"].startswith("/static/images/favicon")


def test_long_sitemap_comes_in_parts_that_hold_each_address_once(
    client, monkeypatch, django_assert_max_num_queries
):
    make_clinic()
    make_term()
    for number in range(4):
        make_article(f"Article {number}", topics=[])
    whole = listed(client)
    monkeypatch.setattr(PageSitemap, "limit", 3)

    root = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314
    parts = [part.findtext(f"{SITEMAP}loc") for part in root]

    assert root.tag == f"{SITEMAP}sitemapindex"
    assert parts[:2] == [
        "http://localhost/sitemap-pages.xml?p=1",
        "http://localhost/sitemap-pages.xml?p=2",
    ]
    assert parts[-1] == "http://localhost/sitemap-glossary.xml"
    found = []
    for part in parts:
        with django_assert_max_num_queries(14):
            response = client.get(part.removeprefix("http://localhost"))
        root = ET.fromstring(response.content)  # noqa: S314
        found += [url.findtext(f"{SITEMAP}loc") for url in root]
    assert sorted(found) == sorted(whole)
    assert client.get("/sitemap-pages.xml?p=9").status_code == 404
    assert client.get("/sitemap-other.xml").status_code == 404
