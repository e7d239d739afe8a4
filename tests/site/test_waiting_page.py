"""The page that stands in for an article whose reviewer has not read it yet."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect

from articles.models import ArticlePage, Topic
from clinic.models import PageVisits
from clinic.visits import visits
from tests.factories import (
    make_article,
    make_article_index,
    make_clinic,
    make_home,
    make_topic,
    republish,
)
from tests.layers import layer
from tests.site.page_cache.conftest import keeping, reader  # noqa: F401

pytestmark = pytest.mark.django_db
DAY = datetime(2019, 5, 7, 9, tzinfo=UTC)
OLD = "/2019/05/07/miracle-cure/"
HONEST = "Quiet evenings"
CLAIM = "The miracle cure for every sadness"


@layer
def moved_in():
    """An article that was public elsewhere, with its old address."""
    make_clinic()
    page = make_article(
        CLAIM,
        slug="miracle-cure",
        summary="It heals at once.",
        topics=[make_topic()],
        live=False,
    )
    ArticlePage.objects.filter(pk=page.pk).update(first_published_at=DAY)
    Redirect.add_redirect(OLD, redirect_to=page, automatically_created=True)
    Redirect.add_redirect("/?p=12", redirect_to=page, automatically_created=True)
    return page


@pytest.mark.parametrize("address", [OLD, OLD.upper(), f"{OLD}feed/", "/?p=12"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_old_address_says_that_a_reviewer_reads_first(
    client, moved_in, address, method
):
    response = getattr(client, method)(address)
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cache-Control"] == "no-store"


def test_page_offers_what_is_published_a_call_and_a_request(client, moved_in):
    topic = Topic.objects.get()
    make_article("Quiet nights", topics=[topic])
    make_article("Something else", topics=[])
    html = client.get(OLD).content.decode()
    assert "A medical reviewer is reading this page" in html
    assert "Quiet nights" in html
    assert "Something else" not in html
    assert 'href="tel:+17035550100"' in html
    assert 'href="/request-a-consultation/"' in html
    assert '<meta name="robots" content="noindex">' in html


def test_page_offers_the_newest_where_its_topic_has_nothing(client, moved_in):
    make_article("Something else", topics=[])
    assert "Something else" in client.get(OLD).content.decode()


def test_nothing_nobody_vouched_for_is_said(client, moved_in):
    Topic.objects.update(title="Guaranteed healing")
    html = client.get(OLD).content.decode().lower()
    for words in ("miracle", "sadness", "heals", "guaranteed", "may", "sleep soundly"):
        assert f" {words} " not in html
    assert moved_in.title.lower() not in html
    assert "miracle-cure" not in html


def test_same_address_leads_on_once_the_article_is_published(client, moved_in):
    republish(moved_in, title=HONEST, summary="How it went.")
    for address in (OLD, "/?p=12"):
        response = client.get(address)
        assert response.status_code == 301
        assert response["Location"] == "/articles/miracle-cure/"


def test_kept_pages_forget_nothing_of_it(reader, moved_in):  # noqa: F811
    """No waiting page is kept, and the front page none of its queries."""
    assert reader.get("/?p=12").status_code == 200
    assert "reviewer" not in reader.get("/").content.decode()
    republish(moved_in, title=HONEST, summary="How it went.")
    assert reader.get("/?p=12").status_code == 301
    assert reader.get(OLD).status_code == 301


def test_article_taken_down_later_is_gone_and_not_waiting(client, moved_in):
    page = republish(moved_in, title=HONEST, summary="How it went.")
    page.unpublish()
    assert client.get(OLD).status_code == 410


def test_draft_without_an_old_address_is_unknown(client, moved_in):
    Redirect.objects.all().delete()
    assert client.get(OLD).status_code == 404
    assert client.get("/articles/miracle-cure/").status_code == 404


def test_draft_that_was_public_nowhere_is_unknown(client, moved_in):
    ArticlePage.objects.update(first_published_at=None)
    assert client.get(OLD).status_code == 404
    response = client.get("/?p=12")
    assert "X-Robots-Tag" not in response
    assert "reviewer is reading" not in response.content.decode()


def test_waiting_page_is_no_visit_of_another(client, moved_in):
    visits.start_over()
    browser = {"HTTP_USER_AGENT": "Mozilla/5.0 Firefox/140.0"}
    client.get(OLD, **browser)
    visits.write()
    assert not PageVisits.objects.exists()


def test_search_of_wordpress_leads_to_ours(client):
    make_home()
    response = client.get("/?s=quiet+nights&submit=")
    assert response.status_code == 302
    assert response["Location"] == "/search/?q=quiet+nights"
    assert response["Cache-Control"] == "no-store"


def test_pages_without_such_a_query_ask_for_nothing_more(client, moved_in):
    index = make_article_index().url
    for address in ("/", index):
        client.get(address)
    for plain, asked, more in (
        ("/", "/?utm_source=mail", 0),
        (index, f"{index}?page=1", 0),
        ("/", "/?p=99", 1),
    ):
        count = _queries(client, plain)
        assert _queries(client, asked) == count + more


def _queries(client, address) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("address", ["/cms/pages/?p=12", "/search/?p=12"])
def test_other_parts_of_the_site_read_their_own_queries(client, moved_in, address):
    assert client.get(address).get("Location", "") != "/articles/miracle-cure/"
    assert "X-Robots-Tag" not in client.get("/cms/?p=12")
