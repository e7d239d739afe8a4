import re

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from articles.models import Topic
from clinic.models import GlossaryTerm, SearchEntry
from clinic.search_index import recount
from clinic.words import tokens
from clinic_site import statistics
from clinic_site.search.extracts import Extracts, PageText
from clinic_site.search.question import Glossary, groups
from tests.factories import (
    make_article,
    make_clinic,
    make_home,
    make_reference,
    make_service,
    make_topic,
    republish,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("article_index"),
]


def groups_of(words):
    return groups(tokens(words), Glossary.load())


def text_of(page) -> str:
    return SearchEntry.objects.get(pk=page.pk).text


def found(client, **query):
    response = client.get("/search/", query)
    assert response.status_code == 200
    return [result["title"] for result in response.context["results"]]


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
    text = Extracts(groups_of("pomegranate")).of(PageText.of(text_of(page)))
    assert "<mark>pomegranate</mark>" in text
    assert text.startswith("… ")
    assert len(text) < 400


def test_extract_reads_as_sentences_without_numbers_of_references():
    page = make_article(references=[make_reference()])
    text = Extracts(groups_of("night")).of(PageText.of(text_of(page)))
    assert "The first <mark>night</mark>. Many people sleep soundly" in text
    assert "[1]" not in text
    assert not text.startswith(page.title)


def test_extract_escapes_what_editors_wrote():
    page = make_article(summary="A <b>bold</b> & quiet night <script>x</script>")
    text = Extracts(groups_of("quiet")).of(PageText.of(text_of(page)))
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


def test_topics_of_articles_that_are_not_public_are_not_offered(client):
    article = make_article(topics=[make_topic("Sleep", "sleep")])
    page = client.get("/search/", {"q": "zzz"}).content.decode()
    assert "/articles/topics/sleep/" in page
    index = article.get_parent()
    index.view_restrictions.create(restriction_type="login")
    page = client.get("/search/", {"q": "zzz"}).content.decode()
    assert "/articles/topics/sleep/" not in page


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


def test_slip_is_put_right_and_the_typed_word_can_be_insisted_on(client):
    make_article("Resting well")
    page = client.get("/search/", {"q": "Headahce at nihgt"}).content.decode()
    assert "Showing results for <strong>headache at night</strong>" in page
    assert "q=Headahce+at+nihgt&amp;as_typed=1" in page

    assert found(client, q="headahce", as_typed="1") == []


def test_word_without_a_near_one_is_left_as_it_is(client):
    make_article()
    response = client.get("/search/", {"q": "xylophone"})
    assert response.context["found"].corrected == ""
    assert "Nothing found for <strong>xylophone</strong>" in response.content.decode()


def test_word_of_a_hidden_page_is_never_proposed(client):
    make_article("Pomegranate").unpublish()
    recount()
    assert "pomegranate" not in client.get("/search/", {"q": "pomegranat"}).text


@pytest.mark.parametrize(
    "words",
    ["suicide", "suicde", "i want to die", "kill  my self", "don't want to live"],
)
def test_crisis_words_show_help_before_anything_else(client, words):
    make_clinic()
    make_article("Suicidal thoughts", summary="Suicide, and who to call.")
    body = client.get("/search/", {"q": words}).content.decode()
    main = body.split("<main")[1].split("</main>")[0]

    assert main.count('class="crisis-card crisis-hit"') == 1
    assert main.index("crisis-hit") < main.index('role="status"')
    if "search-results" in main:
        assert main.index("crisis-hit") < main.index("search-results")


def test_crisis_word_is_never_put_right_into_another(client):
    make_article("Decide well", summary="To decide. Sidecars. Insecticide.")
    response = client.get("/search/", {"q": "suicide"})
    assert response.context["found"].corrected == ""
    assert response.context["found"].is_crisis
    response = client.get("/search/", {"q": "suicde help"})
    assert "decide" not in response.context["found"].corrected
    assert response.context["found"].is_crisis


def test_other_words_show_no_help_card(client):
    make_article()
    assert "crisis-hit-title" not in client.get("/search/", {"q": "sleep"}).text


def test_filters_narrow_by_type_and_topic_and_keep_the_words(client):
    article = make_article("Resting well", topics=[make_topic("Sleep", "sleep")])
    other = make_article("Resting more", topics=[make_topic("Calm", "calm")])
    make_service("Resting room")
    response = client.get("/search/", {"q": "resting", "type": "article"})
    assert {r["address"] for r in response.context["results"]} == {
        article.url,
        other.url,
    }
    assert found(client, q="resting", topic="sleep") == ["Resting well"]
    assert found(client, q="resting", topic="sleep", type="service") == []
    page = client.get("/search/", {"q": "resting", "topic": "sleep"}).content.decode()
    assert 'href="?q=resting&amp;topic=sleep&amp;type=article"' in page
    assert 'href="?q=resting" rel="nofollow" aria-current="true"' in page


def test_filters_say_how_much_each_would_leave(client):
    make_article("Resting one")
    make_article("Resting two")
    make_service("Resting room")
    rows = client.get("/search/", {"q": "resting"}).context["filters"]
    (name, links), *_ = rows
    assert {str(link["label"]): link["count"] for link in links} == {
        "Articles": 2,
        "Services": 1,
    }


def test_pages_of_a_narrowed_list_stay_narrowed(client):
    for number in range(12):
        make_article(f"Resting {number}")
    make_service("Resting room")
    page = client.get("/search/", {"q": "resting", "type": "article"}).content.decode()
    assert 'href="?q=resting&amp;type=article&amp;page=2"' in page


@pytest.mark.parametrize("value", ["", "nothing", "\x00", "'; --", "a" * 3000, "%"])
def test_odd_filters_are_answered(client, value):
    make_article()
    response = client.get("/search/", {"q": "sleep", "type": value, "topic": value})
    assert response.status_code == 200


@pytest.mark.parametrize("script", ["睡眠", "сон", "النوم", "नींद", "😴 sleep", "ñandú"])
def test_other_scripts_are_found(client, script):
    make_article(f"About {script} here", slug="other-script")
    make_article("Resting well")
    assert found(client, q=script)[0] == f"About {script} here"


def test_accents_make_no_difference(client):
    make_article("A night at the Café", slug="cafe")
    assert found(client, q="cafe") == found(client, q="CAFÉ") == ["A night at the Café"]
    assert "<mark>Café</mark>" in Extracts(groups_of("cafe")).of(
        PageText.of("Then a Café opens.")
    )


def test_a_search_costs_few_queries(client, django_assert_max_num_queries):
    GlossaryTerm.objects.create(
        term="infusion", slug="infusion", meaning="Slow.", also_called="IV"
    )
    make_article("After an infusion")
    client.get("/search/", {"q": "sleep"})
    with CaptureQueriesContext(connection) as empty:
        client.get("/search/")
    with django_assert_max_num_queries(len(empty) + 14):
        client.get("/search/", {"q": "iv sleep night"})


def test_database_sends_keys_and_not_the_words_of_every_page_that_may_answer(client):
    make_article("After an infusion")
    with CaptureQueriesContext(connection) as asked:
        assert found(client, q="infusion") == ["After an infusion"]
    sent = [q["sql"].split(" FROM ")[0] for q in asked if "indexentry" in q["sql"]]
    assert sent
    for columns in sent:
        assert columns.count(",") == 0, columns


def test_nothing_of_a_search_is_kept_by_a_cache_or_told_to_the_next_page(client):
    make_home()
    response = client.get("/search/", {"q": "sleep"})
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_database_is_told_how_much_there_is_to_search(client):
    make_article("Resting well", topics=[make_topic()])
    statistics.gather()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1")
            told = {table for (table,) in cursor.fetchall()}
        assert {"wagtailsearch_indexentry", "clinic_searchentry"} <= told
    assert found(client, q="resting") == ["Resting well"]
