"""A clinic that has just begun: every page stands before anything is filled in."""

import re

import pytest

from articles.models import ArticleIndexPage
from clinic.models import LocationIndexPage, PersonIndexPage, ServiceIndexPage
from tests.factories import (
    make_article,
    make_clinic,
    make_home,
    make_index,
    make_location,
    make_person,
    make_service,
)

pytestmark = pytest.mark.django_db

VIEWS = [
    "/search/",
    "/search/?q=sleep",
    "/request-a-consultation/",
    "/request-a-consultation/received/",
    "/accounts/login/",
]
LISTS = [
    (ArticleIndexPage, "articles", "No article is published yet."),
    (ServiceIndexPage, "services", "No service is listed at the moment."),
    (PersonIndexPage, "people", "Nobody is listed at the moment."),
    (LocationIndexPage, "locations", "Our address will stand here shortly."),
]


def body(response) -> str:
    assert response.status_code == 200
    html = response.content.decode()
    assert len(re.findall("<h1[ >]", html)) == 1
    # What a template says of nothing.
    assert not re.search(r'>\s*None\s*<|href="(None)?"|tel:"|content=""', html)
    return html


@pytest.mark.parametrize("address", VIEWS)
def test_views_stand_without_a_page_or_a_setting(client, address):
    assert "988" in body(client.get(address))


def test_home_page_stands_alone(client):
    make_home()
    assert "/request-a-consultation/" in body(client.get("/"))


@pytest.mark.parametrize(("model", "slug", "words"), LISTS)
def test_list_without_entries_says_so(client, model, slug, words):
    make_home()
    make_index(model, slug, slug.capitalize())
    assert words in body(client.get(f"/{slug}/"))


def test_pages_stand_without_their_optional_parts(client):
    make_clinic(clinic_name="C", phone="", tagline="", description="")
    pages = [make_article(body=[]), make_service(body=[]), make_person(body=[])]
    for page in [*pages, make_location()]:
        body(client.get(page.url))
