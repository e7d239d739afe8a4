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
    assert "Disallow: /request-a-consultation/" in text


def test_icon_stands_where_browsers_ask_for_it(client):
    response = client.get("/favicon.ico")
    assert response.status_code == 302
    assert response["Location"].startswith("/static/images/favicon")
