import pytest

from tests.factories import make_article, make_home, make_topic

pytestmark = pytest.mark.django_db


def test_sitemap_holds_public_pages_alone(client):
    page = make_article(topics=[make_topic()])
    draft = make_article("Draft")
    draft.unpublish()
    xml = client.get("/sitemap.xml").content.decode()
    assert f"<loc>{page.full_url}</loc>" in xml
    assert "/articles/topics/sleep/" in xml
    assert "draft" not in xml
    assert "/search/" not in xml
    assert "/request-a-consultation/" not in xml


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
