"""Handing in is offered where it leads to somebody, and nowhere else."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.clinic.page_forms import edit_url, press
from tests.factories import (
    make_article,
    make_article_index,
    make_editor,
    make_home,
    make_plain_page,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = make_editor()
    client.force_login(user)
    return user


def handing_in(client, url: str) -> str | None:
    """Return what the button that hands a page in says, None where there is none."""
    soup = BeautifulSoup(client.get(url).content, "html.parser")
    button = soup.find("button", attrs={"name": "action-submit"})
    return button and button.get_text(strip=True)


def add_url(model: str, parent) -> str:
    return reverse("wagtailadmin_pages:add", args=[*model.split("."), parent.pk])


def test_an_article_says_the_same_before_and_after_it_is_saved(client, editor):
    article = make_article()
    new = add_url("articles.articlepage", make_article_index())

    assert handing_in(client, edit_url(article)) == "Submit to Medical review"
    assert handing_in(client, new) == "Submit to Medical review"


def test_a_plain_page_is_not_handed_in(client, editor):
    page = make_plain_page()

    assert handing_in(client, edit_url(page)) is None
    assert handing_in(client, add_url("clinic.standardpage", make_home())) is None


def test_a_plain_page_handed_in_all_the_same_is_a_draft(client, editor):
    page = make_plain_page()
    before = page.title

    answer = press(client, page, "submit", title="Another title")

    page.refresh_from_db()
    assert answer.status_code == 302
    assert page.title == before and not page.workflow_in_progress
    assert page.get_latest_revision_as_object().title == "Another title"
