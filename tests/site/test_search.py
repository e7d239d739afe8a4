import pytest

from clinic_site.search import extract
from tests.factories import make_article, make_home, make_service

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
    page.body = [("paragraph", "<p>Marmalade for breakfast.</p>")]
    page.save_revision().publish()
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
    page = make_article()
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


def test_search_takes_no_other_method(client):
    assert client.post("/search/", {"q": "x"}).status_code == 405


def test_long_list_of_results_is_paged(client):
    for number in range(13):
        make_article(f"Resting {number}")
    assert len(found(client, q="resting")) == 10
    assert len(found(client, q="resting", page=2)) == 3
