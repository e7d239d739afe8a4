from datetime import UTC, datetime

import pytest
from django.core.management import CommandError
from wagtail.models import PageLogEntry

from articles.models import ArticlePage
from tests.articles.importing import (
    CLASSIC,
    counts,
    latest,
    publish,
    publish_again,
    run,
)
from tests.factories import (
    make_editor,
    make_reviewer,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def index(article_index):
    return article_index


def test_dry_run_of_publishing_writes_nothing():
    make_editor()
    make_reviewer()
    before = counts()

    run(dry_run=True, publish=True, by="editor", reviewed_by="reviewer")

    assert counts() == before


def test_publishing_records_two_people_and_keeps_the_date():
    output = publish()

    page = ArticlePage.objects.get(wordpress_id=11)
    approval = page.current_approval
    assert page.live
    assert not page.has_unpublished_changes
    assert page.first_published_at == datetime(2025, 4, 17, 13, 30, tzinfo=UTC)
    assert approval.edited_by.username == "editor"
    assert approval.reviewed_by.username == "reviewer"
    published = PageLogEntry.objects.get(action="wagtail.publish", page=page.pk)
    assert published.user.username == "editor"
    assert "imported and published" in output


def test_published_article_is_read_by_visitors(client):
    publish()

    answer = client.get(ArticlePage.objects.get(wordpress_id=11).url)

    assert answer.status_code == 200
    assert "the ramp is &lt; 2 m high" in answer.content.decode()


def test_what_was_not_public_in_wordpress_stays_a_draft():
    publish()
    publish_again(CLASSIC)

    assert not latest(12).live
    assert not latest(22).live
    assert latest(21).live


def test_second_run_publishes_an_existing_draft():
    run()

    output = publish()

    assert latest(11).live
    assert ", published" in output
    before = counts()
    assert "3 unchanged" in publish_again()
    assert counts() == before


def test_article_taken_offline_here_is_not_published_again():
    publish()
    ArticlePage.objects.get(wordpress_id=11).unpublish()

    output = publish_again()

    assert not latest(11).live
    assert "was taken offline here" in output


@pytest.mark.parametrize(
    ("by", "reviewed_by", "reason"),
    [
        ("editor", "editor", "Two different people"),
        ("both", "both", "Two different people"),
        ("reviewer", "both", "“reviewer” is not an editor"),
        ("both", "editor", "“editor” is not a medical reviewer"),
        ("editor", "root", "“root” is not a medical reviewer"),
        ("nobody", "reviewer", "no active account “nobody”"),
        ("editor", "left", "no active account “left”"),
        ("editor", None, "Publishing takes"),
        (None, "reviewer", "Publishing takes"),
        (None, None, "Publishing takes"),
    ],
)
def test_publishing_is_refused_to_the_wrong_people(by, reviewed_by, reason):
    make_editor()
    make_reviewer()
    make_user("both", "Editors", "Medical reviewers")
    make_user("root", is_superuser=True)
    make_user("left", "Medical reviewers", is_active=False)
    before = counts()

    with pytest.raises(CommandError, match=reason):
        run(publish=True, by=by, reviewed_by=reviewed_by)

    assert counts() == before


def test_names_without_publish_are_refused():
    with pytest.raises(CommandError, match="Publishing takes"):
        run(by="editor", reviewed_by="reviewer")


def test_editor_who_may_not_publish_is_refused():
    editor = make_editor()
    make_reviewer()
    editor.groups.get().page_permissions.all().delete()
    before = counts()

    with pytest.raises(CommandError, match="may not publish"):
        publish_again()

    assert counts() == before
