import pytest

from clinic.models import GlossaryTerm
from tests.factories import make_article, make_home, make_service, make_topic

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("article_index"),
]
ADDRESS = "/search/suggest/"


def proposed(client, typed):
    response = client.get(ADDRESS, {"q": typed})
    assert response.status_code == 200
    return [found["label"] for found in response.json()["suggestions"]]


def test_pages_topics_and_glossary_are_proposed_by_their_beginnings(client):
    make_article("Sleep after an infusion", topics=[make_topic("Sleeping", "sleeping")])
    GlossaryTerm.objects.create(
        term="insomnia", slug="insomnia", meaning="x", also_called="sleepless"
    )
    assert proposed(client, "slee") == [
        "Sleeping",
        "Sleep after an infusion",
        "insomnia",
    ]
    assert proposed(client, "after an inf") == ["Sleep after an infusion"]
    assert proposed(client, "leep") == []


def test_a_suggestion_leads_somewhere(client):
    page = make_article("Sleep after an infusion")
    (found,) = client.get(ADDRESS, {"q": "sle"}).json()["suggestions"]
    assert found == {"label": page.title, "kind": "Article", "url": page.url}
    assert client.get(found["url"]).status_code == 200


def test_pages_that_are_not_public_are_not_proposed(client):
    make_article("Hidden draft").unpublish()
    make_article("Hidden door", slug="d").view_restrictions.create(
        restriction_type="login"
    )
    assert proposed(client, "hid") == []


@pytest.mark.parametrize(
    "typed", ["", " ", "a", "\x00", "'", '"', "*", "a" * 5000, "\u202eص", "(", "%", "?"]
)
def test_odd_beginnings_are_answered(client, typed):
    make_article()
    assert client.get(ADDRESS, {"q": typed}).status_code == 200


def test_accents_and_other_scripts_are_proposed(client):
    make_article("Café hours", slug="cafe")
    make_article("睡眠 and rest", slug="other")
    assert proposed(client, "cafe") == ["Café hours"]
    assert proposed(client, "睡") == ["睡眠 and rest"]


def test_no_more_than_eight_are_proposed_with_few_queries(
    client, django_assert_max_num_queries
):
    for number in range(12):
        make_article(f"Sleep {number}")
        make_service(f"Sleep service {number}", slug=f"s{number}")
    with django_assert_max_num_queries(12):
        assert 0 < len(proposed(client, "sleep")) <= 8


def test_nothing_typed_is_cached_and_nobody_gets_a_cookie(client):
    make_home()
    response = client.get(ADDRESS, {"q": "sleep"})
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies
    assert client.post(ADDRESS, {"q": "x"}).status_code == 405


def test_form_is_a_plain_search_without_the_script(client):
    make_home()
    page = client.get("/search/").content.decode()
    form = page.split('class="search-form"')[1].split("</form>")[0]
    assert 'action="/search/"' in form
    assert 'method="get"' in form
    assert "combobox" not in form
