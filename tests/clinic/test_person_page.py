import pytest
from wagtail.models import PageViewRestriction

from tests.factories import (
    approve,
    make_article,
    make_home,
    make_person,
    make_reviewer,
    make_service,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    return make_reviewer()


@pytest.fixture
def person(reviewer):
    return make_person(account=reviewer, credentials="MD", board="Board of Rest")


def test_person_page_names_the_board_and_what_the_person_reviewed(
    client, person, reviewer
):
    article = make_article()
    approve(article, reviewer=reviewer)
    approval = approve(article, reviewer=reviewer)
    html = client.get(person.url).content.decode()
    assert "Certified by the Board of Rest" in html
    assert html.count(f'<a href="{article.url}">{article.title}</a>') == 1
    assert f'datetime="{approval.approved_on.isoformat()}"' in html


def test_reviews_leave_out_what_readers_cannot_open(person, reviewer):
    gone, hidden, open_ = make_article("Gone"), make_article("Hidden"), make_service()
    for page in (gone, hidden, open_, person, make_home()):
        approve(page, reviewer=reviewer)
    gone.unpublish()
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    assert [review.page_id for review in person.reviews()] == [open_.pk]


def test_reviews_of_others_are_not_listed(person):
    approve(make_article(), reviewer=make_reviewer("other"))
    assert person.reviews() == []


def test_person_without_an_account_has_no_list(client):
    page = make_person(title="Noor", slug="noor")
    assert page.reviews() == []
    assert "Reviewed here" not in client.get(page.url).content.decode()


def test_number_of_queries_does_not_grow_with_the_reviews(
    client, person, reviewer, django_assert_max_num_queries
):
    for number in range(12):
        page = make_article(f"Article {number}")
        approve(page, reviewer=reviewer)
    with django_assert_max_num_queries(2):
        assert len(person.reviews()) == 8
