"""One press takes a page down; afterwards its address gets a target or a notice."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import TestCase
from django.urls import reverse
from wagtail.models import Page

from clinic.models import TakenDown
from tests.factories import (
    make_article,
    make_clinic,
    make_coordinator,
    make_editor,
    make_manager,
    make_plain_page,
    make_reviewer,
    make_user,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("article_index"),
]


def press(page) -> str:
    return reverse("take_down", args=[page.pk])


def edit(page) -> str:
    record = TakenDown.objects.get(page_id=page.pk)
    return reverse("taken_down:edit", args=[record.pk])


@pytest.mark.parametrize("make", [make_editor, make_reviewer])
def test_one_press_takes_a_page_down_and_asks_what_comes_instead(client, make):
    page, somebody = make_article(), make()
    client.force_login(somebody)
    asked = client.get(press(page)).content.decode()
    assert "Take it down now" in asked
    assert Page.objects.get(pk=page.pk).live

    response = client.post(press(page))

    assert response["Location"] == edit(page)
    assert client.get(page.url).status_code == 410
    record = TakenDown.objects.get()
    assert (record.taken_down_by, record.path) == (
        somebody,
        "/articles/sleep-after-an-infusion",
    )
    assert "Lead readers to" in client.get(edit(page)).content.decode()


def test_no_lock_keeps_a_wrong_sentence_up(client):
    page = make_article(locked=True, locked_by=make_reviewer())
    client.force_login(make_editor())
    assert client.post(press(page)).status_code == 302
    assert client.get(page.url).status_code == 410


def test_whoever_may_not_publish_may_not_take_down(client):
    page = make_article()
    writer = make_user("writer")
    for user in (None, writer, make_coordinator(), make_manager()):
        if user:
            client.force_login(user)
        assert client.post(press(page)).status_code in (302, 403)
        assert Page.objects.get(pk=page.pk).live
    client.force_login(make_editor())
    page.unpublish()
    assert client.post(press(page)).status_code == 302
    assert client.get(press(page))["Location"] == "/cms/"


def test_it_is_offered_on_the_page_and_in_the_listing_while_there_is_one(client):
    page = make_article()
    client.force_login(make_editor())
    parent = page.get_parent()
    screens = [
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_explore", args=[parent.pk]),
    ]
    for screen in screens:
        assert press(page) in client.get(screen).content.decode(), screen
    page.unpublish()
    for screen in screens:
        assert press(page) not in client.get(screen).content.decode(), screen


def test_words_that_nobody_approved_yet_keep_no_wrong_ones_up(client):
    page, editor = make_article(), make_editor()
    page.summary = "What a first night may bring."
    page.save_revision(user=editor)
    client.force_login(editor)
    screen = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert press(page) in screen.content.decode()
    assert client.post(press(page)).status_code == 302
    assert client.get(page.url).status_code == 410


def test_wagtails_own_unpublish_leads_to_the_same(client):
    page, editor = make_article(), make_editor()
    client.force_login(editor)
    client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    assert client.get(page.url).status_code == 410
    assert TakenDown.objects.get().taken_down_by == editor


def linking_page(page):
    with TestCase.captureOnCommitCallbacks(execute=True):
        return make_plain_page(
            "What helps",
            "what-helps",
            body=[
                ("paragraph", f'<p>See <a linktype="page" id="{page.pk}">it</a></p>')
            ],
        )


@pytest.mark.parametrize(
    "screen", ["take_down", "wagtailadmin_pages:unpublish", "wagtailadmin_pages:delete"]
)
def test_screen_names_the_pages_that_link_to_it(client, screen):
    page = make_article()
    other = linking_page(page)
    client.force_login(make_editor())
    html = client.get(reverse(screen, args=[page.pk])).content.decode()
    places = re.search(r'<ul class="cms-places">.*?</ul>', html, re.DOTALL)[0]
    assert reverse("wagtailadmin_pages:edit", args=[other.pk]) in places
    assert "What helps" in places
    assert "Plain page" in places


def test_screen_names_the_footer_that_links_to_it(client):
    page = make_plain_page()
    make_clinic(privacy_page=page)
    client.force_login(make_editor())
    assert "The foot of every page" in client.get(press(page)).content.decode()


def test_screen_says_when_nothing_links_to_it(client):
    page = make_article()
    client.force_login(make_editor())
    html = client.get(press(page)).content.decode()
    assert "Nothing on the site links to it" in html


def test_target_must_be_published_and_alone():
    page, draft = make_article("One"), make_article("Two")
    draft.unpublish()
    page.unpublish()
    record = TakenDown.objects.get(page_id=page.pk)
    record.target = draft
    with pytest.raises(ValidationError, match="is not published"):
        record.full_clean()
    record.target, record.notice = make_article("Three"), "It was wrong."
    with pytest.raises(ValidationError, match="readers led on see no notice"):
        record.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()


def test_editor_gives_a_target_and_then_a_notice(client):
    page, other = make_article("One"), make_article("Two")
    page.unpublish()
    client.force_login(make_editor())
    client.post(edit(page), {"target": other.pk, "notice": ""})
    assert client.get(page.url)["Location"].endswith(other.url)

    client.post(edit(page), {"target": "", "notice": "  The dose was wrong.  "})

    assert "<p>The dose was wrong.</p>" in client.get(page.url).content.decode()


def test_notice_has_an_end(client):
    page = make_article()
    page.unpublish()
    client.force_login(make_editor())
    response = client.post(edit(page), {"target": "", "notice": "x" * 601})
    assert response.status_code == 200
    assert TakenDown.objects.get().notice == ""


def test_records_are_listed_and_made_or_deleted_by_nobody(client):
    page = make_article()
    page.unpublish()
    client.force_login(make_user("root", is_superuser=True))
    listing = client.get(reverse("taken_down:index")).content.decode()
    assert "/articles/sleep-after-an-infusion" in listing
    assert "taken_down/add" not in listing
    assert "taken_down/delete" not in client.get(edit(page)).content.decode()
    client.force_login(make_manager())
    assert client.get(edit(page)).status_code == 302
