"""Which pages a browser may fetch before anybody opens them."""

import json

import pytest

from tests.factories import make_article, make_clinic, make_editor

pytestmark = pytest.mark.django_db

HEADER = "Speculation-Rules"
RULES = "/speculation-rules.json"


@pytest.fixture
def article():
    make_clinic()
    return make_article()


def test_page_to_read_names_the_rules_and_they_are_what_browsers_take(client, article):
    for address in ("/", "/articles/", article.url):
        assert client.get(address)[HEADER] == f'"{RULES}"'

    answer = client.get(RULES)

    assert answer["Content-Type"] == "application/speculationrules+json"
    assert "max-age" in answer["Cache-Control"]
    (rule,) = json.loads(answer.content)["prefetch"]
    # What a prerendered page would do by itself, nobody asked for.
    assert (rule["source"], rule["eagerness"]) == ("document", "moderate")


@pytest.mark.parametrize(
    "address",
    [
        "/request-a-consultation/",
        "/accounts/login/",
        "/search/?q=sleep",
        "/cms/",
        "/no-such-page/",
        "/robots.txt",
        RULES,
    ],
)
def test_what_is_not_for_reading_lets_nothing_be_fetched(client, article, address):
    assert HEADER not in client.get(address).headers


def test_staff_fetch_nothing_ahead(client, article):
    client.force_login(make_editor())
    assert HEADER not in client.get(article.url).headers


@pytest.mark.parametrize(
    "part",
    [
        "/request-a-consultation/",
        "/cms/",
        "/admin/",
        "/accounts/",
        "/documents/",
        "/search/",
    ],
)
def test_rules_leave_out_what_is_somebodys_own(client, part):
    (rule,) = json.loads(client.get(RULES).content)["prefetch"]
    _ours, never, query, _marked = rule["where"]["and"]
    assert f"{part}*" in never["not"]["href_matches"]
    assert query == {"not": {"href_matches": "/*\\?(.+)"}}
