"""What an address answers once its page has moved, was taken down, or never stood."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from clinic.models import TakenDown
from tests.factories import (
    make_article,
    make_article_index,
    make_clinic,
    make_home,
    make_plain_page,
    make_topic,
    republish,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("article_index"),
]

committing = TestCase.captureOnCommitCallbacks


@pytest.fixture(autouse=True)
def clinic():
    return make_clinic()


def target_of(response) -> str:
    assert response.status_code == 301, response.status_code
    return response["Location"].removeprefix("http://localhost")


def rename(page, slug: str) -> None:
    page.slug = slug
    with committing(execute=True):
        republish(page)
    page.refresh_from_db()


def record(page) -> TakenDown:
    return TakenDown.objects.get(page_id=page.pk)


def test_page_taken_down_answers_gone_at_once_and_helps_on(client):
    page = make_article(topics=[make_topic()])
    address = page.url
    page.unpublish()

    response = client.get(address)

    assert response.status_code == 410
    assert response["Cache-Control"] == "no-store"
    html = response.content.decode()
    assert '<meta name="robots" content="noindex">' in html
    assert "What would you like to find?" in html
    assert 'href="tel:+17035550100"' in html
    assert 'class="crisis-card"' in html
    assert page.title not in html
    assert 'rel="canonical"' not in html


def test_front_page_taken_down_is_gone_and_the_others_stay(client):
    page = make_article()
    make_home().unpublish()
    assert client.get("/").status_code == 410
    assert client.get(page.url).status_code == 200


def test_topics_lead_on_from_a_page_taken_down(client):
    topic = make_topic()
    make_article("Still here", topics=[topic])
    page = make_article(topics=[topic])
    page.unpublish()
    assert "/articles/topics/sleep/" in client.get(page.url).content.decode()


@pytest.mark.parametrize("tail", ["", "?from=mail", "?q=1&b=2"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_gone_is_gone_however_one_asks(client, method, tail):
    page = make_article()
    page.unpublish()
    assert getattr(client, method)(page.url + tail).status_code == 410


def test_page_never_published_answers_not_found(client):
    draft = make_article_index().add_child(
        instance=type(make_article("Live"))(title="Draft", slug="draft", live=False)
    )
    assert client.get(draft.url).status_code == 404
    assert client.get("/articles/never-there/").status_code == 404
    draft.delete()
    assert client.get("/articles/draft/").status_code == 404


def test_page_published_again_answers_for_itself(client):
    page = make_article()
    page.unpublish()
    republish(page)
    assert client.get(page.url).status_code == 200
    assert not TakenDown.objects.exists()


def test_page_published_again_elsewhere_is_found_from_where_it_was(client):
    page = make_article()
    old = page.url
    page.unpublish()
    rename(page, "night-after")
    assert target_of(client.get(old)) == "/articles/night-after/"


def test_page_that_expires_on_schedule_is_gone(client):
    page = make_article(expire_at=timezone.now() + timedelta(hours=1))
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        call_command("publish_scheduled", verbosity=0)
    assert client.get(page.url).status_code == 410
    assert record(page).taken_down_by is None


def test_page_waiting_for_its_day_again_is_gone_until_then(client):
    page = make_article()
    page.unpublish()
    republish(page, go_live_at=timezone.now() + timedelta(days=1))
    assert client.get(page.url).status_code == 410


def test_unpublished_without_a_word_is_gone_all_the_same(client):
    page = make_article()
    revision = page.save_revision()
    revision.publish()
    page.refresh_from_db()
    page.live = False
    page.save()
    assert not TakenDown.objects.exists()
    assert client.get(page.url).status_code == 410


def test_deleted_page_is_gone_with_its_older_address(client):
    page = make_article()
    old = page.url
    rename(page, "night-after")
    new = page.url
    assert target_of(client.get(old)) == new

    page.delete()

    assert client.get(new).status_code == 410
    assert client.get(old).status_code == 410


def test_deleting_what_stood_outside_the_site_notes_nothing():
    page = make_article()
    outside = Page.objects.get(depth=1).add_child(instance=Page(title="O", slug="o"))
    Page.objects.filter(pk=outside.pk).update(url_path=page.url_path)
    Page.objects.get(pk=outside.pk).delete()
    assert not TakenDown.objects.exists()


def test_pages_below_a_deleted_one_are_gone_too(client):
    above = make_plain_page()
    below = above.add_child(instance=type(above)(title="Details", slug="details"))
    addresses = [above.url, below.url]
    above.delete()
    for address in addresses:
        assert client.get(address).status_code == 410, address


def test_deleting_what_was_taken_down_keeps_its_notice(client):
    page = make_article()
    page.save_revision().publish()
    page.unpublish()
    TakenDown.objects.update(notice="The dose was wrong.")
    page.delete()
    response = client.get("/articles/sleep-after-an-infusion/")
    assert response.status_code == 410
    assert "The dose was wrong." in response.content.decode()


def test_target_takes_readers_on(client):
    page, other = make_article(), make_article("Another night")
    page.unpublish()
    TakenDown.objects.update(target=other)
    response = client.get(page.url)
    assert target_of(response) == other.url
    # The page may be back tomorrow: no browser keeps this for ever.
    assert response["Cache-Control"] == "max-age=600"


def test_notice_is_shown_as_the_plain_words_it_is(client):
    page = make_article()
    page.unpublish()
    TakenDown.objects.update(notice="It said <b>40 minutes</b>.\n\nIt takes 60.")
    html = client.get(page.url).content.decode()
    assert "<p>It said &lt;b&gt;40 minutes&lt;/b&gt;.</p>" in html
    assert "<p>It takes 60.</p>" in html


def test_target_that_moves_is_still_one_step_away(client):
    page, other = make_article(), make_article("Another night")
    page.unpublish()
    TakenDown.objects.update(target=other)
    rename(other, "moved-once")
    rename(other, "moved-twice")
    for address in (page.url, "/articles/another-night/", "/articles/moved-once/"):
        assert target_of(client.get(address)) == "/articles/moved-twice/"


def test_target_taken_down_in_turn_leads_to_where_that_one_leads(client):
    first, second, third = (make_article(name) for name in ("One", "Two", "Three"))
    first.unpublish()
    TakenDown.objects.filter(page_id=first.pk).update(target=second)
    second.unpublish()
    assert client.get(first.url).status_code == 410

    TakenDown.objects.filter(page_id=second.pk).update(target=third)

    assert target_of(client.get(first.url)) == third.url


def test_targets_in_a_ring_end_in_gone(client):
    first, second = make_article("One"), make_article("Two")
    first.unpublish()
    second.unpublish()
    TakenDown.objects.filter(page_id=first.pk).update(target=second)
    TakenDown.objects.filter(page_id=second.pk).update(target=first)
    for page in (first, second):
        assert client.get(page.url).status_code == 410


def test_deleted_target_leaves_the_address_gone(client):
    page, other = make_article("One"), make_article("Two")
    page.unpublish()
    TakenDown.objects.filter(page_id=page.pk).update(target=other)
    other.delete()
    assert client.get(page.url).status_code == 410


def test_new_slug_leaves_a_redirect_for_the_page_and_all_below(client):
    above = make_plain_page()
    above.add_child(instance=type(above)(title="Details", slug="details"))
    rename(above, "privacy")
    assert target_of(client.get("/privacy-practices/")) == "/privacy/"
    below = client.get("/privacy-practices/details/")
    assert target_of(below) == "/privacy/details/"


def test_moved_page_leaves_a_redirect(client):
    above, page = make_plain_page(), make_plain_page("Costs", "costs")
    with committing(execute=True):
        page.move(above, pos="last-child")
    assert target_of(client.get("/costs/")) == "/privacy-practices/costs/"


def test_scheduled_slug_leaves_its_redirect_on_its_day(client):
    page = make_article()
    page.save_revision().publish()
    page.refresh_from_db()
    page.slug = "tomorrow"
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()
    assert client.get("/articles/sleep-after-an-infusion/").status_code == 200
    with (
        time_machine.travel(timezone.now() + timedelta(days=2)),
        committing(execute=True),
    ):
        call_command("publish_scheduled", verbosity=0)
    response = client.get("/articles/sleep-after-an-infusion/")
    assert target_of(response) == "/articles/tomorrow/"


def test_there_and_back_again_makes_no_ring(client):
    page = make_article()
    rename(page, "elsewhere")
    rename(page, "sleep-after-an-infusion")
    assert client.get("/articles/sleep-after-an-infusion/").status_code == 200
    assert target_of(client.get("/articles/elsewhere/")).endswith("an-infusion/")

    page.unpublish()

    # Wagtail's redirect of this address leads to itself.
    assert Redirect.objects.filter(old_path__endswith="an-infusion").exists()
    assert client.get("/articles/sleep-after-an-infusion/").status_code == 410
    assert client.get("/articles/elsewhere/").status_code == 410


def test_redirect_to_a_page_taken_down_takes_one_step_to_its_target(client):
    page, other = make_article("One"), make_article("Two")
    Redirect.add_redirect("/old", page)
    page.unpublish()
    assert client.get("/old/").status_code == 410
    TakenDown.objects.filter(page_id=page.pk).update(target=other)
    assert target_of(client.get("/old/")) == other.url


def test_redirects_by_link_in_a_ring_end_in_gone(client):
    make_home()
    Redirect.add_redirect("/a", "/b/")
    Redirect.add_redirect("/b", "/c/")
    Redirect.add_redirect("/c", "http://localhost/a/")
    for address in ("/a/", "/b/", "/c/"):
        assert client.get(address).status_code == 410, address


def test_redirects_by_link_in_a_row_take_one_step(client):
    page = make_article()
    Redirect.add_redirect("/a", "/b/", is_permanent=False)
    Redirect.add_redirect("/b", page)
    response = client.get("/a/")
    assert (response.status_code, response["Location"]) == (302, page.url)


def test_redirect_elsewhere_and_with_a_query_string_works_as_before(client):
    make_home()
    Redirect.add_redirect("/shop", "https://shop.example/a?b=1")
    Redirect.add_redirect("/?p=7", "/search/")
    Redirect.add_redirect("/ask", "/request-a-consultation/")
    assert client.get("/shop/")["Location"] == "https://shop.example/a?b=1"
    assert client.get("/ask/?utm=1")["Location"] == "/request-a-consultation/"
    assert client.get("/?p=7")["Location"] == "/search/"
    assert client.get("/?q=7").status_code == 200


def test_redirect_to_a_draft_is_no_way(client):
    draft = make_article_index().add_child(
        instance=type(make_article("Live"))(title="Draft", slug="draft", live=False)
    )
    Redirect.add_redirect("/old", draft)
    assert client.get("/old/").status_code == 404


def test_page_that_is_there_costs_no_look_into_the_records(client):
    page = make_article()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(page.url)
    asked = "".join(query["sql"] for query in queries)
    assert "clinic_takendown" not in asked
    assert "wagtailredirects" not in asked


@pytest.mark.parametrize(
    "address", ["/%00/", "/a%00b/?x=%00", "/%ff/", "/" + "a" * 900 + "/"]
)
def test_any_address_is_answered(client, address):
    make_home()
    assert client.get(address).status_code == 404
