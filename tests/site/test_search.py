import re

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from articles.models import Topic
from clinic_site.search import extract
from tests.factories import (
    make_article,
    make_clinic,
    make_home,
    make_reference,
    make_service,
    republish,
)

pytestmark = pytest.mark.django_db


def found(client, **query):
    response = client.get("/search/", query)
    assert response.status_code == 200
    return [result["page"].title for result in response.context["results"]]


def test_search_finds_title_summary_heading_and_body(client):
    make_article("Resting well")
    for words in ("resting", "first night", "headache", "soundly", "night may be"):
        assert found(client, q=words) == ["Resting well"], words


def test_search_finds_clinic_pages_too(client):
    make_service("Infusion for lasting pain", slug="pain")
    assert found(client, q="lasting pain") == ["Infusion for lasting pain"]


def test_search_shows_nothing_that_is_not_public(client):
    make_article("Hidden draft").unpublish()
    private = make_article("Hidden behind a word")
    private.view_restrictions.create(restriction_type="login")
    assert found(client, q="hidden") == []


def test_unpublished_page_leaves_the_search_at_once(client):
    page = make_article("Resting well")
    assert found(client, q="resting") == ["Resting well"]
    page.unpublish()
    assert found(client, q="resting") == []


def test_edited_words_are_found_and_the_old_ones_are_not(client):
    page = make_article("Resting well")
    republish(page, body=[("paragraph", "<p>Marmalade for breakfast.</p>")])
    assert found(client, q="marmalade") == ["Resting well"]
    assert found(client, q="soundly") == []


def test_extract_shows_and_marks_where_the_words_stood(client):
    long = "Plain words come first. " * 40
    page = make_article(
        body=[("paragraph", f"<p>{long}</p><p>Then a rare pomegranate appears.</p>")]
    )
    text = extract(page, ["pomegranate"])
    assert "<mark>pomegranate</mark>" in text
    assert text.startswith("… ")
    assert len(text) < 400


def test_extract_reads_as_sentences_without_numbers_of_references():
    page = make_article(references=[make_reference()])
    text = extract(page, ["night"])
    assert "The first <mark>night</mark>. Many people sleep soundly" in text
    assert "[1]" not in text
    assert not text.startswith(page.title)


def test_extract_escapes_what_editors_wrote():
    page = make_article(summary="A <b>bold</b> & quiet night <script>x</script>")
    text = extract(page, ["quiet"])
    assert "<script>" not in text
    assert "&amp;" in text


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "\x00",
        "'; DROP TABLE",
        '"',
        "*",
        "AND OR NOT",
        "a" * 5000,
        "\u202e\u0635",
        "(",
        "NEAR(",
        "😀",
        "-",
        "^x",
        "title:x",
    ],
)
def test_odd_queries_are_answered(client, query):
    make_article()
    assert client.get("/search/", {"q": query}).status_code == 200


def test_query_is_shown_escaped_and_kept_out_of_search_engines(client):
    make_home()
    response = client.get("/search/", {"q": "<script>alert(1)</script>"})
    assert "<script>alert(1)" not in response.content.decode()
    assert "&lt;script&gt;" in response.content.decode()
    assert response["X-Robots-Tag"] == "noindex"
    # The empty page holds nobody's words: it may be found.
    assert "X-Robots-Tag" not in client.get("/search/")


def test_search_takes_no_other_method(client):
    assert client.post("/search/", {"q": "x"}).status_code == 405


def test_long_list_of_results_is_paged(client):
    for number in range(13):
        make_article(f"Resting {number}")
    assert len(found(client, q="resting")) == 10
    assert len(found(client, q="resting", page=2)) == 3


def test_result_says_what_it_is_and_where_it_stands(client):
    article = make_article("Resting well")
    article.topics.add(Topic.objects.create(title="Sleep", slug="sleep"))
    article.save()
    make_service("Resting room")
    results = client.get("/search/", {"q": "resting"}).context["results"]

    said = {r["title"]: (r["kind"], r["place"]) for r in results}
    assert said == {
        "Resting well": ("Article", "Sleep"),
        "Resting room": ("Service", "Our services"),
    }


def test_more_results_cost_no_more_queries(client, django_assert_max_num_queries):
    for number in range(2):
        make_article(f"Resting {number}")
    client.get("/search/", {"q": "resting"})
    with CaptureQueriesContext(connection) as two:
        client.get("/search/", {"q": "resting"})
    for number in range(2, 9):
        make_article(f"Resting {number}")
    with django_assert_max_num_queries(len(two)):
        assert len(found(client, q="resting")) == 9


def test_search_without_a_hit_offers_topics_and_the_phone(client):
    article = make_article()
    article.topics.add(Topic.objects.create(title="Sleep", slug="sleep"))
    article.save()
    make_clinic()
    page = client.get("/search/", {"q": "zzz"}).content.decode()

    assert "Nothing found for <strong>zzz</strong>" in page
    assert 'href="/articles/topics/sleep/"' in page
    assert "tel:+17035550100" in page.split("<main")[1].split("</main>")[0]


def test_overlong_query_is_cut_and_the_page_says_so(client):
    make_home()
    page = client.get("/search/", {"q": "sleep " * 100}).content.decode()
    assert "We looked for the beginning of it" in page


def test_crisis_hit_puts_988_and_911_first_in_plain_words():
    page = render_to_string("components/crisis_hit.html")
    words = " ".join(strip_tags(page).split())

    assert words.startswith(
        "If you are thinking about ending your life, call or text 988 now."
    )
    assert re.findall(r'href="([^"]+)"', page) == [
        "tel:988",
        "sms:988",
        "tel:911",
    ]
    # Nothing may suggest that anyone is watching, or that a person is safe.
    assert "Nobody at this clinic watches this page." in words
    assert "safe" not in words
